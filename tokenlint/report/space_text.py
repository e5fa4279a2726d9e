"""The planes of trust space for a terminal: letters on a grid, and the numbers below.

A capital letter is what a document asks for or holds, the small one what it needs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tokenlint.policy.finding import Axes, Report
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.places import PAIRS, QUESTIONS, Placed, placed, references, spot
from tokenlint.report.summary import problem_lines
from tokenlint.report.view import View

_COLUMNS, _ROWS = 25, 11  # cells of a plane
_GUTTER, _BETWEEN = 4, 3
_UNLETTERED = "·"
_SEVERAL = "✱"
_PROXY = "◆"

Cell = tuple[str, str]


def render(report: Report, view: View) -> str:
    """The three planes as text: side by side where there is room, else one below the other."""
    return write(lines(report, view), view)


def lines(report: Report, view: View) -> Iterator[Line]:
    """The same as styled lines; what could not be read is said, as in every report."""
    documents = placed(report.documents, lettered=True)
    if documents:
        yield from _planes(documents, view)
        yield ()
        yield from _table(documents, view)
    else:
        yield (("No credential to draw.", ""),)
    for problem in report.errors:
        yield from problem_lines(problem, view)


def _planes(documents: Sequence[Placed], view: View) -> Iterator[Line]:
    drawn = [list(_plane(documents, pair)) for pair in PAIRS]
    room = view.width + _BETWEEN
    beside = max(1, min(len(drawn), room // (_GUTTER + 1 + _COLUMNS + _BETWEEN)))
    for start in range(0, len(drawn), beside):
        if start:
            yield ()
        for parts in zip(*drawn[start : start + beside], strict=True):
            yield tuple(piece for part in parts for piece in part)


def _plane(documents: Sequence[Placed], pair: tuple[str, str]) -> Iterator[Line]:
    """Rows of equal width: the upright axis's name, the grid, the axis, its name."""
    grid = _grid(documents, pair)
    across, up = (f"{axis} ({QUESTIONS[axis]})" for axis in pair)
    whole = _GUTTER + 1 + _COLUMNS + _BETWEEN
    yield ((f"{'':{_GUTTER}}{up:{whole - _GUTTER}}", "muted"),)
    for row in range(_ROWS):
        tick = {0: "1", _ROWS // 2: "0.5", _ROWS - 1: "0"}.get(row, "")
        marks = (grid.get((column, row), (" ", "")) for column in range(_COLUMNS))
        yield ((f"{tick:>{_GUTTER}}│", "muted"), *marks, (" " * _BETWEEN, ""))
    yield ((f"{'':{_GUTTER}}└{'─' * _COLUMNS}{'':{_BETWEEN}}", "muted"),)
    yield ((f"{'':{_GUTTER}} {across:^{_COLUMNS}}{'':{_BETWEEN}}", "muted"),)


def _grid(documents: Sequence[Placed], pair: tuple[str, str]) -> dict[tuple[int, int], Cell]:
    """What stands in each cell; several letters become one sign."""
    found: dict[tuple[int, int], set[Cell]] = defaultdict(set)
    for each in documents:
        if each.need:
            found[_cell(each.need, pair)].add((each.letter.lower() or _UNLETTERED, "need"))
        if each.held:
            found[_cell(each.held, pair)].add((each.letter or _UNLETTERED, "excess"))
    grid = {_cell(known.at, pair): (_PROXY, "proxy") for known in references()}
    for where, signs in found.items():
        letters = {sign for sign in signs if sign[0] != _UNLETTERED} or signs
        grid[where] = _one(letters)
    return grid


def _one(signs: set[Cell]) -> Cell:
    """A capital before its small letter; the sign for several where documents stand together."""
    if len({letter.lower() for letter, _ in signs}) > 1:
        return (_SEVERAL, "strong")
    return min(signs)


def _cell(axes: Axes, pair: tuple[str, str]) -> tuple[int, int]:
    x, y = spot(axes, pair)
    return round(x * (_COLUMNS - 1)), round((1 - y) * (_ROWS - 1))


def _table(documents: Sequence[Placed], view: View) -> Iterator[Line]:
    """Letter, numbers, name; then what the signs mean."""
    yield ((f"     {'asked for or held':20}{'needed':20}", "muted"),)
    for each in documents:
        if each.letter:
            yield from _row(each, view)
    for known in references():
        yield (("  ◆  ", "proxy"), (f"{_three(known.at):40}", ""), (known.name, "muted"))
    rest = sum(not each.letter for each in documents)
    yield from _meaning(rest, view)


def _row(each: Placed, view: View) -> Iterable[Line]:
    name = one_line(each.document.title or each.document.id)
    first: Line = ((f"  {each.letter}  ", "strong"), (f"{_three(each.held):20}", ""))
    first = (*first, (f"{_three(each.need):20}", ""))
    if cells(name) + 45 <= view.width or view.width >= 65:  # noqa: PLR2004 - room to wrap
        return paragraph(name, view.width, first=first, indent=45)
    return [first, *paragraph(name, view.width, first=(("     ", ""),), indent=5)]


def _meaning(rest: int, view: View) -> list[Line]:
    words = "audience / scope / lifetime; A: asked for or held, a: needed, "
    words += f"{_SEVERAL} several, {_PROXY} proxy and legacy credential"
    words += f"; {_UNLETTERED} {rest} more documents" if rest else ""
    return paragraph(words, view.width, first=(("  ", ""),), indent=2, style="muted")


def _three(axes: Axes | None) -> str:
    if axes is None:
        return "-"
    return f"{axes.audience:.2f} {axes.scope:.2f} {axes.lifetime:.2f}"
