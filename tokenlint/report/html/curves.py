"""Load, loss and exposure against lifetime: three plots that share their axis."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log10

from tokenlint.frontier.model import Issuer, Tolerance
from tokenlint.frontier.result import Point
from tokenlint.frontier.words import number as digits
from tokenlint.frontier.words import per_second, percent, spell
from tokenlint.report.elements import Element, Node, el

WIDTH, HEIGHT = 840, 286
_SIDE, _TALL, _LEFT, _TOP, _STEP = 204, 176, 56, 30, 280
_WIDE_RANGE = 30  # from this ratio on an axis is logarithmic

Spot = tuple[float, float]
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class _Plot:
    """One of the three: its title, the values of its two lines, the bound that is drawn."""

    title: str
    solid: tuple[str, Callable[[Point], float]]
    dashed: tuple[str, Callable[[Point], float]] | None
    bound: tuple[str, float] | None
    figure: Callable[[float], str] = digits
    share: bool = False

    def values(self, points: Iterable[Point]) -> list[float]:
        """All that it has to show."""
        found = [line[1](point) for point in points for line in (self.solid, self.dashed) if line]
        return [*found, self.bound[1]] if self.bound else found


def plots(issuer: Issuer, tolerance: Tolerance) -> tuple[_Plot, _Plot, _Plot]:
    """Requests a second, share of the jobs lost, exposure of a leaked token."""
    load = _Plot(
        "requests a second at the issuer",
        ("mean", lambda point: point.mean),
        ("peak", lambda point: point.peak),
        ("capacity", issuer.capacity),
        per_second,
    )
    lost = _Plot(
        f"jobs lost, outage of {spell(tolerance.outage.seconds)}",
        ("random time", lambda point: point.lost_random),
        ("worst time", lambda point: point.lost_worst),
        ("tolerated", tolerance.share),
        percent,
        share=True,
    )
    exposed = _Plot("exposure of a leaked token", ("one token", lambda p: p.exposure), None, None)
    return load, lost, exposed


def picture(
    points: Sequence[Point], best: Point | None, issuer: Issuer, tolerance: Tolerance, title: str
) -> tuple[Element, list[list[Spot]]]:
    """The plots, and for each point where its mark stands in each of them (in SVG units)."""
    parts: list[Node] = []
    marks: list[list[Spot]] = [[] for _ in points]
    for number, plot in enumerate(plots(issuer, tolerance)):
        across, up = _across(points), _up(plot, points)
        corner = (_LEFT + number * _STEP, _TOP)
        parts.append(_drawn(plot, points, best, (across, up), corner))
        for mark, point in zip(marks, points, strict=True):
            x, y = across(point.lifetime), up(plot.solid[1](point))
            mark.append((round(corner[0] + x, 1), round(corner[1] + y, 1)))
        first = marks[0][number]
        parts.append(el("circle", class_="now", cx=first[0], cy=first[1], r=7, hidden=""))
    svg = el(
        "svg", *parts, class_="sp", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=title
    )
    return svg, marks


def _across(points: Sequence[Point]) -> Scale:
    low, high = points[0].lifetime, points[-1].lifetime
    if high <= low or low <= 0:
        return lambda _: _SIDE / 2
    return lambda lifetime: _SIDE * log10(lifetime / low) / log10(high / low)


def _up(plot: _Plot, points: Sequence[Point]) -> Scale:
    """Pixels from the top; linear from zero, logarithmic where the range is wide."""
    values = plot.values(points)
    top = max(values)
    if plot.share:
        top = max(top, 0.001)
    low = min((value for value in values if value > 0), default=0.0)
    if not plot.share and top > 1 and low > 0 and top / low > _WIDE_RANGE:
        return lambda value: _TALL - _TALL * log10(max(value, low) / low) / log10(top / low)
    whole = 1.0 if not plot.share and top <= 1 else top
    return lambda value: _TALL - _TALL * (value / whole if whole else 0.0)


def _drawn(
    plot: _Plot,
    points: Sequence[Point],
    best: Point | None,
    scales: tuple[Scale, Scale],
    corner: Spot,
) -> Element:
    across, up = scales
    parts: list[Node] = [
        el("rect", class_="area", width=_SIDE, height=_TALL),
        el("path", class_="axis", d=f"M0 0V{_TALL}H{_SIDE}"),
        _text(0, -12, plot.title, "name"),
        *_ticks(plot, points, across, up),
        *_lines(plot, points, across, up),
    ]
    value = plot.solid[1]
    for point in points:
        if point.pareto:
            x, y = across(point.lifetime), up(value(point))
            parts.append(el("circle", class_="front", cx=round(x, 1), cy=round(y, 1), r=2.5))
    if best is not None:
        x, y = across(best.lifetime), up(value(best))
        parts.append(el("path", class_="best", d=f"M{x:.1f} {y - 8:.1f}l7 13h-14z"))
    return el("g", *parts, transform=f"translate({corner[0]} {corner[1]})")


def _lines(plot: _Plot, points: Sequence[Point], across: Scale, up: Scale) -> Iterable[Node]:
    named = [(plot.solid, "curve"), (plot.dashed, "curve second")]
    words = [f"─ {plot.solid[0]}"]
    for line, kind in named:
        if line:
            spots = (f"{across(p.lifetime):.1f} {up(line[1](p)):.1f}" for p in points)
            yield el("path", class_=kind, d="M" + "L".join(spots))
    words += [f"╌ {plot.dashed[0]}"] if plot.dashed else []
    if plot.bound:
        y = up(plot.bound[1])
        yield el("path", class_="bound", d=f"M0 {y:.1f}H{_SIDE}")
        words.append(f"┈ {plot.bound[0]}")
    yield _text(0, _TALL + 50, "   ".join(words), "soft")


def _ticks(plot: _Plot, points: Sequence[Point], across: Scale, up: Scale) -> Iterable[Element]:
    """The ends and the middle of both axes in words."""
    shown = dict.fromkeys((0, len(points) // 2, len(points) - 1))
    for number in shown:
        x = across(points[number].lifetime)
        words = spell(points[number].lifetime)
        yield _text(x, _TALL + 15, words, "soft", anchor="middle")
    yield _text(_SIDE / 2, _TALL + 32, "lifetime", "soft", anchor="middle")
    values = sorted(plot.values(points))
    for value in dict.fromkeys((values[0], values[-1])):
        yield _text(-6, up(value) + 4, plot.figure(value), "soft", anchor="end")


def _text(x: float, y: float, words: str, kind: str, *, anchor: str | None = None) -> Element:
    return el("text", words, class_=kind, x=round(x, 1), y=round(y, 1), text_anchor=anchor)
