"""A table of answers for people: paths down, operations across, reasons as numbered notes.

Operations with the same answers on every path share a column, paths with the same answers a row.
Where the columns do not fit, or there is only one, each path gets a list instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tokenlint.permissions.answer import Answer
from tokenlint.permissions.rows import Row
from tokenlint.permissions.table import Table
from tokenlint.privilege.operation import Operation
from tokenlint.report.can_notes import Notes, placed
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, Piece, cells, paragraph
from tokenlint.report.view import View

SIGNS = {"yes": "✓", "no": "✗", "depends": "?"}
STYLES = {"yes": "good", "no": "high", "depends": "medium"}
_INDENT = 4  # of a list; a matrix needs the columns
_MARGIN = 2
_GAP = 2


@dataclass(frozen=True, slots=True)
class _Cell:
    word: str
    note: int

    @property
    def text(self) -> str:
        return f"{SIGNS[self.word]} {self.word} [{self.note}]"


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns of operations with equal answers, and rows of paths with equal answers."""

    heads: tuple[tuple[Operation, ...], ...]
    rows: Mapping[tuple[_Cell, ...], Sequence[Row]]

    @property
    def widths(self) -> list[int]:
        """Columns of the terminal for each column, with the gap behind it."""
        columns = zip(self.heads, zip(*self.rows, strict=True), strict=True)
        return [
            max(*map(len, head), *(len(cell.text) for cell in column)) + _GAP
            for head, column in columns
        ]


def lines(table: Table, view: View) -> Iterable[Line]:
    """The table and its notes."""
    notes = Notes()
    grid = _grid(table, notes)
    if len(grid.heads) > 1 and _MARGIN + sum(grid.widths) - _GAP <= view.width:
        yield from _matrix(grid, view)
    else:
        yield from _lists(grid, view)
    if table.left_out:
        count = f"{table.left_out} more scope path{'s' * (table.left_out != 1)}"
        yield from ((), ((f"  and {count}; --path asks about one", "muted"),))
    yield ()
    for number, rows in enumerate(notes.texts(), 1):
        for at, (place, text) in enumerate(rows):
            lead = f"  [{number}] "
            yield from placed(" " * len(lead) if at else lead, place, text, view.width)


def _grid(table: Table, notes: Notes) -> _Grid:
    cellrows = [tuple(_cell(answer, notes) for answer in row) for row in table.answers]
    columns: dict[tuple[_Cell, ...], list[Operation]] = {}
    for operation, column in zip(table.operations, zip(*cellrows, strict=True), strict=True):
        columns.setdefault(column, []).append(operation)
    rows: dict[tuple[_Cell, ...], list[Row]] = {}
    for row, *cellrow in zip(table.rows, *columns, strict=True):
        rows.setdefault(tuple(cellrow), []).append(row)
    return _Grid(tuple(map(tuple, columns.values())), rows)


def _cell(answer: Answer, notes: Notes) -> _Cell:
    return _Cell(answer.word, notes.number(answer))


def _matrix(grid: _Grid, view: View) -> Iterable[Line]:
    widths, margin = grid.widths, " " * _MARGIN
    for level in range(max(map(len, grid.heads))):
        names = [head[level] if level < len(head) else "" for head in grid.heads]
        padded = (f"{name:<{width}}" for name, width in zip(names, widths, strict=True))
        yield ((f"{margin}{''.join(padded)}", "strong"),)
    for cellrow, paths in grid.rows.items():
        yield ()
        yield from _paths(paths, view)
        pieces = (_padded(cell, width) for cell, width in zip(cellrow, widths, strict=True))
        yield ((margin, ""), *(piece for pair in pieces for piece in pair))


def _padded(cell: _Cell, width: int) -> tuple[Piece, Piece]:
    return (cell.text, STYLES[cell.word]), (" " * (width - len(cell.text)), "")


def _lists(grid: _Grid, view: View) -> Iterable[Line]:
    """Below its paths, each answer with the operations that it is for."""
    for number, (cellrow, paths) in enumerate(grid.rows.items()):
        yield from [()] if number else []
        yield from _paths(paths, view)
        together: dict[_Cell, list[Operation]] = {}
        for cell, head in zip(cellrow, grid.heads, strict=True):
            together.setdefault(cell, []).extend(head)
        broad = max(len(cell.text) for cell in together) + _GAP
        for cell in sorted(together, key=_order):
            names = ", ".join(each for each in Operation if each in together[cell])
            first: Line = ((" " * _INDENT, ""), *_padded(cell, broad))
            yield from paragraph(names, view.width, first=first, indent=_INDENT + broad)


def _order(cell: _Cell) -> tuple[int, int]:
    return list(SIGNS).index(cell.word), cell.note


def _paths(paths: Sequence[Row], view: View) -> Iterable[Line]:
    """The paths of a row, each with the reason why it is in the table."""
    names = [one_line(row.path) or "jobs" for row in paths]
    broad = max(map(cells, names)) + _GAP
    for name, row in zip(names, paths, strict=True):
        about = row.about if row.path else ""
        if _MARGIN + broad + cells(about) <= view.width:
            gap = " " * (broad - cells(name))
            yield ((" " * _MARGIN, ""), (name, "place"), (f"{gap}{about}", "muted"))
        else:
            first: Line = ((" " * _MARGIN, ""),)
            yield from paragraph(name, view.width, first=first, indent=_MARGIN, style="place")
            lead: Line = ((" " * _INDENT, ""),)
            yield from paragraph(about, view.width, first=lead, indent=_INDENT, style="muted")
