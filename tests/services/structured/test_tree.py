"""YAML and JSON as trees: one answer on either way, true places, and no text that breaks it."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.structured.plain import plain
from tokenlint.services.structured import tree
from tokenlint.services.structured.tree import Node, Tree, read_tree
from tokenlint.services.text import Text

# Characters that stand for themselves in both grammars.
CHARACTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])
WORDS = st.text(CHARACTERS, max_size=8)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=10,
)
BITS = [
    *(
        "a: ",
        "b:\n",
        "  ",
        "- ",
        "\n",
        "\t",
        "{{ x }}",
        "{% if %}\n",
        "<%= y %>",
        "&a ",
        "*a",
        "<<: ",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "|\n",
        ">\n",
        "---\n",
        "!!set ",
        "? ",
        "# c",
        "\r",
        "1",
        ": ",
    ),
]
HOSTILE = {
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "objects": '{"a":' * 100_000,
    "lists": "- " * 50_000,
    "directives": "a: " + "{{" * 50_000,
    "quotes": 'a: "' * 20_000,
    "anchors": "\n".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 1}]" for n in range(20)
    ),
}


def text(content: str, **around: Any) -> Text:
    return Text("x.yml", "x.yml", content, **around)


def only(found: Tree) -> Node:
    (root,) = found.documents
    return root


@given(VALUES, st.sampled_from([None, 0, 1, 4]))
def test_json_gives_the_same_on_either_way(value: Any, indent: int | None) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=False)
    by_json = only(read_tree(text(f"[{content}]"))).items[0]
    by_yaml = only(tree._read_yaml(text(f"[{content}]"), None)).items[0]
    assert plain(by_json) == plain(by_yaml) == value


def test_json_with_tabs_for_indentation() -> None:
    found = read_tree(text(json.dumps({"a": [1, {"b": None}]}, indent="\t")))
    assert plain(only(found)) == {"a": [1, {"b": None}]}
    assert found.problems == ()


@given(st.dictionaries(st.text("abc", min_size=1), st.text("abc /:{}$", max_size=8), max_size=4))
def test_places_hold_the_text(values: dict[str, str]) -> None:
    content = json.dumps(values, indent=1)
    lines = content.split("\n")
    for node in only(read_tree(text(content))).children.values():
        for value in (node.key, node.value):
            assert value is not None
            place = value.source
            if place.end_column:  # an empty text has no end
                shown = lines[place.line - 1][place.column - 1 : place.end_column - 1]
                assert shown == value.text


def test_places_in_the_file_around_a_text() -> None:
    found = only(read_tree(text("a:\n  b: 'c'\n", line=10, indent=4, embedded=True)))
    value = found.text("a", "b")
    assert value is not None
    assert (value.source.line, value.source.column, value.source.end_column) == (11, 11, 12)
    folded = only(read_tree(text("a: b\n", line=10, exact=False)))
    value = folded.text("a")
    assert value is not None
    assert (value.source.line, value.source.column) == (10, 0)


NODE = """\
text: word
number: 12
written: "15"
big: 1000000000000000000000
flag: True
list: [a, b, null]
map:
  x: 1
  y: {{ .Values.y }}
empty:
"""


def test_settings_below() -> None:
    node = only(read_tree(text(NODE)))
    assert [node.number(name) for name in ("number", "written", "text", "gone")] == [
        12,
        15,
        None,
        None,
    ]
    assert (node.number("big"), node.number("flag")) == (10**21, None)
    assert (node.switch("flag"), node.switch("text")) == (True, None)
    assert [each.text for each in node.values("list")] == ["a", "b"]
    assert [each.text for each in node.values("text")] == ["word"]
    assert node.values("gone") == ()
    assert [each.key.text for each in node.each("map") if each.key] == ["x", "y"]
    assert len(node.each("list")) == 3
    assert node.get("map", "z") is None
    assert (node.text("empty"), node.text("map")) == (None, None)
    kinds = {name: each.kind for name, each in node.children.items()}
    assert (kinds["list"], kinds["map"], kinds["text"]) == ("list", "map", "scalar")


def test_walk_in_their_order() -> None:
    node = only(read_tree(text("a: [1, 2]\nb: {c: 3}\n")))
    assert [each.plain for each in node.walk() if each.kind == "scalar"] == [1, 2, 3]


def test_gaps_of_templates_are_unknown_and_shown_as_written() -> None:
    found = read_tree(text(NODE))
    value = only(found).text("map", "y")
    assert value is not None
    assert (value.text, value.known) == ("{{ .Values.y }}", False)
    assert not found.open
    assert read_tree(text("{{ if x }}\na: 1\n{{ end }}\n")).open


def test_aliases_are_followed() -> None:
    assert plain(only(read_tree(text("a: &x [1]\nb: *x\n")))) == {"a": [1], "b": [1]}


def test_several_documents_and_none() -> None:
    assert [plain(each) for each in read_tree(text("a: 1\n---\n- 2\n")).documents] == [
        {"a": 1},
        [2],
    ]
    assert read_tree(text("")).root is None


def test_json_that_is_broken_is_told_in_its_words() -> None:
    found = read_tree(text('{"a": 1,\n "b": [1 2],,\n}'))
    (problem,) = found.problems
    assert "no JSON" in problem.reason
    assert (problem.kind, problem.source.line, problem.source.column) == ("syntax", 2, 10)


def test_yaml_that_looks_like_json_is_read() -> None:
    found = read_tree(text("{a: 1, b: [x, y]}  # flow\n"))
    assert (plain(only(found)), found.problems) == ({"a": 1, "b": ["x", "y"]}, ())


def test_characters_that_yaml_does_not_take() -> None:
    found = read_tree(text("a: 1\r\nb: x\x1fy\nc: 2\n", line=3, indent=2))
    (problem,) = found.problems
    assert "U+001F" in problem.reason
    assert (problem.source.line, problem.source.column) == (4, 7)
    assert only(found).number("c") == 2


def test_a_member_twice_at_its_place() -> None:
    found = read_tree(text('{"a": 1,\n "a": 2}', line=5, indent=2))
    assert [(each.source.line, each.source.column) for each in found.problems] == [(6, 4)]


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=4), max_size=15).map("".join))
def test_never_raises(content: str) -> None:
    found = read_tree(text(content))
    assert all(problem.source.line > 0 for problem in found.problems)


@settings(max_examples=examples(40))
@given(st.lists(st.sampled_from(BITS), max_size=40).map("".join))
def test_never_raises_inside_another_file(content: str) -> None:
    read_tree(text(content, line=7, indent=3, embedded=True))
    read_tree(text(content, line=7, exact=False, embedded=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_no_time(name: str) -> None:
    start = time.perf_counter()
    found = read_tree(text(HOSTILE[name]))
    assert time.perf_counter() - start < 10
    assert sum(1 for root in found.documents for _ in root.walk()) <= 250_000


def test_an_expression_in_a_flow_list_is_one_unknown_item() -> None:
    (root,) = read_tree(Text("a.yaml", "a.yaml", "scopes: [openid, {{ more }}, b]\n")).documents
    values = root.values("scopes")
    assert [(each.text, each.known) for each in values] == [
        ("openid", True),
        ("{{ more }}", False),
        ("b", True),
    ]
