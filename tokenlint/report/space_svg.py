"""The planes of trust space as one self-contained SVG file, with the numbers of each document."""

from collections.abc import Mapping, Sequence

from tokenlint.policy.finding import Axes, Report
from tokenlint.report.elements import Element, Node, el, escaped, mark_up, shown
from tokenlint.report.places import QUESTIONS, Placed, placed, references
from tokenlint.report.planes import HEIGHT, WIDTH, planes
from tokenlint.report.view import View

LIGHT: Mapping[str, str] = {
    "ground": "#ffffff", "area": "#f6f8fa", "text": "#1f2328", "soft": "#59636e",
    "line": "#d1d9e0", "axis": "#818b98", "held": "#e69f00", "edge": "#7a5200",
    "need": "#005f94", "way": "#59636e", "known": "#59636e",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "ground": "#12161c", "area": "#1a2028", "text": "#e6edf3", "soft": "#a9b3be",
    "line": "#343c46", "axis": "#7d8590", "held": "#e69f00", "edge": "#ffd27a",
    "need": "#6cc0ef", "way": "#a9b3be", "known": "#a9b3be",
}  # fmt: skip

_RULES = """
.sp text{{fill:{text};font:12px system-ui,sans-serif}}.sp .soft{{fill:{soft};font-size:11px}}
.sp .name{{font-weight:600;font-size:12px}}.sp .letter{{font-weight:700;font-size:13px}}
.sp .area{{fill:{area}}}.sp .quarter{{stroke:{line};fill:none}}
.sp .axis{{stroke:{axis};fill:none;stroke-width:1.5}}
.sp .held{{fill:{held};stroke:{edge};stroke-width:1.5}}
.sp .need{{fill:none;stroke:{need};stroke-width:2.5}}
.sp .many{{stroke-width:1}}.sp .way{{stroke:{way};fill:none;stroke-width:1.3}}.sp .tip{{fill:{way}}}
.sp .proxy,.sp .legacy{{stroke:{known};fill:none;stroke-width:1.5}}
"""
_ROW = 19
_LONGEST = 46  # characters of a title that fit


def style(colours: Mapping[str, str]) -> str:
    """The rules of a picture in these colours, which may be custom properties."""
    return _RULES.strip().format_map(colours)


def render(report: Report, view: View) -> str:
    """The picture of every document that has a place in trust space."""
    _ = view
    documents = placed(report.documents)
    lettered = [each for each in documents if each.letter]
    table = _table(lettered, len(documents) - len(lettered))
    height = HEIGHT + 20 + _ROW * len(table) + 14
    about = " ".join(map(told, lettered)) or "No credential to draw."
    colours = f"{style(LIGHT)}@media(prefers-color-scheme:dark){{{_ground(DARK)}{style(DARK)}}}"
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sp" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="tl-t tl-d">'
    )
    parts = [
        root,
        '<title id="tl-t">Token-trust space: where, what and how long</title>',
        f'<desc id="tl-d">{escaped(shown(about))}</desc>',
        f"<style>{_ground(LIGHT)}{colours}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}" rx="8"></rect>',
        *(mark_up(child) for child in planes(documents, "").children),
        *(mark_up(row) for row in table),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _ground(colours: Mapping[str, str]) -> str:
    return f".sp .ground{{fill:{colours['ground']}}}"


def told(each: Placed) -> str:
    """Where a document stands, in words."""
    held = f"asks for or holds {numbers(each.held)}" if each.held else "asks for nothing"
    need = f", needs {numbers(each.need)}" if each.need else ""
    return f"{each.letter} {each.document.title or each.document.id}: {held}{need}."


def numbers(axes: Axes) -> str:
    """`where 0.11, what 0.44, how long 0.90`."""
    return ", ".join(f"{QUESTIONS[axis]} {getattr(axes, axis):.2f}" for axis in QUESTIONS)


def _table(documents: Sequence[Placed], rest: int) -> list[Element]:
    """A row for each document with a letter, and the numbers of the references."""
    lines: list[tuple[str, str, str, str]] = []
    for each in documents:
        title = each.document.title or each.document.id
        held = _three(each.held)
        lines.append(
            (each.letter, title, f"asked for or held {held}", f"needed {_three(each.need)}")
        )
    lines += [("", known.name, _three(known.at), "") for known in references()]
    if rest:
        lines.append(("", f"and {rest} without a letter", "", ""))
    heading = ("", "audience / scope / lifetime, each from 0 to 1", "", "")
    return [_table_row(line, HEIGHT + 20 + _ROW * n) for n, line in enumerate([heading, *lines])]


def _three(axes: Axes | None) -> str:
    return "-" if axes is None else f"{axes.audience:.2f} / {axes.scope:.2f} / {axes.lifetime:.2f}"


def _table_row(line: tuple[str, str, str, str], y: float) -> Element:
    letter, title, held, need = line
    cut = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
    parts: list[Node] = [
        el("text", letter, class_="letter", x=52, y=y),
        el("text", cut, x=72, y=y, class_=None if letter else "soft"),
        el("text", held, x=400, y=y, class_="soft"),
        el("text", need, x=640, y=y, class_="soft"),
    ]
    return el("g", *parts)
