"""Which points of a workflow are worth a row: few, so that a tired reader sees the choice."""

from collections.abc import Iterator
from typing import Final

from tokenlint.frontier.result import Point, WorkflowFrontier

_KNOWN: Final = (3_600, 21_600, 86_400, 345_600)
"""1 h, 6 h, 1 d and 4 d: lifetimes that everybody knows."""


def rows(workflow: WorkflowFrontier) -> list[Point]:
    """The recommended point, that of today, and the Pareto points that show what others cost.

    Of the workflow's own granularity the shortest, the longest that is accepted, the longest of
    all and the known ones; of each other granularity the best, at most one.
    """
    own = [each for each in workflow.points if each.granularity is workflow.granularity]
    wanted = {*_KNOWN, workflow.allowed, *(each.lifetime for each in (*own[:1], *own[-1:]))}
    shown = [
        each
        for each in own
        if each in (workflow.recommended, workflow.asked)
        or (each.pareto and each.lifetime in wanted)
    ]
    return [*shown, *_others(workflow)]


def _others(workflow: WorkflowFrontier) -> Iterator[Point]:
    """Of each other granularity the shortest that would do, else the longest accepted."""
    for granularity in dict.fromkeys(each.granularity for each in workflow.points):
        if granularity is workflow.granularity:
            continue
        same = [each for each in workflow.points if each.granularity is granularity]
        accepted = [each for each in same if each.allowed]
        good = [each for each in accepted if each.tolerated]
        yield (good or accepted[-1:] or same)[0]


def verdict(point: Point, workflow: WorkflowFrontier, *, lost: float, share: float) -> str:
    """Why a point is, or is not, a choice; in a word or two."""
    words = _verdict(point, workflow, lost=lost, share=share)
    today = "as today" if point == workflow.asked else ""
    return ", ".join(filter(None, (words, today)))


def _verdict(point: Point, workflow: WorkflowFrontier, *, lost: float, share: float) -> str:
    if point is workflow.recommended:
        return "recommended"
    if not point.allowed:
        return "not accepted"
    if lost > share:
        return "loses too much"
    return "" if point.tolerated else "too much load"
