r"""`dcache.conf` and layouts: Java properties, in a layout with sections.

The grammar is that of `java.util.Properties`: `key = value`, also with a colon or a blank,
comments begin with `#` or `!`, a backslash at the end of a line continues it.
A layout adds `[domain]` and `[domain/service]` (dCache, `org.dcache.boot.Layout`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tokenlint.services.text import Text
from tokenlint.source import Source

_SECTION = re.compile(r"[ \t]*\[([^\]/]+)(?:/([^\]/]+))?\][ \t]*")
_KEY = re.compile(r"(?:[^\s=:\\]|\\.)*")
_SEPARATOR = re.compile(r"[ \t\f]*[=:]?[ \t\f]*")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.|$)", re.DOTALL)
_NAMED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_DIRECTIVES = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One property as written; `first` and `last` are its lines (from 0)."""

    key: str
    value: str
    text: Text
    first: int
    last: int

    @property
    def source(self) -> Source:
        """The place of the key."""
        return self.place(self.key)

    def place(self, word: str) -> Source:
        """The place of a word of the property; that of its first line where it is not found."""
        for index in range(self.first, self.last + 1):
            column = self.text.lines[index].find(word) if word else -1
            if column >= 0:
                return self.text.at(index, column, column + len(word))
        return self.text.at(self.first)


@dataclass(frozen=True, slots=True)
class Section:
    """`[domain]`, `[domain/service]`, or the part above them, where both are empty."""

    domain: str
    service: str
    source: Source
    entries: tuple[Entry, ...]
    table: Mapping[str, Entry]  # the last entry of each key


@dataclass(frozen=True, slots=True)
class PropertyFile:
    """A file of properties; `templated` tells that a template may add lines to it."""

    text: Text
    sections: tuple[Section, ...]
    templated: bool

    @property
    def open(self) -> bool:
        """Whether a property that is not written here may be there all the same."""
        return self.templated or self.text.embedded


def properties(text: Text) -> PropertyFile:
    """Read a file of properties; any text can be read."""
    sections: list[tuple[str, str, Source, list[Entry]]] = [("", "", text.whole, [])]
    templated = False
    for first, last, line in _logical(text):
        header = _SECTION.fullmatch(line)
        if header:
            source = text.at(first, line.index("["), len(line.rstrip()))
            sections.append((header[1], header[2] or "", source, []))
        elif is_directive(line):
            templated = True
        else:
            templated = templated or "{{" in line or "<%" in line
            sections[-1][3].append(_entry(text, first, last, line))
    made = tuple(
        Section(domain, service, source, tuple(rows), {each.key: each for each in rows})
        for domain, service, source, rows in sections
    )
    return PropertyFile(text, made, templated)


def is_directive(line: str) -> bool:
    """Whether a line is nothing but a template's directive."""
    bare = line.strip()
    if bare in {"...", "…"}:
        return True  # left out by whoever wrote the example
    return any(bare.startswith(start) and bare.endswith(end) for start, end in _DIRECTIVES)


def _logical(text: Text) -> Iterator[tuple[int, int, str]]:
    """First and last line (from 0) and content of each logical line that is no comment."""
    index = 0
    while index < len(text.lines):
        first, line = index, text.lines[index]
        index += 1
        bare = line.lstrip(" \t\f")
        if not bare or bare[0] in "#!":
            continue
        parts = [line]
        while _continued(parts[-1]) and index < len(text.lines):
            parts[-1] = parts[-1][:-1]
            parts.append(text.lines[index].lstrip(" \t\f"))
            index += 1
        yield first, index - 1, "".join(parts)


def _continued(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _entry(text: Text, first: int, last: int, line: str) -> Entry:
    bare = line.strip(" \t\f")
    key = _KEY.match(bare)
    end = key.end() if key else 0
    gap = _SEPARATOR.match(bare, end)
    value = bare[gap.end() if gap else end :]
    return Entry(_unescaped(bare[:end]), _unescaped(value).rstrip(), text, first, last)


def _unescaped(word: str) -> str:
    return _ESCAPE.sub(_sign, word) if "\\" in word else word


def _sign(match: re.Match[str]) -> str:
    sign = match[1]
    if len(sign) == 5 and sign[0] == "u":  # noqa: PLR2004 - u and four digits
        return chr(int(sign[1:], 16))
    return _NAMED.get(sign, sign)
