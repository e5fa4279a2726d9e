"""A probe for people: the gravest first, the tables, what was left out, the findings, how to go on.

The last line says what it took, where the record is, and how a later run is compared with it.
"""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tokenlint.policy.finding import Report
from tokenlint.probe.cell import Verdict
from tokenlint.probe.outcome import Probe
from tokenlint.probe.probed import Probed
from tokenlint.probe.record import Result
from tokenlint.report.escape import one_line
from tokenlint.report.full import documents
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.probe import table_text
from tokenlint.report.probe.differences_text import lines as difference_lines
from tokenlint.report.probe.grid import tables
from tokenlint.report.probe.words import (
    FAULTS,
    GRAVE,
    STYLES,
    about,
    by_effect,
    by_token,
    counts,
    duration,
    findings_head,
    gravest_first,
    grouped,
    remarks,
    says,
    unreached,
)
from tokenlint.report.summary import problem_lines, summary
from tokenlint.report.view import View

_NAME = 13  # column in which values begin
_SHOWN = 12  # tokens or cells of a verdict that are told before the tables
_NAMES = 8  # operations or tokens of a reason


def render(probed: Probed, view: View) -> str:
    """All of it as text."""
    return write(lines(probed, view), view)


def lines(probed: Probed, view: View) -> Iterator[Line]:
    """All of it as styled lines."""
    probes = gravest_first(probed.probes)
    if len(probes) > 1:
        yield from _overview(probes, view)
    if probed.differences is not None:
        yield from difference_lines(probed.differences, view)
    for probe in probes:
        yield from _probe(probe, view)
    yield from _untold(probed, view)
    yield heading(findings_head(probed.report), view)
    yield ()
    yield from documents(_to_read_on(probed.report), view)
    yield from summary(probed.report, view)
    for probe in probes:
        yield from _took(probe, view, several=len(probes) > 1)
    yield from _compare(probes, view)


def _to_read_on(report: Report) -> Report:
    """The report without what stands above: its documents are named where something was found."""
    guilty = {finding.document for finding in report.findings}
    named = (replace(each, facts={}) for each in report.documents if each.id in guilty)
    return replace(report, documents=tuple(named))


def heading(words: str, view: View) -> Line:
    """A rule across the page with words in it."""
    dashes = "━" * max(0, view.width - 4 - cells(words))
    return (("━━ ", "muted"), (words, "strong"), (f" {dashes}", "muted"))


def row(name: str, text: str, view: View, style: str = "") -> list[Line]:
    """A value behind its name."""
    first: Line = ((f"  {name:<{_NAME - 2}}", "muted"),)
    return paragraph(one_line(text), view.width, first=first, indent=_NAME, style=style)


def _overview(probes: Sequence[Probe], view: View) -> Iterator[Line]:
    """A line for each service, those with the gravest results first."""
    yield heading(f"{len(probes)} services", view)
    for probe in probes:
        name = one_line(probe.begun.name or probe.begun.endpoint)
        bad = any(probe.counts[verdict] for verdict in GRAVE) or probe.missing or not probe.tested
        lead: Line = ((" ! " if bad else "   ", "high"),)
        yield from paragraph(f"{name}: {counts(probe)}", view.width, first=lead, indent=5)
    yield ()


def _probe(probe: Probe, view: View) -> Iterator[Line]:
    yield from _head(probe, view)
    yield from _gravest(probe, view)
    shown = tables(probe.results)
    for table in shown:
        yield from _title(table.title, view)
        yield from table_text.lines(table, view)
    yield from table_text.legend(shown, view)
    yield from [()] if shown else []
    yield from _reasons("Left out", probe.results, Verdict.LEFT_OUT, view)
    yield from _reasons("Without a clear result", probe.results, Verdict.UNTESTED, view)


def _head(probe: Probe, view: View) -> Iterator[Line]:
    begun = probe.begun
    title = f"Probe of {one_line(begun.name or begun.endpoint)}"
    if cells(title) > view.width - 5:
        yield from paragraph(title, view.width, first=(("━━ ", "muted"),), indent=3, style="strong")
    else:
        yield heading(title, view)
    yield from row("endpoint", begun.endpoint, view, "place")
    yield from row("product", probe.implementation or "it does not tell", view)
    yield from row("audience", begun.audience, view)
    if begun.folder:
        yield from row("folder", begun.folder, view)
    told = counts(probe) + ("; with those of an earlier run" if probe.continued else "")
    yield from row("result", told, view)
    for note in probe.notes:
        yield from row("note", note, view)
    if probe.left:
        left = f"left behind: {', '.join(probe.left)}"
        yield from row("", left, view, "high")
    yield ()


