"""Trust space as three isometric axes, for the SVG picture: boxes from the origin to a place.

The volume of a credential's box is the cube of its exposure, its diagonal stands for magnitude.
"""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from tokenlint.policy.finding import Axes, Document
from tokenlint.report.escape import one_line, xml_text
from tokenlint.report.picture import proxy

_EDGE = 84  # pixels of an axis from 0 to 1

Point = tuple[float, float]


def safe(text: str) -> str:
    """Text for an SVG element: one line, nothing in it is mark-up."""
    return escape(xml_text(one_line(text)))


def label(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 12,
    kind: str = "",
    anchor: str = "",
    bold: bool = False,
) -> str:
    """A piece of text at a place of the picture."""
    extra = f' class="{kind}"' if kind else ""
    extra += f' text-anchor="{anchor}"' if anchor else ""
    extra += ' font-weight="600"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}"{extra}>{safe(words)}</text>'


def space(document: Document, name: str, size: int = 12) -> str:
    """The three axes with the boxes of proxy, credential and need; `size` is that of letters."""
    ends = {"where": (1.16, 0, 0), "what": (0, 1.12, 0), "how long": (0, 0, 1.16)}
    parts = ['<g transform="translate(148 126)" stroke-linejoin="round">']
    parts.append(
        _box(proxy(), 'class="proxy" fill="none" stroke-dasharray="4 3" stroke-width="1.2"')
    )
    for where, end in ends.items():
        x, y = _flat(*end)
        parts.append(f'<path class="line" d="M0 0L{x:.1f} {y:.1f}" stroke-width="1.5"/>')
        parts.append(_axis_name(where, x, y, size))
    if document.vector:
        kind, edge = ("held", "edge") if document.need else ("need", "rim")
        style = f'class="{kind} {edge}" fill-opacity="0.62" stroke-width="1.4"'
        parts.append(_box(document.vector, style))
        if document.need:
            parts.append(_box(document.vector, f'fill="url(#{name}-h)" fill-opacity="0.5"'))
    if document.need:
        style = 'class="need rim" fill-opacity="0.8" stroke-width="1.4"'
        parts.append(_box(document.need, style))
    return "".join([*parts, "</g>"])


def _axis_name(words: str, x: float, y: float, size: int) -> str:
    if abs(x) < 1:
        return label(x, y - 6, words, size=size, bold=True, anchor="middle")
    return label(x, y + 15, words, size=size, bold=True, anchor="middle")


def _flat(where: float, what: float, how_long: float) -> Point:
    """A point of trust space on the page, in pixels from the origin (isometric)."""
    x = (where - how_long) * math.cos(math.pi / 6)
    y = (where + how_long) * math.sin(math.pi / 6) - what
    return x * _EDGE, y * _EDGE


def _box(axes: Axes, style: str) -> str:
    """The three faces that are seen of the box from the origin to a place in trust space."""
    a, s, t = (max(value, 0.012) for value in (axes.audience, axes.scope, axes.lifetime))
    faces = (
        ((0, s, 0), (a, s, 0), (a, s, t), (0, s, t)),
        ((a, 0, 0), (a, s, 0), (a, s, t), (a, 0, t)),
        ((0, 0, t), (0, s, t), (a, s, t), (a, 0, t)),
    )
    return "".join(f'<path {style} d="{_outline(face)}"/>' for face in faces)


def _outline(face: Sequence[tuple[float, float, float]]) -> str:
    points = (_flat(*corner) for corner in face)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
