"""INI files: the same as Python's configparser finds, each value at its place."""

import configparser
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.structured.ini import Ini, read_ini, split
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

NAMES = st.from_regex(r"[a-z][a-zA-Z0-9_.]{0,5}( [a-z]{1,3})?", fullmatch=True)
LINES = st.from_regex(r"[a-z0-9/\"'%$({][a-zA-Z0-9=:#; ,/\[\]]{0,10}", fullmatch=True).map(
    str.strip
)
OPTIONS = st.tuples(
    NAMES, st.sampled_from(["=", ": ", " = "]), LINES | st.just(""), st.lists(LINES, max_size=2)
)
SECTIONS = st.lists(
    st.tuples(
        st.from_regex(r"[a-z]{1,3}( [a-z]{1,3})?", fullmatch=True), st.lists(OPTIONS, max_size=3)
    ),
    max_size=4,
)
BITS = [
    *("[a]\n", "[b]\n", " ", "\n", "x", "y z", "=", ":", "v", "# c", "; c", "\t"),
    *("x = 1\n", "  more\n", "k: v\n", "X = 2\n", "[a", "{{ x }}\n", "${X}", "\r"),
]


def text(content: str, **around: Any) -> Text:
    return Text("x.ini", "x.ini", content, **around)


def joined(lines: list[str]) -> str:
    """A value over several lines; blank ones in it are left out."""
    return "\n".join(line for line in lines if line)


def values(found: Ini) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {each.text: {} for each in found.sections}
    for option in found.options:
        lines = [option.value.text, *(each.text for each in option.more)]
        made.setdefault(option.section, {})[option.key] = joined(lines)
    return made


def by_python(content: str) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(content)
    return {
        name: {key: joined(value.split("\n")) for key, value in parser.items(name)}
        for name in parser.sections()
    }


def written(sections: Any) -> str:
    lines = ["# a comment"]
    for name, options in sections:
        lines.append(f"[{name}]")
        for key, sign, first, more in options:
            lines += [f"{key}{sign}{first}", *(f"   {line}" for line in more), "; another", ""]
    return "\n".join(lines)


@given(SECTIONS)
def test_same_as_python_reads(sections: Any) -> None:
    content = written(sections)
    found = read_ini(text(content))
    assert values(found) == by_python(content)
    assert found.problems == ()


@given(st.lists(st.sampled_from(BITS[:16]), max_size=14).map("".join))
def test_what_python_refuses_is_a_problem_and_nothing_else(content: str) -> None:
    content = f"[top]\n{content}"
    found = read_ini(text(content))
    try:
        wanted = by_python(content)
    except configparser.Error:
        assert found.problems
        return
    assert found.problems == ()
    assert values(found) == wanted


@given(SECTIONS)
def test_places_hold_the_text(sections: Any) -> None:
    content = written(sections)
    lines = content.split("\n")
    found = read_ini(text(content))
    for option in found.options:
        for value in (option.name, option.value, *option.more):
            place = value.source
            end = place.end_column or place.column
            assert lines[place.line - 1][place.column - 1 : end - 1] == value.text


def test_the_last_of_a_name_counts() -> None:
    found = read_ini(text("top = 0\n[S]\nName = 1\nNAME = 2\n[s]\nother = 3\n"))
    option = found.get("s", "name")
    assert option is not None
    assert option.value.text == "2"
    assert found.get("s", "gone") is None
    assert [each.value.text for each in found.of("S")] == ["1", "2", "3"]
    top = found.get("", "top")
    assert top is not None
    assert (top.value.source.line, top.value.source.column) == (1, 7)


def test_an_option_takes_nothing_behind_the_next_section() -> None:
    found = read_ini(text("[a]\nx = 1\n[a]\n  y = 2\n"))
    assert values(found) == {"a": {"x": "1", "y": "2"}}


def test_words_over_several_lines() -> None:
    found = read_ini(text("x = one, {{ a b }} two\n    ${T H} four\n"))
    (option,) = found.options
    assert [(each.text, each.known, each.source.line) for each in option.words()] == [
        ("one", True, 1),
        ("{{ a b }}", False, 1),
        ("two", True, 1),
        ("${T H}", False, 2),
        ("four", True, 2),
    ]
    assert [each.source.column for each in option.words()] == [5, 10, 20, 5, 12]


def test_words_of_a_value_without_a_place() -> None:
    whole = Value("a b", Source("x", 3))
    assert [each.source for each in split(whole)] == [Source("x", 3)] * 2


def test_lines_that_are_none_of_it() -> None:
    found = read_ini(text("[a]\nnothing\n= 1\nx = 2\n", line=10))
    assert [(each.kind, each.source.line) for each in found.problems] == [
        ("syntax", 11),
        ("syntax", 12),
    ]
    assert values(found) == {"a": {"x": "2"}}


def test_directives_of_templates() -> None:
    found = read_ini(text("[a]\n{{ if x }}\ny = 1\n{% endif %}\n"))
    assert (found.open, found.problems, values(found)) == (True, (), {"a": {"y": "1"}})


def test_other_signs_of_comments() -> None:
    assert values(read_ini(text("; x\n! y\na = 1\n"), comments=(";", "!"))) == {"": {"a": "1"}}


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=4), max_size=15).map("".join))
def test_never_raises(content: str) -> None:
    for option in read_ini(text(content, line=3, indent=2)).options:
        option.words()


@pytest.mark.parametrize(
    "content",
    [
        "a" + " " * 100_000 + "b",
        "[" * 100_000,
        "x = 1\n" + " y\n" * 100_000,
        "a=1\n" * 50_000,
        "x = " + "{{" * 50_000,
        "x = " + "${" * 50_000,
        "x = {{}}" + "{{" * 50_000 + ",",
    ],
    ids=["blanks", "brackets", "lines", "options", "gaps", "variables", "one-gap"],
)
@pytest.mark.slow
def test_hostile_texts_take_no_time(content: str) -> None:
    start = time.perf_counter()
    for option in read_ini(text(content)).options:
        option.words()
    assert time.perf_counter() - start < 5
