"""The frontier as one self-contained SVG: no script, no font, no outside address.

A card for each workflow with three panels over one axis of lifetimes:
the work that an outage costs, the peak load of the issuer, and what one leaked token is worth.
The workflow's own granularity is the thick line; the others are thin and dashed, each its own way,
so that nothing depends on colours. What its mitigations do not accept is hatched.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tokenlint.frontier.model import Granularity
from tokenlint.frontier.result import Frontier, WorkflowFrontier
from tokenlint.frontier.words import percent, spell
from tokenlint.report.escape import one_line
from tokenlint.report.frontier.curve import of_granularity
from tokenlint.report.frontier.panel import HEIGHT, WIDTH, Panel, line_style, panels
from tokenlint.report.lines import wrap
from tokenlint.report.space import label
from tokenlint.report.svg import identifier, opening
from tokenlint.report.view import View

_PAGE, _CARD, _HEAD, _FOOT = 800, 276, 12, 16
_LEFT, _TOP, _GAP = 58, 90, 64
_MOST: Final = 12  # cards in one picture
_LONGEST: Final = 60  # characters of a name that fit
_ROW: Final = 122  # characters that fit

_STYLE = """
.tl .own{fill:none;stroke:#0072b2;stroke-width:2.6}.tl .other{fill:none;stroke:#59636e}
.tl .limit{stroke:#8a5a00;stroke-width:1.2;stroke-dasharray:6 3}.tl .mark{fill:#e69f00;
stroke:#1f2328}.tl .frame{fill:none;stroke:#8c959f}.tl .grid{stroke:#d5dae0;stroke-width:.6}
@media (prefers-color-scheme:dark){.tl .own{stroke:#56b4e9}.tl .other{stroke:#a9b3be}
.tl .limit{stroke:#ffd27a}.tl .mark{stroke:#e6edf3}.tl .frame{stroke:#7d8590}
.tl .grid{stroke:#30363d}.tl .stripe{stroke:#8f7f58}}
"""


def render(result: Frontier, view: View) -> str:
    """The picture; those without a lifetime come first, and at most 12 are drawn."""
    _ = view
    ordered = sorted(result.workflows, key=lambda each: each.recommended is not None)
    shown = ordered[:_MOST]
    height = _HEAD + _CARD * max(1, len(shown)) + _FOOT
    told = " ".join(f"{_name(each)}: {each.says}" for each in shown) or "No workflow to draw."
    name = identifier(told)
    body = [
        *opening(name, _PAGE, height, "The price of a lifetime: work lost, load, exposure", told),
        f"<style>{_STYLE.strip()}</style>",
        *(_card(each, at, result, name) for at, each in enumerate(shown)),
        *([] if shown else [label(24, 60, "No workflow to draw.", size=14)]),
        *_left_out(len(ordered) - len(shown), height),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _left_out(count: int, height: int) -> Iterator[str]:
    if count:
        yield label(_PAGE - 16, height - 8, f"and {count} more", kind="soft", anchor="end")


def _name(each: WorkflowFrontier) -> str:
    name = one_line(each.name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _card(each: WorkflowFrontier, at: int, result: Frontier, name: str) -> str:
    line = f'<path class="line" d="M24 0H{_PAGE - 24}" stroke-width="0.5"/>' if at else ""
    parts = [f'<g transform="translate(0 {_HEAD + at * _CARD})">{line}']
    parts.append(label(20, 24, _name(each), size=16, bold=True))
    parts.append(label(_PAGE - 20, 24, _recommendation(each), size=13, bold=True, anchor="end"))
    for number, text in enumerate(wrap(each.says, _ROW)[:2]):
        parts.append(label(20, 42 + 16 * number, text, kind="soft"))
    if each.points:
        for number, panel in enumerate(panels(each, result)):
            parts.append(_placed(panel, number, each, name))
        parts.append(_legend(each, result, name))
    return "\n".join([*parts, "</g>"])


def _recommendation(each: WorkflowFrontier) -> str:
    if each.recommended is None:
        return "no lifetime will do"
    return f"{spell(each.recommended.lifetime)}, one token a {each.granularity}"


def _placed(panel: Panel, number: int, each: WorkflowFrontier, name: str) -> str:
    left = _LEFT + number * (WIDTH + _GAP)
    return f'<g transform="translate({left} {_TOP})">{panel.drawn(each, name)}</g>'


def _legend(each: WorkflowFrontier, result: Frontier, name: str) -> str:
    """Below the panels: the lines by granularity, the limit, what is hatched."""
    y = _TOP + HEIGHT + 38
    x = _LEFT
    parts: list[str] = []
    for granularity in _granularities(each):
        words = f"one a {granularity}" if x == _LEFT else f"a {granularity}"
        parts.append(f'<path {line_style(granularity, each)} d="M{x} {y - 4}h26"/>')
        parts.append(label(x + 32, y, words, kind="soft"))
        x += 46 + 7 * len(words)
    parts.append(f'<path class="limit" d="M{x} {y - 4}h26"/>')
    words = f"tolerated ({percent(result.tolerance.share)})"
    parts.append(label(x + 32, y, words, kind="soft"))
    x += 46 + 7 * len(words)
    swatch = f'x="{x}" y="{y - 10}" width="16" height="12"'
    parts.append(f'<rect class="frame" {swatch}/><rect fill="url(#{name}-h)" {swatch}/>')
    parts.append(label(x + 22, y, "not accepted", kind="soft"))
    return "".join(parts)


def _granularities(each: WorkflowFrontier) -> Sequence[Granularity]:
    """Its own first, and those that have a curve."""
    found = dict.fromkeys(point.granularity for point in each.points)
    several = [one for one in found if len(of_granularity(each, one)) > 1]
    return sorted(several, key=lambda one: one is not each.granularity)
