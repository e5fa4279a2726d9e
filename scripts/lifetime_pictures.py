"""The pictures of `docs/explanation/price-of-lifetime.md`, out of `examples/frontier/`.

The random numbers have a seed, so the same sources always give the same pictures.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from scripts.line_chart import Axis, Picture, Point, Series, draw
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
_TICKS = {900: "15 min", HOUR: "1 h", 6 * HOUR: "6 h", DAY: "1 d", 4 * DAY: "4 d", 8 * DAY: "8 d"}


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
    percents = {float(each): f"{each} %" for each in range(0, 101, 20)}
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
