"""A position in a JSON text, and which line it is on."""

import re
from bisect import bisect_right

_SPACE = re.compile(r"[ \t\n\r]*")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Cursor:
    """Steps through a text; `at` counts characters, lines and columns count from 0."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.at = 1 if content.startswith("\ufeff") else 0
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(content))]

    def space(self) -> None:
        """Step over white space (RFC 8259 section 2)."""
        found = _SPACE.match(self.content, self.at)
        self.at = found.end() if found else self.at

    def take(self, sign: str) -> bool:
        """Step over a sign, and white space before it; False where another one stands."""
        self.space()
        if self.content.startswith(sign, self.at):
            self.at += 1
            return True
        return False

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where a character stands."""
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]
