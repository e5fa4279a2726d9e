"""The report for people: per document its place in trust space and its findings with proof.

Grouped by document, gravest finding first. A rule's references stand with its first finding.
Repetitions of one rule in one document shrink to a line each, then to a count.
The summary comes last, where a terminal leaves the reader.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tokenlint.policy.finding import Document, Finding, Reference, Report
from tokenlint.report.escape import one_line
from tokenlint.report.frame import frames
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.picture import bars, legend
from tokenlint.report.summary import summary
from tokenlint.report.view import View

_PICTURED = 4  # so many documents are drawn even where nothing was found
_FRAMED = 3  # findings of one rule in one document that get a frame
_LISTED = 10  # and so many more get a line
_CLEAN_LISTED = 20
_NOTE = 11  # column where the text of a note starts


def render(report: Report, view: View) -> str:
    """The whole report as text; see View for colours, width and characters."""
    return write(lines(report, view), view)


def lines(report: Report, view: View) -> Iterable[Line]:
    """The report as styled lines."""
    yield from documents(report, view)
    yield from summary(report, view)


def documents(report: Report, view: View) -> Iterable[Line]:
    """Its documents, each with its findings."""
    by_document: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_document[finding.document].append(finding)
    explained: set[str] = set()  # rules, references, witnesses, signs that the reader knows
    for document in report.documents:
        found = by_document.pop(document.id, [])
        if found or len(report.documents) <= _PICTURED:
            yield from _document(document, view, explained)
            yield from _findings(found, report, view, explained)
    for name, found in by_document.items():
        yield from _heading(one_line(name), "", view)
        yield from _findings(found, report, view, explained)
    yield from _clean(report, view)


def _heading(left: str, right: str, view: View) -> list[Line]:
    """A rule across the page that names a document."""
    tail = f" {right} ━━" if right else ""
    room = view.width - cells(tail) - 5
    if cells(left) > room:
        title = paragraph(left, view.width, first=(("━━ ", "muted"),), indent=3, style="strong")
        return [*title, *([(("   ", ""), (right, "muted"))] if right else []), ()]
    dashes = "━" * (view.width - 4 - cells(left) - cells(tail))
    return [(("━━ ", "muted"), (left, "strong"), (f" {dashes}{tail}", "muted")), ()]


def _document(document: Document, view: View, explained: set[str]) -> Iterable[Line]:
    title = one_line(document.title or document.id)
    place = one_line(str(document.source))
    left = title if place in title else f"{title}  {place}"
    yield from _heading(left, one_line(document.kind), view)
    broad = max((cells(one_line(name)) for name in document.facts), default=0)
    for name, value in document.facts.items():
        label = one_line(name)
        first: Line = ((f"  {label}{' ' * (broad - cells(label) + 2)}", "muted"),)
        yield from paragraph(one_line(value), view.width, first=first, indent=min(broad, 20) + 4)
    picture = bars(document, view.width)
    if picture:
        yield from [(), *picture] if document.facts else picture
        yield from legend(picture, explained, view.width)
    if picture or document.facts:
        yield ()


def _findings(
    found: Sequence[Finding], report: Report, view: View, explained: set[str]
) -> Iterable[Line]:
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(found, key=_gravity):
        by_rule[finding.rule].append(finding)
    for group in by_rule.values():
        for finding in group[:_FRAMED]:
            yield from _finding(finding, report, view, explained)
        yield from _repeated(group[_FRAMED:], view)


def _gravity(finding: Finding) -> tuple[int, str, int, int]:
    source = finding.locations[0].source if finding.locations else None
    place = (source.line, source.column) if source else (0, 0)
    return (-finding.severity.rank, finding.rule, *place)


def _finding(finding: Finding, report: Report, view: View, explained: set[str]) -> Iterable[Line]:
    severity = finding.severity.value
    sure = "" if finding.confidence == "high" else f"({one_line(finding.confidence)} confidence)"
    name = f" {one_line(finding.rule)} {one_line(finding.name)}  "
    fits = cells(name) + len(severity) + 2 + cells(sure) <= view.width
    head: Line = ((f" {severity.upper()} ", severity), (name, "strong"))
    yield (*head, (sure, "muted")) if fits else head
    yield from () if fits else [(("  ", ""), (sure, "muted"))]
    message = one_line(finding.message)
    yield from paragraph(message, view.width, first=(("  ", ""),), indent=2)
    yield from frames(finding.locations, report.texts, view.width)
    yield from _notes(finding, view, explained)
    yield ()


def _notes(finding: Finding, view: View, explained: set[str]) -> Iterable[Line]:
    new = finding.rule not in explained
    witness = finding.evidence.get("request")
    if new:
        yield from _note("why", one_line(finding.title), view)
    framed = any(place.label == witness for place in finding.locations)
    if witness is not None and not framed:
        seen = f"{finding.document}\0{witness}"
        shown = "as above" if seen in explained else one_line(str(witness))
        explained.add(seen)
        yield from _note("witness", shown, view)
    yield from _fix(finding, view, explained)
    if new:
        explained.add(finding.rule)
        for reference in finding.references:
            cited = cite(reference)
            short = cite(replace(reference, url=""))
            yield from _note("source", short if cited in explained else cited, view)
            explained.add(cited)
        yield from _note("more", f"tokenlint explain {one_line(finding.rule)}", view)


def _fix(finding: Finding, view: View, explained: set[str]) -> Iterable[Line]:
    if finding.fix is None:
        return
    name = "fix" if finding.fix.safe is not None else "advice"
    seen = f"{finding.document}\0{finding.rule}\0{finding.fix.text}"
    if seen in explained:
        yield from _note(name, "as above", view)
        return
    explained.add(seen)
    rows = [one_line(row) for row in finding.fix.text.strip().splitlines()] or [""]
    if finding.fix.safe is not None:
        rows[-1] += "  (safe)" if finding.fix.safe else "  (check first: it changes what may work)"
    for number, row in enumerate(rows):
        yield from _note("" if number else name, row, view)


def _note(name: str, text: str, view: View) -> list[Line]:
    first: Line = ((f"  {name:<{_NOTE - 2}}", "muted"),)
    return paragraph(text, view.width, first=first, indent=_NOTE)


def cite(reference: Reference) -> str:
    """A source on one line: title, section, address."""
    section = f", section {reference.section}" if reference.section else ""
    return one_line(f"{reference.title}{section} {reference.url}".strip())


def _repeated(found: Sequence[Finding], view: View) -> Iterable[Line]:
    """The same rule again and again: a line each, then how many more there are."""
    if not found:
        return
    rule = one_line(found[0].rule)
    yield ((f"  {rule} again in this document:", "muted"),)
    for finding in found[:_LISTED]:
        place = one_line(str(finding.locations[0].source)) if finding.locations else "-"
        message = one_line(finding.message)
        if cells(place) + cells(message) + 5 <= view.width:
            yield (("    ", ""), (place, "place"), (f" {message}", ""))
        else:
            yield (("    ", ""), (place, "place"))
            yield from paragraph(message, view.width, first=((" " * 6, ""),), indent=6)
    if len(found) > _LISTED:
        rest = len(found) - _LISTED
        yield ((f"    and {rest} more of {rule}; `--format concise` lists every one", "muted"),)
    yield ()


def _clean(report: Report, view: View) -> Iterable[Line]:
    """Documents without findings in a large run: a line each."""
    if len(report.documents) <= _PICTURED:
        return
    guilty = {finding.document for finding in report.findings}
    clean = [document for document in report.documents if document.id not in guilty]
    if not clean:
        return
    yield from _heading(f"{len(clean)} without findings", "", view)
    for document in clean[:_CLEAN_LISTED]:
        axes = document.vector or document.need
        size = f"  magnitude {axes.magnitude:.2f}" if axes else ""
        title = one_line(document.title or document.id)
        yield (("  ✓ ", "good"), (title, ""), (size, "muted"))
    if len(clean) > _CLEAN_LISTED:
        yield ((f"    and {len(clean) - _CLEAN_LISTED} more", "muted"),)
    yield ()
