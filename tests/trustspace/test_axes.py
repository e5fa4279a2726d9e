from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import audiences, capabilities, capability_sets, related
from tokenlint.privilege.audience import ANY, MISSING, Audience
from tokenlint.privilege.capability import EVERYTHING, Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.trustspace.axes import audience_axis, breadth, lifetime_axis, scope_axis
from tokenlint.trustspace.calibration import Calibration

DEFAULT = Calibration.default()


def endpoints(count: int) -> Audience:
    return Audience.of(f"https://s{number}.example" for number in range(count))


def holding(*texts: str) -> CapabilitySet:
    pairs = (text.split(":") for text in texts)
    return CapabilitySet.of(
        Capability(Action(action), ScopePath.parse(path)) for action, path in pairs
    )


def tree(*texts: str) -> float:
    return breadth(sorted(ScopePath.parse(text).components for text in texts), DEFAULT)


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (ANY, 1),
        (MISSING, 1),
        (endpoints(0), 0),
        (endpoints(1), log(2) / log(501)),
        (endpoints(20), log(21) / log(501)),
        (endpoints(499), log(500) / log(501)),
        (endpoints(500), 1),
        (endpoints(501), 1),
    ],
)
def test_audience_axis(audience: Audience, expected: float) -> None:
    assert audience_axis(audience, DEFAULT) == pytest.approx(expected)


def test_spellings_of_one_endpoint_count_once() -> None:
    spellings = ["https://s0.example", "s0.example", "davs://s0.example:443", "root://s0.example"]
    assert audience_axis(Audience.of(spellings), DEFAULT) == audience_axis(endpoints(1), DEFAULT)


@pytest.mark.parametrize(
    ("count", "known", "expected"),
    [(3, 7, 2 / 3), (7, 7, 1), (8, 7, 1), (0, 7, 0), (0, 0, 0), (1, 0, 1), (1, 1, 1)],
)
def test_an_inventory_tells_how_many_endpoints_there_are(
    count: int, known: int, expected: float
) -> None:
    assert audience_axis(endpoints(count), DEFAULT, known) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, 0),
        (0, 0),
        (900, 0),
        (1800, log(2) / log(768)),
        (3600, log(4) / log(768)),
        (691199, 1),
        (691200, 1),
        (10**12, 1),
        (None, 1),
    ],
)
def test_lifetime_axis(seconds: int | None, expected: float) -> None:
    assert lifetime_axis(seconds, DEFAULT) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), 0),
        (("/",), 1),
        (("/a",), 0.82),
        (("/a/b",), 0.82**2),
        (("/a", "/b"), 0.95),  # 1.64 is more than a part of the root may have
        (("/a/b", "/c/d/e"), 0.95),
        (("/a/b/c/d/e/f", "/a/b/c/d/e/g"), 0.95 * 0.82**5),
        (("/a/b/c/d/e/f/g", "/a/h/i/j/k/l/m"), 2 * 0.82**7),
        (("/a/b/c/d/e/f", "/b/c/d/e/f"), 0.82**6 + 0.82**5),
        (("/a/b/c", "/a/b/d"), 0.95 * 0.82**2),
        (("/a/b/c", "/a/b/d", "/a/b/e"), 0.95 * 0.82**2),
        (("/a/b/c/x", "/a/b/c/y", "/a/b/d/x", "/a/b/d/y"), 0.95 * 0.82**2),
        (("/a/b/c/d/e/f", "/a/b/c/d/e/g", "/h/i/j/k/l/m"), 0.95 * 0.82**5 + 0.82**6),
        (("/a/b/c/1", "/a/b/c/2", "/d/e/f/g/h/i"), 0.95 * 0.82**3 + 0.82**6),
    ],
)
def test_breadth_of_trees(texts: tuple[str, ...], expected: float) -> None:
    assert tree(*texts) == pytest.approx(expected, abs=1e-12)


def test_very_deep_paths_are_measured_in_time() -> None:
    deep = ["/a" * depth + "/b" for depth in range(1, 1500)]
    assert 0 < tree(*deep) <= 0.95
    assert tree("/a" * 100_000) == pytest.approx(0)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), 0),
        (("poll:/",), 0.03),
        (("stage:/",), 1 - 0.85 * 0.97),
        (("read:/",), 0.35),
        (("create:/",), 0.45),
        (("modify:/",), 1 - 0.1 * 0.55),
        (("submit:/",), 0.75),
        (("query:/", "cancel:/"), 1 - 0.9 * 0.5),
        (("modify-job:/",), 0.6),
        (("administer:/",), 1),
        (("create:/a", "modify:/a/b"), 1 - (1 - 0.45 * 0.82) * (1 - 0.9 * 0.82**2)),
        (("read:/a/b/c/d", "read:/a/b/c/d/"), 0.35 * 0.82**4),
    ],
)
def test_scope_axis(texts: tuple[str, ...], expected: float) -> None:
    assert scope_axis(holding(*texts), DEFAULT) == pytest.approx(expected, abs=1e-12)


def test_everything_is_at_the_end_of_the_axis() -> None:
    assert scope_axis(EVERYTHING, DEFAULT) == 1


@pytest.mark.parametrize(
    ("written", "repaired"),
    [
        ("read:/a/b/../../..", "read:/"),
        ("read:/a/b/../c", "read:/a/c"),
        ("read:a/b", "read:/a/b"),
        ("read:", "read:/"),
        ("read:/a//b", "read:/a/b"),
        ("read:/a%2Fb", "read:/a/b"),
    ],
)
def test_a_path_with_defects_counts_as_what_may_become_of_it(written: str, repaired: str) -> None:
    assert scope_axis(holding(written), DEFAULT) == scope_axis(holding(repaired), DEFAULT)


def test_paths_that_become_one_count_once() -> None:
    once = scope_axis(holding("read:/a/b/c"), DEFAULT)
    assert scope_axis(holding("read:/a/b/c", "read:/a//b/c", "read:a/b/c/d"), DEFAULT) == once


@given(related(capability_sets))
def test_more_capabilities_never_score_less(pair: tuple[CapabilitySet, CapabilitySet]) -> None:
    for lower, upper in (pair, (pair[0] & pair[1], pair[0])):
        if upper.covers(lower):
            assert scope_axis(lower, DEFAULT) <= scope_axis(upper, DEFAULT) + 1e-12


@given(related(audiences))
def test_more_endpoints_never_score_less(pair: tuple[Audience, Audience]) -> None:
    lower, upper = pair
    if upper.covers(lower):
        assert audience_axis(lower, DEFAULT) <= audience_axis(upper, DEFAULT)


lifetimes = st.none() | st.integers(0, 10**6)


@given(lifetimes, lifetimes)
def test_longer_lifetimes_never_score_less(one: int | None, other: int | None) -> None:
    if other is None or (one is not None and one <= other):
        assert lifetime_axis(one, DEFAULT) <= lifetime_axis(other, DEFAULT)


@given(capability_sets)
def test_the_scope_axis_ends_at_1(capabilities_: CapabilitySet) -> None:
    assert 0 <= scope_axis(capabilities_, DEFAULT) <= 1


@given(st.lists(capabilities, max_size=5), capabilities)
def test_redundant_scopes_change_nothing(held: list[Capability], more: Capability) -> None:
    base = CapabilitySet.of(held)
    if base.covers(CapabilitySet.of([more])):
        assert scope_axis(CapabilitySet.of([*held, more]), DEFAULT) == scope_axis(base, DEFAULT)
    repeated = CapabilitySet.of([*held, *reversed(held)])
    assert scope_axis(repeated, DEFAULT) == scope_axis(base, DEFAULT)
