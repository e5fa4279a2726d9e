import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.storm.java_properties import read
from tokenlint.services.text import Text


def _text(content: str) -> Text:
    return Text("sa.d/x.properties", "x.properties", content)


def _pairs(content: str) -> dict[str, str]:
    return {each.key.text: each.value.text for each in read(_text(content)).properties}


@pytest.mark.parametrize(
    "line", ["name=data", "name = data", "name:data", "name : data", "name data", "\tname\fdata"]
)
def test_the_separators_of_java(line: str) -> None:
    assert _pairs(line) == {"name": "data"}


def test_only_the_first_separator_counts() -> None:
    assert _pairs("orgs=https://a.example/=x") == {"orgs": "https://a.example/=x"}
    assert _pairs("a==b") == {"a": "=b"}


def test_comments_begin_only_as_first_sign() -> None:
    assert _pairs("# a=1\n ! b=2\nc=3 # not a comment") == {"c": "3 # not a comment"}


def test_blanks_behind_a_value_belong_to_it() -> None:
    (found,) = read(_text("flag=true  ")).properties
    assert found.value.text == "true  "
    assert (found.value.source.column, found.value.source.end_column) == (6, 10)


def test_a_line_goes_on_after_an_odd_number_of_backslashes() -> None:
    assert _pairs("orgs=a,\\\n   b\nx=1") == {"orgs": "a,b", "x": "1"}
    assert _pairs("path=c:\\\\\nx=1") == {"path": "c:\\", "x": "1"}
    assert _pairs("a=1\\\n#b=2") == {"a": "1#b=2"}


def test_escapes() -> None:
    assert _pairs(r"a\ b\=c=\t\u0041\z") == {"a b=c": "\tAz"}


def test_a_broken_unicode_escape_is_a_problem_at_its_line() -> None:
    found = read(_text("a=1\nb=\\u12\nc=3"))
    assert [(p.kind, p.source.line) for p in found.problems] == [("syntax", 2)]
    assert [each.key.text for each in found.properties] == ["a", "b", "c"]


def test_items_stand_where_they_were_written_also_behind_a_line_end() -> None:
    text = _text("orgs = https://a.example/ , \\\n  https://b.example/,,")
    (found,) = read(text).properties
    items = found.items(text)
    assert [(v.text, v.source.line, v.source.column) for v in items] == [
        ("https://a.example/", 1, 8),
        ("https://b.example/", 2, 3),
    ]
    assert items[1].source.end_column == 21


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends(end: str) -> None:
    assert _pairs(f"a=1{end}b=2{end}") == {"a": "1", "b": "2"}


def test_a_template_line_is_no_property_and_leaves_the_file_open() -> None:
    found = read(_text("{{- if .x }}\na={{ .y }}\n{{- end }}"))
    assert found.open
    assert [(p.key.text, p.value.known) for p in found.properties] == [("a", False)]


@given(st.text(alphabet="ab=: \\\n\r\t#!u0é{", max_size=200))
def test_any_text_can_be_read(content: str) -> None:
    text = _text(content)
    for each in read(text).properties:
        each.items(text)
        assert each.key.source.line >= 1
