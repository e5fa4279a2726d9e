"""Where something was read, and what could not be read.

A `Pointer` is an RFC 6901 JSON pointer into a document.
Places are symbolic first (a pointer) and become a line and a column only when they are shown.
"""

from dataclasses import dataclass

Pointer = str


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a file: line and column count from 1; 0 means the file as a whole.

    `file` is the path as the user gave it, `-` for standard input,
    or a name in angle brackets for what is no file (`<BEARER_TOKEN>`).
    """

    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0  # exclusive; 0: unknown
    pointer: Pointer = ""

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or evaluated, so the picture is incomplete.

    `kind` is a stable word for machines (`unreadable`, `syntax`, `schema`, `engine`, ...),
    `reason` says what is wrong, `advice` what to do about it.
    """

    kind: str
    source: Source
    reason: str
    advice: str = ""
