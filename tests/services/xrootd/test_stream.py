"""Lines and words of XRootD's own kind of file."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import text
from tokenlint.services.xrootd.stream import lines


def words(content: str) -> list[list[str]]:
    return [[word.text for word in line.words] for line in lines(text(content))]


def test_blanks_and_tabs_divide_words_and_remarks_begin_a_line() -> None:
    assert words("# no\na  b\tc # d\n\n  # no\n  e\n") == [["a", "b", "c", "#", "d"], ["e"]]


def test_a_backslash_at_the_end_goes_on() -> None:
    assert words("a \\\nb\\ \n# c\n\nd\ne\n") == [["a", "b", "d"], ["e"]]


def test_words_have_their_places() -> None:
    (line,) = lines(text("a \\\n  bc\n"))
    assert [(word.source.line, word.source.column) for word in line.words] == [(1, 1), (2, 3)]
    assert line.words[1].source.end_column == 5


def test_what_a_template_writes_out_is_one_word() -> None:
    assert words("a {{ .b }}/c <the path> <%= d %>\n") == [
        ["a", "{{ .b }}/c", "<the path>", "<%= d %>"]
    ]


def test_lines_under_a_condition_of_a_template_are_optional() -> None:
    found = lines(text("a\n{{ if .x }}\nb\n{{ end }}\nc\n"))
    assert [line.optional for line in found] == [False, True, False]


@given(st.text(alphabet="a \\\n\r\t#{}<>%", max_size=200))
def test_no_line_is_empty(content: str) -> None:
    assert all(line.words for line in lines(text(content)))
