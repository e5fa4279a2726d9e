"""The curve as one self-contained SVG: scopes from many to few, and the scope axis they cost.

The line is the best that can be had with so many scopes; a diamond is a token as people write it,
on the line where it is the best one with its number, above it elsewhere.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import log

from tokenlint.least.curve import Curve, Point
from tokenlint.report.escape import one_line
from tokenlint.report.least.render import Shown
from tokenlint.report.space import label
from tokenlint.report.svg import identifier, opening
from tokenlint.report.view import View

_WIDTH, _HEAD, _CHART, _FOOT = 800, 56, 250, 46
_LEFT, _RIGHT = 64, 24
_ROW = 20
_MANY = 1_000
_LONGEST = 74  # characters of a title
_TITLE = "What fewer scopes cost"

Titled = tuple[str, Curve]


def render(shown: Shown, view: View) -> str:
    """The curve of every token, one chart below the other."""
    _ = view
    titled = [
        (f"{found.least.workflow.name} {part.token.label}".strip(), curve)
        for found in shown.answer.found
        for part, curve in zip(found.least.parts, found.curves, strict=False)
    ]
    return draw(titled)


def draw(curves: Sequence[Titled]) -> str:
    """The picture of these curves, each with its name."""
    about = " ".join(_told(*each) for each in curves) or "No curve to draw."
    name = identifier(about)
    heights = [_height(curve) for _, curve in curves]
    parts = []
    top = 8
    for (title, curve), height in zip(curves, heights, strict=True):
        parts.append(f'<g transform="translate(0 {top})">{_chart(title, curve)}</g>')
        top += height
    body = [
        *opening(name, _WIDTH, max(top, 80) + 8, _TITLE, about),
        *(parts or [label(24, 40, "No curve to draw.", size=14)]),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _height(curve: Curve) -> int:
    return _HEAD + _CHART + _FOOT + _ROW * len(curve.levels) + 12


def _told(title: str, curve: Curve) -> str:
    """The chart in words, for those who cannot see it."""
    best = ", ".join(f"{each.scopes} scopes {each.vector.scope:.2f}" for each in curve.points)
    levels = ", ".join(
        f"{each.level} {each.scopes} scopes {each.vector.scope:.2f}" for each in curve.levels
    )
    return (
        f"{one_line(title)}: scope axis by number of scopes: {best}. As people write it: {levels}."
    )


def _chart(title: str, curve: Curve) -> str:
    name = one_line(title)
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    most = max((each.scopes for each in (*curve.points, *curve.levels)), default=1)
    levels = "".join(_level(each, number, most) for number, each in enumerate(curve.levels))
    return "".join(
        [
            label(24, 28, name, size=16, bold=True),
            label(24, 46, "what (scope axis) against the number of scopes", kind="soft"),
            _grid(most),
            _line(curve.points, most),
            levels,
        ]
    )


def _x(scopes: int, most: int) -> float:
    """Many scopes at the left, one at the right, on a logarithmic measure."""
    share = log(scopes) / log(most) if most > 1 else 0.0
    return _WIDTH - _RIGHT - share * (_WIDTH - _RIGHT - _LEFT)


def _y(scope: float) -> float:
    return _HEAD + (1 - scope) * _CHART


def _grid(most: int) -> str:
    parts = []
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        parts.append(
            f'<path class="line" stroke-width="0.5" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
            + label(_LEFT - 8, y + 4, f"{tenth / 10:.1f}", kind="soft", anchor="end")
        )
    for scopes in _ticks(most):
        x = _x(scopes, most)
        parts.append(
            f'<path class="line" stroke-width="0.5" d="M{x:.1f} {_HEAD + _CHART}v6"/>'
            + label(x, _HEAD + _CHART + 20, f"{scopes:,}", kind="soft", anchor="middle")
        )
    return "".join(parts)


def _ticks(most: int) -> list[int]:
    ticks = [most]
    while ticks[-1] > 1:
        ticks.append(max(1, ticks[-1] // (10 if most > _MANY else 4)))
    return ticks


def _line(points: Sequence[Point], most: int) -> str:
    """Steps: between two numbers of scopes the best is that of the smaller one."""
    if not points:
        return ""
    path = [f"M{_x(points[0].scopes, most):.1f} {_y(points[0].vector.scope):.1f}"]
    for _, after in pairwise(points):
        path.append(f"H{_x(after.scopes, most):.1f}V{_y(after.vector.scope):.1f}")
    dots = "".join(
        f'<circle class="need" cx="{_x(each.scopes, most):.1f}" '
        f'cy="{_y(each.vector.scope):.1f}" r="3.5"/>'
        for each in points
    )
    return f'<path class="lack" stroke-width="2" d="{"".join(path)}"/>{dots}'


def _level(point: Point, number: int, most: int) -> str:
    """A numbered diamond on the chart, and its name in the list below."""
    x, y = _x(point.scopes, most), _y(point.vector.scope)
    row = _HEAD + _CHART + _FOOT + _ROW * number
    words = (
        f"{point.level}: {point.scopes:,} scope{'' if point.scopes == 1 else 's'}, "
        f"what {point.vector.scope:.2f}, exposure {point.vector.exposure:.2f}"
    )
    return (
        f'<path class="held edge" d="M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z"/>'
        + label(x + 9, y - 6, str(number + 1), size=11, bold=True)
        + f'<path class="held edge" d="M{_LEFT + 6} {row - 11}l7 7l-7 7l-7 -7z"/>'
        + label(_LEFT - 10, row, str(number + 1), size=11, bold=True, anchor="end")
        + label(_LEFT + 20, row, words)
    )
