"""One panel of the picture: a measure over the lifetime, a line for each granularity."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from tokenlint.frontier.model import Granularity
from tokenlint.frontier.result import Frontier, Point, WorkflowFrontier
from tokenlint.frontier.words import number, per_second, percent
from tokenlint.report.frontier.curve import Measure, of_granularity, place, ticks
from tokenlint.report.space import label

WIDTH: Final = 192
HEIGHT: Final = 120
DASHES: Final = {
    Granularity.FILE: "1 2",
    Granularity.JOB: "4 2",
    Granularity.DATASET: "8 3",
    Granularity.SITE: "10 3 2 3",
    Granularity.WORKFLOW: "2 5",
}
_LEAST: Final = 1e-9  # of a measure on a log axis
_STEPS: Final = 4  # lines across a panel
_CLOSE: Final = 26.0  # pixels that two names below the axis need


def line_style(granularity: Granularity, workflow: WorkflowFrontier) -> str:
    """How the line of a granularity is drawn: thick where the workflow uses it, else dashed."""
    if granularity is workflow.granularity:
        return 'class="own"'
    return f'class="other" stroke-dasharray="{DASHES[granularity]}"'


@dataclass(frozen=True, slots=True)
class Panel:
    """A measure with its axis: from `low` to `high`, or the decades between them where `log`."""

    title: str
    measure: Measure
    written: Callable[[float], str]
    low: float
    high: float
    log: bool
    limit: float | None = None

    def drawn(self, workflow: WorkflowFrontier, name: str) -> str:
        """The panel with its upper left corner at the origin."""
        lifetimes = [each.lifetime for each in workflow.points]
        first, last = min(lifetimes), max(lifetimes)
        parts = [label(0, -8, self.title, size=12, bold=True)]
        parts += self._grid(first, last)
        parts += _beyond(workflow, first, last, name)
        parts += self._limit()
        parts += self._lines(workflow, first, last)
        parts += self._mark(workflow, first, last)
        parts.append(f'<rect class="frame" width="{WIDTH}" height="{HEIGHT}"/>')
        return "".join(parts)

    def y(self, value: float) -> float:
        """How far below the upper edge a value lies."""
        if self.log:
            part = log10(max(value, _LEAST) / self.low) / log10(self.high / self.low)
        else:
            part = (value - self.low) / (self.high - self.low)
        return HEIGHT * (1 - min(max(part, 0.0), 1.0))

    def _grid(self, first: int, last: int) -> Iterator[str]:
        written = -_CLOSE
        for seconds, name in ticks(first, last):
            x = place(seconds, first, last) * WIDTH
            yield f'<path class="grid" d="M{x:.1f} 0V{HEIGHT}"/>'
            if x - written >= _CLOSE:
                yield label(x, HEIGHT + 14, name, size=10, kind="soft", anchor="middle")
                written = x
        for value in self._levels():
            y = self.y(value)
            yield f'<path class="grid" d="M0 {y:.1f}H{WIDTH}"/>'
            yield label(-5, y + 3, self.written(value), size=10, kind="soft", anchor="end")

    def _levels(self) -> list[float]:
        """The values that are written beside the axis."""
        if not self.log:
            step = (self.high - self.low) / _STEPS
            return [self.low + step * at for at in range(_STEPS + 1)]
        decades = round(log10(self.high / self.low))
        every = max(1, ceil(decades / _STEPS))
        return [self.low * 10.0**at for at in range(0, decades + 1, every)]

    def _limit(self) -> Iterator[str]:
        if self.limit is not None and self.low <= self.limit <= self.high:
            yield f'<path class="limit" d="M0 {self.y(self.limit):.1f}H{WIDTH}"/>'

    def _lines(self, workflow: WorkflowFrontier, first: int, last: int) -> Iterator[str]:
        found = dict.fromkeys(point.granularity for point in workflow.points)
        for granularity in sorted(found, key=lambda one: one is workflow.granularity):
            path = self._path(of_granularity(workflow, granularity), first, last)
            yield f'<path {line_style(granularity, workflow)} d="{path}"/>'

    def _path(self, points: Sequence[Point], first: int, last: int) -> str:
        corners = (
            f"{place(each.lifetime, first, last) * WIDTH:.1f} {self.y(self.measure(each)):.1f}"
            for each in points
        )
        return "M" + "L".join(corners)

    def _mark(self, workflow: WorkflowFrontier, first: int, last: int) -> Iterator[str]:
        best = workflow.recommended
        if best is not None:
            x = place(best.lifetime, first, last) * WIDTH
            y = self.y(self.measure(best))
            yield f'<path class="mark" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z"/>'


def _beyond(workflow: WorkflowFrontier, first: int, last: int, name: str) -> Iterator[str]:
    """Lifetimes over those that the mitigations accept, hatched."""
    start = min(max(workflow.allowed, first), last)
    x = place(start, first, last) * WIDTH
    if x < WIDTH:
        paint = f'fill="url(#{name}-h)" fill-opacity="0.35"'
        yield f'<rect {paint} x="{x:.1f}" width="{WIDTH - x:.1f}" height="{HEIGHT}"/>'


def panels(workflow: WorkflowFrontier, result: Frontier) -> tuple[Panel, Panel, Panel]:
    """Work lost, peak load, leak."""
    worst = result.tolerance.worst

    def lost(point: Point) -> float:
        return point.lost_worst if worst else point.lost_random

    when = "worst" if worst else "random"
    most = max(*map(lost, workflow.points), 4 * result.tolerance.share, 1e-6)
    return (
        Panel(
            f"Jobs lost ({when} start)", lost, percent, 0.0, _round(most), log=False,
            limit=result.tolerance.share,
        ),
        _decades("Peak load of the issuer", [e.peak for e in workflow.points], per_second,
                 lambda point: point.peak),
        _decades("Leak: magnitude x hours", [e.leak for e in workflow.points], number,
                 lambda point: point.leak),
    )  # fmt: skip


def _round(share: float) -> float:
    """The next share that divides well: 1, 2, 4, 8 of a decade, at most 1."""
    scale = 10.0 ** floor(log10(share))
    steps = (1.0, 2.0, 4.0, 8.0, 10.0)
    return min(1.0, next(step * scale for step in steps if step * scale >= share * 0.999))


def _decades(
    title: str, values: Sequence[float], written: Callable[[float], str], measure: Measure
) -> Panel:
    low = 10.0 ** floor(log10(max(min(values), _LEAST)))
    high = 10.0 ** ceil(log10(max(*values, _LEAST)))
    return Panel(title, measure, written, low, high if high > low else 10 * low, log=True)
