"""Chapters of a page: tables of what a command counted, which need no script.

A table has heads on both sides, so that it can be read cell by cell;
what a cell means is in its word, its colour only repeats it.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from tokenlint.report.beside import Chapter, Grid, Line, Part, Square
from tokenlint.report.elements import Element, Node, el
from tokenlint.report.html.documents import scrolling

STYLES = frozenset({"critical", "high", "medium", "low", "info", "good"})
_MARKED = frozenset({"critical", "high", "medium"})
_FEW = 6  # columns that have room for their heads
_SHORT = 10  # characters of a word in a narrow column


def chapter(shown: Chapter) -> Element:
    """The section with all of its parts."""
    head = el("h2", shown.title, id=f"{shown.name}-h")
    parts = [node for part in shown.parts for node in _part(part)]
    return el("section", head, *parts, id=shown.name, aria_labelledby=f"{shown.name}-h")


def _part(part: Part) -> Iterable[Node]:
    if part.title:
        yield el("h3", part.title)
    for words in part.warnings:
        yield el("p", el("strong", words), class_="note")
    if part.facts:
        pairs = (el("div", el("dt", name), el("dd", value)) for name, value in part.facts.items())
        yield el("dl", *pairs, class_="facts")
    yield from map(grid, part.grids)
    if part.remarks:
        yield el("ul", *(el("li", words) for words in part.remarks))


def grid(shown: Grid) -> Element:
    """A table; lines of a group are a body of their own with its head.

    Many columns of short words stand close, under heads that are turned.
    """
    columns = (el("th", el("span", name), scope="col") for name in shown.columns)
    head = el("tr", el("th", shown.corner, scope="col"), *columns)
    width = len(shown.columns) + 1
    groups = groupby(shown.lines, key=lambda line: line.group)
    bodies = [_body(name, list(lines), width) for name, lines in groups]
    parts = (el("caption", shown.caption), el("thead", head), *bodies)
    return scrolling(
        el("table", *parts, class_="dense" if _is_dense(shown) else None), shown.caption
    )


def _is_dense(shown: Grid) -> bool:
    squares = (square for line in shown.lines for square in line.squares)
    short = all(len(each.text) <= _SHORT and len(each.below) <= _SHORT for each in squares)
    return len(shown.columns) > _FEW and short


def _body(group: str, lines: Sequence[Line], width: int) -> Element:
    head = [el("tr", el("th", group, scope="rowgroup", colspan=width))] if group else []
    rows = (
        el("tr", el("th", line.name, scope="row"), *map(_square, line.squares)) for line in lines
    )
    return el("tbody", *head, *rows)


def _square(square: Square) -> Element:
    style = square.style if square.style in STYLES else None
    word: Node = el("strong", square.text) if style in _MARKED else square.text
    below = [el("br"), el("small", square.below)] if square.below else []
    return el("td", word, *below, class_=style)
