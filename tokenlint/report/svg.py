"""The trust-space picture as one self-contained SVG: no script, no font, no outside address.

A credential is a box with three edges: where (audience), what (scope), how long (lifetime).
The need is the box inside it, an X.509 proxy the dashed box around it.
Blue against orange is told apart by colour-blind readers, and hatching repeats the difference.
The panel has a ground of its own, so that it is legible on light and dark pages.
"""

import hashlib
from collections.abc import Sequence

from tokenlint.policy.finding import Document, Report
from tokenlint.report.escape import one_line
from tokenlint.report.picture import AXES, proxy
from tokenlint.report.space import label, safe, space
from tokenlint.report.view import View

_WIDTH, _CARD, _HEAD, _FOOT = 800, 232, 12, 44
_TEXT_X, _BAR_X, _BAR_SIZE = 304, 452, 200
_MOST = 12  # cards in one picture
_LONGEST = 58  # characters of a title that fit

PROXY_LINE = 'class="proxy" stroke-width="2" stroke-dasharray="3 2"'

_STYLE = """
.tl .ground{fill:#ffffff;stroke:#c9ced6}.tl text{fill:#1f2328;font-family:system-ui,sans-serif}
.tl .soft{fill:#59636e}.tl .line{stroke:#8c959f}.tl .track{fill:#eaeef2}
.tl .need{fill:#0072b2}.tl .held{fill:#e69f00}.tl .edge{stroke:#8a5a00}.tl .rim{stroke:#00507d}
.tl .proxy{stroke:#59636e}.tl .lack{fill:none;stroke:#0072b2}.tl .stripe{stroke:#8a5a00}
@media (prefers-color-scheme:dark){.tl .ground{fill:#161b22;stroke:#3d444d}.tl text{fill:#e6edf3}
.tl .soft{fill:#a9b3be}.tl .line{stroke:#7d8590}.tl .track{fill:#2b323b}.tl .need{fill:#56b4e9}
.tl .lack{stroke:#56b4e9}.tl .rim{stroke:#a8d8f5}.tl .edge{stroke:#ffd27a}
.tl .stripe{stroke:#5c3c00}.tl .proxy{stroke:#a9b3be}}
"""


def render(report: Report, view: View) -> str:
    """The picture of every document that has a place in trust space."""
    _ = view
    return draw(report.documents)


def draw(documents: Sequence[Document]) -> str:
    """One card a document, at most 12; the rest is counted in words below."""
    placed = [document for document in documents if document.vector or document.need]
    shown = placed[:_MOST]
    height = _HEAD + _CARD * max(1, len(shown)) + _FOOT
    about = " ".join(_told(document) for document in shown) or "No credential to draw."
    name = identifier(about)
    cards = [_card(document, index, name) for index, document in enumerate(shown)]
    body = [
        *opening(name, _WIDTH, height, "Token-trust space: where, what and how long", about),
        *(cards or [label(24, 60, "No credential to draw.", size=14)]),
        _legend(height, name, len(placed) - len(shown)),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def identifier(about: str) -> str:
    """A name for the parts of a picture, so that two pictures on one page do not share any."""
    return "t" + hashlib.sha256(about.encode("utf-8", "replace")).hexdigest()[:8]


def opening(name: str, width: int, height: int, title: str, about: str) -> list[str]:
    """Title and description for screen readers, colours, hatching, the ground."""
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">'
    )
    hatching = (
        f'<defs><pattern id="{name}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        '<path class="stripe" d="M0 0V6" stroke-width="2"/></pattern></defs>'
    )
    return [
        root,
        f'<title id="{name}-t">{title}</title>',
        f'<desc id="{name}-d">{safe(about)}</desc>',
        f"<style>{_STYLE.strip()}</style>",
        hatching,
        f'<rect class="ground" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>',
    ]


def _name_of(document: Document) -> str:
    name = one_line(document.title or document.id)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _told(document: Document) -> str:
    """The card in words, for those who cannot see it."""
    parts = [f"{document.kind} {_name_of(document)}:"]
    for question, axis in AXES:
        held = f"{getattr(document.vector, axis):.2f}" if document.vector else "nothing requested"
        need = f", needs {getattr(document.need, axis):.2f}" if document.need else ""
        parts.append(f"{question} ({axis}) {held}{need}, X.509 proxy {getattr(proxy(), axis):.2f};")
    return " ".join(parts).rstrip(";") + "."


