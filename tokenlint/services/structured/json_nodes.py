"""JSON with the place of everything, as the same nodes that YAML becomes (RFC 8259).

YAML parsers read most JSON, but not with tabs for indentation, and they are slower.
Comments, single quotes and trailing commas are no JSON. Of a member that is there twice
the last counts, as in most parsers, and the text has a problem.
"""

import json
import re
from collections.abc import Callable

from tokenlint.services.structured.json_cursor import Cursor
from tokenlint.source import Problem, Source
from tokenlint.workflows.scalars import resolve
from tokenlint.workflows.yaml_nodes import Content, Entry, Mapping, Scalar, Sequence

_DEEPEST = 60
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+"')
_PLAIN = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class NotJson(Exception):
    """The text is no JSON; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column


def json_document(content: str, file: str) -> tuple[Content, tuple[Problem, ...]]:
    """The one value that the text is, and members that are there twice.

    Raises:
        NotJson: at the first place that is no JSON.
    """
    reader = _Reader(content, file)
    node = reader.value(0)
    reader.end()
    return node, tuple(reader.problems)


class _Reader(Cursor):
    def __init__(self, content: str, file: str) -> None:
        super().__init__(content)
        self.file = file
        self.problems: list[Problem] = []

    def value(self, depth: int) -> Content:
        self.space()
        sign = self.content[self.at : self.at + 1]
        if depth > _DEEPEST:
            raise self.wrong(f"it nests deeper than {_DEEPEST} levels")
        if sign == "{":
            return self.mapping(depth)
        return self.sequence(depth) if sign == "[" else self.scalar()

    def scalar(self) -> Scalar:
        start = self.at
        found = _STRING.match(self.content, start)
        if found:
            self.at = found.end()
            text = json.loads(found[0])
            return Scalar(text, text, *self.span(start))
        plain = _PLAIN.match(self.content, start)
        if plain is None:
            raise self.wrong("a value is expected here")
        self.at = plain.end()
        return Scalar(resolve(plain[0]), plain[0], *self.span(start))

    def mapping(self, depth: int) -> Mapping:
        start = self.at
        entries: dict[str, Entry] = {}

        def member() -> None:
            self.space()
            if self.content[self.at : self.at + 1] != '"':
                raise self.wrong("the name of a member, in double quotes, is expected here")
            key = self.scalar()
            self.expect(":")
            if key.text in entries:
                self.twice(key)
            entries[key.text] = Entry(key, self.value(depth + 1))

        self.listed("}", member)
        return Mapping(entries, *self.span(start))

    def sequence(self, depth: int) -> Sequence:
        start = self.at
        items: list[Content] = []
        self.listed("]", lambda: items.append(self.value(depth + 1)))
        return Sequence(tuple(items), *self.span(start))

    def listed(self, closing: str, read: Callable[[], None]) -> None:
        """What stands between brackets, with commas."""
        self.at += 1
        if self.take(closing):
            return
        read()
        while not self.take(closing):
            if not self.take(","):
                raise self.wrong(f"a comma or {closing} is expected here")
            read()

    def twice(self, key: Scalar) -> None:
        self.problems.append(
            Problem(
                "duplicate",
                Source(self.file, key.line, key.column, key.end_column),
                f"{key.text[:40]} is there twice in one object; for most parsers the last counts",
                "keep one of them",
            )
        )

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.wrong(f"{sign} is expected here")

    def end(self) -> None:
        self.space()
        if self.at < len(self.content):
            raise self.wrong("something follows behind the end of the value")

    def wrong(self, reason: str) -> NotJson:
        line, column = self.place(self.at)
        return NotJson(line, column, reason)

    def place(self, offset: int) -> tuple[int, int]:
        line, column = self.line_and_column(offset)
        return line + 1, column + 1

    def span(self, start: int) -> tuple[int, int, int, int]:
        return (*self.place(start), *self.place(self.at))
