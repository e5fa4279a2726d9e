"""What stands at a place, as values and not as they are spelled.

In YAML and JSON a place is a node of the document: white space, quotes, comments and the order of
keys make no difference, and a position in a list does not count. Elsewhere it is a statement:
the line, with those that a backslash joins to it and the heading of its section; white space
within it is one blank. Texts come from the report, where secrets are covered.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tokenlint.baseline.covers import WORD, even, legible
from tokenlint.services.structured.tree import Node, Tree, read_tree
from tokenlint.services.text import Text
from tokenlint.source import Pointer, Source

_STRUCTURED = (".yaml", ".yml", ".json")
_START = re.compile(r"\s*[\[{]")
_HEADING = re.compile(r"\s*(\[[^\]]*\])\s*(?:[#;].*)?")
_INDEX = re.compile(r"(?:0|[1-9][0-9]*)")
_BLANKS = re.compile(r"\s+")
# What an item of a list is called by, the first that it has.
_NAMES = ("name", "id", "uuid", "client_id", "clientId", "client_name", "clientName", "issuer")


@dataclass(frozen=True, slots=True)
class Content:
    """A symbolic pointer, empty where there is none, and the content as JSON can hold it."""

    pointer: Pointer
    value: object


@dataclass(frozen=True)
class Contents:
    """The texts of a report by file; each is parsed once, and only where it is asked for."""

    texts: Mapping[str, str]
    _trees: dict[str, "_Tree | None"] = field(default_factory=dict)
    _lines: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def at(self, source: Source) -> Content:
        """What stands at a place."""
        tree = self._tree(source.file)
        found = tree.find(source) if tree else None
        if found is None:
            return Content(_symbolic(source.pointer), self._statement(source))
        pointer, node = found
        return Content(pointer, self._value(node, source))

    def _tree(self, file: str) -> "_Tree | None":
        if file not in self._trees:
            content = self.texts.get(file)
            known = content is not None and (
                file.casefold().endswith(_STRUCTURED) or _START.match(content) is not None
            )
            self._trees[file] = _Tree(_read(file, content or "").documents) if known else None
        return self._trees[file]

    def _value(self, node: Node, source: Source) -> object:
        """The node's value; of a scalar with several words the one that is pointed at."""
        value = node.value
        if (
            value is None
            or value.text == WORD
            or not source.end_column
            or not value.source.end_column
        ):
            return _plain(node)
        inner = value.source.column <= source.column and source.end_column < value.source.end_column
        later = value.source.column < source.column
        on_line = source.line == value.source.line
        if on_line and (inner or later) and source.end_column <= value.source.end_column:
            return even(self._marked(source))
        return _plain(node)

    def _statement(self, source: Source) -> object:
        rows = self._rows(source.file)
        at = source.line - 1
        if not 0 <= at < len(rows):
            return None
        first, last = at, at
        while first and rows[first - 1].rstrip().endswith("\\"):
            first -= 1
        while last + 1 < len(rows) and rows[last].rstrip().endswith("\\"):
            last += 1
        parts = (row.rstrip().removesuffix("\\") for row in rows[first : last + 1])
        return [_heading(rows, first), even(" ".join(parts)), even(self._marked(source))]

    def _marked(self, source: Source) -> str:
        """The text that the place spans; empty where it has no end."""
        rows = self._rows(source.file)
        if not source.end_column or not 0 < source.line <= len(rows):
            return ""
        return rows[source.line - 1][source.column - 1 : source.end_column - 1].strip()

    def _rows(self, file: str) -> tuple[str, ...]:
        if file not in self._lines:
            self._lines[file] = Text(file, file, self.texts.get(file, "")).lines
        return self._lines[file]


def _read(file: str, content: str) -> Tree:
    """The text as a tree, covered secrets as a word where they would break it."""
    text = Text(file, file.rpartition("/")[2], content)
    if "***" not in content:
        return read_tree(text)
    tree = read_tree(replace(text, content=legible(content)))
    return read_tree(text) if tree.problems else tree


