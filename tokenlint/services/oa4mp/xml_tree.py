"""XML as elements with the place of every attribute and text.

Entities are not expanded: a file that declares any is refused, and none is fetched.
Where a file is broken, what stands before the break is kept.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from tokenlint.services.structured.yaml_templates import readable
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Problem, Source

_ATTRIBUTE = re.compile(r"\s+([^\s=<>/\"']+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_LINE_END = re.compile(r"\r\n|\r|\n")
_GAP = re.compile(r"\{[A-Z][A-Z0-9_]*\}")  # `{HOSTNAME}`, which an installer fills in
_DEEPEST = 60
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an element."""

    name: Value
    value: Value


@dataclass(frozen=True)
class Element:
    """An element; `text` is what stands directly in it, without blanks around it.

    `span` are the characters of the file from the beginning of that text to its end.
    """

    name: str
    source: Source
    attributes: Mapping[str, Attribute]
    children: tuple["Element", ...] = ()
    text: Value | None = None
    span: tuple[int, int] = (0, 0)

    def get(self, name: str) -> Value | None:
        """The value of an attribute, None where it is not written."""
        found = self.attributes.get(name)
        return found.value if found else None

    def all(self, name: str) -> Iterator["Element"]:
        """The elements of this name directly below."""
        return (child for child in self.children if child.name == name)

    def first(self, *names: str) -> "Element | None":
        """The first element below along a path of names."""
        element: Element | None = self
        for name in names:
            element = next(element.all(name), None) if element else None
        return element


@dataclass
class _Open:
    name: str
    source: Source
    attributes: Mapping[str, Attribute]
    children: list[Element] = field(default_factory=list)
    parts: list[tuple[int, str]] = field(default_factory=list)


class _RefusedError(Exception):
    """The file asks for something that is not done."""


def read_xml(text: Text) -> tuple[Element | None, tuple[Problem, ...]]:
    """The root element, and what is wrong; never raises."""
    reader = _Reader(text)
    problem = reader.read()
    return reader.root, (problem,) if problem else ()


class _Reader:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._content = _without_directives(text.content)
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text.content))]
        self._stack: list[_Open] = []
        self._count = 0
        self.root: Element | None = None
        self._parser = expat.ParserCreate("iso-8859-1")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity

    def read(self) -> Problem | None:
        problem = None
        try:
            # One byte for each character, so that the parser's offsets are ours.
            self._parser.Parse(self._content.encode("latin-1", "replace"), True)
        except expat.ExpatError as error:
            place = self._place(self._parser.ErrorByteIndex)
            reason = f"this is no XML: {expat.ErrorString(error.code)}"
            problem = Problem("syntax", place, reason, "mend it here")
        except _RefusedError as error:
            place = self._place(self._parser.CurrentByteIndex)
            problem = Problem("limit", place, str(error), "write the file without it")
        while self._stack:
            self._end(self._stack[-1].name)
        return problem

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._stack) >= _DEEPEST or self._count > _MOST:
            raise _RefusedError(
                f"it nests deeper than {_DEEPEST} levels, or has over {_MOST:,} elements"
            )
        at = self._parser.CurrentByteIndex
        source = self._place(at + 1, at + 1 + len(name))
        places = self._attributes(at + 1 + len(name), attributes)
        self._stack.append(_Open(name, source, places))

    def _attributes(self, at: int, given: Mapping[str, str]) -> dict[str, Attribute]:
        found: dict[str, Attribute] = {}
        while len(found) < len(given) and (match := _ATTRIBUTE.match(self._content, at)):
            at = match.end()
            which = 2 if match[2] is not None else 3
            name = Value(match[1], self._place(match.start(1), match.end(1)))
            start, end = match.span(which)
            raw = self._text.content[start:end]
            text = raw if "&" not in raw else given.get(match[1], raw)
            found[match[1]] = Attribute(name, self._value(text, start, end))
        return found

    def _characters(self, data: str) -> None:
        if self._stack:
            self._stack[-1].parts.append((self._parser.CurrentByteIndex, data))

    def _end(self, name: str) -> None:
        del name
        closed = self._stack.pop()
        text, span = self._joined(closed.parts)
        element = Element(
            closed.name, closed.source, closed.attributes, tuple(closed.children), text, span
        )
        if self._stack:
            self._stack[-1].children.append(element)
        else:
            self.root = element

    def _joined(self, parts: list[tuple[int, str]]) -> tuple[Value | None, tuple[int, int]]:
        written = [(at, data) for at, data in parts if data.strip()]
        if not written:
            return None, (0, 0)
        first, last = written[0], written[-1]
        start = first[0] + len(first[1]) - len(first[1].lstrip())
        end = last[0] + len(last[1].rstrip())
        raw = self._text.content[start:end]
        joined = "".join(data for _, data in parts).strip()
        # What stands in the file, where nothing in it is an entity, a comment or an element.
        text = raw if len(raw) == len(joined) else joined
        return self._value(text, start, end), (start, end)

    def _value(self, text: str, start: int, end: int) -> Value:
        known = not has_placeholder(text) and not _GAP.search(text)
        return Value(text, self._place(start, end), known)

    def _entity(self, *declared: object) -> None:
        del declared
        raise _RefusedError("it declares entities, which are not expanded")

    def _place(self, start: int, end: int = 0) -> Source:
        index = bisect_right(self._starts, start) - 1
        column = start - self._starts[index]
        last = end - self._starts[index]
        width = len(self._text.lines[index]) if index < len(self._text.lines) else 0
        return self._text.at(index, column, last if last <= width else 0)


def _without_directives(content: str) -> str:
    """The text with blanks in the place of lines that are nothing but a template's directive."""
    lines = readable(content)[0].split("\n")
    written = content.split("\n")
    return "\n".join(one.ljust(len(other)) for one, other in zip(lines, written, strict=True))


def inner(text: Text, element: Element) -> Text:
    """The text of an element as a text of its own, with true places.

    All around it is blank: what is read there knows no other blanks than these.
    """
    start, end = element.span
    starts = [0, *(found.end() for found in _LINE_END.finditer(text.content, 0, start))]
    content = " " * (start - starts[-1]) + text.content[start:end]
    line = text.line + len(starts) - 1
    return Text(text.file, text.name, content, line, text.indent, text.exact, text.embedded)
