"""One request in full: yes, no or depends, the chain of reasons, and what would have to change."""

from collections.abc import Iterable, Sequence

from tokenlint.permissions.answer import Reason, Remedy
from tokenlint.permissions.result import Reply, Result
from tokenlint.policy.finding import Location
from tokenlint.report.can_notes import place_of, placed, said
from tokenlint.report.can_table import SIGNS, STYLES
from tokenlint.report.escape import one_line
from tokenlint.report.frame import frames
from tokenlint.report.lines import Line, paragraph
from tokenlint.report.view import View


def lines(reply: Reply, result: Result, view: View) -> Iterable[Line]:
    """The answer, its reasons in order with the deciding one last, their lines, and remedies."""
    answer = reply.answer
    word, ask = answer.word, answer.ask
    request = one_line(f"{ask.operation.value} {ask.path}".strip())
    yield (
        (f" {SIGNS[word]} {word.upper()} ", STYLES[word]),
        (f" {request}", "strong"),
        (f"  at {one_line(reply.place.name)}", "muted"),
    )
    for number, reason in enumerate(answer.reasons, 1):
        yield from placed(f"  {number}. ", place_of(reason), said(reason), view.width)
    yield from frames(_places(answer.reasons), result.texts, view.width)
    yield from _remedies(answer.remedies, view)
    yield ()


def _places(reasons: Sequence[Reason]) -> list[Location]:
    """The lines behind the reasons, the deciding one first."""
    numbered = [(n, each.source) for n, each in enumerate(reasons, 1)]
    return [
        Location(source, f"reason {number}")
        for number, source in reversed(numbered)
        if source and source.line
    ]


def _remedies(remedies: Sequence[Remedy], view: View) -> Iterable[Line]:
    lead = "  would be yes with  "
    for remedy in remedies:
        first: Line = ((lead, "muted"),)
        yield from paragraph(remedy_words(remedy), view.width, first=first, indent=len(lead))
        lead = f"{'or with  ':>{len(lead)}}"


def remedy_words(remedy: Remedy) -> str:
    """The changes of one remedy, joined: all of them together are needed."""
    scopes, alone = " ".join(remedy.scopes), " alone" if remedy.alone else ""
    parts = (
        f"a token of {remedy.issuer}" if remedy.issuer else "",
        f"the audience {remedy.audience}" if remedy.audience else "",
        f"the scope{'s' * (len(remedy.scopes) > 1)} {scopes}{alone}" if scopes else "",
        f"the group {remedy.group}" if remedy.group else "",
    )
    return one_line(", and ".join(part for part in parts if part))
