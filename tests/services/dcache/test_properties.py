import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import text
from tokenlint.services.dcache.properties import is_directive, properties


def _values(content: str) -> dict[str, str]:
    return {each.key: each.value for each in properties(text(content)).sections[0].entries}


def test_keys_and_values_as_java_reads_them() -> None:
    content = "a = 1\nb: 2\nc 3\n! no\n# no\nd=\n e.f!G =  x y  \n"
    assert _values(content) == {"a": "1", "b": "2", "c": "3", "d": "", "e.f!G": "x y"}


def test_a_backslash_continues_a_line() -> None:
    content = "a = one \\\n    two\nb = c\\\\\nd = \\u0041\\t.\n"
    assert _values(content) == {"a": "one two", "b": "c\\", "d": "A\t."}


def test_a_comment_is_not_continued() -> None:
    assert _values("# a \\\nb = 1\n") == {"b": "1"}


def test_places_are_those_of_the_words() -> None:
    content = "a = 1\n\ngplazma.x = first \\\n    second\n"
    entry = properties(text(content)).sections[0].entries[1]
    assert (entry.source.line, entry.source.column) == (3, 1)
    second = entry.place("second")
    assert (second.line, second.column, second.end_column) == (4, 5, 11)
    assert entry.place("nowhere").line == 3


def test_sections_of_a_layout() -> None:
    read = properties(text("a=1\n[core]\nb=2\n [core/gplazma] \nc=3\nc=4\n"))
    assert [(each.domain, each.service) for each in read.sections] == [
        ("", ""),
        ("core", ""),
        ("core", "gplazma"),
    ]
    assert read.sections[2].table["c"].value == "4"
    assert read.sections[2].source.line == 4


@pytest.mark.parametrize("line", ["{{ .Values.x | indent 4 }}", "{% if a %}", "<% } -%>", "..."])
def test_directives_are_passed_over_and_noted(line: str) -> None:
    read = properties(text(f"a=1\n{line}\n"))
    assert len(read.sections[0].entries) == 1
    assert read.templated
    assert read.open
    assert is_directive(line)


def test_an_embedded_text_may_lack_what_stands_elsewhere() -> None:
    assert properties(text("a=1", embedded=True)).open
    assert not properties(text("a=1")).open


@given(st.text(alphabet="ab=:\\ \t\n\r[]/!#${}u0", max_size=300))
def test_any_text_is_read(content: str) -> None:
    read = properties(text(content))
    for section in read.sections:
        for entry in section.entries:
            assert entry.source.line >= 1
