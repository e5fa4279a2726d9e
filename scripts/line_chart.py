"""Charts of a few lines as SVG, for the pages of the documentation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 400, 70, 66, 24, 96
_LINES = (  # colour in light and dark, dashes: told apart without colours, too
    ("a", "#0072b2", "#56b4e9", "none"),
    ("b", "#b14f00", "#f0a04b", "7 4"),
    ("c", "#3f6d2a", "#9fd27f", "2 4"),
)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first to the last value, evenly or in logarithms, with ticks and their words."""

    low: float
    high: float
    ticks: Mapping[float, str]
    logarithmic: bool = True

    def at(self, value: float) -> float:
        """The place of a value, 0 to 1; what lies outside is at the edge."""
        value = min(max(value, self.low), self.high)
        if not self.logarithmic:
            return (value - self.low) / (self.high - self.low)
        return log10(value / self.low) / log10(self.high / self.low)


@dataclass(frozen=True, slots=True)
class Series:
    """A line and its name; `dots` are what was simulated: x, mean, low and high."""

    name: str
    line: Sequence[Point]
    dots: Sequence[tuple[float, float, float, float]] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """What one picture shows; `limit` is a level with its name."""

    title: str
    about: str
    x: Axis
    y: Axis
    x_name: str
    series: Sequence[Series]
    limit: tuple[float, str] | None = None


def draw(picture: Picture) -> str:
    """The picture as SVG: no script, no font, no outside address."""
    name = picture.title.lower().replace(" ", "-")
    ground = f'width="{_WIDTH - 1}" height="{_HEIGHT - 1}" rx="8"'
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            f'width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        ),
        f'<title id="{name}-t">{picture.title}</title>',
        f'<desc id="{name}-d">{picture.about}</desc>',
        f"<style>{_style()}</style>",
        f'<rect class="ground" x="0.5" y="0.5" {ground}/>',
        f'<text class="head" x="{_LEFT}" y="34">{picture.title}</text>',
        *_frame(picture),
        *_limit(picture),
    ]
    for (letter, *_), series in zip(_LINES, picture.series, strict=False):
        parts += _one(picture, letter, series)
    parts += _legend(picture)
    return "\n".join([*parts, "</svg>\n"])


def _style() -> str:
    light = (
        ".tl text{font:13px system-ui,sans-serif;fill:#424a53}.tl .head{font-weight:700;"
        "font-size:16px;fill:#1f2328}.tl .ground{fill:#fff;stroke:#d1d9e0}"
        ".tl .grid{stroke:#d5dae0;stroke-width:.6}.tl .limit{stroke:#8a5a00;stroke-dasharray:6 3}"
        ".tl path{fill:none;stroke-width:2.2}"
    )
    dark = (
        ".tl text{fill:#b7bfc8}.tl .head{fill:#e6edf3}.tl .ground{fill:#0d1117;stroke:#30363d}"
        ".tl .grid{stroke:#30363d}.tl .limit{stroke:#ffd27a}"
    )
    for letter, pale, bright, dashes in _LINES:
        light += f".tl .{letter}{{stroke:{pale};fill:{pale}}}"
        light += f".tl path.{letter}{{stroke-dasharray:{dashes};fill:none}}"
        dark += f".tl .{letter}{{stroke:{bright};fill:{bright}}}.tl path.{letter}{{fill:none}}"
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}"


def _places(picture: Picture) -> tuple[Callable[[float], float], Callable[[float], float]]:
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    return (
        lambda x: _LEFT + wide * picture.x.at(x),
        lambda y: _TOP + high * (1 - picture.y.at(y)),
    )


def _frame(picture: Picture) -> Iterator[str]:
    to_x, to_y = _places(picture)
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    for value, words in picture.x.ticks.items():
        x = f"{to_x(value):.1f}"
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{bottom}"/>'
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{words}</text>'
    for value, words in picture.y.ticks.items():
        y = to_y(value)
        yield f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{words}</text>'
    yield f'<text x="{right}" y="{bottom + 38}" text-anchor="end">{picture.x_name}</text>'


def _limit(picture: Picture) -> Iterator[str]:
    if picture.limit is None:
        return
    level, words = picture.limit
    y, right = _places(picture)[1](level), _WIDTH - _RIGHT
    yield f'<line class="limit" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
    yield f'<text x="{right - 8}" y="{y - 6:.1f}" text-anchor="end">{words}</text>'


def _one(picture: Picture, letter: str, series: Series) -> Iterator[str]:
    to_x, to_y = _places(picture)
    steps = (f"{to_x(x):.1f} {to_y(y):.1f}" for x, y in series.line)
    yield f'<path class="{letter}" d="M{" L".join(steps)}"/>'
    for x, mean, low, high in series.dots:
        at = f"{to_x(x):.1f}"
        ends = f'y1="{to_y(low):.1f}" y2="{to_y(high):.1f}"'
        yield f'<line class="{letter}" x1="{at}" x2="{at}" {ends}/>'
        yield f'<circle class="{letter}" cx="{at}" cy="{to_y(mean):.1f}" r="4"/>'


def _legend(picture: Picture) -> Iterator[str]:
    step, y = (_WIDTH - _LEFT - _RIGHT) / len(picture.series), _HEIGHT - 24
    for number, ((letter, *_), series) in enumerate(zip(_LINES, picture.series, strict=False)):
        x = _LEFT + number * step
        yield f'<path class="{letter}" d="M{x:.0f} {y - 4} H{x + 30:.0f}"/>'
        yield f'<text x="{x + 36:.0f}" y="{y}">{series.name}</text>'
