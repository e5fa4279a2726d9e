"""INI files as XRootD reads them: with inih, so that they are not what they look like.

Read in the copy of inih that XRootD builds with (jtilly/inih 1b9ee30) and in its subclass
`OverrideINIReader` (XRootD 6.2.1, `XrdSciTokensAccess.cc`):

* an indented line continues the key above and **replaces** its value, whatever stands in it;
* a line is read in parts of 199 characters, and each further part counts as a line;
* the name of a section ends after 49 characters;
* `;` starts a comment after a blank, `#` only at the beginning of a line;
* a line that is neither a section, a comment nor `key = value` stops the whole server.
"""

import re
from dataclasses import dataclass, replace

from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.services.xrootd.templates import without_directives
from tokenlint.source import Source

PART = 199
NAME = 49
_INLINE_COMMENT = re.compile(r"\s;")
_SEPARATOR = re.compile(r"[=:]")


@dataclass(frozen=True, slots=True)
class Item:
    """One `key = value`; `continuation` tells a value that an indented line gave."""

    section: str
    key: Value
    value: Value
    index: int
    continuation: bool = False

    def left_open(self) -> "Item":
        """The item with a value that is not known."""
        return replace(self, value=replace(self.value, known=False))


@dataclass(frozen=True, slots=True)
class Ini:
    """What inih makes of a text.

    `headers` are the sections in the order of the file, with their places;
    `broken` the lines that XRootD refuses; `cut` what of a line is too long for inih;
    `open` tells that a template may bring in lines that are not seen here,
    `templated` that it chooses among those that are.
    """

    items: tuple[Item, ...]
    headers: tuple[Value, ...]
    broken: tuple[Source, ...] = ()
    cut: tuple[Value, ...] = ()
    open: bool = False
    templated: bool = False

    def sections(self) -> list[str]:
        """Names of the sections that hold a key, in the order in which XRootD takes them."""
        names = {item.section for item in self.items}
        return sorted(names, key=lambda name: name.encode("utf-8", "surrogatepass"))

    def by_section(self) -> dict[str, dict[str, Item]]:
        """The last item of each key, by sections and keys in lower case.

        Where a template chooses among several, the value is unknown.
        """
        found: dict[str, dict[str, Item]] = {}
        for item in self.items:
            section = found.setdefault(item.section.lower(), {})
            key = item.key.text.lower()
            open_choice = self.templated and key in section
            section[key] = item.left_open() if open_choice else item
        return found


def read(text: Text) -> Ini:
    """Read a text; never raises."""
    reader = _Reader(text)
    for index, line in text:
        content = line.removeprefix("\ufeff") if index == 0 else line
        body, offset, directive = without_directives(content)
        reader.templated = reader.templated or directive
        if directive and not body.strip():
            continue
        offset += len(line) - len(content)
        for start in range(0, max(len(body), 1), PART):
            reader.line(_Part(index, offset + start, body[start : start + PART]))
        if len(body) > PART:
            place = text.at(index, offset + PART, offset + len(body))
            reader.cut.append(Value.of(body[PART:], place))
    return Ini(
        tuple(reader.items),
        tuple(reader.headers),
        tuple(reader.broken),
        tuple(reader.cut),
        reader.open,
        reader.templated,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A line, or a part of one, and the column at which it begins."""

    index: int
    start: int
    content: str

    @property
    def lead(self) -> int:
        return len(self.content) - len(self.content.lstrip())


class _Reader:
    """The state of inih: the section, and the key that an indented line continues."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.section = ""
        self.previous: Value | None = None
        self.items: list[Item] = []
        self.headers: list[Value] = []
        self.broken: list[Source] = []
        self.cut: list[Value] = []
        self.open = False
        self.templated = False

    def line(self, part: _Part) -> None:
        content = part.content.strip()
        if not content or content[0] in ";#":
            return
        if self.previous is not None and part.lead:
            value = self.value(part, part.lead)
            item = Item(self.section, self.previous, value, part.index, continuation=True)
            self.items.append(item)
        elif content[0] == "[":
            self.header(part)
        else:
            self.pair(part)

    def header(self, part: _Part) -> None:
        start = part.lead + 1
        end = part.content.find("]", start)
        comment = _INLINE_COMMENT.search(part.content, start)
        if end < 0 or (comment and comment.end() - 1 < end):
            self.broken.append(self.text.at(part.index))
            return
        self.section = part.content[start : min(end, start + NAME)]
        self.previous = None
        self.headers.append(Value.of(self.section, self.place(part, start, end)))

    def pair(self, part: _Part) -> None:
        separator = _SEPARATOR.search(part.content)
        comment = _INLINE_COMMENT.search(part.content, part.lead)
        if separator is None or (comment and comment.start() < separator.start()):
            if has_placeholder(part.content):
                self.open = True
            else:
                self.broken.append(self.text.at(part.index))
            return
        start = part.lead
        name = part.content[start : separator.start()].rstrip()
        key = Value.of(name, self.place(part, start, start + len(name)))
        value = self.value(part, separator.end())
        self.items.append(Item(self.section, key, value, part.index))
        self.previous = Value(name[:NAME], key.source, key.known) if name else None

    def value(self, part: _Part, start: int) -> Value:
        """The value that begins at or after `start`, without comment and blanks."""
        rest = part.content[start:]
        lead = len(rest) - len(rest.lstrip())
        comment = _INLINE_COMMENT.search(rest, lead)
        written = rest[lead : comment.start() if comment else len(rest)].rstrip()
        begin = start + lead
        return Value.of(written, self.place(part, begin, begin + len(written)))

    def place(self, part: _Part, start: int, end: int) -> Source:
        return self.text.at(part.index, part.start + start, part.start + end)