def _card(document: Document, index: int, name: str) -> str:
    top = _HEAD + index * _CARD
    line = f'<path class="line" d="M24 0H{_WIDTH - 24}" stroke-width="0.5"/>' if index else ""
    parts = [
        f'<g transform="translate(0 {top})">{line}',
        space(document, name),
        label(_TEXT_X, 34, _name_of(document), size=16, bold=True),
        label(_TEXT_X, 54, f"{document.kind}, {_owner(document)}", kind="soft"),
        *(_bar(document, words, 84 + 36 * row, name) for row, words in enumerate(AXES)),
        label(_TEXT_X, 204, _numbers(document), size=13),
        "</g>",
    ]
    return "\n".join(parts)


def _owner(document: Document) -> str:
    if document.vector and document.need:
        return "what it holds against what it needs"
    return "what it holds" if document.vector else "what it needs"


def _numbers(document: Document) -> str:
    axes = document.vector or document.need or proxy()
    numbers = f"magnitude {axes.magnitude:.2f} (proxy {proxy().magnitude:.2f}), "
    numbers += f"exposure {axes.exposure:.2f}"
    return numbers if document.excess is None else f"{numbers}, excess {document.excess:.2f}"


def _bar(document: Document, words: tuple[str, str], y: int, name: str) -> str:
    """Names, track, held part, needed part, the proxy's mark, numbers."""
    question, axis = words
    held = getattr(document.vector, axis) if document.vector else 0.0
    need = getattr(document.need, axis) if document.need else None
    mark = _BAR_X + getattr(proxy(), axis) * _BAR_SIZE
    right = _BAR_X + _BAR_SIZE
    figure = f"{held:.2f}" if document.vector else "-"
    parts = [
        label(_TEXT_X, y + 13, question, size=14, bold=True),
        label(_BAR_X - 8, y + 13, axis, kind="soft", anchor="end"),
        f'<rect class="track" x="{_BAR_X}" y="{y}" width="{_BAR_SIZE}" height="18" rx="2"/>',
        _parts(held, need, y, name),
        f'<path {PROXY_LINE} d="M{mark:.1f} {y - 4}v26"/>',
        label(right + 10, y + 14, figure, size=13, bold=True),
    ]
    if need is not None:
        parts.append(label(right + 50, y + 14, f"need {need:.2f}", size=11, kind="soft"))
    return "".join(parts)


def _parts(held: float, need: float | None, y: int, name: str) -> str:
    """What is needed and held, what is more than needed, what is needed and not held."""
    common = held if need is None else min(held, need)
    dashed = 'class="lack" stroke-width="2" stroke-dasharray="4 3"'
    return (
        _part(common, held, y, 'class="held"')
        + _part(common, held, y, f'fill="url(#{name}-h)"')
        + _part(0, common, y, 'class="need"')
        + _part(held, need or 0, y, dashed)
    )


def _part(start: float, end: float, y: int, paint: str) -> str:
    if end <= start:
        return ""
    x, width = _BAR_X + start * _BAR_SIZE, (end - start) * _BAR_SIZE
    return f'<rect {paint} x="{x:.1f}" y="{y}" width="{width:.1f}" height="18"/>'


def _legend(height: int, name: str, left_out: int) -> str:
    y = height - 26
    swatch = f'y="{y}" width="14" height="12"'
    parts = [
        f'<rect class="need" x="24" {swatch}/>',
        label(44, y + 11, "needed (or held, where no need is declared)", kind="soft"),
        f'<rect class="held" x="340" {swatch}/><rect fill="url(#{name}-h)" x="340" {swatch}/>',
        label(360, y + 11, "more than needed", kind="soft"),
        f'<rect class="lack" x="492" {swatch} stroke-width="2" stroke-dasharray="4 3"/>',
        label(512, y + 11, "needed, not held", kind="soft"),
        f'<path {PROXY_LINE} d="M634 {y - 2}v16"/>',
        label(642, y + 11, "X.509 proxy, 96 h", kind="soft"),
    ]
    if left_out:
        parts.append(label(_WIDTH - 16, y + 11, f"+{left_out}", anchor="end", kind="soft"))
    return "".join(parts)
