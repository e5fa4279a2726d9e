"""Two records beside each other for people: what became worse first, the verdict last."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from tokenlint.probe.cell import Verdict
from tokenlint.probe.comparison import CellChange, Change, RecordComparison
from tokenlint.probe.record import Result
from tokenlint.probe.recorded import Recorded
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.probe.words import STYLES, by_token, cells_counted
from tokenlint.report.summary import problem_lines
from tokenlint.report.view import View

_MOST: Final = 40  # ways to change of a sort; the JSON has all
_NAME = 13
_HEADS: Final = {
    Change.WORSE: ("Worse", "high"),
    Change.NEW: ("With a clear result only in the newer record", "medium"),
    Change.GONE: ("With a clear result only in the older record", "medium"),
    Change.BETTER: ("Better", "good"),
    Change.OTHERWISE: ("Answered otherwise, neither better nor worse", "strong"),
}


def render(found: RecordComparison, view: View) -> str:
    """The whole comparison as text."""
    return write(lines(found, view), view)


def lines(found: RecordComparison, view: View) -> Iterator[Line]:
    """The comparison as styled lines."""
    yield from _records(found, view)
    for change, (words, style) in _HEADS.items():
        own = [each for each in found.changes if each.change is change]
        yield from _changes(own, words, style, view)
    for problem in found.problems:
        yield from problem_lines(problem, view)
    for note in found.notes:
        first: Line = ((" NOTE ", "info"), (" ", ""))
        yield from [*paragraph(one_line(note), view.width, first=first, indent=7), ()]
    yield from _summary(found, view)


def _records(found: RecordComparison, view: View) -> Iterator[Line]:
    words = "Two probes of a service"
    dashes = "━" * max(0, view.width - 4 - len(words))
    yield (("━━ ", "muted"), (words, "strong"), (f" {dashes}", "muted"))
    for name, recorded in (("old", found.old), ("new", found.new)):
        yield from _row(name, _record(recorded), view)
    yield ()


def _record(recorded: Recorded) -> str:
    begun = recorded.begun
    if begun is None:
        return f"{recorded.file}: no record"
    whole = "" if recorded.ended else ", not finished"
    results = cells_counted(len(recorded.results))
    return f"{recorded.file}: {begun.endpoint}, {_instant(begun.started)}, {results}{whole}"


def _instant(started: float) -> str:
    try:
        return f"{datetime.fromtimestamp(started, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, OSError, ValueError):
        return "at no time of the calendar"


def _row(name: str, text: str, view: View, style: str = "") -> list[Line]:
    first: Line = ((f"  {name:<{_NAME - 2}}", "muted"),)
    return paragraph(one_line(text), view.width, first=first, indent=_NAME, style=style)


def _changes(own: Sequence[CellChange], words: str, style: str, view: View) -> Iterator[Line]:
    if not own:
        return
    head = f"{words} ({len(own):,})"
    yield from paragraph(head, view.width, first=((" ", ""),), indent=1, style=style)
    together = _alike(own)
    for alike in together[:_MOST]:
        yield from _change(alike, view)
    if (left := sum(map(len, together[_MOST:]))) > 0:
        rest = f"and {left:,} more; `--format json` has all"
        yield from paragraph(rest, view.width, first=(("    ", ""),), indent=4, style="muted")
    yield ()


def _alike(own: Sequence[CellChange]) -> list[list[CellChange]]:
    """Cells that came to the same before, and to the same after."""
    together: dict[tuple[bool, str, str], list[CellChange]] = {}
    for each in own:
        key = (each.fault, outcome(each.old), outcome(each.new))
        together.setdefault(key, []).append(each)
    return list(together.values())


def _change(alike: Sequence[CellChange], view: View) -> Iterator[Line]:
    """What it came to before and after, in two lines where one is too short; then the cells."""
    first = alike[0]
    mark = ("  ! " if first.fault else "    ", "high")
    old, new = one_line(outcome(first.old)), one_line(outcome(first.new))
    if 4 + cells(old) + cells(new) + 6 <= view.width:
        yield (mark, (old, _style(first.old)), (", now ", "muted"), (new, _style(first.new)))
    else:
        head: Line = (mark, ("was ", "muted"))
        yield from paragraph(old, view.width, first=head, indent=8, style=_style(first.old))
        head = (("    ", ""), ("now ", "muted"))
        yield from paragraph(new, view.width, first=head, indent=8, style=_style(first.new))
    for words in by_token(each.result for each in alike):
        yield from paragraph(one_line(words), view.width, first=(("      ", ""),), indent=8)


def _style(result: Result | None) -> str:
    return STYLES[result.verdict] if result else "muted"


def outcome(result: Result | None) -> str:
    """`excess (201, done)`, or that it is not in the record."""
    if result is None:
        return "not in the record"
    if result.verdict in (Verdict.UNTESTED, Verdict.LEFT_OUT):
        word = "no clear result" if result.verdict is Verdict.UNTESTED else "left out"
        return f"{word}: {result.why}" if result.why else word
    status = f"{result.status}, " if result.status else ""
    return f"{result.verdict.value} ({status}{result.effect.value})"


def _summary(found: RecordComparison, view: View) -> Iterable[Line]:
    told = ", ".join(f"{count:,} {change.value}" for change, count in found.counts.items() if count)
    yield from _row("cells", told or "none", view)
    style = "high" if found.exit_code else "good"
    yield from _row("verdict", f"{verdict(found)} (exit {found.exit_code})", view, style)


def verdict(found: RecordComparison) -> str:
    """What the comparison comes to, in a sentence."""
    worse = found.counts[Change.WORSE]
    fresh = found.faults - worse
    told = [f"{cells_counted(worse)} became worse"] if worse else []
    told += [f"{cells_counted(fresh)} known only now, and not as it should be"] if fresh else []
    words = ", ".join(told) or "nothing is worse"
    return f"incomplete: {words} as far as is known" if found.problems else words
