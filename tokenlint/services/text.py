"""Text with true places: a file, or a text that stands inside another one.

A text inside a YAML scalar or a fenced block keeps the lines and columns of the file around it,
so that every value of a configuration can be shown where it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from tokenlint.source import Source

_LINE_END = re.compile(r"\r\n|\r|\n")
_WRAPPED = re.compile(
    r"\.(?:template|tmpl|tpl|gotmpl|erb|epp|j2|jinja2?|in|sample|example|dist|bak|rpmnew|rpmsave)$"
)


@dataclass(frozen=True)
class Text:
    """A configuration's text; `file` is shown, `name` is what the product would call the file.

    `line` is the line of the file on which the text begins, `indent` the columns to the left of it.
    Where the text was folded or escaped (`exact` false), only the beginning is known.
    `embedded` tells a text inside another one: a snippet may lack what stands elsewhere.
    """

    file: str
    name: str
    content: str = field(repr=False)
    line: int = 1
    indent: int = 0
    exact: bool = True
    embedded: bool = False

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends, which are LF, CRLF or CR."""
        return tuple(_LINE_END.split(self.content))

    @cached_property
    def bare_name(self) -> str:
        """The name in lower case, without what template engines and packagers append to it."""
        name = self.name.casefold()
        while _WRAPPED.search(name):
            name = name.rpartition(".")[0]
        return name

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts of the file's path."""
        return PurePosixPath(self.file).parts

    @cached_property
    def folder(self) -> str:
        """The folder of the file, `` for none."""
        parent = str(PurePosixPath(self.file).parent)
        return "" if parent == "." else parent

    def at(self, index: int, start: int = 0, end: int = 0) -> Source:
        """The place of characters `start` to `end` (from 0, exclusive) of line `index` (from 0)."""
        if not self.exact:
            return Source(self.file, self.line)
        last = self.indent + end + 1 if end > start else 0
        return Source(self.file, self.line + index, self.indent + start + 1, last)

    @property
    def whole(self) -> Source:
        """The text as a whole."""
        return Source(self.file, self.line if self.embedded else 0)

    def find(self, word: str, index: int, start: int = 0) -> Source:
        """The place of a word on a line; the line where the word is not found."""
        column = self.lines[index].find(word, start) if word else -1
        if column < 0:
            return self.at(index)
        return self.at(index, column, column + len(word))

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Index (from 0) and text of each line."""
        return enumerate(self.lines)
