"""A file of the run as text that can be edited and written back without a byte of difference."""

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from tokenlint.credentials.placeholder import has_placeholder
from tokenlint.fix.edit import Edit, NotFixed
from tokenlint.inputs import Found
from tokenlint.source import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NEAR = 200  # characters on the same line that may belong to a placeholder
# What a template engine does with whole lines, so that what stands in them may stand nowhere.
_CONTROL = re.compile(
    r"\{%|<%(?!=)|\{\{[-\s]*(?:if|else|range|with|end|define|block|template|include)\b|^%\s*if\b",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Held:
    """A file of the run, decoded; `mark` is its byte order mark."""

    found: Found
    text: str = field(repr=False)
    mark: bytes = b""
    encoding: str = "utf-8"

    @classmethod
    def of(cls, found: Found) -> "Held | None":
        """The text of a file; None where its bytes are no text that can be written back."""
        mark, encoding = next(
            ((mark, name) for mark, name in _MARKS if found.data.startswith(mark)), (b"", "utf-8")
        )
        try:
            text = found.data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            return None
        return cls(found, text, mark, encoding)

    @property
    def name(self) -> str:
        """The file as the user gave it, and as findings name it."""
        return str(self.found.path)

    def with_text(self, text: str) -> Self:
        """The same file with another text."""
        data = self.mark + text.encode(self.encoding)
        return replace(self, found=replace(self.found, data=data), text=text)

    def bytes_before(self, offset: int) -> int:
        """The offset of a character in the bytes of the file."""
        return len(self.mark) + len(self.text[:offset].encode(self.encoding))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column, both counted from 1; raises NotFixed outside."""
        if not 0 < line <= len(self._starts) or column < 1:
            raise NotFixed("the place of the finding is not known")
        return min(self._starts[line - 1] + column - 1, len(self.text))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, source: Source) -> tuple[int, int]:
        """Start and end of a place that lies on one line; raises NotFixed for any other."""
        if not source.end_column or source.end_column <= source.column:
            raise NotFixed("the place of the finding is not known to the letter")
        start = self.offset(source.line, source.column)
        return start, start + source.end_column - source.column

    def line_around(self, offset: int) -> tuple[int, int, int]:
        """Where the line around an offset begins, ends, and where the next one begins."""
        line, _ = self.place(offset)
        begin = self._starts[line - 1]
        following = self._starts[line] if line < len(self._starts) else len(self.text)
        end = begin + len(self.text[begin:following].rstrip("\r\n"))
        return begin, end, following

    def is_last(self, offset: int) -> bool:
        """Whether the line around an offset is the last one, and has no line end."""
        _, end, following = self.line_around(offset)
        return end == following

    def without_line(self, offset: int, *, back: bool = False) -> Edit:
        """Takes out the line around an offset with its line end, or `back`, with the one before.

        The last line of a file without a line end always takes the one before along.
        """
        begin, end, following = self.line_around(offset)
        if (back or self.is_last(offset)) and begin:
            return Edit(self.line_around(begin - 1)[1], end)
        return Edit(begin, following)

    def newline(self, offset: int) -> str:
        """The line end of the line around an offset; for a last line, that of the first."""
        _, end, following = self.line_around(offset)
        first = _LINE_END.search(self.text)
        return self.text[end:following] or (first[0] if first else "\n")

    @cached_property
    def _controlled(self) -> bool:
        return _CONTROL.search(self.text) is not None

    def refuse_placeholders(self, edits: tuple[Edit, ...]) -> None:
        """Raise NotFixed where something else fills in or leaves out what an edit touches."""
        if self._controlled:
            raise NotFixed(
                "the file is a template with conditions or loops, and what comes out is not known"
            )
        for edit in edits:
            begin = max(self.line_around(edit.start)[0], edit.start - _NEAR)
            end = min(self.line_around(edit.end)[1], edit.end + _NEAR)
            if has_placeholder(self.text[begin : max(end, edit.end)]):
                raise NotFixed("a placeholder of a template stands there, and is not touched")
