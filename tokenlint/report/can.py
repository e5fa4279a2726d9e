"""The report of `tokenlint can`: for people, as one line an answer, and as `tokenlint.can/1`."""

from collections.abc import Iterable, Iterator

from tokenlint.permissions.answer import Answer
from tokenlint.permissions.places import PROFILE, Place
from tokenlint.permissions.result import Result
from tokenlint.permissions.table import Table
from tokenlint.policy.words import human_instant
from tokenlint.report import can_answer, can_json, can_table
from tokenlint.report.can_notes import place_of, said
from tokenlint.report.escape import log_line, one_line
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.view import View

FORMATS = ("full", "concise", "json")


def render(result: Result, format_: str, view: View) -> str:
    """The result in one of `FORMATS`."""
    if format_ == "json":
        return can_json.render(result)
    return _concise(result) if format_ == "concise" else write(_lines(result, view), view)


def _lines(result: Result, view: View) -> Iterable[Line]:
    yield from _credential(result, view)
    for table in result.tables:
        yield from _title(table, result, view)
        yield from can_table.lines(table, view)
        yield ()
    for reply in result.replies:
        yield from can_answer.lines(reply, result, view)
    yield from _rest(result, view)


def _credential(result: Result, view: View) -> Iterable[Line]:
    document = result.document
    title = one_line(f"{document.title}  {document.source}")
    yield from paragraph(title, view.width, first=(), indent=0, style="strong")
    broad = max((cells(name) for name in document.facts), default=0) + 2
    for name, value in document.facts.items():
        first: Line = ((f"  {one_line(name):<{broad}}", "muted"),)
        yield from paragraph(one_line(value), view.width, first=first, indent=broad + 2)
    yield ()


def _title(table: Table, result: Result, view: View) -> Iterable[Line]:
    what = "jobs" if table.place.kind == "compute" else "files"
    by = "by" if table.place.title == PROFILE else "at"
    title = f"What it can do with {what} {by} {table.place.name}, {human_instant(result.at)}"
    yield from paragraph(one_line(title), view.width, first=(), indent=0, style="strong")
    yield ()


def _rest(result: Result, view: View) -> Iterable[Line]:
    for problem in result.problems:
        lead: Line = ((" ERROR ", "error"), (f" {one_line(str(problem.source))} ", "place"))
        text = f"{problem.reason}; {problem.advice}" if problem.advice else problem.reason
        yield from paragraph(one_line(text), view.width, first=lead, indent=4)
    for note in result.notes:
        first: Line = (("note: ", "muted"),)
        yield from paragraph(one_line(note), view.width, first=first, indent=6)


def _concise(result: Result) -> str:
    rows = [_row(table.place, answer) for table in result.tables for answer in table]
    rows += [_row(reply.place, reply.answer) for reply in result.replies]
    for problem in result.problems:
        advice = f"; {problem.advice}" if problem.advice else ""
        rows.append(f"{problem.source}: error {problem.kind} {problem.reason}{advice}")
    rows += [f"note: {note}" for note in result.notes]
    return "".join(f"{log_line(one_line(row))}\n" for row in rows)


def _row(place: Place, answer: Answer) -> str:
    """`etc/xrootd.cfg: no: delete /data/x: it holds no scope ...; etc/authdb:4 ...`."""
    where = place.service.acceptance.name if place.service else place.title
    request = f"{answer.ask.operation.value} {answer.ask.path}".strip()
    return f"{where}: {answer.word}: {request}: {'; '.join(_clauses(answer))}"


def _clauses(answer: Answer) -> Iterator[str]:
    for reason in answer.reasons:
        place = place_of(reason)
        yield f"{place} {said(reason)}" if place else said(reason)
