"""Code frames: the lines of a text that locations point to, with carets and labels beneath.

Works on a YAML file as on the decoded claims of a token, which are often one long line:
then each span is shown in a window of that line. Pure; knows nothing of colours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tokenlint.policy.finding import Location
from tokenlint.report.escape import LOG_COMMAND, one_line, spelled, veil
from tokenlint.report.lines import Line, cells, wrap
from tokenlint.report.place import is_file, rows_of

_ELLIPSIS = "…"
_ROOM_FOR_LABEL = 24  # columns that a label needs beside its carets, else it goes beneath
_LABEL_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Span:
    """A marked part of a line: `start` and `end` count characters from 0, `end` exclusive."""

    line: int
    start: int
    end: int
    label: str
    primary: bool


def frames(
    locations: Sequence[Location], texts: Mapping[str, str], width: int, indent: int = 2
) -> list[Line]:
    """A frame for each file that the locations are in, the primary location's file first."""
    lines: list[Line] = []
    numbered = list(enumerate(locations))
    files = dict.fromkeys(location.source.file for location in locations)
    gutter = indent + max((len(str(location.source.line)) for location in locations), default=1)
    for file in files:
        here = [(number, place) for number, place in numbered if place.source.file == file]
        lines += _head(here[0][1], gutter, width)
        text = rows_of(file, texts)
        lines += _body(_spans(here, text), text, width, gutter)
        lines += _unframed(here, len(text), width, gutter)
    return lines


def _head(location: Location, gutter: int, width: int) -> list[Line]:
    """The place, and inside a token also its pointer where there is room."""
    source = location.source
    head: Line = ((" " * gutter + " ┌─ ", "muted"), (one_line(str(source)), "place"))
    if source.pointer and not is_file(source.file):
        pointer = f"  {one_line(source.pointer)}"
        if sum(cells(text) for text, _ in head) + cells(pointer) <= width:
            return [(*head, (pointer, "muted"))]
    return [head]


def _spans(here: Iterable[tuple[int, Location]], text: Sequence[str]) -> list[_Span]:
    """What can be marked, in the order of the text, equal ones once."""
    found: dict[tuple[int, int, int, str], _Span] = {}
    for number, location in here:
        source = location.source
        if 0 < source.line <= len(text):
            start, end = _extent(source.column, source.end_column, text[source.line - 1])
            key = (source.line, start, end, location.label)
            found.setdefault(key, _Span(source.line, start, end, location.label, number == 0))
    return sorted(found.values(), key=lambda span: (span.line, span.start, span.end))


def _extent(column: int, end_column: int, line: str) -> tuple[int, int]:
    """Start and end of a mark, never outside the line; without a column all of its text."""
    if not column:
        return len(line) - len(line.lstrip()), max(len(line.rstrip()), 1)
    start = min(column - 1, len(line))
    end = end_column - 1 if end_column > column else start + 1
    return start, max(start + 1, min(end, len(line)))


def _body(spans: Sequence[_Span], text: Sequence[str], width: int, gutter: int) -> list[Line]:
    bare: Line = ((" " * gutter + " │", "muted"),)
    lines: list[Line] = [bare] if spans else []
    last = 0
    for number, group in groupby(spans, key=lambda span: span.line):
        if last and number > last + 2:
            lines.append(((" " * gutter + " ┆", "muted"),))
        elif last and number == last + 2:
            lines.append(_code(last + 1, _shown(text[last], 0, width - gutter - 3)[0], gutter))
        lines += _marked(list(group), text[number - 1], width - gutter - 3, gutter)
        last = number
    return [*lines, bare] if spans else []


def _unframed(
    here: Iterable[tuple[int, Location]], length: int, width: int, gutter: int
) -> list[Line]:
    """Labels of places that have no line in the text at hand."""
    lines: list[Line] = []
    for number, place in here:
        if place.source.line and place.source.line <= length:
            continue
        if number and place.source.line:
            lines.append(((" " * gutter + " ├─ ", "muted"), (one_line(str(place.source)), "place")))
        style = "mark2" if number else "mark"
        rows = _label_rows(place.label, width - gutter - 3)
        lines += (((" " * gutter + " │ ", "muted"), (row, style)) for row in rows)
    return lines


