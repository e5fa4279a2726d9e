"""Places of a text inside a file are those of the file."""

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.text import Text
from tokenlint.source import Source


def test_a_file_begins_at_its_first_line_and_column() -> None:
    text = Text("etc/a.cfg", "a.cfg", "one\r\ntwo = 2\rthree")
    assert text.lines == ("one", "two = 2", "three")
    assert text.at(1, 6, 7) == Source("etc/a.cfg", 2, 7, 8)
    assert (text.folder, text.whole) == ("etc", Source("etc/a.cfg"))


def test_a_text_inside_another_keeps_the_lines_and_columns_of_the_file() -> None:
    text = Text("values.yaml", "a.cfg", "key = x", line=7, indent=4, embedded=True)
    assert text.find("x", 0) == Source("values.yaml", 7, 11, 12)
    assert text.whole == Source("values.yaml", 7)
    assert text.folder == ""


def test_of_a_folded_text_only_the_beginning_is_known() -> None:
    text = Text("values.yaml", "a.cfg", "a\nb", line=7, indent=4, exact=False)
    assert text.at(1, 0, 1) == Source("values.yaml", 7)


def test_a_word_that_is_not_there_gives_the_line() -> None:
    text = Text("a.cfg", "a.cfg", "key = x")
    assert text.find("z", 0) == Source("a.cfg", 1, 1)
    assert text.find("", 0) == Source("a.cfg", 1, 1)


@given(st.text(max_size=200), st.integers(1, 50), st.integers(0, 8))
def test_every_place_shows_the_word_that_stands_there(content: str, line: int, indent: int) -> None:
    text = Text("f", "f", content, line=line, indent=indent)
    for index, row in text:
        for word in row.split():
            place = text.find(word, index)
            start = place.column - 1 - indent
            assert row[start : start + place.end_column - place.column] == word
            assert place.line == line + index
