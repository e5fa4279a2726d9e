"""JSON with places: the same values as Python's own reader finds, each where it stands."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.structured.json_nodes import NotJson, json_document
from tokenlint.workflows.yaml_nodes import Mapping, Scalar, Sequence, follow, plain

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | FLOATS | st.text(max_size=12)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=15,
)
INDENTS = st.sampled_from([None, 0, 1, 4, "\t", " \t"])
BITS = st.sampled_from(
    [*'[]{},:"\\ \n\t\r-.e0', "1", "-0", "1e5", "true", "nul", "null", '"a"', '"a":', "\ufeff"]
)
HOSTILE = [
    "[" * 100_000,
    '{"a":' * 100_000,
    '"' * 100_001,
    "1," * 50_000,
    " " * 100_000,
    "[{" * 999,
]


def read(content: str) -> Any:
    return plain(json_document(content, "x.json")[0])


@given(VALUES, INDENTS, st.booleans())
def test_same_values_as_python_reads(value: Any, indent: Any, escaped: bool) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=escaped)
    assert read(content) == json.loads(content)
    assert json_document(content, "x.json")[1] == ()


@given(st.lists(BITS | st.text(max_size=3), max_size=12).map("".join))
def test_it_takes_what_python_takes_and_nothing_else(content: str) -> None:
    try:
        wanted: Any = json.loads(content.removeprefix("\ufeff"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        with pytest.raises(NotJson):
            json_document(content, "x.json")
        return
    assert read(content) == wanted


def _refuse(word: str) -> None:
    raise ValueError(word)


def scalars(node: Any) -> list[Scalar]:
    """Keys and values in their order."""
    content = follow(node)
    match content:
        case Scalar():
            return [content]
        case Sequence(items=items):
            return [each for item in items for each in scalars(item)]
        case _:
            entries = content.entries.values()
            return [e for entry in entries for e in (entry.key, *scalars(entry.value))]


@given(VALUES, INDENTS)
def test_places_hold_the_values(value: Any, indent: Any) -> None:
    content = json.dumps(value, indent=indent)
    lines = content.split("\n")
    for each in scalars(json_document(content, "x.json")[0]):
        assert each.end_line == each.line
        assert json.loads(lines[each.line - 1][each.column - 1 : each.end_column - 1]) == each.value


def test_places_of_blocks_and_other_ends_of_lines() -> None:
    root, _ = json_document('{"a": [\r\n  1,\r 2\n]}', "x.json")
    assert isinstance(root, Mapping)
    items = root.entries["a"].value
    assert isinstance(items, Sequence)
    assert (items.line, items.column, items.end_line, items.end_column) == (1, 7, 4, 2)
    assert [(each.line, each.column) for each in scalars(items)] == [(2, 3), (3, 2)]


def test_a_member_that_is_there_twice() -> None:
    root, problems = json_document('{"a": 1,\n "a": 2}', "x.json")
    assert plain(root) == {"a": 2}
    (problem,) = problems
    assert (problem.kind, problem.source.line, problem.source.column) == ("duplicate", 2, 2)


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        ("", 1, 1, "a value"),
        ('{"a": 1,}', 1, 9, "the name of a member"),
        ("[1 2]", 1, 4, "a comma or ]"),
        ('{"a" 1}', 1, 6, ": is expected"),
        ("{'a': 1}", 1, 2, "the name of a member"),
        ("[\n 1\n] x", 3, 3, "something follows"),
        ("[01]", 1, 3, "a comma or ]"),
        ('["a\nb"]', 1, 2, "a value"),
        ("[" * 70, 1, 62, "nests deeper"),
    ],
)
def test_what_is_wrong_and_where(content: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(NotJson, match=reason) as caught:
        json_document(content, "x.json")
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_texts_take_no_time(content: str) -> None:
    start = time.perf_counter()
    with pytest.raises(NotJson):
        json_document(content, "x.json")
    assert time.perf_counter() - start < 30  # a hang, not slowness
