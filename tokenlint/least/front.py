"""Ways to cover needs below a node, by their number of scopes: what dynamic programming keeps.

A point is one way: the breadth of the weaker action, that of the stronger one, the uncapped sum
of both, and its grants as a nested list. Ways with as many scopes form a Pareto front,
since which of the two breadths matters more is known at the root only.
"""

from collections.abc import Iterable, Iterator
from typing import Any

Lineage = tuple[str, ...]
Grant = tuple[bool, Lineage]
"""Whether it is the stronger action of the pair, and the node that it is granted at."""
Point = tuple[float, float, float, Any]
Front = dict[int, list[Point]]
"""Number of scopes to the points that are worth keeping."""

TOLERANCE = 1e-12
"""Sums of the same numbers in another order differ by less; breadths are at most 1."""


class Thinning:
    """How many points a front may hold; `happened` tells whether any had to be left out."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.happened = False

    def kept(self, points: list[Point]) -> list[Point]:
        """The Pareto front of these points, thinned evenly where it is too long."""
        if len(points) > 1:
            points = list(_pareto(points))
        if len(points) <= self.most:
            return points
        self.happened = True
        step = (len(points) - 1) / (self.most - 1)
        return [points[round(step * number)] for number in range(self.most)]


def _pareto(points: Iterable[Point]) -> Iterator[Point]:
    lowest = 2.0
    for point in sorted(points, key=_order):
        if point[1] < lowest - TOLERANCE:
            lowest = point[1]
            yield point


def _order(point: Point) -> tuple[float, float, float]:
    return point[0], point[1], point[2]


def merged(one: Front, other: Front, cap: float, most: int, thinning: Thinning) -> Front:
    """Every way for both, with at most `most` scopes.

    The sums are cut at `cap`, which the node above them never exceeds:
    cutting early changes nothing, since min(min(x, c) + y, c) is min(x + y, c) for y >= 0.
    """
    found: dict[int, list[Point]] = {}
    for number, points in one.items():
        for more, others in other.items():
            if number + more <= most:
                found.setdefault(number + more, []).extend(
                    _added(mine, theirs, cap) for mine in points for theirs in others
                )
    return {number: thinning.kept(points) for number, points in found.items()}


def _added(one: Point, other: Point, cap: float) -> Point:
    return (
        min(one[0] + other[0], cap),
        min(one[1] + other[1], cap),
        one[2] + other[2],
        [one[3], other[3]],
    )


def united(parts: Iterable[tuple[int, Point]], thinning: Thinning) -> Front:
    """All of these ways, by their number of scopes."""
    found: dict[int, list[Point]] = {}
    for number, point in parts:
        found.setdefault(number, []).append(point)
    return {number: thinning.kept(points) for number, points in found.items()}


def grants_of(nested: Any) -> Iterator[Grant]:
    """The grants of a point, flat."""
    waiting = [nested]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        else:
            yield item