def canonical(value: object) -> str:
    """A text that is the same for equal values: keys sorted, no white space, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


class _Tree:
    """The nodes of a file by place, with their symbolic pointers."""

    def __init__(self, documents: tuple[Node, ...]) -> None:
        self._documents = documents
        self._by_place: dict[tuple[int, int], tuple[Pointer, Node]] = {}
        self._by_line: dict[int, list[tuple[int, Pointer, Node]]] = {}
        for document in documents:
            for pointer, node in _walk(document):
                self._enter(pointer, node)

    def find(self, source: Source) -> tuple[Pointer, Node] | None:
        """The node of a place: by its pointer, else by its line and column."""
        if source.pointer:
            return self._by_pointer(source) or self._by_position(source)
        return self._by_position(source)

    def _by_pointer(self, source: Source) -> tuple[Pointer, Node] | None:
        ways = (_follow(document, source.pointer) for document in self._documents)
        found = [each for each in ways if each]
        near = [each for each in found if _line(each[1]) <= source.line]
        return max(near, key=lambda each: _line(each[1])) if near else next(iter(found), None)

    def _by_position(self, source: Source) -> tuple[Pointer, Node] | None:
        exact = self._by_place.get((source.line, source.column))
        if exact is not None:
            return exact
        before = [row for row in self._by_line.get(source.line, ()) if row[0] <= source.column]
        if not before or not source.column:
            return None
        _, pointer, node = max(before, key=lambda row: row[0])
        return pointer, node

    def _enter(self, pointer: Pointer, node: Node) -> None:
        places = [node.source]
        places += [node.value.source] if node.value else []
        places += [node.key.source] if node.key else []
        for place in places:
            self._by_place.setdefault((place.line, place.column), (pointer, node))
            self._by_line.setdefault(place.line, []).append((place.column, pointer, node))


def _walk(document: Node) -> Iterator[tuple[Pointer, Node]]:
    stack = [("", document)]
    while stack:
        pointer, node = stack.pop()
        yield pointer, node
        inner = [(f"{pointer}/{_escaped(name)}", child) for name, child in node.children.items()]
        inner += [(f"{pointer}/{_item(item)}", item) for item in node.items]
        stack += reversed(inner)


def _follow(document: Node, pointer: Pointer) -> tuple[Pointer, Node] | None:
    """The node of a pointer, with its symbolic pointer; None where it leads nowhere."""
    node, symbolic = document, ""
    segments = pointer.split("/")[1:]
    for number, segment in enumerate(segments):
        following, word = _step(node, segment)
        if following is None:
            # The words of one scalar are counted as if they were items of a list.
            last = node.value is not None and number == len(segments) - 1
            return (f"{symbolic}/*", node) if last and _INDEX.fullmatch(segment) else None
        node, symbolic = following, f"{symbolic}/{word}"
    return symbolic, node


def _step(node: Node, segment: str) -> tuple[Node | None, str]:
    if node.kind == "list" and _INDEX.fullmatch(segment) and int(segment) < len(node.items):
        item = node.items[int(segment)]
        return item, _item(item)
    child = node.children.get(segment.replace("~1", "/").replace("~0", "~"))
    return child, segment


def _item(item: Node) -> str:
    """What stands for the position of an item: its name where it has one."""
    for name in _NAMES:
        value = item.text(name) if item.kind == "map" else None
        if value is not None and value.text:
            return _escaped(f"{name}={value.text[:120]}")
    return "*"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _symbolic(pointer: Pointer) -> Pointer:
    return re.sub(r"/(?:0|[1-9][0-9]*)(?=/|$)", "/*", pointer)


def _line(node: Node) -> int:
    return node.source.line


def _plain(node: Node) -> object:
    """The values of a node; a scalar as its text, since quotes are spelling."""
    if node.kind == "map":
        return {name: _plain(child) for name, child in node.children.items()}
    if node.kind == "list":
        return [_plain(item) for item in node.items]
    if isinstance(node.plain, bool):
        return "true" if node.plain else "false"
    if node.plain is not None and not isinstance(node.plain, float):
        return str(node.plain)
    return node.value.text if node.value else None


def _heading(rows: tuple[str, ...], at: int) -> str:
    """The heading of the section that a line is in, as `[Issuer demo]`; empty for none."""
    for row in reversed(rows[:at]):
        found = _HEADING.fullmatch(row)
        if found:
            return _BLANKS.sub(" ", found[1])
    return ""
