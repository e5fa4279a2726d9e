"""A JSON list of objects, read so that every member keeps its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecoder

from tokenlint.services.structured.json_cursor import Cursor
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

_DECODER = JSONDecoder(strict=False)


class NotJson(Exception):
    """The text is no list of objects; `line` (from 0) is where that shows."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object; `value` is a string, number, list, ... as read."""

    key: Value
    value: object
    source: Source


@dataclass(frozen=True, slots=True)
class Element:
    """An object of the list, its members in their order, doubled ones too."""

    members: tuple[Member, ...]
    source: Source


def listed(text: Text) -> Iterator[Element]:
    """The objects of the list that the text is.

    Raises:
        NotJson: where the text breaks off, or an element is no object.
    """
    reader = _Reader(text)
    yield from reader.elements()


class _Reader(Cursor):
    def __init__(self, text: Text) -> None:
        super().__init__(text.content)
        self.text = text

    def elements(self) -> Iterator[Element]:
        self.expect("[", "its top level is not a list")
        if self.take("]"):
            return
        while True:
            yield self.element()
            if self.take("]"):
                return
            self.expect(",", "a comma or the end of the list is missing")

    def element(self) -> Element:
        self.space()
        source = self.text.at(self.line(self.at))
        self.expect("{", "an element of the list is not an object")
        found: list[Member] = []
        while not self.take("}"):
            if found:
                self.expect(",", "a comma or the end of the object is missing")
            found.append(self.member())
        return Element(tuple(found), source)

    def member(self) -> Member:
        start, key = self.value()
        if not isinstance(key, str):
            raise NotJson(self.line(start), "the name of a member is not a string")
        name = Value.of(key, self.place(start, self.at))
        self.expect(":", "a colon is missing")
        start, value = self.value()
        return Member(name, value, self.place(start, self.at))

    def value(self) -> tuple[int, object]:
        """A value, and where it begins."""
        self.space()
        start = self.at
        try:
            value, self.at = _DECODER.raw_decode(self.content, start)
        except (ValueError, RecursionError) as error:
            raise NotJson(self.line(start), "it is not JSON") from error
        return start, value

    def expect(self, sign: str, reason: str) -> None:
        if not self.take(sign):
            raise NotJson(self.line(self.at), reason)

    def line(self, offset: int) -> int:
        return self.line_and_column(offset)[0]

    def place(self, start: int, end: int) -> Source:
        """The place of a part of the text, without the quotes of a string."""
        if self.content.startswith('"', start):
            start, end = start + 1, end - 1
        line, column = self.line_and_column(start)
        return self.text.at(line, column, column + end - start)
