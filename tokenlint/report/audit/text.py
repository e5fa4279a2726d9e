"""An audit for people: how much was read, what was noted by cause, what could be taken away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tokenlint.audit.audited import Audited
from tokenlint.audit.outcome import Audit, Noted, Usage
from tokenlint.policy.finding import Report
from tokenlint.report.audit.words import (
    SAYS,
    STYLES,
    by_cause,
    duration,
    noted_words,
    party_words,
    period,
    seen_words,
    unused_first,
    used_words,
)
from tokenlint.report.escape import one_line
from tokenlint.report.full import lines as report_lines
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.probe.words import findings_head
from tokenlint.report.scan.words import counted, human_size
from tokenlint.report.summary import problem_lines
from tokenlint.report.view import View

_NAME: Final = 13  # column in which values begin
_NOTED: Final = 10  # of a cause; the JSON has all
_SEEN: Final = 3  # lines of a log for each
_USAGES: Final = 20
_CAPABILITIES: Final = 12


def render(audited: Audited, view: View) -> str:
    """All of it as text."""
    return write(lines(audited, view), view)


def lines(audited: Audited, view: View) -> Iterator[Line]:
    """All of it as styled lines."""
    audit = audited.audit
    yield from _numbers(audit, view)
    yield from _noted(audit.noted, view)
    yield from _usages(audit.usages, view)
    yield from _counted("Lines that could not be used", audit.unread, view)
    known = set(audited.report.errors)
    for problem in audit.problems:
        if problem not in known:
            yield from problem_lines(problem, view)
    yield _heading(findings_head(audited.report), view)
    yield ()
    yield from report_lines(_without_what_was_told(audited.report), view)


def _without_what_was_told(report: Report) -> Report:
    """The report without the numbers and notes that stand above."""
    documents = tuple(replace(each, facts={}) for each in report.documents)
    return replace(report, documents=documents, notes=())


def _heading(words: str, view: View) -> Line:
    dashes = "━" * max(0, view.width - 4 - cells(words))
    return (("━━ ", "muted"), (words, "strong"), (f" {dashes}", "muted"))


def _row(name: str, text: str, view: View, style: str = "") -> list[Line]:
    first: Line = ((f"  {name:<{_NAME - 2}}", "muted"),)
    return paragraph(one_line(text), view.width, first=first, indent=_NAME, style=style)


def _numbers(audit: Audit, view: View) -> Iterator[Line]:
    yield _heading("Audit", view)
    read = f"{counted(audit.inputs, 'input')}, {human_size(audit.size)}, "
    yield from _row("read", f"{read}{counted(audit.lines, 'line')}", view)
    if told := period(audit):
        took = duration(max(0.0, audit.last - audit.first))
        yield from _row("period", f"{told} ({took})", view)
    formats = ", ".join(f"{name} ({count:,} lines)" for name, count in most(audit.products))
    yield from _row("formats", formats or "none was recognised", view)
    told = f"{audit.allowed:,} allowed, {audit.refused:,} refused"
    told += f", {audit.undecided:,} of which the log does not say" if audit.undecided else ""
    yield from _row("accesses", f"{audit.events:,}: {told}", view)
    judged = f"{audit.judged:,} with a token of which facts are known"
    yield from _row("judged", f"{judged} ({_from_files(audit.tokens)})", view)
    yield from _row("besides", f"{counted(audit.passed_over, 'line')} about something else", view)
    unread = sum(audit.unread.values())
    yield from _row("unread", counted(unread, "line"), view, "high" if unread else "")
    for note in audit.notes:
        yield from _row("note", note, view)
    yield ()


def _from_files(tokens: int) -> str:
    if not tokens:
        return "by what the logs tell; none from --tokens"
    return f"{counted(tokens, 'token')} from --tokens"


def most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Counts by name, the most first."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _counted(words: str, counts: Mapping[str, int], view: View) -> Iterator[Line]:
    if not any(counts.values()):
        return
    yield _heading(words, view)
    for name, count in most(counts):
        first: Line = ((f"  {count:>12,}  ", "strong"),)
        yield from paragraph(one_line(name), view.width, first=first, indent=16)
    yield ()


def _noted(noted: Iterable[Noted], view: View) -> Iterator[Line]:
    for cause, members in by_cause(noted).items():
        total = sum(each.count for each in members)
        lead: Line = ((" ", ""), (f" {total:,} ", STYLES[cause]), (" ", ""))
        words = f"{'operation' if total == 1 else 'operations'} {SAYS[cause]}"
        indent = cells("".join(text for text, _ in lead))
        yield from paragraph(words, view.width, first=lead, indent=indent, style="strong")
        for each in members[:_NOTED]:
            yield from _one_noted(each, view)
        if len(members) > _NOTED:
            rest = len(members) - _NOTED
            yield from _more(f"and {rest:,} more sorts; `--format json` has all", view)
        yield ()


def _more(words: str, view: View) -> list[Line]:
    return paragraph(words, view.width, first=(("    ", ""),), indent=4, style="muted")


def _one_noted(each: Noted, view: View) -> Iterator[Line]:
    text = one_line(noted_words(each))
    yield from paragraph(text, view.width, first=(("    ", ""),), indent=6)
    party = f"{party_words(each.party)}; scope {each.scope or 'not known'}"
    yield from paragraph(
        one_line(party), view.width, first=(("      ", ""),), indent=8, style="muted"
    )
    for seen in each.seen[:_SEEN]:
        told = one_line(seen_words(seen))
        yield from paragraph(told, view.width, first=(("      ", ""),), indent=8, style="place")


def _usages(usages: Iterable[Usage], view: View) -> Iterator[Line]:
    """What was granted and never used, most of it first; those who use all of it are counted."""
    ordered = [each for each in unused_first(usages) if each.granted]
    wasteful = [each for each in ordered if each.unused or each.more]
    if not ordered:
        return
    yield _heading("Granted, and never used", view)
    for each in wasteful[:_USAGES]:
        yield from _usage(each, view)
    if len(wasteful) > _USAGES:
        rest = len(wasteful) - _USAGES
        yield from _more(f"and {rest:,} more; `--format json` has all", view)
    thrifty = len(ordered) - len(wasteful)
    if thrifty:
        words = f"{thrifty:,} of {len(ordered):,} used all that was granted"
        yield from paragraph(words, view.width, first=(("  ✓ ", "good"),), indent=4)
    yield ()


def _usage(each: Usage, view: View) -> Iterator[Line]:
    party = one_line(party_words(each.party))
    yield from paragraph(party, view.width, first=(("  ", ""),), indent=4, style="strong")
    yield from _capabilities("unused", each.unused, each.more, view, "medium")
    yield from _inner("used", used_words(each), view)
    work = f"{counted(each.tokens, 'token')}, {counted(each.operations, 'operation')}"
    yield from _inner("work", work, view)


def _capabilities(
    name: str, capabilities: Sequence[str], more: int, view: View, style: str
) -> Iterator[Line]:
    rest = len(capabilities) - _CAPABILITIES
    behind = [f"and {rest:,} more"] if rest > 0 else []
    behind += [f"{more:,} granted ones are not shown"] if more else []
    text = ", ".join((*capabilities[:_CAPABILITIES], *behind))
    yield from _inner(name, text, view, style)


def _inner(name: str, text: str, view: View, style: str = "") -> list[Line]:
    first: Line = ((f"    {name:<8}", "muted"),)
    return paragraph(one_line(text), view.width, first=first, indent=12, style=style)
