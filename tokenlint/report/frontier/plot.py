"""The plot for a terminal: lifetime on a log axis against the work lost and the peak load."""

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10

from tokenlint.frontier.result import Frontier, Point, WorkflowFrontier
from tokenlint.frontier.words import per_second, percent
from tokenlint.report.frontier.curve import at, of_granularity, place, ticks
from tokenlint.report.lines import Line

_LABEL = 20  # columns before the plot
_ROWS = 5
_LEAST, _MOST = 24, 72  # columns of the plot


def plot(workflow: WorkflowFrontier, result: Frontier, width: int) -> Iterator[Line]:
    """Two bands over one axis; nothing where only one lifetime was looked at."""
    points = of_granularity(workflow, workflow.granularity)
    if len(points) < 2:  # noqa: PLR2004 - an axis has two ends
        return
    size = max(_LEAST, min(_MOST, width - _LABEL - 4))
    low, high = points[0].lifetime, points[-1].lifetime
    lifetimes = [low * (high / low) ** (column / (size - 1)) for column in range(size)]
    worst = result.tolerance.worst
    lost = [at(points, each, lambda p: p.lost_worst if worst else p.lost_random)
            for each in lifetimes]  # fmt: skip
    yield from _lost(lost, result.tolerance.share)
    yield ()
    yield from _load([at(points, each, lambda p: p.peak) for each in lifetimes])
    yield from _axis(workflow, points, size)


def _band(name: str, labels: Sequence[str], heights: Sequence[int], style: str) -> Iterator[Line]:
    """Columns of blocks, the highest row first, each row with its label."""
    for row in range(_ROWS, 0, -1):
        title = name if row == _ROWS else ""
        lead = f"  {title:<7}{labels[row - 1]:>{_LABEL - 10}} "
        cells = "".join("█" if height >= row else " " for height in heights)
        yield ((lead, "muted"), ("│", "muted"), (cells, style))


def _lost(lost: Sequence[float], share: float) -> Iterator[Line]:
    """The share lost; what is more than tolerated is seen, however little it is."""
    top = max(*lost, share, 1e-9)
    heights = [0 if each <= share else max(1, round(_ROWS * each / top)) for each in lost]
    labels = [percent(top * row / _ROWS) for row in range(1, _ROWS + 1)]
    yield from _band("lost", labels, heights, "excess")


def _load(load: Sequence[float]) -> Iterator[Line]:
    """The peak load, each row a step of equal ratio."""
    bottom, top = floor(log10(max(min(load), 1e-12))), ceil(log10(max(*load, 1e-12)))
    step = max(top - bottom, 1) / _ROWS
    heights = [max(1, round((log10(max(each, 1e-12)) - bottom) / step)) for each in load]
    labels = [per_second(10 ** (bottom + step * row)) for row in range(1, _ROWS + 1)]
    yield from _band("peak", labels, heights, "need")


def _axis(workflow: WorkflowFrontier, points: Sequence[Point], size: int) -> Iterator[Line]:
    low, high = points[0].lifetime, points[-1].lifetime
    marks = [" "] * size
    if workflow.recommended:
        marks[round(place(workflow.recommended.lifetime, low, high) * (size - 1))] = "◆"
    line, names = ["─"] * size, [" "] * (size + 8)
    for seconds, name in ticks(low, high):
        column = round(place(seconds, low, high) * (size - 1))
        line[column] = "┴"
        if not "".join(names[max(0, column - 1) : column + len(name)]).strip():
            names[column : column + len(name)] = name
    accepted = place(min(max(workflow.allowed, low), high), low, high)
    cut = round(accepted * (size - 1))
    line = [sign if column <= cut else "┄" for column, sign in enumerate(line)]
    yield ((f"{'':<{_LABEL}}└", "muted"), ("".join(line), "muted"))
    yield ((f"{'':<{_LABEL + 1}}", ""), ("".join(names), "muted"))
    if workflow.recommended:
        yield ((f"{'  ◆ recommended':<{_LABEL + 1}}", "muted"), ("".join(marks), "proxy"))
