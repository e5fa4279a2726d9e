"""Places have the line that they stand in, in whatever order they are noted."""

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.capture.chunks import Chunk
from tokenlint.scan.counts import Counts


@given(st.lists(st.text("ab\n", max_size=30), min_size=1, max_size=3), st.data())
def test_a_place_has_its_line(texts: list[str], drawn: st.DataObject) -> None:
    counts = Counts()
    before = ""
    for text in texts:
        counts.line = 1 + before.count("\n")
        counts.chunk = Chunk(text.encode(), len(before))
        for start in drawn.draw(st.lists(st.integers(0, len(text)), max_size=6)):
            whole = before + text[:start]
            assert counts.place(start) == ("", len(whole), 1 + whole.count("\n"))
        before += text


def test_where_lines_are_found_out_later_they_are_not_counted() -> None:
    counts = Counts()
    counts.chunk = Chunk(b"\n\n\n", 7)
    assert counts.place(2) == ("", 9, 0)
