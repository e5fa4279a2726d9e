"""A comparison for people: who is compared, one picture for all, then each pair with its proofs."""

from collections.abc import Iterable, Iterator

from tokenlint.comparison import Comparison, Pair
from tokenlint.policy.credential_view import axes_of
from tokenlint.presented import Kind
from tokenlint.privilege.order import Relation
from tokenlint.privilege.privilege import Difference
from tokenlint.report.comparison.words import (
    LETTERS,
    counts,
    privilege_words,
    proofs,
    relation_words,
)
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.picture import AXES, bar, legend, proxy
from tokenlint.report.summary import problem_lines
from tokenlint.report.view import View

_SHOWN = 3  # proofs of one axis
_SHORTEST, _LONGEST = 8, 40  # cells of a bar
_QUESTIONS = {axis: question for question, axis in AXES}


def render(comparison: Comparison, view: View) -> str:
    """The whole comparison as text."""
    return write(lines(comparison, view), view)


def lines(comparison: Comparison, view: View) -> Iterator[Line]:
    """The comparison as styled lines."""
    for number in range(len(comparison.presented)):
        yield from _introduced(comparison, number, view)
    yield from _picture(comparison, view)
    for pair in comparison.pairs:
        yield from _pair(comparison, pair, view)
    yield from _aligned(comparison, view)
    for problem in comparison.problems:
        yield from problem_lines(problem, view)


def _introduced(comparison: Comparison, number: int, view: View) -> Iterator[Line]:
    """Letter, name and kind, then what it may do and what must be known of that."""
    each = comparison.presented[number]
    name, kind = one_line(each.name), one_line(_kind(each.kind, each.title))
    letter: Line = ((f"{LETTERS[number]}  ", "strong"),)
    if cells(name) + cells(kind) + 5 <= view.width:
        yield (*letter, (name, "strong"), (f"  {kind}", "muted"))
    else:
        yield from paragraph(name, view.width, first=letter, indent=3, style="strong")
        yield from paragraph(kind, view.width, first=(("   ", ""),), indent=3, style="muted")
    dated = comparison.instants
    may = one_line(privilege_words(comparison.privileges[number], dated=dated))
    yield from paragraph(may, view.width, first=(("   ", ""),), indent=3)
    for note in each.notes:
        words = one_line(note)
        yield from paragraph(words, view.width, first=(("   ", ""),), indent=5, style="muted")
    yield ()


def _kind(kind: Kind, title: str) -> str:
    return f"reference: {title}" if kind is Kind.REFERENCE else title


def _picture(comparison: Comparison, view: View) -> Iterator[Line]:
    """For each axis a row for each credential; then magnitude and exposure."""
    if not comparison.presented:
        return
    picture: list[Line] = []
    size = max(_SHORTEST, min(_LONGEST, view.width - 14))
    axes = [axes_of(each.vector) for each in comparison.presented]
    for question, axis in AXES:
        picture.append(((f"  {question}", "strong"), (f"  {axis}", "muted")))
        mark = round(getattr(proxy(), axis) * size)
        for letter, place in zip(LETTERS, axes, strict=False):
            value = float(getattr(place, axis))
            row = bar(value, None, mark, size)
            picture.append(((f"    {letter}  ", "strong"), *row, (f" {value:.2f}", "strong")))
    yield from picture
    yield ()
    for letter, place in zip(LETTERS, axes, strict=False):
        numbers = f"magnitude {place.magnitude:.2f} · exposure {place.exposure:.2f}"
        yield ((f"    {letter}  ", "strong"), (numbers, "muted"))
    yield from legend(picture, set(), view.width)
    yield ()


def _pair(comparison: Comparison, pair: Pair, view: View) -> Iterable[Line]:
    one, other = LETTERS[pair.one], LETTERS[pair.other]
    yield ((relation_words(pair.relation, one, other), "strong"),)
    if pair.relation is Relation.EQUIVALENT:
        yield from _row("", "each allows what the other allows", view)
    yield from _beyond(comparison, pair, pair.more, one, view)
    yield from _beyond(comparison, pair, pair.less, other, view)
    if pair.by_endpoint is not pair.relation:
        words = relation_words(pair.by_endpoint, one, other)
        yield from _row("spelled alike", f"{words}: for a service that knows both spellings", view)
    yield ()


def _beyond(
    comparison: Comparison, pair: Pair, difference: Difference, letter: str, view: View
) -> Iterator[Line]:
    """What one of the two allows and the other does not, each with its witness."""
    found = counts(difference)
    shown: dict[str, int] = {}
    for proof in proofs(difference, _SHOWN):
        shown[proof.axis] = shown.get(proof.axis, 0) + 1
        witness = proof.witness_words(instants=comparison.instants)
        text = one_line(f"{proof.words(pair.spelled)}; witness {witness}")
        yield from _row(f"only {letter}  {_QUESTIONS[proof.axis]}", text, view)
        if shown[proof.axis] == _SHOWN < found[proof.axis]:
            yield from _row("", f"and {found[proof.axis] - _SHOWN} more", view)


def _row(name: str, text: str, view: View) -> list[Line]:
    return paragraph(text, view.width, first=((f"  {name:<18}", "muted"),), indent=20)


def _aligned(comparison: Comparison, view: View) -> Iterator[Line]:
    """How times were compared; the reader must know."""
    if comparison.pairs and not comparison.instants:
        words = "Lifetimes are compared by their length, as if all began at once."
        yield from paragraph(words, view.width, first=(("", ""),), indent=0, style="muted")
