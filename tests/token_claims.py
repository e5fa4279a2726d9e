"""Hypothesis strategies for claims: whole ones, odd ones, and those that differ only in letters."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.minting import NOW

NAMES = ("a", "b", "data", "user.name", "f-1.root")
WORDS = ("storage.read", "storage.create", "storage.modify", "storage.poll", "storage.stage")
PLAIN = ("compute.create", "compute.read", "openid", "offline_access", "wlcg.groups", "odd", "jti")

paths = st.lists(st.sampled_from(NAMES), max_size=3).map(lambda steps: "/" + "/".join(steps))
_odd_paths = st.sampled_from(["", "//", "/a//b", "/a/../b", "a", "/%61", "/a/", "/a%2Fb"])
_items = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(WORDS), paths),
    st.builds("{}:{}".format, st.sampled_from(WORDS), _odd_paths),
    st.sampled_from(PLAIN),
)
scopes = st.lists(_items, max_size=4).map(" ".join)
_texts = st.sampled_from(["", " ", "a", "0b6f8c1e-made-up", "Ada Lovelace", "ada@site.example"])
_audiences = st.sampled_from(
    [
        "https://storage.example",
        "https://storage.example:443",
        "https://wlcg.cern.ch/jwt/v1/any",
        "storage.example",
        "",
    ]
)
_odd = st.sampled_from([None, True, 0, 1, -1, 1.5, [], ["a"], [1], {}, {"a": "b"}, {"a": [1]}])
times = st.integers(-3, 3).map(lambda hours: NOW + 3600 * hours)

_USUAL: Mapping[str, st.SearchStrategy[Any]] = {
    "wlcg.ver": st.sampled_from(["1.0", "1.2", "2.0", "one"]),
    "iss": st.sampled_from(["https://issuer.example", "http://issuer.example/", "issuer"]),
    "sub": _texts,
    "aud": _audiences | st.lists(_audiences, max_size=3),
    "jti": _texts,
    "iat": times,
    "nbf": times,
    "exp": times,
    "scope": scopes,
    "wlcg.groups": st.lists(st.sampled_from(["/exp", "/exp/prod", "exp", ""]), max_size=2),
    "client_id": _texts,
    "email": _texts,
    "name": _texts,
    "sid": _texts,
    "nonce": _texts,
    "azp": _texts,
    "auth_time": times,
    "ver": st.sampled_from(["scitoken:2.0", "1.0"]),
    "typ": st.sampled_from(["Bearer", "ID"]),
    "act": st.just({"sub": "somebody"}),
    "cnf": st.sampled_from([{}, {"jkt": "x"}]),
    "custom": _texts,
}


def claim_sets(*, odd: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Claims in which each may be missing and, with `odd`, of a type that it should not have."""
    values = {name: value | _odd if odd else value for name, value in _USUAL.items()}
    return st.fixed_dictionaries({}, optional=values)


@st.composite
def relatives(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two sets of claims that differ in letters, names and instants, often in nothing else."""
    whole = {"iat": NOW, "exp": NOW + 3600, "scope": draw(scopes)}
    first = draw(claim_sets(odd=draw(st.booleans()))) | whole
    second = dict(first)
    shift = draw(st.sampled_from([0, 60, 60, 7200, -7200]))
    for name in ("iat", "nbf", "exp"):
        if type(second.get(name)) is int:
            second[name] += shift
    if draw(st.booleans()):
        second["scope"] = _renamed(second["scope"], draw(st.permutations(NAMES)))
    for name in draw(st.lists(st.sampled_from(sorted(_USUAL)), max_size=2)):
        if name in second and name not in whole:
            second[name] = draw(_USUAL[name] | _odd)
    return first, second


def _renamed(scope: str, names: list[str]) -> str:
    """The same scope with other names in its paths."""
    to = dict(zip(NAMES, names, strict=True))
    items = (item.partition(":") for item in scope.split(" "))
    return " ".join(
        word + colon + "/".join(to.get(step, step) for step in path.split("/"))
        for word, colon, path in items
    )
