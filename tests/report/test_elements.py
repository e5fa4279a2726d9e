"""Mark-up as values: nothing but what is listed can be made, and trees survive their sharing."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.report.hostile import HOSTILE
from tokenlint.report.elements import (
    VOID,
    Element,
    Node,
    Shared,
    el,
    link,
    mark_up,
    plain,
    rows,
    script_json,
    shown,
)

TREES: st.SearchStrategy[Node] = st.recursive(
    HOSTILE.map(plain),
    lambda inner: st.builds(
        lambda tag, children, name: el(tag, *children, class_=name),
        st.sampled_from(["p", "div", "span", "dl", "code"]),
        st.lists(inner, max_size=3),
        st.one_of(st.none(), HOSTILE),
    ),
    max_leaves=12,
)


def unpacked(value: Any, parts: list[Any]) -> Node:
    """What the script of the page builds."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return unpacked(parts[value], parts)
    tag, attributes, *children = value
    pairs = {"class": attributes} if isinstance(attributes, str) else attributes or {}
    return Element(tag, tuple(pairs.items()), tuple(unpacked(each, parts) for each in children))


@settings(max_examples=examples(100))
@given(st.lists(TREES, max_size=4))
def test_shared_trees_are_the_same_trees(trees: list[Node]) -> None:
    trees = [*trees, *trees]
    shared = Shared(trees)
    packed = json.loads(json.dumps([shared.pack(tree) for tree in trees]))
    assert [unpacked(each, shared.parts) for each in packed] == trees


def test_what_occurs_again_is_there_once() -> None:
    why = el("p", "a reason that is long enough to be worth a reference")
    trees = [el("div", str(n), why) for n in range(100)]
    shared = Shared(trees)
    text = json.dumps([[shared.pack(tree) for tree in trees], shared.parts])
    assert text.count("a reason") == 1
    assert len(text) < 2_500


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def _elements(node: Node) -> list[Element]:
    if isinstance(node, str):
        return []
    return [node, *(each for child in node.children for each in _elements(child))]


def _text(node: Node) -> str:
    return node if isinstance(node, str) else "".join(map(_text, node.children))


@settings(max_examples=examples(100))
@given(TREES)
def test_mark_up_holds_these_elements_and_this_text(tree: Node) -> None:
    reader = _Reader()
    reader.feed(mark_up(tree))
    reader.close()
    assert reader.seen == [(each.tag, dict(each.attributes)) for each in _elements(tree)]
    assert reader.text == _text(tree)


@given(st.text(st.characters()))
def test_json_cannot_end_its_script(text: str) -> None:
    written = script_json([text])
    assert not set("<>&") & set(written)
    assert written.isascii()
    assert json.loads(written) == [text]


def test_only_listed_elements_and_attributes_can_be_made() -> None:
    for tag in ("script", "iframe", "style", "form", "img", "link"):
        with pytest.raises(ValueError, match="no element"):
            el(tag)
    for attribute in ("onclick", "style", "src", "action", "srcdoc"):
        with pytest.raises(ValueError, match="no attribute"):
            el("p", **{attribute: "x"})


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " https://x", "//x", "JAVASCRIPT:x", ""]
)
def test_only_addresses_to_follow_become_links(address: str) -> None:
    assert mark_up(link(address, "words")) == "<span>words</span>"


def test_a_link_leads_out_without_a_trace() -> None:
    assert mark_up(link("https://doi.example/1", "<x>")) == (
        '<a href="https://doi.example/1" rel="noreferrer noopener">&lt;x&gt;</a>'
    )


def test_texts_are_bounded_and_visible() -> None:
    assert shown("a\nb\u202e\x00") == r"a\nb\u202e\x00"
    assert shown("x" * 5_000).endswith("(1000 more characters)")


def test_lines_of_a_pre_stay_apart() -> None:
    frame = rows([["a", el("span", "b"), "c"], ["\n"]])
    assert mark_up(frame) == "<pre>a<span>b</span>c\n\\n\n</pre>"
    assert mark_up(rows([[""], ["x"]])) == "<pre>\n\nx\n</pre>", "a parser drops the first break"


def test_void_elements_have_no_end() -> None:
    assert {mark_up(el(tag)) for tag in VOID} == {"<br>", "<input>"}
