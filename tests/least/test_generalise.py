"""Dynamic programming finds what trying everything finds."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.least.brute_force import least_axis
from tokenlint.least.generalise import generalised
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.trustspace.axes import scope_axis
from tokenlint.trustspace.calibration import Calibration

SHIPPED = Calibration.default()
# Narrow and wide trees, weights that make the actions rivals, sums that are cut early.
CALIBRATIONS = (
    SHIPPED,
    replace(SHIPPED, breadth_ratio=0.5, partial=0.5),
    replace(SHIPPED, weights={**SHIPPED.weights, Action.CREATE: 0.9, Action.MODIFY: 0.91}),
    replace(SHIPPED, breadth_ratio=0.4, partial=0.9),
)
_STORAGE = [action for action in Action if action.on_storage]
_paths = st.lists(st.sampled_from("abc"), min_size=0, max_size=3).map(
    lambda steps: ScopePath.parse("/" + "/".join(steps))
)


def tokens(actions: list[Action], most: int) -> st.SearchStrategy[CapabilitySet]:
    each = st.builds(Capability, st.sampled_from(actions), _paths)
    return st.lists(each, min_size=1, max_size=most).map(CapabilitySet.of)


def _set(*scopes: str) -> CapabilitySet:
    pairs = (scope.split(":") for scope in scopes)
    return CapabilitySet.of(Capability(Action(name), ScopePath.parse(path)) for name, path in pairs)


@settings(max_examples=examples(150))
@given(
    st.one_of(
        tokens([Action.READ], 5),
        tokens([Action.CREATE, Action.MODIFY], 4),
        tokens([Action.POLL, Action.STAGE], 4),
        tokens(_STORAGE, 4),
    ),
    st.integers(1, 3),
    st.sampled_from(CALIBRATIONS),
)
@example(_set("create:/a/b", "create:/a/c", "modify:/a/b/x", "modify:/c/c"), 3, SHIPPED)
@example(_set("read:/a/a", "read:/a/b", "modify:/b/a", "modify:/b/b"), 3, SHIPPED)
@example(_set("create:/a/a", "modify:/a/b", "create:/b/a", "modify:/b/b"), 2, CALIBRATIONS[2])
def test_no_generalisation_is_better(
    token: CapabilitySet, bound: int, calibration: Calibration
) -> None:
    best = least_axis(token, bound, calibration)
    way = generalised(token, (bound,), calibration).within(bound)
    if best is None:
        assert way is None
        return
    assert way is not None
    assert way.capabilities.covers(token)
    assert len(way.capabilities) <= bound
    assert way.scope == pytest.approx(best, abs=1e-9)
    assert way.scope == scope_axis(way.capabilities, calibration)
    assert way.proved


@settings(max_examples=examples(100))
@given(tokens(_STORAGE, 8), st.sampled_from(CALIBRATIONS))
def test_a_wider_bound_never_costs_more(token: CapabilitySet, calibration: Calibration) -> None:
    ways = generalised(token, range(1, len(token) + 2), calibration)
    axes = [
        way.scope for bound in range(ways.fewest, len(token) + 2) if (way := ways.within(bound))
    ]
    assert len(axes) == len(token) + 2 - ways.fewest
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(axes))
    exact = ways.within(len(token))
    assert exact is not None
    assert exact.capabilities == token


@settings(max_examples=examples(80))
@given(tokens([Action.CREATE, Action.MODIFY], 7), st.integers(1, 4))
def test_where_fronts_are_thinned_out_the_floor_still_holds(
    token: CapabilitySet, bound: int
) -> None:
    true = generalised(token, (bound,), SHIPPED).within(bound)
    thin = generalised(token, (bound,), SHIPPED, most_points=2).within(bound)
    assert true is not None
    assert thin is not None
    assert thin.capabilities.covers(token)
    assert thin.floor <= true.scope + 1e-9
    assert true.scope <= thin.scope + 1e-9


def test_a_bound_below_the_number_of_kinds_has_no_answer() -> None:
    token = _set("read:/a", "create:/a", "poll:/b", "submit:/")
    ways = generalised(token, (1, 3, 4), SHIPPED)
    assert ways.fewest == 4
    assert ways.within(3) is None
    assert ways.within(4) is not None


def test_a_folder_stands_for_its_files_and_no_more() -> None:
    token = _set(*(f"read:/data/set{n}/file{k}" for n in range(3) for k in range(30)))
    way = generalised(token, (3,), SHIPPED).within(3)
    assert way is not None
    assert sorted(map(str, way.capabilities)) == [f"storage.read:/data/set{n}" for n in range(3)]


def test_what_is_left_of_the_bound_is_spent_on_narrower_scopes() -> None:
    """The cut is reached by the two folders as by their sixteen children: fewer files are told."""
    files = (
        f"read:/vo/{kind}/run{run}/file{n}"
        for kind in ("data", "mc")
        for run in range(8)
        for n in range(40)
    )
    token = _set(*files)
    two = generalised(token, (2,), SHIPPED).within(2)
    twenty = generalised(token, (20,), SHIPPED).within(20)
    assert two is not None
    assert twenty is not None
    assert [str(each) for each in two.capabilities] == [
        "storage.read:/vo/data",
        "storage.read:/vo/mc",
    ]
    assert len(twenty.capabilities) == 16
    assert two.scope == pytest.approx(twenty.scope)
    assert two.capabilities.covers(twenty.capabilities)
