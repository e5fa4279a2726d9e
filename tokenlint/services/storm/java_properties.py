"""Java properties as `java.util.Properties.load` reads them, with the place of every character.

Source: the documentation of that method. A line that ends with an odd number of backslashes
goes on in the next one, whose leading blanks are dropped; `#` and `!` begin a comment only
as the first sign of a line; a key ends at the first unescaped `=`, `:` or blank;
a key that is written twice has the value of its last line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Problem, Source

_BLANK = " \t\f"
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_SEPARATOR = re.compile(r"[=: \t\f]")
_BETWEEN = re.compile(r"[ \t\f]*(?:[=:][ \t\f]*)?")
_LONGEST = 200_000  # characters that are taken apart one by one

Spot = tuple[int, int]  # line and column, both from 0


@dataclass(frozen=True)
class Written:
    """A key or a value without its escapes; `spots` where its characters stand, if not in a row."""

    text: str
    start: Spot
    spots: tuple[Spot, ...] = ()

    def spot(self, index: int) -> Spot:
        """Where a character stands; the end of the text is one column behind the last one."""
        if not self.spots:
            return self.start[0], self.start[1] + index
        if index < len(self.spots):
            return self.spots[index]
        line, column = self.spots[-1]
        return line, column + 1

    def source(self, text: Text, start: int, end: int) -> Source:
        """The place of characters `start` to `end` (exclusive) in the text that they stand in."""
        line, column = self.spot(start)
        last_line, last = self.spot(end - 1) if end > start else (line, column - 1)
        return text.at(line, column, last + 1 if last_line == line else 0)


@dataclass(frozen=True)
class Property:
    """One key with its value; `end` tells the value's trailing blanks, which Java keeps."""

    key: Value
    value: Value
    written: Written

    def items(self, text: Text) -> tuple[Value, ...]:
        """The values between commas, without blanks around them; empty ones are dropped."""
        found: list[Value] = []
        start = 0
        for part in self.written.text.split(","):
            bare = part.strip()
            if bare:
                first = start + len(part) - len(part.lstrip())
                source = self.written.source(text, first, first + len(bare))
                found.append(Value.of(bare, source))
            start += len(part) + 1
        return tuple(found)


@dataclass(frozen=True)
class Properties:
    """All properties of a text in their order; `open` tells that a template may bring more."""

    properties: tuple[Property, ...]
    problems: tuple[Problem, ...]
    open: bool = False


def read(text: Text) -> Properties:
    """Read properties; a broken Unicode escape is a problem, as Java then refuses the file."""
    found: list[Property] = []
    problems: list[Problem] = []
    opened = False
    for first, last in _logical_lines(text.lines):
        line = text.lines[first]
        if is_directive(line):
            opened = True
            continue
        if _is_too_long(text.lines, first, last):
            problems.append(_too_long(text, first))
            continue
        key, value, broken = _pair(text.lines, first, last)
        if broken:
            problems.append(_broken_escape(text, first))
        found.append(_property(text, key, value))
    return Properties(tuple(found), tuple(problems), opened)


def _property(text: Text, key: Written, value: Written) -> Property:
    name = Value.of(key.text, key.source(text, 0, len(key.text)))
    end = len(value.text.rstrip())
    source = value.source(text, 0, end) if value.text else name.source
    known = not has_placeholder(value.text)
    return Property(name, Value(value.text, source, known), value)


def _broken_escape(text: Text, line: int) -> Problem:
    reason = "`\\u` without four hexadecimal digits: Java refuses the whole file"
    return Problem("syntax", text.at(line), reason, "write `\\\\` for a backslash")


def _is_too_long(lines: tuple[str, ...], first: int, last: int) -> bool:
    length = sum(len(lines[number]) for number in range(first, last + 1))
    return length > _LONGEST and not _is_plain(lines, first, last)


def _too_long(text: Text, line: int) -> Problem:
    reason = f"a property of more than {_LONGEST:,} characters is not read"
    return Problem("limit", text.at(line), reason, "make the value shorter")


def _logical_lines(lines: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """First and last line of each property; comments and blank lines are left out."""
    index = 0
    while index < len(lines):
        first = index
        bare = lines[index].lstrip(_BLANK)
        index += 1
        if not bare or bare[0] in "#!":
            continue
        while index < len(lines) and _continues(lines[index - 1]):
            index += 1
        yield first, index - 1


def _continues(line: str) -> bool:
    return line.endswith("\\") and (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _pair(lines: tuple[str, ...], first: int, last: int) -> tuple[Written, Written, bool]:
    """Key, value, and whether an escape is broken."""
    line = lines[first]
    if _is_plain(lines, first, last):
        start = len(line) - len(line.lstrip(_BLANK))
        end, begin = _split(line, start)
        key, value = Written(line[start:end], (first, start)), Written(line[begin:], (first, begin))
        return key, value, False
    signs, spots, broken = _unescaped(lines, first, last)
    # An escaped sign separates nothing, so any letter may stand for it here.
    end, begin = _split("".join("x" if escaped else sign for sign, escaped in signs), 0)
    return _written(signs, spots, 0, end), _written(signs, spots, begin, len(signs)), broken


def _is_plain(lines: tuple[str, ...], first: int, last: int) -> bool:
    return first == last and "\\" not in lines[first]


def _written(signs: list[tuple[str, bool]], spots: list[Spot], start: int, end: int) -> Written:
    text = "".join(sign for sign, _ in signs[start:end])
    where = spots[start] if start < len(spots) else spots[-1] if spots else (0, 0)
    return Written(text, where, tuple(spots[start:end]))


def _split(line: str, start: int) -> tuple[int, int]:
    """Where the key ends and where the value begins."""
    found = _SEPARATOR.search(line, start)
    end = found.start() if found else len(line)
    between = _BETWEEN.match(line, end)
    return end, between.end() if between else end


def _unescaped(
    lines: tuple[str, ...], first: int, last: int
) -> tuple[list[tuple[str, bool]], list[Spot], bool]:
    """The signs of a logical line, each with whether it was escaped and where it stands."""
    signs: list[tuple[str, bool]] = []
    spots: list[Spot] = []
    broken = False
    for number in range(first, last + 1):
        line = lines[number][:-1] if _continues(lines[number]) else lines[number]
        column = len(line) - len(line.lstrip(_BLANK))
        while column < len(line):
            sign, width, bad = _sign(line, column)
            broken = broken or bad
            if sign:
                signs.append((sign, width > 1))
                spots.append((number, column))
            column += width
    return signs, spots, broken


def _sign(line: str, column: int) -> tuple[str, int, bool]:
    """One sign, how many columns it takes, and whether its escape is broken."""
    if line[column] != "\\":
        return line[column], 1, False
    letter = line[column + 1 : column + 2]
    if letter != "u":
        return _ESCAPES.get(letter, letter), 2, False
    digits = line[column + 2 : column + 6]
    if not _HEX.fullmatch(digits):
        return "u", 2, True
    return chr(int(digits, 16)), 6, False
