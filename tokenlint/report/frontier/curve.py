"""Curves over the lifetime: values between the points that were computed, on a log axis."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import log

from tokenlint.frontier.model import Granularity
from tokenlint.frontier.result import Point, WorkflowFrontier

Measure = Callable[[Point], float]


def of_granularity(workflow: WorkflowFrontier, granularity: Granularity) -> list[Point]:
    """Its points by lifetime."""
    return [each for each in workflow.points if each.granularity is granularity]


def at(points: Sequence[Point], lifetime: float, measure: Measure) -> float:
    """The measure at a lifetime, between its two neighbours by the logarithm of the lifetime."""
    right = bisect_left(points, lifetime, key=lambda each: each.lifetime)
    if right == 0:
        return measure(points[0])
    if right == len(points):
        return measure(points[-1])
    low, high = points[right - 1], points[right]
    part = log(lifetime / low.lifetime) / log(high.lifetime / low.lifetime)
    return measure(low) + part * (measure(high) - measure(low))


def place(lifetime: float, low: float, high: float) -> float:
    """Where a lifetime lies between two others on a log axis, in [0, 1]."""
    return log(lifetime / low) / log(high / low) if high > low else 0.0


TICKS = ((900, "15 min"), (3_600, "1 h"), (21_600, "6 h"), (86_400, "1 d"), (345_600, "4 d"))
LAST = (691_200, "8 d")


def ticks(low: float, high: float) -> list[tuple[int, str]]:
    """The known lifetimes on an axis from one to another."""
    return [each for each in (*TICKS, LAST) if low <= each[0] <= high]
