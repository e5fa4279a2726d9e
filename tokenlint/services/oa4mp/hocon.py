"""HOCON as far as client configurations use it: objects, lists, quoted and bare words.

Keys may be bare, with dots; `:`, `=` or nothing before `{`; commas may be left out at ends of
lines; `#` and `//` begin comments; objects of the same name are joined. JSON is HOCON, too.
Substitutions stay as they are written, and are unknown; `include` brings in what is not here.
Source: HOCON.md of lightbend/config.
"""

import re
from bisect import bisect_right

from tokenlint.services.structured.tree import Node, Tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_DEEPEST = 40
_MOST = 20_000
_BLANK = re.compile(r"(?:[ \t\r\n\f,\ufeff]|#[^\n]*|//[^\n]*)*")
_LONG = re.compile(r'"""(.*?)"""', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"' + r"|'((?:[^'\\\n]|\\.)*)'")
_KEY = re.compile(r"[^\s\"'{}\[\],:=#]+")
_BARE = re.compile(r"(?:\$\{[^}\n]*\}|/(?!/)|[^\n\r{}\[\],\"#/])+")
_SEPARATOR = re.compile(r"[ \t\r\n]*(?:\+=|[:=])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_INCLUDE = re.compile(r"include[ \t]+[\"\w]")


class _BrokenError(Exception):
    """The text cannot be read from here on."""


def read_hocon(text: Text) -> Tree:
    """The settings of a text as one document; what follows a break is left out."""
    reader = _Reader(text)
    root: dict[str, Node] = {}
    problems: tuple[Problem, ...] = ()
    try:
        reader.blank()
        braced = reader.take("{")
        reader.members(root, 0, closed="}" if braced else "")
    except _BrokenError as error:
        reason = f"this is no HOCON: {error}"
        problems = (Problem("syntax", reader.place(reader.at), reason, "mend it here"),)
    node = Node(text.whole, children=root, kind="map")
    return Tree((node,), problems, reader.opened)


class _Reader:
    """A position in the text."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._content = text.content
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text.content))]
        self.at = 0
        self.opened = False
        self._left = _MOST

    def place(self, start: int, end: int = 0) -> Source:
        index = bisect_right(self._starts, start) - 1
        column, last = start - self._starts[index], end - self._starts[index]
        return self._text.at(index, column, last if last <= len(self._text.lines[index]) else 0)

    def blank(self) -> None:
        found = _BLANK.match(self._content, self.at)
        self.at = found.end() if found else self.at

    def take(self, sign: str) -> bool:
        taken = self._content.startswith(sign, self.at)
        self.at += len(sign) if taken else 0
        return taken

    def members(self, into: dict[str, Node], depth: int, closed: str) -> None:
        """The members of an object up to its brace, or to the end of the text."""
        if depth > _DEEPEST:
            raise _BrokenError(f"it nests deeper than {_DEEPEST} levels")
        while True:
            self.blank()
            if closed and self.take(closed):
                return
            if self.at >= len(self._content):
                if closed:
                    raise _BrokenError("a brace is not closed")
                return
            self._member(into, depth)

    def _member(self, into: dict[str, Node], depth: int) -> None:
        if _INCLUDE.match(self._content, self.at):
            self.opened = True
            self.at = self._end_of_line()
            return
        names, key = self._key()
        if len(names) > _DEEPEST:
            raise _BrokenError(f"it nests deeper than {_DEEPEST} levels")
        separator = _SEPARATOR.match(self._content, self.at)
        if separator:
            self.at = separator.end()
        node = self._value(key, depth, open_only=separator is None)
        _enter(into, names, node)

    def _key(self) -> tuple[list[str], Value]:
        quoted = _QUOTED.match(self._content, self.at)
        found = quoted or _KEY.match(self._content, self.at)
        if not found:
            raise _BrokenError("a name is missing")
        self.at = found.end()
        start, end = (found.start() + 1, found.end() - 1) if quoted else found.span()
        written = self._content[start:end]
        names = [written] if quoted else [part for part in written.split(".") if part]
        return names or [written], Value.of(written, self.place(start, end))

    def _value(self, key: Value | None, depth: int, *, open_only: bool) -> Node:
        self.blank()
        self._left -= 1
        if self._left < 0:
            raise _BrokenError(f"it has over {_MOST:,} values")
        source = key.source if key else self.place(self.at)
        if self.take("{"):
            children: dict[str, Node] = {}
            self.members(children, depth + 1, "}")
            return Node(source, key, children=children, kind="map")
        if open_only:
            raise _BrokenError("neither `:` nor `=` nor `{` follows a name")
        if self.take("["):
            return Node(source, key, items=tuple(self._items(depth + 1)), kind="list")
        return self._scalar(source, key)

    def _items(self, depth: int) -> list[Node]:
        if depth > _DEEPEST:
            raise _BrokenError(f"it nests deeper than {_DEEPEST} levels")
        items: list[Node] = []
        while True:
            self.blank()
            if self.take("]"):
                return items
            if self.at >= len(self._content):
                raise _BrokenError("a bracket is not closed")
            items.append(self._value(None, depth, open_only=False))

    def _scalar(self, source: Source, key: Value | None) -> Node:
        for pattern, cut in ((_LONG, 3), (_QUOTED, 1)):
            found = pattern.match(self._content, self.at)
            if found:
                self.at = found.end()
                start, end = found.start() + cut, found.end() - cut
                return self._node(source, key, start, end, quoted=True)
        found = _BARE.match(self._content, self.at)
        if not found:
            raise _BrokenError("a value is missing")
        self.at = found.end()
        return self._node(source, key, found.start(), found.start() + len(found[0].rstrip()))

    def _node(
        self, source: Source, key: Value | None, start: int, end: int, *, quoted: bool = False
    ) -> Node:
        written = self._content[start:end].replace('\\"', '"').replace("\\/", "/")
        value = Value.of(written, self.place(start, end))
        if not quoted and written == "null":
            return Node(source, key)
        plain: str | int | bool = written
        if not quoted:
            plain = {"true": True, "false": False}.get(written, written)
            if re.fullmatch(r"-?[0-9]{1,18}", written):
                plain = int(written)
        return Node(source if key else value.source, key, value, plain)

    def _end_of_line(self) -> int:
        found = _LINE_END.search(self._content, self.at)
        return found.end() if found else len(self._content)


def _enter(into: dict[str, Node], names: list[str], node: Node) -> None:
    """Enter a setting; a name with dots makes those around it, the same name is joined."""
    name, rest = names[0], names[1:]
    before = into.get(name)
    if rest:
        inner = dict(before.children) if before else {}
        _enter(inner, rest, node)
        into[name] = Node(node.source, node.key, children=inner, kind="map")
    elif before and before.children and node.kind == "map":
        joined = dict(before.children)
        for key, child in node.children.items():
            _enter(joined, [key], child)
        into[name] = Node(node.source, node.key, children=joined, kind="map")
    else:
        into[name] = node
