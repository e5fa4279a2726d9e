"""Trust space as three planes beside each other: audience x scope, scope x lifetime, the third.

What is asked for is a filled square, what is needed an open circle, an arrow leads from the one
to the other; an X.509 proxy is a diamond, the legacy credential a crossed square.
Shape and letter say all that colour says. Small and without any script.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from math import hypot

from tokenlint.report.elements import Element, Node, el
from tokenlint.report.labels import Label, labels
from tokenlint.report.places import MOST_APART, PAIRS, QUESTIONS, Placed, references, spot

WIDTH, HEIGHT = 840, 306
_SIDE, _LEFT, _TOP, _STEP = 212, 52, 24, 278
_CELL = 8  # pixels of the grid whose cells the marks of more documents share
_SHORTEST_ARROW = 9.0  # pixels
_DIAMOND, _CROSSED = "l7 7l-7 7l-7-7z", "h10v10h-10zl10 10m0-10l-10 10"

Spot = tuple[float, float]


def planes(documents: Sequence[Placed], title: str) -> Element:
    """The picture; `title` is its accessible name, a table beside it tells the numbers."""
    parts = [_plane(number, pair, documents) for number, pair in enumerate(PAIRS)]
    return el(
        "svg",
        *parts,
        _legend(),
        class_="sp",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=title,
    )


def _plane(number: int, pair: tuple[str, str], documents: Sequence[Placed]) -> Element:
    many = len(documents) > MOST_APART
    known, names = _known(pair)
    parts: list[Node] = [_grid(pair), *known]
    if not many:
        parts += [arrow for each in documents for arrow in _arrow(each, pair)]
    needs = [(_flat(spot(each.need, pair)), each.letter) for each in documents if each.need]
    helds = [(_flat(spot(each.held, pair)), each.letter) for each in documents if each.held]
    parts += _marks(helds, "held", many=many) + _marks(needs, "need", many=many)
    covered = [] if many else [at for at, _ in (*helds, *needs)]
    letters = labels(helds or needs, covered, _SIDE, names)
    parts += [_label(each, "soft") for each in names] + [_label(each, "letter") for each in letters]
    return el("g", *parts, transform=f"translate({_LEFT + number * _STEP} {_TOP})")


def _label(label: Label, kind: str) -> Element:
    return _text(*label.at, label.words, kind, anchor="end" if label.left else None)


@cache
def _grid(pair: tuple[str, str]) -> Element:
    """Ground, lines at every quarter, the names of the axes."""
    lines = "".join(f"M{n * _SIDE / 4:g} 0V{_SIDE}M0 {n * _SIDE / 4:g}H{_SIDE}" for n in (1, 2, 3))
    across, up = (f"{axis} ({QUESTIONS[axis]})" for axis in pair)
    ends = [
        _text(x, _SIDE + 15, words, "soft", anchor="middle")
        for x, words in ((0, "0"), (_SIDE / 2, "0.5"), (_SIDE, "1"))
    ]
    ups = [
        _text(-6, y + 4, words, "soft", anchor="end")
        for y, words in ((_SIDE, "0"), (_SIDE / 2, "0.5"), (0, "1"))
    ]
    return el(
        "g",
        el("rect", class_="area", width=_SIDE, height=_SIDE),
        el("path", class_="quarter", d=lines),
        el("path", class_="axis", d=f"M0 0V{_SIDE}H{_SIDE}"),
        *ends,
        *ups,
        _text(_SIDE / 2, _SIDE + 36, across, "name", anchor="middle"),
        el("g", _text(0, 0, up, "name", anchor="middle"), transform=_upright()),
    )


def _upright() -> str:
    return f"translate(-34 {_SIDE / 2:g}) rotate(-90)"


def _text(x: float, y: float, words: str, kind: str, *, anchor: str | None = None) -> Element:
    return el("text", words, class_=kind, x=round(x, 1), y=round(y, 1), text_anchor=anchor)


def _flat(at: Spot) -> Spot:
    """Pixels of a plane, from its upper left corner."""
    return round(at[0] * _SIDE, 1), round((1 - at[1]) * _SIDE, 1)


@cache
def _known(pair: tuple[str, str]) -> tuple[tuple[Node, ...], tuple[Label, ...]]:
    """Diamond and crossed square; one label for both where they stand together."""
    proxy, legacy = references()
    (px, py), (lx, ly) = _flat(spot(proxy.at, pair)), _flat(spot(legacy.at, pair))
    marks: tuple[Node, ...] = (
        el("path", class_="legacy", d=f"M{lx - 5:g} {ly - 5:g}{_CROSSED}"),
        el("path", class_="proxy", d=f"M{px:g} {py - 7:g}{_DIAMOND}"),
    )
    if hypot(px - lx, py - ly) < _SHORTEST_ARROW:
        together = Label(f"{proxy.short}, {legacy.short}", (px - 11, py + 16), left=True)
        return marks, (together,)
    names = ((px, py, proxy.short), (lx, ly, legacy.short))
    return marks, tuple(Label(name, (x - 11, y + 4), left=True) for x, y, name in names)


def _arrow(each: Placed, pair: tuple[str, str]) -> Iterable[Element]:
    """From what is asked for to what is needed, where there is room for one."""
    if each.held is None or each.need is None:
        return
    (x1, y1), (x2, y2) = _flat(spot(each.held, pair)), _flat(spot(each.need, pair))
    length = hypot(x2 - x1, y2 - y1)
    if length < _SHORTEST_ARROW + 6:
        return
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    tip, base = (x2 - 6 * ux, y2 - 6 * uy), (x2 - 13 * ux, y2 - 13 * uy)
    wings = [(base[0] - 3.5 * side * uy, base[1] + 3.5 * side * ux) for side in (1, -1)]
    yield el("path", class_="way", d=f"M{x1:.1f} {y1:.1f}L{base[0]:.1f} {base[1]:.1f}")
    head = "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, *wings))
    yield el("path", class_="tip", d=f"M{head}Z")


def _marks(found: Sequence[tuple[Spot, str]], kind: str, *, many: bool) -> list[Node]:
    """A mark for each spot; of many one for each cell of a grid, the larger the more there are."""
    if not many:
        return [el("path", class_=kind, d=_outline(at, kind, 4.5)) for at, _ in found]
    counts: dict[Spot, int] = defaultdict(int)
    for (x, y), _ in found:
        counts[round(x / _CELL) * _CELL, round(y / _CELL) * _CELL] += 1
    most = max(counts.values(), default=1)
    outlines = (
        _outline(at, kind, round(1.2 + 2.3 * (count / most) ** 0.5, 1))
        for at, count in sorted(counts.items())
    )
    return [el("path", class_=f"{kind} many", d="".join(outlines))] if counts else []


def _outline(at: Spot, kind: str, size: float) -> str:
    """A circle for what is needed, a square for what is held."""
    x, y = at
    side = round(2 * size, 1)
    if kind == "need":
        half = f"a{size:g} {size:g} 0 1 0 "
        return f"M{x - size:g} {y:g}{half}{side:g} 0{half}{-side:g} 0"
    return f"M{x - size:g} {y - size:g}h{side:g}v{side:g}h{-side:g}z"


@cache
def _legend() -> Element:
    """What the marks mean, below the planes."""
    proxy, legacy = references()
    words = ("asked for or held", "needed", "from asked to needed", proxy.name, legacy.name)
    starts = (0, 140, 222, 378, 516)
    signs = (
        el("path", class_="held", d=_outline((0, 0), "held", 4.5)),
        el("path", class_="need", d=_outline((0, 0), "need", 4.5)),
        el("path", class_="way", d="M-10 0H2"),
        el("path", class_="proxy", d=f"M0 -7{_DIAMOND}"),
        el("path", class_="legacy", d=f"M-5 -5{_CROSSED}"),
    )
    tips = (None, None, el("path", class_="tip", d="M9 0L2 3.5L2 -3.5Z"), None, None)
    parts = [
        el(
            "g",
            sign,
            *([tip] if tip else []),
            _text(14, 4, name, "soft"),
            transform=f"translate({start} 0)",
        )
        for sign, tip, name, start in zip(signs, tips, words, starts, strict=True)
    ]
    return el("g", *parts, transform=f"translate({_LEFT + 10} {HEIGHT - 12})")
