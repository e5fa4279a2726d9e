"""The last lines of a report: what could not be judged, the counts, the verdict."""

from collections.abc import Iterable

from tokenlint.policy.finding import Report
from tokenlint.policy.words import human_instant
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, Piece, paragraph
from tokenlint.report.view import View, by_severity, judge
from tokenlint.source import Problem

EXIT_MEANING = {
    0: "clean: nothing at or above the threshold",
    1: "findings at or above the threshold",
    2: "the command line or the configuration cannot be used",
    3: "nothing to check",
    4: "the analysis is incomplete",
}

_COLUMN = 13


def summary(report: Report, view: View) -> Iterable[Line]:
    """Errors first, then notes, then the counts, and the verdict as the last line."""
    yield from _errors(report, view)
    for note in report.notes:
        first: Line = ((" NOTE ", "info"), (" ", ""))
        yield from [*paragraph(one_line(note), view.width, first=first, indent=7), ()]
    yield (("━━ ", "muted"), ("Summary", "strong"), (" " + "━" * (view.width - 11), "muted"))
    yield from _counts(report, view)
    yield from _verdict(report, view)


def _errors(report: Report, view: View) -> Iterable[Line]:
    for problem in report.errors:
        yield from problem_lines(problem, view)


def problem_lines(problem: Problem, view: View) -> Iterable[Line]:
    """One thing that could not be read or judged: kind, place, reason, advice."""
    head: Line = (
        (" ERROR ", "error"),
        (f" {one_line(problem.kind)}  ", "strong"),
        (one_line(str(problem.source)), "place"),
    )
    yield head
    yield from paragraph(one_line(problem.reason), view.width, first=(("  ", ""),), indent=2)
    if problem.advice:
        first: Line = (("  advice     ", "muted"),)
        yield from paragraph(one_line(problem.advice), view.width, first=first, indent=_COLUMN)
    yield ()


def _counts(report: Report, view: View) -> Iterable[Line]:
    judged = "document" if len(report.documents) == 1 else "documents"
    engine, instant = one_line(report.engine), human_instant(report.judged_at)
    text = f"{len(report.documents)} {judged} judged as of {instant}, engine {engine}"
    yield from paragraph(text, view.width, first=_name("documents"), indent=_COLUMN)
    yield from _severities(report, view)
    yield from paragraph(_suppressed(report), view.width, first=_name("suppressed"), indent=_COLUMN)
    hidden = "; `--persona auditor` shows all" if report.hidden else ""
    text = f"{report.hidden} by persona{hidden}"
    yield from paragraph(text, view.width, first=_name("hidden"), indent=_COLUMN)
    lost = len(report.errors)
    yield (*_name("errors"), (str(lost), "error" if lost else ""))


def _suppressed(report: Report) -> str:
    """`2 by an ignore with a reason; 12 known before, in the baseline`; 0 where there is none."""
    known = sum(item.baseline for item in report.suppressed)
    ignored = len(report.suppressed) - known
    parts = [f"{ignored} by an ignore with a reason{_expiry(report)}"] if ignored else []
    parts += [f"{known} known before, in the baseline"] if known else []
    return "; ".join(parts) or "0"


def _expiry(report: Report) -> str:
    dates = sorted(one_line(item.until) for item in report.suppressed if item.until)
    return f"; the first expires {dates[0]}" if dates else ""


def _name(name: str) -> Line:
    return ((f"  {name:<{_COLUMN - 2}}", "muted"),)


def _severities(report: Report, view: View) -> list[Line]:
    """`1 critical · 2 high` in their colours, without them where that needs two rows; or 0."""
    counts = [(count, name) for name, count in by_severity(report).items() if count]
    text = " · ".join(f"{count} {name}" for count, name in counts) or "0"
    if not counts or _COLUMN + len(text) > view.width:
        return paragraph(text, view.width, first=_name("findings"), indent=_COLUMN)
    pieces: list[Piece] = []
    for count, name in counts:
        pieces += [(" · ", "muted")] if pieces else []
        pieces.append((f"{count} {name}", name if name != "critical" else "high"))
    return [(*_name("findings"), *pieces)]


def _verdict(report: Report, view: View) -> list[Line]:
    verdict = judge(report, view.fail_on)
    style = "good" if verdict.exit_code == 0 else "high"
    text = f"{verdict.words} (exit {verdict.exit_code})"
    return paragraph(text, view.width, first=_name("verdict"), indent=_COLUMN, style=style)
