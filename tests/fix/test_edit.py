"""Edits: applied in order, refused where they meet, and told of the first text after rounds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.fix.edit import Edit, NotFixed, Trace, applied

LETTERS = st.text("abc\n", max_size=12)


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    """Some edits of a text, none of which touch."""
    cuts = draw(st.lists(st.integers(0, length), max_size=8, unique=True).map(sorted))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [Edit(start, end, draw(st.text("XY", max_size=3))) for start, end in pairs]


def test_edits_are_applied_from_left_to_right() -> None:
    assert applied("scope: a b c", [Edit(9, 11), Edit(7, 8, "A")]) == "scope: A c"


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2), Edit(1, 3)],
        [Edit(0, 2), Edit(2, 3)],
        [Edit(1, 1, "x"), Edit(1, 1, "y")],
        [Edit(0, 9)],
        [Edit(2, 1)],
        [Edit(-1, 1)],
    ],
)
def test_edits_that_meet_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(NotFixed):
        applied("abcd", edits)


def test_the_same_edit_twice_is_one() -> None:
    assert applied("abcd", [Edit(1, 2, "X"), Edit(1, 2, "X")]) == "aXcd"


@given(st.data(), LETTERS)
def test_everything_outside_of_the_spans_stays(data: st.DataObject, text: str) -> None:
    edits = data.draw(edits_of(len(text)))
    after = applied(text, edits)
    at, done = 0, 0
    for edit in edits:
        kept = text[done : edit.start]
        assert after[at : at + len(kept)] == kept
        at += len(kept)
        assert after[at : at + len(edit.text)] == edit.text
        at, done = at + len(edit.text), edit.end
    assert after[at:] == text[done:]


@given(st.data(), LETTERS)
def test_rounds_of_edits_are_edits_of_the_first_text(data: st.DataObject, text: str) -> None:
    trace, now = Trace(len(text)), text
    for _ in range(3):
        edits = data.draw(edits_of(len(now)))
        trace.take(edits)
        now = applied(now, edits)
    told = trace.edits()
    assert "".join(_spliced(text, told)) == now
    assert all(one.end < other.start for one, other in pairwise(told))


def _spliced(text: str, edits: tuple[Edit, ...]) -> list[str]:
    parts, done = [], 0
    for edit in edits:
        parts += text[done : edit.start], edit.text
        done = edit.end
    return [*parts, text[done:]]


@given(st.data(), LETTERS.filter(bool))
def test_what_was_not_edited_is_found_again(data: st.DataObject, text: str) -> None:
    marks = "".join(chr(0x4E00 + at) for at in range(len(text)))  # each character is its own
    edits = data.draw(edits_of(len(marks)))
    trace = Trace(len(marks))
    trace.take(edits)
    after = applied(marks, edits)
    for at, sign in enumerate(after):
        if sign in marks:
            assert trace.origin(at) == marks.index(sign)
        else:
            assert 0 <= trace.origin(at) <= len(marks)
