"""The INI grammar of inih."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import text
from tokenlint.services.xrootd.inih import read


def values(content: str) -> dict[str, str]:
    items = read(text(content)).by_section().get("s", {})
    return {key: item.value.text for key, item in items.items()}


def test_the_last_value_of_a_key_counts_and_cases_of_keys_do_not_matter() -> None:
    assert values("[s]\nKey = 1\nkey: 2\n") == {"key": "2"}


def test_an_indented_line_replaces_the_value_above() -> None:
    assert values("[s]\nkey = 1\n  other = 2\n") == {"key": "other = 2"}


def test_the_first_line_of_a_section_may_be_indented() -> None:
    assert values("[s]\n  key = 1\n") == {"key": "1"}


def test_only_a_semicolon_after_a_blank_begins_a_comment_behind_a_value() -> None:
    assert values("[s]\na = 1 ; no\nb = 1;2\nc = 1 # 2\n# d = 1\n") == {
        "a": "1",
        "b": "1;2",
        "c": "1 # 2",
    }


def test_a_comment_does_not_end_a_value_that_goes_on() -> None:
    assert values("[s]\nkey = 1\n# remark\n  2\n") == {"key": "2"}


def test_a_section_without_keys_does_not_exist_and_names_are_cut() -> None:
    ini = read(text(f"[empty]\n[{'n' * 60}]\na = 1\n"))
    assert ini.sections() == ["n" * 49]


def test_sections_come_in_the_order_of_their_bytes() -> None:
    assert read(text("[b]\na=1\n[a]\na=1\n[B]\na=1\n")).sections() == ["B", "a", "b"]


def test_a_line_is_read_in_parts_of_199_characters() -> None:
    long = "k = " + "x" * 195 + "tail = 2"
    ini = read(text(f"[s]\n{long}\n"))
    assert [item.value.text for item in ini.items] == ["x" * 195, "2"]
    assert ini.items[1].key.source.column == 200
    assert [rest.text for rest in ini.cut] == ["tail = 2"]


def test_what_is_no_pair_is_refused_with_its_place() -> None:
    assert [place.line for place in read(text("[s]\nnothing\n[open\n")).broken] == [2, 3]


def test_every_value_has_its_place() -> None:
    (item,) = read(text("[s]\n  key =  value ; x\n")).items
    source = item.value.source
    assert (source.line, source.column, source.end_column) == (2, 10, 15)


def test_directives_of_templates_are_no_lines() -> None:
    ini = read(text("{{- if .a }}[s]\nkey = {{ .b }}\n{{- end }}\n{% if c %}\n<% d -%>\n"))
    (item,) = ini.items
    assert (item.section, item.value.known, ini.broken) == ("s", False, ())


def test_a_template_that_chooses_leaves_the_value_open() -> None:
    ini = read(text("[s]\n{% if a %}\nk = 1\n{% else %}\nk = 2\n{% endif %}\n"))
    assert not ini.by_section()["s"]["k"].value.known


@given(st.text(alphabet="[]=:;# \tab\n\r{}%<>\ufeff", max_size=300))
def test_any_text_is_read(content: str) -> None:
    ini = read(text(content))
    assert len(ini.items) <= content.count("=") + content.count(":") + content.count("\n") + 1
