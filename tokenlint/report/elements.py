"""Mark-up as values: elements and text, written as mark-up or as compact JSON.

Nothing but the tags and attributes listed here can be made, whatever the texts hold.
Texts are escaped where they are written, and what cannot be shown in them is spelled out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tokenlint.report.escape import visible

_LONGEST = 4_000  # characters of one text that a person is shown; the JSON report holds all
_WORTH_SHARING = 24  # characters of JSON; a reference takes up to seven

TAGS = frozenset(
    "a article br button caption code dd desc details div dl dt em g h2 h3 h4 input label li "
    "option output p path pre rect circle section select small span strong summary svg "
    "table tbody td text th thead title tr ul".split()
)
VOID = frozenset({"br", "input"})
ATTRIBUTES = frozenset(
    "class id href rel title role scope hidden open tabindex for type value min max step name "
    "autocomplete spellcheck placeholder size x y d r cx cy rx width height viewBox xmlns "
    "text-anchor font-size font-weight transform aria-label aria-labelledby aria-describedby "
    "aria-hidden aria-live aria-valuetext aria-controls colspan data-a data-b".split()
)
_SAFE_ADDRESSES = ("#", "https://", "http://")


@dataclass(frozen=True, slots=True)
class Element:
    """An element; attributes are pairs, so that equal elements are equal values."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: "tuple[Node, ...]"
    size: int = field(init=False, repr=False, compare=False)  # characters as JSON, roughly
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Both once for all: trees are put into tables at every level.
        object.__setattr__(self, "_hash", hash((self.tag, self.attributes, self.children)))
        pairs = sum(len(name) + len(value) + 6 for name, value in self.attributes)
        inner = sum(_size(child) + 1 for child in self.children)
        object.__setattr__(self, "size", len(self.tag) + 5 + pairs + inner)

    def __hash__(self) -> int:
        return self._hash


Node = str | Element


def el(tag: str, *children: Node, **attributes: str | float | None) -> Element:
    """An element; `class_` and `text_anchor` become `class` and `text-anchor`, None is left out.

    A link whose address is not one to follow becomes plain text.
    Raises ValueError for a tag or attribute that is not in the lists.
    """
    if tag not in TAGS:
        raise ValueError(f"no element is called {tag}")
    pairs = tuple(
        (_written(name), _value(value)) for name, value in attributes.items() if value is not None
    )
    if "href" in attributes and not str(attributes["href"]).startswith(_SAFE_ADDRESSES):
        return Element("span", (), tuple(plain(child) for child in children))
    return Element(tag, pairs, tuple(plain(child) for child in children))


@cache
def _written(name: str) -> str:
    """The name of an attribute as it is written; raises ValueError for one that is not listed."""
    written = name.rstrip("_").replace("_", "-")
    if written not in ATTRIBUTES:
        raise ValueError(f"no attribute is called {written}")
    return written


def _value(value: str | float) -> str:
    return shown(value) if isinstance(value, str) else f"{value:g}"


def plain(node: Node) -> Node:
    """The node; a text as it is `shown`."""
    return shown(node) if isinstance(node, str) else node


def shown(text: str) -> str:
    """A text on one line, with every character visible and of bounded length."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}... ({len(text) - _LONGEST} more characters)"
    return visible(text)


def rows(texts: Iterable[Iterable[Node]], **attributes: str | float | None) -> Element:
    """Lines of a `pre`, each made of texts and elements."""
    children: list[Node] = []
    for line in texts:
        children += [*(plain(piece) for piece in line), "\n"]
    frame = el("pre", **attributes)
    return Element(frame.tag, frame.attributes, tuple(_joined(children)))


def _joined(children: Iterable[Node]) -> Iterable[Node]:
    """Texts beside each other as one."""
    text = ""
    for child in children:
        if isinstance(child, str):
            text += child
            continue
        if text:
            yield text
        yield child
        text = ""
    if text:
        yield text


def link(address: str, words: str) -> Element:
    """A link out of the page, which tells the other side nothing about where it came from."""
    return el("a", words, href=address, rel="noreferrer noopener")


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute, in HTML as in XML."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def mark_up(node: Node) -> str:
    """The node as HTML, and as XML where no void element is in it."""
    parts: list[str] = []
    _write(node, parts)
    return "".join(parts)


def _write(node: Node, parts: list[str]) -> None:
    if isinstance(node, str):
        parts.append(escaped(node))
        return
    pairs = "".join(f' {name}="{escaped(value)}"' for name, value in node.attributes)
    parts.append(f"<{node.tag}{pairs}>")
    first = node.children[0] if node.children else ""
    if node.tag == "pre" and isinstance(first, str) and first.startswith("\n"):
        parts.append("\n")  # a parser drops the first one
    for child in node.children:
        _write(child, parts)
    if node.tag not in VOID:
        parts.append(f"</{node.tag}>")


class Shared:
    """Trees as JSON values in which what occurs again is a number, its place in `parts`.

    A text is a string; an element is a list of its tag, its attributes and its children,
    where attributes are 0 for none, a string for a class alone, else an object.
    """

    def __init__(self, trees: Iterable[Node]) -> None:
        self.parts: list[Any] = []
        self._counts: Counter[Node] = Counter()
        self._numbers: dict[Node, int] = {}
        for tree in trees:
            self._count(tree)

    def _count(self, node: Node) -> None:
        self._counts[node] += 1
        if isinstance(node, Element) and self._counts[node] == 1:
            for child in node.children:
                self._count(child)

    def pack(self, node: Node) -> Any:
        """The tree as a JSON value."""
        if self._counts[node] > 1 and _size(node) >= _WORTH_SHARING:
            if node not in self._numbers:
                packed = self._plainly(node)  # its own parts come first
                self._numbers[node] = len(self.parts)
                self.parts.append(packed)
            return self._numbers[node]
        return self._plainly(node)

    def _plainly(self, node: Node) -> Any:
        if isinstance(node, str):
            return node
        return [node.tag, _packed(node.attributes), *(self.pack(child) for child in node.children)]


def _packed(attributes: tuple[tuple[str, str], ...]) -> int | str | Mapping[str, str]:
    if not attributes:
        return 0
    if len(attributes) == 1 and attributes[0][0] == "class":
        return attributes[0][1]
    return dict(attributes)


def _size(node: Node) -> int:
    return len(node) + 2 if isinstance(node, str) else node.size


def script_json(value: Any) -> str:
    """JSON that can stand in a `script` element: nothing in it ends the element."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
