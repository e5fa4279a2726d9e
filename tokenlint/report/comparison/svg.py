"""A comparison as one self-contained SVG: a box in trust space for each, then bars by axis.

Every box stands in the dashed one of an X.509 proxy, so that all have one measure.
"""

from collections.abc import Sequence

from tokenlint.comparison import Comparison
from tokenlint.policy.credential_view import axes_of
from tokenlint.policy.finding import Axes, Document
from tokenlint.presented import Presented
from tokenlint.report.comparison.words import LETTERS, relation_words
from tokenlint.report.escape import one_line
from tokenlint.report.picture import AXES, proxy
from tokenlint.report.space import label, space
from tokenlint.report.svg import PROXY_LINE, identifier, opening
from tokenlint.report.view import View

_WIDTH, _HEAD, _FOOT = 800, 8, 40
_ACROSS, _CELL_WIDTH, _CELL_HEIGHT, _SCALE = 3, 262, 250, 0.82
_GAP, _ROW, _AXIS = 14, 22, 30
_BAR_X, _BAR_SIZE = 190, 520
_LONGEST = 28  # characters of a title that fit above a box
_ABOUT = "Token-trust space: credentials compared"


def render(comparison: Comparison, view: View) -> str:
    """The picture of all that was compared."""
    _ = view
    return draw(comparison)


def draw(comparison: Comparison, names: Sequence[str] = ()) -> str:
    """The picture; `names` stand in place of those on the command line."""
    titles = [each.name for each in comparison.presented]
    titles = [*names, *titles[len(names) :]]
    axes = [axes_of(each.vector) for each in comparison.presented]
    about = _told(comparison, titles, axes)
    name = identifier(about)
    boxes = -(-len(axes) // _ACROSS) * _CELL_HEIGHT
    height = _HEAD + boxes + _GAP + len(AXES) * (_AXIS + _ROW * len(axes)) + _FOOT
    cells = [
        _cell(number, each, titles[number], axes[number], name)
        for number, each in enumerate(comparison.presented)
    ]
    body = [
        *opening(name, _WIDTH, height, _ABOUT, about),
        *(cells or [label(24, 40, "No credential to draw.", size=14)]),
        *_bars(axes, _HEAD + boxes + _GAP),
        _legend(height),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _told(comparison: Comparison, titles: Sequence[str], axes: Sequence[Axes]) -> str:
    """The picture in words, for those who cannot see it."""
    places = (
        f"{LETTERS[number]} is {one_line(titles[number])}: "
        + ", ".join(f"{question} {getattr(place, axis):.2f}" for question, axis in AXES)
        + "."
        for number, place in enumerate(axes)
    )
    orders = (
        relation_words(pair.relation, LETTERS[pair.one], LETTERS[pair.other]) + "."
        for pair in comparison.pairs
    )
    return " ".join((*places, *orders)) or "No credential to draw."


def _cell(number: int, presented: Presented, title: str, axes: Axes, name: str) -> str:
    """Letter and name, the box, magnitude and exposure."""
    x = 7 + number % _ACROSS * _CELL_WIDTH
    y = _HEAD + number // _ACROSS * _CELL_HEIGHT
    document = Document(name, presented.kind.value, title, presented.source, vector=axes)
    numbers = f"magnitude {axes.magnitude:.2f}, exposure {axes.exposure:.2f}"
    parts = [
        f'<g transform="translate({x} {y})">',
        label(14, 26, LETTERS[number], size=16, bold=True),
        label(34, 26, _cut(title), bold=True),
        f'<g transform="translate(9 26) scale({_SCALE})">{space(document, name, size=14)}</g>',
        label(131, 232, numbers, kind="soft", anchor="middle"),
        "</g>",
    ]
    return "".join(parts)


def _cut(title: str) -> str:
    """The end of a long name tells more than its beginning: there stands the file."""
    text = one_line(title)
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST + 1 :]}"


def _bars(axes: Sequence[Axes], top: int) -> list[str]:
    """For each axis one row a credential, all from the same zero."""
    parts = []
    for question, axis in AXES:
        parts.append(label(24, top + 16, question, size=14, bold=True))
        parts.append(label(24, top + 34, axis, kind="soft"))
        mark = _BAR_X + getattr(proxy(), axis) * _BAR_SIZE
        bottom = _ROW * len(axes)
        for number, place in enumerate(axes):
            parts.append(_bar(LETTERS[number], getattr(place, axis), top + number * _ROW))
        parts.append(f'<path {PROXY_LINE} d="M{mark:.1f} {top - 2}v{bottom + 2}"/>')
        top += bottom + _AXIS
    return parts


def _bar(letter: str, value: float, y: int) -> str:
    track = f'x="{_BAR_X}" y="{y}" width="{_BAR_SIZE}" height="16" rx="2"'
    held = f'x="{_BAR_X}" y="{y}" width="{value * _BAR_SIZE:.1f}" height="16"'
    return (
        label(_BAR_X - 12, y + 13, letter, size=13, bold=True, anchor="end")
        + f'<rect class="track" {track}/><rect class="need" {held}/>'
        + label(_BAR_X + _BAR_SIZE + 12, y + 13, f"{value:.2f}", size=13, bold=True)
    )


def _legend(height: int) -> str:
    y = height - 22
    return f'<path {PROXY_LINE} d="M24 {y + 6}h26"/>' + label(
        58, y + 10, "X.509 proxy, 96 h", kind="soft"
    )
