"""The best generalisation of one pair of actions over the tree of paths, for every bound at once.

The stronger action of the pair brings the weaker one (modify and create, stage and poll);
an action without such a partner is the weaker one of a pair that nobody needs the stronger of.
ADR 0025 states what is optimal, and proves it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tokenlint.least.front import Front, Grant, Lineage, Point, Thinning, merged, united
from tokenlint.trustspace.calibration import Calibration

Need = tuple[Lineage, bool]
"""A node, and whether the stronger action is needed there."""


@dataclass(slots=True)
class _Node:
    """An open node: its own need, and what is known of the children that are closed.

    Children without children of their own are only counted, each has but one way.
    A list holds no more grants than the bound allows, since more are of no use.
    """

    lineage: Lineage
    own: bool | None = None
    leaves: int = 0
    strong_leaves: int = 0
    weak_grants: list[Grant] = field(default_factory=list)
    strong_grants: list[Grant] = field(default_factory=list)
    fronts: list[Front] = field(default_factory=list)
    strong_fronts: list[Front] = field(default_factory=list)
    weak: bool = False  # whether something below needs the weaker action only
    strong: bool = False


@dataclass(slots=True)
class PathTree:
    """Solves one pair of actions; `most` is the largest number of scopes that is of interest."""

    calibration: Calibration
    most: int
    thinning: Thinning

    def solve(self, needs: Iterable[Need]) -> Front:
        """For each number of scopes the best ways to cover all needs; the empty way for none.

        Of the needs none is covered by another one.
        """
        ordered = sorted(needs)
        if not ordered:
            return {0: [(0.0, 0.0, 0.0, [])]}
        way = [_Node(())]
        for lineage, strong in ordered:
            self._close_to(way, lineage)
            opened = range(len(way[-1].lineage) + 1, len(lineage) + 1)
            way.extend(_Node(lineage[:depth]) for depth in opened)
            way[-1].own = strong
        while len(way) > 1:
            self._close(way)
        root = way[0]
        return self._full(root, self._below(root, strong_only=True))

    def _close_to(self, way: list[_Node], lineage: Lineage) -> None:
        while lineage[: len(way[-1].lineage)] != way[-1].lineage:
            self._close(way)

    def _close(self, way: list[_Node]) -> None:
        """Tell the parent of the last open node what its sub-tree comes to."""
        node = way.pop()
        parent = way[-1]
        if node.own is not None and not node.fronts and not node.leaves:
            parent.leaves += 1
            parent.strong_leaves += node.own
            parent.strong |= node.own
            parent.weak |= not node.own
            grants = parent.strong_grants if node.own else parent.weak_grants
            if len(grants) <= self.most:
                grants.append((node.own, node.lineage))
            return
        weak = node.weak or node.own is False
        strong = node.strong or node.own is True
        below = self._below(node, strong_only=True) if node.strong else {}
        if len(parent.fronts) <= self.most:
            parent.fronts.append(self._full(node, below))
        if strong and len(parent.strong_fronts) <= self.most:
            parent.strong_fronts.append(self._strong(node, below))
        parent.weak |= weak
        parent.strong |= strong

    def _breadth(self, node: _Node) -> float:
        return float(self.calibration.breadth_ratio ** len(node.lineage))

    def _below(self, node: _Node, *, strong_only: bool) -> Front:
        """Every way that grants nothing at the node itself."""
        leaves = node.strong_leaves if strong_only else node.leaves
        fronts = node.strong_fronts if strong_only else node.fronts
        if leaves + len(fronts) > self.most or (strong_only and not node.strong):
            return {}
        cap = self.calibration.partial * self._breadth(node)
        each = self._breadth(node) * self.calibration.breadth_ratio
        grants = [*node.strong_grants, *(() if strong_only else node.weak_grants)]
        strong = min(node.strong_leaves * each, cap)
        weak = 0.0 if strong_only else min(node.leaves * each, cap)
        raw = each * (node.strong_leaves + (0 if strong_only else node.leaves))
        found: Front = {leaves: [(weak, strong, raw, grants)]}
        for front in fronts:
            found = merged(found, front, cap, self.most, self.thinning)
        return found

    def _strong(self, node: _Node, below: Front) -> Front:
        """The stronger action alone: granted at the node, or only below it."""
        whole = self._breadth(node)
        granted: Point = (0.0, whole, whole, [(True, node.lineage)])
        ways = () if node.own is True else _flat(below)
        return united(((1, granted), *ways), self.thinning)

    def _full(self, node: _Node, strong_below: Front) -> Front:
        """All needs: the stronger action here, the weaker one here, or nothing here."""
        ways = self._ways(node, strong_below)
        return united((each for each in ways if each[0] <= self.most), self.thinning)

    def _ways(self, node: _Node, strong_below: Front) -> Iterator[tuple[int, Point]]:
        whole = self._breadth(node)
        if node.strong or node.own is True:
            yield 1, (whole, whole, 2 * whole, [(True, node.lineage)])
        if node.own is True:
            return
        if node.weak or node.own is False:
            here: list[Any] = [(False, node.lineage)]
            if not node.strong:
                yield 1, (whole, 0.0, whole, here)
            for number, point in _flat(strong_below):
                yield number + 1, (whole, point[1], whole + point[2], [here, point[3]])
        if node.own is None:
            yield from _flat(self._below(node, strong_only=False))


def _flat(front: Front) -> Sequence[tuple[int, Point]]:
    return [(number, point) for number, points in front.items() for point in points]
