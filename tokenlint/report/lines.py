"""Lines of styled text: laid out once, then written plainly or with colours.

A piece is a text and the name of its style, a line is a sequence of pieces.
rich is imported only where colours are asked for.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from tokenlint.report.escape import log_line
from tokenlint.report.view import View

Piece = tuple[str, str]
Line = tuple[Piece, ...]

STYLES = {
    "critical": "bold white on red",
    "high": "bold red",
    "medium": "bold yellow",
    "low": "bold cyan",
    "info": "bold blue",
    "error": "bold white on red",
    "good": "bold green",
    "strong": "bold",
    "muted": "bright_black",
    "place": "cyan",
    "code": "",
    "mark": "bold red",
    "mark2": "bold blue",
    "need": "blue",
    "excess": "yellow",
    "lack": "magenta",
    "proxy": "bold",
    "": "",
}

_ASCII = str.maketrans(
    {
        "✗": "x",
        "│": "|",
        "┌": ",",
        "─": "-",
        "┆": ":",
        "━": "=",
        "█": "#",
        "▒": "%",
        "░": "o",
        "·": ".",
    }
    | {"▓": "#", "◆": "*", "├": "+", "…": "~", "✓": "+", "└": "+", "┴": "+", "┄": "."}
    | {"✱": "&"}
)


def cells(text: str) -> int:
    """Columns that a text takes on a terminal: 2 for wide characters, 0 for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(sign) for sign in text)


def _cells_of(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """Break at spaces into rows of at most `width` columns; a longer word is broken within."""
    rows, row = [], ""
    for word in text.split(" "):
        joined = f"{row} {word}" if row else word
        if _taken(joined) <= width:
            row = joined
            continue
        rows.extend([row] if row else [])
        *full, row = _chunks(word, width)
        rows.extend(full)
    return [*rows, row]


def _taken(row: str) -> int:
    """Columns of a row once it is written: what a build system would obey is escaped there."""
    return cells(row if not row.startswith("::") else log_line(row))


def _chunks(word: str, width: int) -> list[str]:
    chunks, chunk = [], ""
    for sign in word:
        if chunk and _taken(chunk + sign) > width:
            chunks.append(chunk)
            chunk = ""
        chunk += sign
    return [*chunks, chunk]


def paragraph(text: str, width: int, *, first: Line, indent: int, style: str = "") -> list[Line]:
    """Wrapped text behind `first`; later rows are indented by `indent` columns."""
    rows = wrap(text, max(20, width - indent))
    lead = ((" " * indent, ""),)
    return [(*(lead if number else first), (row, style)) for number, row in enumerate(rows)]


def write(lines: Iterable[Line], view: View) -> str:
    """The lines as text, each ended by a line feed and safe for the log of a build."""
    safe = [_tidy(line, view) for line in lines]
    if view.colour:
        return _painted(safe)
    return "".join("".join(text for text, _ in line) + "\n" for line in safe)


def _tidy(line: Line, view: View) -> Line:
    """Without trailing blanks, in the view's characters, and no command for a build system."""
    pieces = [(text if view.unicode else text.translate(_ASCII), style) for text, style in line]
    whole = "".join(text for text, _ in pieces)
    if log_line(whole) != whole:
        return ((log_line(whole), pieces[-1][1]),)
    while pieces and not pieces[-1][0].rstrip(" "):
        pieces.pop()
    if pieces:
        pieces[-1] = (pieces[-1][0].rstrip(" "), pieces[-1][1])
    return tuple(pieces)


def _painted(lines: Sequence[Line]) -> str:
    """With escape sequences for the sixteen colours that every terminal lets its user choose."""
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(definition) for name, definition in STYLES.items()}
    rows = (
        "".join(
            styles[name].render("".join(text for text, _ in run), color_system=ColorSystem.STANDARD)
            for name, run in groupby(line, key=lambda piece: piece[1])
        )
        for line in lines
    )
    return "".join(f"{row}\n" for row in rows)
