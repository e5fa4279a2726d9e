"""The pictures of `docs/explanation/price-of-lifetime.md`, out of `examples/frontier/`.

The random numbers have a seed, so the same sources always give the same pictures.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10
from pathlib import Path

import numpy as np

from tokenlint.cli.frontier_inputs import Paths, answer
from tokenlint.cli.frontier_words import Wanted, lifetimes
from tokenlint.frontier.issuer_file import read_issuer
from tokenlint.frontier.load import mean_load
from tokenlint.frontier.loss import lost_random
from tokenlint.frontier.model import Granularity, Issuer, Outage, Stream
from tokenlint.frontier.scenario import Down, Held, Retry, RetryKind, Scenario
from tokenlint.frontier.simulate.engine import run
from tokenlint.frontier.simulation import simulate
from tokenlint.frontier.work import Work, work_of
from tokenlint.report.frontier import svg
from tokenlint.report.view import View
from tokenlint.workflows.reader import read_workflows

FOLDER = "examples/frontier"
_NAMES = ("loss", "load", "storm", "curve")
LOSS, LOAD, STORM, CURVE = (f"docs/images/price-{name}.svg" for name in _NAMES)
HOUR, DAY = 3600.0, 86_400.0
SEED = 1
PART = 30  # the storm is simulated at this part of its size
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 400, 70, 66, 24, 96
_TICKS = {900: "15 min", HOUR: "1 h", 6 * HOUR: "6 h", DAY: "1 d", 4 * DAY: "4 d", 8 * DAY: "8 d"}
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


def lifetime_pictures(root: Path) -> Mapping[str, str]:
    """What an outage costs, what the issuer is asked, and what comes after an outage."""
    issuer = read_issuer(root / FOLDER / "issuer.yaml").issuer
    if issuer is None:
        raise RuntimeError(f"{FOLDER}/issuer.yaml cannot be read")
    return {
        LOSS: draw(_loss(root, issuer)),
        LOAD: draw(_load(root, issuer)),
        STORM: draw(_storm(root, issuer)),
        CURVE: _curve(root),
    }


def _curve(root: Path) -> str:
    """The card of one workflow, as `tokenlint frontier --format svg` draws it."""
    files = (str(root / FOLDER / "dataset.yaml"),)
    paths = Paths(files, root / FOLDER / "issuer.yaml", None, None, no_config=True)
    seconds = lifetimes("15m..8d")
    wanted = Wanted("weekend", 0.01, worst=False, lifetimes=seconds, granularities=frozenset())
    return svg.render(answer(paths, wanted), View())


def _stream(root: Path, name: str, granularity: Granularity) -> Stream:
    work = work_of(read_workflows(root / FOLDER / f"{name}.yaml").workflows[0])
    if not isinstance(work, Work):
        raise RuntimeError(f"{FOLDER}/{name}.yaml: {work.reason}")  # noqa: TRY004 - of the input
    return work.streams[granularity]


def _lifetimes(low: float, high: float, count: int) -> list[float]:
    return [low * (high / low) ** (step / (count - 1)) for step in range(count)]


def _loss(root: Path, issuer: Issuer) -> Picture:
    half = _stream(root, "legacy", Granularity.SITE)
    days = _stream(root, "four-days", Granularity.SITE)
    series = []
    for name, stream, hours, low in (
        ("64 h, renewed at half", half, 64, 900),
        ("6 h, renewed at half", half, 6, 900),
        ("64 h, renewed 72 h early", days, 64, 73 * HOUR),
    ):
        outage = Outage(hours * HOUR)

        def lost(lifetime: float, stream: Stream = stream, outage: Outage = outage) -> float:
            return 100 * lost_random(stream, lifetime, outage, issuer)

        line = [(each, lost(each)) for each in _lifetimes(low, 8 * DAY, 120)]
        chosen = [each for each in _TICKS if each >= low]
        dots = [_seen(stream, each, outage, issuer) for each in chosen]
        series.append(Series(name, line, dots))
    about = (
        "The share of the jobs that an outage costs, over the lifetime of tokens of which "
        "each serves one site. Lines: formula; dots: simulation, with intervals of 99 %."
    )
    percents: dict[float, str] = {each: f"{each} %" for each in range(0, 101, 20)}
    y = Axis(0, 100, percents, logarithmic=False)
    x = Axis(900, 8 * DAY, _TICKS)
    return Picture("Jobs lost in an outage", about, x, y, "lifetime", series)


def _seen(
    stream: Stream, lifetime: float, outage: Outage, issuer: Issuer
) -> tuple[float, float, float, float]:
    many = replace(stream, standing=400)  # of each lifetime enough to see its share
    down = Down(HOUR, outage.seconds)
    scenario = Scenario((Held(many, lifetime),), issuer, down.end + HOUR, (down,), window=60)
    lost = simulate(scenario, replications=6, seed=SEED).lost
    return lifetime, 100 * lost.mean, 100 * max(0.0, lost.low), 100 * min(1.0, lost.high)


def _load(root: Path, issuer: Issuer) -> Picture:
    series = []
    for each in (Granularity.FILE, Granularity.DATASET, Granularity.SITE):
        stream = _stream(root, "fts", each)
        line = [(life, mean_load(stream, life)) for life in _lifetimes(900, 8 * DAY, 120)]
        name = "data set" if each is Granularity.DATASET else each.value
        series.append(Series(f"one token a {name}", line))
    about = (
        "Requests a second at the issuer on average, over the lifetime, for 30 transfers a second "
        "with one token for each file, for each data set of 1000 files, or for each of 60 sites."
    )
    words = {1e-4: "9/d", 1e-3: "4/h", 1e-2: "36/h", 0.1: "6/min", 1: "1/s", 10: "10/s"}
    y = Axis(1e-4, 2000, {**words, 100: "100/s", 1000: "1000/s"})
    limit = issuer.capacity, "900/s: what a load test held"
    x = Axis(900, 8 * DAY, _TICKS)
    return Picture("Requests a second at the issuer", about, x, y, "lifetime", series, limit)


def _storm(root: Path, issuer: Issuer) -> Picture:
    stream = replace(_stream(root, "fts", Granularity.FILE), retry=60)
    rules = (
        ("again after 1 min", Retry(RetryKind.FIXED, first=60)),
        ("doubled up to 1 h", Retry(RetryKind.EXPONENTIAL)),
        ("the same, with jitter", Retry(RetryKind.EXPONENTIAL, jitter=True)),
    )
    series = [Series(name, _asked(stream, issuer, rule)) for name, rule in rules]
    about = (
        "Requests a second before, in and after an outage of 3 h, for 30 transfers a second "
        "that wait for their tokens, by how clients ask again. Simulated at 1/30 of its size."
    )
    hours = {each * HOUR: f"{each} h" for each in range(7)}
    y = Axis(10, 10_000, {10: "10/s", 100: "100/s", 1000: "1000/s", 10_000: "10,000/s"})
    limit = issuer.capacity, "900/s: what it can answer"
    x = Axis(0, 6 * HOUR, hours, logarithmic=False)
    return Picture(
        "A storm after an outage", about, x, y, "time; down from 1 h to 4 h", series, limit
    )


def _asked(stream: Stream, issuer: Issuer, rule: Retry) -> list[Point]:
    small = replace(stream, rate=stream.rate / PART, peak=stream.peak / PART)
    scenario = Scenario(
        (Held(small, 6 * HOUR),),
        replace(issuer, capacity=issuer.capacity / PART),
        horizon=6 * HOUR,
        downs=(Down(HOUR, 3 * HOUR),),
        retry=rule,
        window=60,
    )
    tally = run(scenario, np.random.default_rng(SEED), lambda *_: None)  # so no try is passed over
    rates = tally.asked[:-1] / scenario.window * PART
    return [(place * scenario.window, float(rate)) for place, rate in enumerate(rates)]


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
