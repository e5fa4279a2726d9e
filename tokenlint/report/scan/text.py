"""A scan for people: how much, which tokens are the worst, what the rules say, how it is spread."""

from collections.abc import Iterable, Iterator

from tokenlint.policy.finding import Document, Finding
from tokenlint.policy.words import human_instant
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.scan.words import counted, estimated, human_size, place_words
from tokenlint.report.summary import summary
from tokenlint.report.view import View
from tokenlint.scan.run import Scan
from tokenlint.scan.statistics import Group, Seen

_NAME = 15  # column in which values begin
_BAR = 24  # cells of the longest bar
_LONGEST_NAME = 44
_SHOWN = 3  # places of a kind


def render(scan: Scan, view: View) -> str:
    """The whole scan as text."""
    return write(lines(scan, view), view)


def lines(scan: Scan, view: View) -> Iterator[Line]:
    """The scan as styled lines."""
    yield from _numbers(scan, view)
    yield from _worst("Widest by magnitude", scan.worst, view)
    yield from _worst("More than the workflow needs", scan.neediest, view)
    yield from _findings(scan, view)
    numbers = scan.statistics
    yield from _noted("How they were presented", numbers.presented, view)
    yield from _noted("Wrapped", numbers.wrapped, view)
    yield from _noted("Not whole", numbers.broken, view)
    yield from _noted("Other credentials", numbers.others, view)
    yield from _spread("Issuers", numbers.issuers, view)
    yield from _spread("Profiles", numbers.profiles, view)
    yield from _spread(
        "Audiences (a token that names several counts for each)", numbers.audiences, view
    )
    yield from _spread("Lifetimes", numbers.lifetimes, view)
    yield from _spread("Magnitudes", numbers.magnitudes, view)
    yield from summary(scan.report, view)


def _heading(words: str, view: View) -> Line:
    dashes = "━" * max(0, view.width - 4 - cells(words))
    return (("━━ ", "muted"), (words, "strong"), (f" {dashes}", "muted"))


def _row(name: str, text: str, view: View) -> list[Line]:
    first: Line = ((f"  {name:<{_NAME - 2}}", "muted"),)
    return paragraph(one_line(text), view.width, first=first, indent=_NAME)


def _numbers(scan: Scan, view: View) -> Iterator[Line]:
    numbers, plan = scan.statistics, scan.plan
    yield _heading("Scan", view)
    read = f"{counted(plan.inputs, 'input')}, {human_size(numbers.size)}"
    passed = f"; {counted(len(plan.passed_over), 'file')} passed over" if plan.passed_over else ""
    yield from _row("read", read + passed, view)
    what = "credential" if numbers.others else "token"
    tokens = f"{counted(numbers.tokens, what)}, {estimated(numbers.distinct)} distinct"
    yield from _row("found", f"{tokens}, of {counted(numbers.shapes, 'shape')}", view)
    instant = human_instant(scan.report.judged_at)
    yield from _row("still valid", f"{numbers.valid:,} at {instant}", view)
    yield from _row("subjects", estimated(numbers.subjects), view)
    ids = numbers.reused.ids
    reused = "none is shared" if not ids.count else f"{estimated(ids)} shared by several tokens"
    yield from _row("token ids", reused, view)
    for twins in numbers.reused.examples[:_SHOWN]:
        told = ", ".join(f"{name} at {place_words(place)}" for name, place in twins[:_SHOWN])
        yield from _row("", told, view)
    if not all(each.exact for each in (numbers.distinct, numbers.subjects, ids)):
        yield from _row("", "'about': an estimate, good to two percent", view)
    yield ()


def _worst(words: str, documents: tuple[Document, ...], view: View) -> Iterator[Line]:
    """A row for each shape: its place in trust space, how many tokens, where the first stands."""
    if not documents:
        return
    yield _heading(words, view)
    needed = documents[0].excess is not None
    head = "where what  long  magnitude" + (" excess" if needed else "")
    yield ((f"  {head}     tokens  first at", "muted"),)
    for each in documents:
        yield from _worst_row(each, view, needed=needed)
    yield ()


def _worst_row(document: Document, view: View, *, needed: bool) -> Iterator[Line]:
    axes = document.vector
    if axes is None:
        figures = f"{'-':<5} {'-':<5} {'-':<5} {'-':<9}"
    else:
        three = f"{axes.audience:<5.2f} {axes.scope:<5.2f} {axes.lifetime:<5.2f}"
        figures = f"{three} {axes.magnitude:<9.2f}"
    if needed:
        figures += f" {document.excess or 0:<6.2f}"
    tokens = document.facts.get("tokens", "")
    place = one_line(f"{document.source} {document.title}")
    first: Line = ((f"  {figures} {tokens:>10}  ", ""),)
    yield from paragraph(place, view.width, first=first, indent=cells(first[0][0]), style="place")
    for name in ("issuer", "reach"):
        if name in document.facts:
            text = one_line(document.facts[name])
            lead: Line = ((f"      {name:<8}", "muted"),)
            yield from paragraph(text, view.width, first=lead, indent=14)


def _findings(scan: Scan, view: View) -> Iterator[Line]:
    """One entry a rule: how grave, how many tokens, and where to look first."""
    if scan.report.findings:
        yield _heading("What the rules say", view)
    for finding in scan.report.findings:
        yield from _finding(finding, view)
    if scan.report.findings:
        yield (("  tokenlint explain CODE tells why, and what to ask for instead", "muted"),)
        yield ()


def _finding(finding: Finding, view: View) -> Iterator[Line]:
    severity = finding.severity.value
    head: Line = (
        (f" {severity.upper():<8} ", severity),
        (f" {one_line(finding.rule)} ", "strong"),
        (one_line(finding.name), ""),
    )
    yield head
    yield from paragraph(one_line(finding.message), view.width, first=(("    ", ""),), indent=4)
    places = [each for each in finding.locations if not each.source.file.startswith("<")]
    told = ", ".join(one_line(str(each.source)) for each in places[:_SHOWN])
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    yield from paragraph(
        f"{told}{more}", view.width, first=(("    ", ""),), indent=4, style="place"
    )


def _noted(words: str, noted: Iterable[Seen], view: View) -> Iterator[Line]:
    """What was noted of single tokens, and where it was first."""
    rows = list(noted)
    if not rows:
        return
    yield _heading(words, view)
    for each in rows:
        places = ", ".join(place_words(place) for place, _ in each.places[:_SHOWN])
        where = f"  first at {places}" if places else ""
        first: Line = ((f"  {each.tokens:>12,}  ", "strong"),)
        yield from paragraph(one_line(each.name + where), view.width, first=first, indent=16)
    yield ()


def _spread(words: str, groups: tuple[Group, ...], view: View) -> Iterator[Line]:
    """A histogram: name, bar, tokens."""
    most = max((group.tokens for group in groups), default=0)
    if not most:
        return
    yield _heading(words, view)
    room = max(8, min(_LONGEST_NAME, view.width - _BAR - 18))
    widest = min(room, max(cells(one_line(group.name)) for group in groups))
    for group in groups:
        name = one_line(group.name)
        short = name if cells(name) <= room else name[: room - 1] + "…"
        size = -(-group.tokens * _BAR // most)
        filled = ("▓" * size, "need")
        gap = " " * (widest - cells(short) + 2)
        yield (
            (f"  {short}{gap}", ""),
            filled,
            (" " * (_BAR - size), ""),
            (f" {group.tokens:>12,}", "strong"),
        )
    yield ()
