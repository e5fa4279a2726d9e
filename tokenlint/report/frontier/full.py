"""The frontier for people: a sentence, a short table and a plot for each workflow."""

from collections.abc import Iterator, Sequence
from typing import Final

from tokenlint.frontier.result import Frontier, Point, WorkflowFrontier
from tokenlint.frontier.words import number, per_second, percent, spell
from tokenlint.report.escape import one_line
from tokenlint.report.frontier.plot import plot
from tokenlint.report.frontier.rows import rows, verdict
from tokenlint.report.frontier.simulated import simulated
from tokenlint.report.lines import Line, paragraph, write
from tokenlint.report.view import View

_HEADS: Final = ("lifetime", "token a", "mean", "peak", "alive", "lost", "worst", "leak", "")
_LESS_NEEDED: Final = ("alive", "mean", "leak", "worst")
_PLOTS: Final = 12  # more workflows have no plot, or nobody would find the table


def render(result: Frontier, view: View) -> str:
    """The whole report; workflows without a lifetime come first, because they need somebody."""
    return write(_lines(result, view), view)


def _lines(result: Frontier, view: View) -> Iterator[Line]:
    yield from _head(result, view)
    ordered = sorted(result.workflows, key=lambda each: each.recommended is not None)
    for each in ordered:
        yield ()
        yield from _workflow(each, result, view, drawn=len(ordered) <= _PLOTS)
    if result.simulated is not None:
        yield from simulated(result.simulated, view)
    yield from _problems(result, view)
    yield ()
    yield from _sum(result, view)


def _head(result: Frontier, view: View) -> Iterator[Line]:
    issuer, tolerance = result.issuer, result.tolerance
    when = "at the worst time" if tolerance.worst else "at a random time"
    text = (
        f"{one_line(issuer.name) or 'The issuer'} carries {per_second(issuer.capacity)}. "
        f"To bear: an outage of {spell(tolerance.outage.seconds)} that begins {when}, "
        f"with at most {percent(tolerance.share)} of the jobs lost."
    )
    yield from paragraph(text, view.width, first=(), indent=0)
    if issuer.key_cache < tolerance.outage.seconds:
        text = (
            f"Services verify without the issuer for {spell(issuer.key_cache)}: "
            "then every token stops, however long it lives."
        )
        yield from paragraph(text, view.width, first=(), indent=0, style="medium")


def _workflow(
    each: WorkflowFrontier, result: Frontier, view: View, *, drawn: bool
) -> Iterator[Line]:
    sign = ("✓ ", "good") if each.recommended else ("✗ ", "high")
    yield (sign, (one_line(each.name), "strong"))
    yield from paragraph(each.says, view.width, first=(("  ", ""),), indent=2)
    if each.recommended and each.recommended.year_lost:
        text = f"Such an outage costs {percent(each.recommended.year_lost)} of a year's jobs"
        if each.year_lost is not None:
            text += f", and those of its history {percent(each.year_lost)} in a year"
        yield from paragraph(f"{text}.", view.width, first=(("  ", ""),), indent=2, style="muted")
    for knob in each.knobs:
        lead: Line = (("  ", ""), (f"{knob.name}: ", "strong"))
        yield from paragraph(knob.says, view.width, first=lead, indent=len(knob.name) + 4)
    if not each.recommended and not each.knobs:
        text = "No single change opens one: the outage is too long for this work as it is."
        yield from paragraph(text, view.width, first=(("  ", ""),), indent=2)
    yield ()
    yield from _table(each, result, view.width)
    if drawn:
        yield ()
        yield from plot(each, result, view.width)


def _table(each: WorkflowFrontier, result: Frontier, width: int) -> Iterator[Line]:
    shown = rows(each)
    cells = _fitting([_HEADS, *(_row(point, each, result) for point in shown)], width)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for number_, row in enumerate(cells):
        best = number_ and shown[number_ - 1] is each.recommended
        style = "good" if best else "" if number_ else "muted"
        yield ((f"  {_padded(row, widths)}", style),)


def _fitting(cells: Sequence[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """The table without the columns that a narrow terminal has no room for."""
    fitting = list(cells)
    for head in _LESS_NEEDED:
        broad = sum(max(map(len, column)) + 2 for column in zip(*fitting, strict=True))
        if broad <= width:
            break
        at = fitting[0].index(head)
        fitting = [(*row[:at], *row[at + 1 :]) for row in fitting]
    return fitting


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    words = 2  # columns of text; the numbers behind them stand at the right
    padded = [
        f"{cell:<{width}}" if at < words or at == len(widths) - 1 else f"{cell:>{width}}"
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(padded)


def _row(point: Point, each: WorkflowFrontier, result: Frontier) -> tuple[str, ...]:
    lost = point.lost_worst if result.tolerance.worst else point.lost_random
    return (
        spell(point.lifetime),
        point.granularity.value,
        per_second(point.mean),
        per_second(point.peak),
        number(point.alive),
        percent(point.lost_random),
        percent(point.lost_worst),
        number(point.leak),
        verdict(point, each, lost=lost, share=result.tolerance.share),
    )


def _problems(result: Frontier, view: View) -> Iterator[Line]:
    for problem in result.problems:
        yield ()
        yield ((" ERROR ", "error"), (f" {one_line(str(problem.source))}", "place"))
        text = f"{problem.reason}; {problem.advice}" if problem.advice else problem.reason
        yield from paragraph(one_line(text), view.width, first=(("  ", ""),), indent=2)


def _sum(result: Frontier, view: View) -> Iterator[Line]:
    yield from _totals(result)
    count, good = len(result.workflows), sum(bool(each.recommended) for each in result.workflows)
    capacity = result.issuer.capacity
    text = (
        f"At what is recommended, the peaks of all take {per_second(result.spent)} "
        f"of the {per_second(capacity)} that the issuer carries "
        f"({percent(result.spent / capacity)}). "
    )
    if result.floor:
        text += f"So that they fit, no lifetime is shorter than {spell(result.floor)}. "
    if count:
        yield from paragraph(text.strip(), view.width, first=(), indent=0)
    words = f"{good} of {count} workflow{'s' * (count != 1)} can have a lifetime that does"
    if result.problems:
        lost = len(result.problems)
        words = f"incomplete: {lost} error{'s' * (lost != 1)}; {words}"
    style = "good" if result.exit_code == 0 else "high"
    yield from paragraph(f"{words}.", view.width, first=(), indent=0, style=style)
    yield from paragraph(
        "leak: magnitude in trust space x hours, what one token is worth to a thief. "
        "alive: tokens that are valid at once. lost, worst: share of the jobs that run or begin "
        "in the outage, where it begins at a random and at the worst time.",
        view.width, first=(), indent=0, style="muted",
    )  # fmt: skip


def _totals(result: Frontier) -> Iterator[Line]:
    """What all together ask for, at the shortest, some known and the longest lifetime."""
    known = {3_600, 21_600, 86_400, 345_600}
    ends = {result.totals[0][0], result.totals[-1][0]} if result.totals else set()
    shown = [each for each in result.totals if each[0] in known | ends]
    if not result.workflows or len(result.workflows) == 1:
        return
    yield (("All workflows at the issuer, if all tokens lived", "strong"),)
    for lifetime, mean, peak in shown:
        text = f"  {spell(lifetime):<10}{per_second(mean):>10} mean {per_second(peak):>10} peak"
        yield ((text, "medium" if peak > result.issuer.capacity else ""),)
