"""A table of a probe as lines: it fits into the width, in several parts where it must."""

from collections.abc import Iterable, Iterator, Sequence

from tokenlint.probe.cell import Verdict
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, Piece, cells, wrap
from tokenlint.report.probe.grid import Row, Table
from tokenlint.report.probe.words import GRAVE, MEANING, NO_CELL, SIGNS, STYLES, places
from tokenlint.report.view import View

_MARGIN = 2
_GAP = 2
_NARROW, _BROAD = 20, 34  # columns of the terminal for the names of rows
_LONGEST_HEAD = 10
_MEANING = 13  # column where the meaning of a name begins


def lines(table: Table, view: View) -> Iterator[Line]:
    """The table with its heads, each part behind the other, then what short names stand for."""
    heads = [_head(column.name) for column in table.columns]
    widths = [_width(head, table, number) + _GAP for number, head in enumerate(heads)]
    names = max((_indent(row) + cells(one_line(row.name)) for row in table.rows), default=0)
    names = max(names, len(table.corner))
    if names > _label(widths, view.width):  # closer, so that fewer names are broken
        widths = [width - 1 for width in widths]
    label = min(names, _label(widths, view.width))
    for part in _parts(widths, view.width - _MARGIN - label):
        yield from _part(table, part, heads, widths, label, view.width)
        yield ()
    shortened = [row for row in table.rows if _name(row, label) != one_line(row.name)]
    told = [(each.name, each.title) for each in table.columns]
    yield from _names([*told, *((_name(row, label), row.name) for row in shortened)], view)


def _name(row: Row, label: int) -> str:
    """The name of a row as it is shown: the short one where that alone fits into a line."""
    name, short = one_line(row.name), one_line(row.short)
    room = label - _indent(row)
    return short if cells(short) <= room < cells(name) else name


def _head(name: str) -> list[str]:
    """A short name broken at its hyphens, and within where a part is too long."""
    parts = one_line(name).replace("-", " ").split() or [""]
    return [row for part in parts for row in wrap(part, _LONGEST_HEAD)]


def _width(head: Sequence[str], table: Table, number: int) -> int:
    signs = (_sign(row.verdicts()[number]) for row in table.rows)
    return max(*map(cells, head), *map(len, signs), 0)


def _indent(row: Row) -> int:
    return 1 if row.group else 0


def _label(widths: Sequence[int], width: int) -> int:
    """Room for the names of rows: what the columns leave, within bounds."""
    return max(_NARROW, min(_BROAD, width - _MARGIN - sum(widths)))


def _parts(widths: Sequence[int], room: int) -> Iterator[range]:
    """Columns that fit beside the names; at least one at a time."""
    start, taken = 0, 0
    for number, width in enumerate(widths):
        if taken + width > room and number > start:
            yield range(start, number)
            start, taken = number, 0
        taken += width
    if widths:
        yield range(start, len(widths))


def _part(
    table: Table,
    part: range,
    heads: Sequence[list[str]],
    widths: Sequence[int],
    label: int,
    width: int,
) -> Iterator[Line]:
    height = max(len(heads[number]) for number in part)
    for level in range(height):
        corner = table.corner if level == height - 1 else ""
        rows = [["", *[""] * (height - len(heads[n])), *heads[n]][level + 1] for n in part]
        texts = (_right(text, widths[n]) for n, text in zip(part, rows, strict=True))
        yield ((" " * _MARGIN + f"{corner:<{label}}", "muted"), ("".join(texts), "strong"))
    group = ""
    for row in table.rows:
        if row.group != group:
            group = row.group
            for text in wrap(one_line(group), width - _MARGIN):
                yield ((" " * _MARGIN, ""), (text, "strong"))
        yield from _row(row, part, widths, label)


def _row(row: Row, part: range, widths: Sequence[int], label: int) -> Iterable[Line]:
    indent = _indent(row)
    name, *rest = wrap(_name(row, label), label - indent)
    gap = " " * (label - indent - cells(name))
    verdicts = row.verdicts()
    grave = any(verdicts[n] in GRAVE for n in part)
    mark: Piece = ("! " if grave else " " * _MARGIN, "high")
    signs = (piece for n in part for piece in _cell(verdicts[n], widths[n]))
    style = "strong" if grave else ""
    yield (mark, (" " * indent + name + gap, style), *signs)
    for text in rest:
        yield ((" " * (_MARGIN + indent), ""), (text, style))


def _cell(verdict: Verdict | None, width: int) -> tuple[Piece, Piece]:
    sign = _sign(verdict)
    return (" " * (width - len(sign)), ""), (sign, STYLES[verdict] if verdict else "muted")


def _sign(verdict: Verdict | None) -> str:
    return SIGNS[verdict] if verdict else NO_CELL


def _right(text: str, width: int) -> str:
    return " " * (width - cells(text)) + text


def _names(names: Iterable[tuple[str, str]], view: View) -> Iterator[Line]:
    """What the short names stand for, where they do not say it."""
    told = {one_line(short): one_line(name) for short, name in names}
    words = [f"{short}: {name}" for short, name in told.items() if short != name]
    if not words:
        return
    for text in wrap("; ".join(words), max(20, view.width - _MARGIN)):
        yield ((" " * _MARGIN, ""), (text, "muted"))
    yield ()


def legend(tables: Iterable[Table], view: View) -> Iterator[Line]:
    """What the names of requests say of places, then the signs that are used, gravest first."""
    shown = [cell for table in tables for row in table.rows for cell in row.cells if cell]
    for name, meaning in places(shown):
        yield from _meaning(name, meaning, "", view)
    used = {each.verdict for each in shown}
    for verdict, sign in SIGNS.items():
        if verdict in used:
            yield from _meaning(sign, MEANING[verdict], STYLES[verdict], view)


def _meaning(name: str, meaning: str, style: str, view: View) -> Iterator[Line]:
    rows = wrap(meaning, max(20, view.width - _MEANING))
    yield ((f"  {name:<{_MEANING - 2}}", style), (rows[0], "muted"))
    for text in rows[1:]:
        yield ((" " * _MEANING, ""), (text, "muted"))
