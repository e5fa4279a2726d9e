"""Hypothesis strategies for the algebra.

Alphabets are small, so that values do cover each other, and mean, so that they nearly do:
names that begin like their siblings, directories beside files, paths that climb.
Paths come from lists, which is several times faster than building each of them anew.
"""

from itertools import product
from typing import Any

from hypothesis import strategies as st

from tokenlint.privilege.audience import ANY, MISSING, Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request
from tokenlint.privilege.validity import Validity

ENDPOINTS = ("https://a.example", "https://b.example", "https://any-other.example")
_CLEAN_NAMES = ("foo", "foobar", "file")
_ODD_NAMES = ("foo", "..", ".", "", "%2e%2e", "a%2F..", "%66oo", "%2f", "\\..", "x\0..", "é", "%z")


def _paths(names: tuple[str, ...], depths: range, starts: tuple[str, ...]) -> list[ScopePath]:
    return [
        ScopePath.parse(start + "/".join(steps) + end)
        for depth in depths
        for steps in product(names, repeat=depth)
        for start in starts
        for end in ("", "/")
    ]


CLEAN_PATHS = [ScopePath.parse("/"), *_paths(_CLEAN_NAMES, range(1, 4), ("/",))]
ODD_PATHS = [
    *_paths(("foo", "..", ""), range(5), ("/", "")),
    *_paths(_ODD_NAMES, range(1, 3), ("/", "")),
]

actions = st.sampled_from(Action)
clean_paths = st.sampled_from(CLEAN_PATHS)
paths = clean_paths | st.sampled_from(ODD_PATHS)
"""Of conforming and of other paths about as many: relative, climbing, empty, encoded."""

capabilities = st.builds(Capability, actions, paths)
capability_sets = st.lists(capabilities, max_size=5).map(CapabilitySet.of)

audiences = st.one_of(
    st.sampled_from((ANY, MISSING)), st.frozensets(st.sampled_from(ENDPOINTS)).map(Audience)
)

_INSTANTS = st.integers(-1, 5)
validities = st.builds(Validity, _INSTANTS, st.none() | _INSTANTS)

privileges = st.builds(Privilege, capability_sets, audiences, validities)

requests = st.builds(
    Request,
    st.sampled_from(Operation),
    paths,
    st.sampled_from((*ENDPOINTS, "https://c.example")),
    st.integers(-2, 6),
)


def related(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    """Two values that `|` joins; in half of the cases the second covers the first."""
    pairs = st.tuples(values, values)
    return pairs | pairs.map(lambda pair: (pair[0], pair[0] | pair[1]))