def _gravest(probe: Probe, view: View) -> Iterator[Line]:
    """What ended the run, then each sort of fault with its first cells, before any table."""
    if words := unreached(probe):
        first: Line = (("  ! ", "high"),)
        yield from paragraph(one_line(words), view.width, first=first, indent=4, style="high")
    for verdict in FAULTS:
        found = [each for each in probe.results if each.verdict is verdict]
        if not found:
            continue
        lead: Line = ((" ", ""), (f" {len(found)} ", STYLES[verdict]), (" ", ""))
        words = says(verdict, len(found)).partition(" ")[2]
        indent = cells("".join(text for text, _ in lead))
        yield from paragraph(words, view.width, first=lead, indent=indent, style="strong")
        if verdict is not Verdict.UNTESTED:  # of those the reasons stand below
            yield from _cells(verdict, found, view)
    sound = not any(each.verdict in FAULTS for each in probe.results)
    if sound and probe.tested and not probe.missing:
        words = "every answer is as the profile wants it"
        lead = (("  ✓ ", "good"),)
        yield from paragraph(words, view.width, first=lead, indent=4, style="good")
    yield ()


def _cells(verdict: Verdict, found: Sequence[Result], view: View) -> Iterator[Line]:
    """Of the gravest each with what was seen, of the others the requests of each token."""
    grave = verdict is Verdict.CHANGED_THOUGH_REFUSED
    told = by_effect(found) if grave else by_token(found)
    for words in told[:_SHOWN]:
        yield from paragraph(one_line(words), view.width, first=(("      ", ""),), indent=8)
    for why, count in remarks(found):
        text = one_line(f"{count:,} of them: {why}")
        yield from paragraph(text, view.width, first=(("      ", ""),), indent=8, style="muted")
    if len(told) > _SHOWN:
        rest = f"and {len(told) - _SHOWN} more, see the tables"
        yield from paragraph(rest, view.width, first=(("      ", ""),), indent=8, style="muted")


def _title(words: str, view: View) -> Iterator[Line]:
    yield from paragraph(one_line(words), view.width, first=((" ", ""),), indent=1, style="strong")


def _reasons(words: str, results: Iterable[Result], verdict: Verdict, view: View) -> Iterator[Line]:
    """What has no result, by the reason why."""
    by_reason = grouped(results, verdict)
    if not by_reason:
        return
    total = sum(map(len, by_reason.values()))
    yield from _title(f"{words} ({total:,})", view)
    for (why, advice), found in by_reason.items():
        first: Line = ((f"  {len(found):>6,}  ", "strong"),)
        text = one_line(why or "no reason is recorded")
        yield from paragraph(text, view.width, first=first, indent=10)
        told = one_line(about(found, _NAMES))
        yield from paragraph(told, view.width, first=((" " * 10, ""),), indent=10, style="muted")
        if advice:
            lead: Line = ((" " * 10 + "advice: ", "muted"),)
            yield from paragraph(one_line(advice), view.width, first=lead, indent=18)
    yield ()


def _untold(probed: Probed, view: View) -> Iterator[Line]:
    """Problems of the probes that the report does not hold: nothing is lost between the two."""
    known = set(probed.report.errors)
    for probe in probed.probes:
        for problem in probe.problems:
            if problem not in known:
                yield from problem_lines(problem, view)


def _took(probe: Probe, view: View, *, several: bool) -> Iterator[Line]:
    requests = "1 request" if probe.requests == 1 else f"{probe.requests:,} requests"
    text = f"{requests} in {duration(probe.seconds)}"
    text = f"{probe.begun.name or probe.begun.endpoint}: {text}" if several else text
    yield from row("took", f"{text}, recorded in {probe.record}" if probe.record else text, view)


def _compare(probes: Sequence[Probe], view: View) -> Iterator[Line]:
    """How a later run is compared with this one, where there is something to compare."""
    records = [each.record for each in probes if each.record and each.tested]
    if records:
        old = shlex.quote(records[0]) if len(records) == 1 else "RECORD"
        yield from row("compare", f"tokenlint probe diff {old} NEW", view)