def _code(number: int, code: str, gutter: int) -> Line:
    return ((f"{number:>{gutter}}", "muted"), (" │ ", "muted"), (code, "code"))


def _marked(spans: Sequence[_Span], line: str, room: int, gutter: int) -> list[Line]:
    """The line, or the windows of it that the spans need, with the marks beneath."""
    lines: list[Line] = []
    window_end = -1
    begin = 0
    offsets: list[int] = []
    for span in spans:
        if span.end > window_end or span.start < begin:
            begin = _window(line, span, room)
            code, offsets = _shown(line, begin, room)
            window_end = begin + len(offsets) - 1
            lines.append(_code(span.line, code, gutter))
        lines += _mark(span, begin, offsets, room, gutter)
    return lines


def _window(line: str, span: _Span, room: int) -> int:
    """The character where the shown part of a line begins: 0 if all of the span is seen then."""
    widths = [cells(glyph) for glyph in _glyphs(line)]
    behind = span.start >= len(line)  # then the caret needs a column of its own
    if sum(widths) + behind <= room or sum(widths[: span.end]) < room:
        return 0
    begin, before = span.start, 0
    while begin and before + widths[begin - 1] <= room // 3:
        begin -= 1
        before += widths[begin]
    return begin


def _shown(line: str, begin: int, room: int) -> tuple[str, list[int]]:
    """A part of a line in at most `room` columns, and the column of each of its characters.

    The last offset is the column behind the last character.
    """
    glyphs = _glyphs(veil(line))
    shown = _ELLIPSIS if begin else ""
    offsets = []
    for index in range(begin, len(line)):
        glyph = glyphs[index]
        spare = 1 if index + 1 < len(line) else 0
        if cells(shown) + cells(glyph) > room - spare:
            offsets.append(cells(shown))
            return shown + _ELLIPSIS, offsets
        offsets.append(cells(shown))
        shown += glyph
    offsets.append(cells(shown))
    return shown, offsets


def _glyphs(line: str) -> list[str]:
    """How each character is shown; a word that build systems obey is broken at its second `#`."""
    commands = {found.end() for found in LOG_COMMAND.finditer(line)}
    return [r"\x23" if at in commands else _glyph(sign) for at, sign in enumerate(line)]


def _glyph(sign: str) -> str:
    """How one character of the text is shown; a tab takes four columns."""
    if sign == "\t":
        return "    "
    return sign if sign.isprintable() else spelled(sign)


def _mark(span: _Span, begin: int, offsets: Sequence[int], room: int, gutter: int) -> list[Line]:
    first = offsets[min(span.start - begin, len(offsets) - 1)]
    after = offsets[min(span.end - begin, len(offsets) - 1)]
    style = "mark" if span.primary else "mark2"
    marks = ("^" if span.primary else "-") * max(1, after - first)
    column = first + len(marks) + 1
    edge: Line = ((" " * gutter + " │ ", "muted"),)
    if not span.label:
        return [(*edge, (" " * first + marks, style))]
    if cells(one_line(span.label)) <= room - column or room - column >= _ROOM_FOR_LABEL:
        rows = _label_rows(span.label, room - column)
        head: Line = (*edge, (f"{' ' * first}{marks} {rows[0]}", style))
        return [head, *((*edge, (" " * column + row, style)) for row in rows[1:])]
    column = max(0, min(first, room - 2 * _ROOM_FOR_LABEL))
    rows = _label_rows(span.label, room - column)
    under = ((*edge, (" " * column + row, style)) for row in rows)
    return [(*edge, (" " * first + marks, style)), *under]


def _label_rows(label: str, room: int) -> list[str]:
    if not label:
        return []
    rows = wrap(one_line(label), max(_ROOM_FOR_LABEL, room))
    if len(rows) <= _LABEL_ROWS:
        return rows
    return [*rows[:_LABEL_ROWS], _ELLIPSIS]
