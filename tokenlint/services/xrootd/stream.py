"""Lines of XRootD's own kind of file (`xrootd.cfg`, `authdb`), read into words.

Follows `XrdOucStream::GetWord` of XRootD 6.2.1: blanks and tabs divide words,
a line whose first sign is `#` is a comment (and nothing else is),
a line that ends with a backslash goes on in the next line that is neither blank nor a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.templates import conditions_opened, without_directives
from tokenlint.source import Source

# What a template engine writes out, or what a document leaves open, may hold blanks.
_WORD = re.compile(r"(?:\{\{[^{}\n]{0,200}\}\}|<%=[^%\n]{0,200}%>|<[A-Za-z][^<>\n]{0,60}>|[^ \t])+")


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a line and of those that continue it; never empty.

    `optional` tells a line that a template writes under a condition only.
    """

    text: Text
    index: int
    words: tuple[Value, ...]
    optional: bool = False

    @property
    def first(self) -> str:
        """The first word."""
        return self.words[0].text

    @property
    def source(self) -> Source:
        """The place of the first word."""
        return self.words[0].source


def lines(text: Text) -> Iterator[Line]:
    """The lines of a text that hold words."""
    begun: list[Value] = []
    start = depth = 0
    continued = optional = False
    for index, written in text:
        depth = max(0, depth + conditions_opened(written))
        body, offset, _ = without_directives(written)
        words = _words(text, index, body.rstrip(" \t"), offset)
        if not words or words[0].text.startswith("#"):
            continue
        if not continued:
            if begun:
                yield Line(text, start, tuple(begun), optional)
            begun, start, optional = [], index, depth > 0
        continued = body.rstrip(" \t").endswith("\\")
        begun += _without_backslash(words) if continued else words
    if begun:
        yield Line(text, start, tuple(begun), optional)


def _words(text: Text, index: int, body: str, offset: int) -> list[Value]:
    return [
        Value.of(found[0], text.at(index, offset + found.start(), offset + found.end()))
        for found in _WORD.finditer(body.removeprefix("\ufeff") if index == 0 else body)
    ]


def _without_backslash(words: list[Value]) -> list[Value]:
    last = words[-1]
    rest = [Value.of(last.text[:-1], last.source)] if len(last.text) > 1 else []
    return [*words[:-1], *rest]
