"""The trust-space picture for a terminal: three bars, what is needed against what is held.

The solid part of a bar is needed, the hatched part is more than needed,
and the diamond marks an X.509 proxy, the familiar far corner of trust space.
"""

from collections.abc import Iterable
from functools import cache

from tokenlint.policy.credential_view import axes_of
from tokenlint.policy.finding import Axes, Document
from tokenlint.report.lines import Line
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.references import VOMS_PROXY
from tokenlint.trustspace.vector import place

AXES = (("where", "audience"), ("what", "scope"), ("how long", "lifetime"))

_ROOMY = 56  # columns from which on an axis has room for both of its names
_SHORTEST, _LONGEST = 8, 40  # cells of a bar

_SIGNS = {
    "▓": ("need", "held"),
    "█": ("need", "needed"),
    "▒": ("excess", "more than needed"),
    "░": ("lack", "needed, not held"),
    "◆": ("proxy", "X.509 proxy, 96 h"),
}


@cache
def proxy() -> Axes:
    """Where a VOMS proxy of 96 h stands: the reference that every picture shows."""
    return axes_of(place(VOMS_PROXY.privilege, Calibration.default()))


def bars(document: Document, width: int, indent: int = 2) -> list[Line]:
    """Three bars and a line of numbers; nothing where neither credential nor need is placed."""
    axes = document.vector or document.need
    if axes is None:
        return []
    names = 20 if width >= _ROOMY else 10
    size = max(_SHORTEST, min(_LONGEST, width - indent - names - 18))
    rows = [_row(document, words, size, " " * indent, names) for words in AXES]
    return [*rows, *_numbers(document, axes, width, indent)]


def legend(picture: Iterable[Line], known: set[str], width: int, indent: int = 2) -> list[Line]:
    """What those signs of a picture mean that the reader does not know yet; `known` grows."""
    used = {sign for line in picture for sign, _ in line} - known
    known |= used
    lines: list[Line] = []
    row: Line = ((" " * indent, ""),)
    columns = indent
    for sign, (style, words) in _SIGNS.items():
        if sign not in used:
            continue
        if columns + len(words) + 2 > width:
            lines.append(row)
            row, columns = ((" " * indent, ""),), indent
        row = (*row, (sign, style), (f" {words}   ", "muted"))
        columns += len(words) + 5
    return [*lines, row] if columns > indent else lines


def _row(document: Document, words: tuple[str, str], size: int, indent: str, names: int) -> Line:
    """Question and, where there is room, the axis's name; bar; credential's and need's number."""
    question, axis = words
    held = _value(document.vector, axis)
    need = _value(document.need, axis)
    name = indent + f"{question:<10}{axis:<10}"[:names]
    cells = bar(held, need, round(getattr(proxy(), axis) * size), size)
    number = f" {held:.2f}" if held is not None else "    -"
    tail = "" if need is None else f"  need {need:.2f}"
    return ((name, "strong"), *cells, (number, "strong"), (tail, "muted"))


def _value(axes: Axes | None, axis: str) -> float | None:
    return None if axes is None else float(getattr(axes, axis))


def bar(held: float | None, need: float | None, reference: int, size: int) -> Line:
    """`size` cells and one for the proxy's mark behind cell number `reference`."""
    have, want = _cells(held, size), _cells(need, size)
    both = have if need is None else min(have, want)
    signs = [("▓" if need is None else "█", "need")] * both
    signs += [("▒", "excess")] * (have - both)
    signs += [("░", "lack")] * max(0, want - have)
    signs += [("·", "muted")] * (size - len(signs))
    signs.insert(reference, ("◆", "proxy"))
    return tuple(signs)


def _cells(value: float | None, size: int) -> int:
    """Filled cells; what is above zero is seen, and only 1 fills all."""
    if not value or value <= 0:
        return 0
    return size if value >= 1 else max(1, min(size - 1, round(value * size)))


def _numbers(document: Document, axes: Axes, width: int, indent: int) -> list[Line]:
    """Magnitude, exposure and excess, broken over two rows where the terminal is narrow."""
    owner = "" if document.vector else " (need)"
    entries = [
        f"magnitude {axes.magnitude:.2f}{owner} (proxy {proxy().magnitude:.2f})",
        f"exposure {axes.exposure:.2f}",
    ]
    if document.excess is not None:
        entries.append(f"excess {document.excess:.2f}")
    text = " · ".join(entries)
    rows = [text] if indent + len(text) <= width else entries
    return [((" " * indent + row, "muted"),) for row in rows]
