"""A probe as a page: that of its report, and its tables in chapters of their own."""

from collections.abc import Iterable, Sequence

from tokenlint.probe.cell import Verdict
from tokenlint.probe.differences import Differences, Differing, Implementation, Service
from tokenlint.probe.outcome import Probe
from tokenlint.probe.probed import Probed
from tokenlint.probe.record import Result
from tokenlint.report.beside import Beside, Chapter, Grid, Line, Part, Square
from tokenlint.report.probe.differences_text import (
    EXPECTED,
    NUMBERS,
    alike,
    divided_words,
    numbers,
    sides_words,
    summary,
)
from tokenlint.report.probe.grid import Row, Table, tables
from tokenlint.report.probe.words import (
    FAULTS,
    MEANING,
    SIGNS,
    STYLES,
    about,
    counts,
    duration,
    gravest_first,
    grouped,
    places,
    remarks,
    says,
    together,
    unreached,
)
from tokenlint.report.render import render as render_report
from tokenlint.report.view import View

_NAMES = 40  # operations or tokens of a reason
_MOST = 1_000  # lines of the table of differences
_WORDS = {**SIGNS, Verdict.UNTESTED: "no result", Verdict.LEFT_OUT: "left out"}


def render(probed: Probed, view: View) -> str:
    """The page, ending with a line feed."""
    return render_report("html", probed.report, view, Beside(chapters=chapters(probed)))


def chapters(probed: Probed) -> tuple[Chapter, ...]:
    """The tables of every service, and where the services differ."""
    parts = tuple(map(_part, gravest_first(probed.probes)))
    made = (Chapter("probe", "What the services do", parts),) if parts else ()
    if probed.differences is None:
        return made
    return (*made, Chapter("differences", "Where they differ", (_differences(probed.differences),)))


def _part(probe: Probe) -> Part:
    begun = probe.begun
    facts = {
        "endpoint": begun.endpoint,
        "product": probe.implementation or "it does not tell",
        "audience": begun.audience,
        "result": counts(probe),
        "took": f"{probe.requests:,} requests in {duration(probe.seconds)}",
    }
    facts |= {"test folder": begun.folder} if begun.folder else {}
    facts |= {"record": probe.record} if probe.record else {}
    warnings = [says(each, probe.counts[each]) for each in FAULTS if probe.counts[each]]
    warnings = [*filter(None, (unreached(probe),)), *warnings]
    warnings += [f"left behind: {', '.join(probe.left)}"] * bool(probe.left)
    grids = tuple(map(_grid, tables(probe.results)))
    told = (*probe.notes, *_legend(probe.results), *_reasons(probe.results))
    return Part(begun.name or begun.endpoint, facts, tuple(warnings), grids, told)


def _grid(table: Table) -> Grid:
    columns = tuple(column.title for column in table.columns)
    return Grid(table.title, table.corner, columns, tuple(map(_line, table.rows)))


def _line(row: Row) -> Line:
    return Line(row.name, tuple(map(_square, row.cells)), row.group)


def _square(result: Result | None) -> Square:
    if result is None:
        return Square("")
    below = result.status if result.verdict in FAULTS else ""
    return Square(_WORDS[result.verdict], STYLES[result.verdict], below)


def _legend(results: Sequence[Result]) -> Iterable[str]:
    used = {each.verdict for each in results}
    yield from (f"{name}: {meaning}" for name, meaning in places(results))
    yield from (f"{_WORDS[each]}: {MEANING[each]}" for each in SIGNS if each in used)


def _reasons(results: Iterable[Result]) -> Iterable[str]:
    """What was remarked of faults; why cells have no result, how many and which they are."""
    results = tuple(results)
    for verdict in FAULTS:
        own = [each for each in results if each.verdict is verdict is not Verdict.UNTESTED]
        for why, count in remarks(own):
            yield f"{_WORDS[verdict]}, {count:,} of them: {why}"
    for verdict in (Verdict.UNTESTED, Verdict.LEFT_OUT):
        for (why, advice), found in grouped(results, verdict).items():
            behind = f"; advice: {advice}" if advice else ""
            reason = why or "no reason is recorded"
            yield f"{_WORDS[verdict]}, {len(found):,}: {reason} ({about(found, _NAMES)}){behind}"


def _differences(found: Differences) -> Part:
    told = [divided_words(each) for each in found.implementations if each.divided]
    lines = tuple(line for own in alike(found.cells) for line in _cells(own))
    if len(lines) > _MOST:
        told.append(f"{len(lines) - _MOST:,} more lines: the JSON report has all cells")
    grids = (
        _numbers("Products and versions, most lenient first", "product", found.implementations),
        _numbers("Services, most lenient first", "service", found.services),
        Grid(
            "Cells with different outcomes",
            "tokens",
            ("requests",),
            lines[:_MOST],
        ),
    )
    return Part("", {}, (summary(found),), grids, tuple(told))


def _numbers(caption: str, corner: str, rows: Iterable[Implementation | Service]) -> Grid:
    lines = (
        Line(each.name, tuple(Square(f"{count:,}") for count in numbers(each))) for each in rows
    )
    return Grid(caption, corner, NUMBERS, tuple(lines))


def _cells(own: Sequence[Differing]) -> Iterable[Line]:
    """Cells with the same services on either side, a line for tokens that were given the same."""
    head = f"The profile wants it {EXPECTED[own[0].about.expected]}: {sides_words(own[0])}"
    for tokens, cases in together(each.about for each in own):
        yield Line("; ".join(tokens), (Square(", ".join(cases)),), head)
