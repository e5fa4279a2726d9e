"""The best token with a bounded number of scopes, for every bound at once.

What is minimised is the scope axis of trust space (`trustspace/axes.py`).
It is one less the product of a factor for each action, so the logarithms of the factors add up:
each pair of actions is solved on its own, and the pairs share the bound by dynamic programming.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, log1p
from typing import Any, Final

from tokenlint.least.front import Front, Lineage, Point, Thinning, grants_of
from tokenlint.least.path_tree import PathTree
from tokenlint.least.refine import refined
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.trustspace.axes import scope_axis
from tokenlint.trustspace.calibration import Calibration

PAIRS: Final = (
    (Action.READ, None),
    (Action.CREATE, Action.MODIFY),
    (Action.POLL, Action.STAGE),
)
"""The weaker and the stronger action of each pair, None where nothing brings the action along."""

MOST_POINTS: Final = 400
"""Points of one front. More are thinned out, and the answer says that it may be beaten."""


@dataclass(frozen=True, slots=True)
class Way:
    """A generalisation: its capabilities, and its scope axis in [0, 1].

    `floor` is a scope axis that no generalisation with as many scopes is below;
    where the way is proved to be the best it is the same.
    """

    capabilities: CapabilitySet
    scope: float
    floor: float

    @property
    def proved(self) -> bool:
        """Whether it is proved that none is better."""
        return self.floor >= self.scope


@dataclass(frozen=True, slots=True)
class Ways:
    """The best ways by the bound; `fewest` is the smallest bound for which there is one."""

    fewest: int
    by_bound: Mapping[int, "Way"]

    def within(self, bound: int) -> Way | None:
        """The best way with at most `bound` scopes; None below `fewest`.

        Raises KeyError for a bound that was not asked for.
        """
        return None if bound < self.fewest else self.by_bound[bound]


def generalised(
    capabilities: CapabilitySet,
    bounds: Iterable[int],
    calibration: Calibration,
    most_points: int = MOST_POINTS,
) -> Ways:
    """The best generalisations of a token for each of the bounds.

    A generalisation covers all of the capabilities, in the order of `CapabilitySet.covers`.
    """
    for_jobs = [each for each in capabilities if not each.action.on_storage]
    fewest = len(for_jobs) + sum(1 for pair in PAIRS if _needs(capabilities, pair))
    asked = [bound for bound in bounds if bound >= fewest]
    narrow = {bound for bound in asked if bound < len(capabilities)}
    axis = scope_axis(capabilities, calibration)
    ways = dict.fromkeys(asked, Way(capabilities, axis, axis))
    if narrow:
        solver = _Solver(calibration, max(narrow) - len(for_jobs), most_points)
        best = solver.best(capabilities)
        exact = {(each.action, each.path.lineage): each for each in capabilities}
        for bound in narrow:
            chosen = best.within(bound - len(for_jobs))
            granted = [*for_jobs, *(_capability(*each, exact) for each in chosen)]
            ways[bound] = solver.way(capabilities, CapabilitySet.of(granted), bound)
    return Ways(fewest, ways)


Pair = tuple[Action, Action | None]


def _needs(capabilities: CapabilitySet, pair: Pair) -> list[tuple[Lineage, bool]]:
    weak, strong = pair
    return [
        (each.path.lineage, each.action is strong)
        for each in capabilities.members
        if each.action in (weak, strong)
    ]


def _capability(
    action: Action, lineage: Lineage, exact: Mapping[tuple[Action, Lineage], Capability]
) -> Capability:
    """The capability itself where it is a needed one, as that is written; else on the folder."""
    found = exact.get((action, lineage))
    return found or Capability(action, ScopePath.parse("/" + "/".join(lineage)))


@dataclass(frozen=True, slots=True)
class _Costed:
    """The cheapest choice by the number of scopes: what it costs, and its nested grants by pair."""

    costs: Mapping[int, tuple[float, float, Any]]

    def within(self, bound: int) -> Iterator[tuple[Action, Lineage]]:
        """The grants of the cheapest choice with at most so many scopes."""
        options = (option for number, option in self.costs.items() if number <= bound)
        _, _, chosen = min(options, key=lambda option: option[:2])
        while chosen:
            (weak, strong), nested, chosen = chosen
            for is_strong, lineage in grants_of(nested):
                yield (strong if is_strong and strong else weak), lineage


class _Solver:
    """Solves pairs and combines them; `most` bounds the storage scopes."""

    def __init__(self, calibration: Calibration, most: int, most_points: int) -> None:
        self.calibration = calibration
        self.most = most
        self.thinning = Thinning(most_points)

    def best(self, capabilities: CapabilitySet) -> _Costed:
        """The cheapest choice for all pairs together, by the number of scopes."""
        costs: dict[int, tuple[float, float, Any]] = {0: (0.0, 0.0, ())}
        for pair in PAIRS:
            tree = PathTree(self.calibration, self.most, self.thinning)
            cheapest = self._cheapest(tree.solve(_needs(capabilities, pair)), pair)
            costs = self._combined(costs, cheapest, pair)
        return _Costed(costs)

    def _cheapest(self, front: Front, pair: Pair) -> dict[int, tuple[float, float, Any]]:
        return {
            number: min(
                ((self._cost(point, pair), point[2], point[3]) for point in points),
                key=lambda option: option[:2],
            )
            for number, points in front.items()
        }

    def _combined(
        self,
        costs: Mapping[int, tuple[float, float, Any]],
        more: Mapping[int, tuple[float, float, Any]],
        pair: Pair,
    ) -> dict[int, tuple[float, float, Any]]:
        found: dict[int, tuple[float, float, Any]] = {}
        for number, (cost, raw, chosen) in costs.items():
            for further, (extra, more_raw, nested) in more.items():
                total = number + further
                option = (cost + extra, raw + more_raw, (pair, nested, chosen))
                if total <= self.most and (total not in found or option[:2] < found[total][:2]):
                    found[total] = option
        return found

    def _cost(self, point: Point, pair: Pair) -> float:
        """What the pair adds to the logarithm; grows with each breadth."""
        weak, strong = pair
        cost = self._factor(weak, point[0])
        return cost + (self._factor(strong, point[1]) if strong else 0.0)

    def _factor(self, action: Action, breadth: float) -> float:
        share = self.calibration.weights[action] * breadth
        return -log1p(-share) if share < 1 else inf

    def way(self, exact: CapabilitySet, wide: CapabilitySet, bound: int) -> Way:
        """The narrowest of the generalisations that cost as much, with what is proved of it."""
        found = refined(exact, wide, bound)
        axis = scope_axis(found, self.calibration)
        floor = self.floor(exact, bound) if self.thinning.happened else axis
        return Way(found, axis, min(floor, axis))

    def floor(self, capabilities: CapabilitySet, bound: int) -> float:
        """A scope axis that no generalisation with as many scopes is below.

        Each action for itself, as if every other one had no scope at all:
        that never needs more scopes, and one action alone has short fronts.
        """
        harmless = 1.0
        for action in Action:
            paths = {each.lineage for each in capabilities.paths(action)}
            needs = [(each.path.lineage, False) for each in _alone(action, paths)]
            if not action.on_storage:
                breadth = 1.0 if paths else 0.0
            else:
                front = PathTree(self.calibration, bound, Thinning(2)).solve(needs)
                breadth = min(p[0] for points in front.values() for p in points)
            harmless *= 1 - self.calibration.weights[action] * breadth
        return 1 - harmless


def _alone(action: Action, lineages: Iterable[Lineage]) -> CapabilitySet:
    paths = (ScopePath.parse("/" + "/".join(each)) for each in lineages)
    return CapabilitySet.of(Capability(action, path) for path in paths)
