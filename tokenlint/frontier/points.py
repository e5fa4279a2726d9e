"""The points of a workflow, and which of them are on the Pareto frontier."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tokenlint.frontier.load import Loads, loads_at
from tokenlint.frontier.loss import jobs_in, lost_at
from tokenlint.frontier.model import YEAR
from tokenlint.frontier.options import Option, Setting
from tokenlint.frontier.result import Point
from tokenlint.frontier.shortest import SLACK
from tokenlint.trustspace.axes import lifetime_axis

_DIGITS = 12  # of a share; what differs beyond them is noise of the arithmetic


def point(option: Option, lifetime: int, setting: Setting, *, best: bool = False) -> Point | None:
    """What this lifetime costs; None for one that cannot be renewed, as its margin is longer.

    `best` is what is known of its place on the Pareto frontier.
    """
    measured = _measured(option, lifetime, setting)
    return None if measured is None else _point(option, lifetime, measured, setting, best=best)


class _Measured(NamedTuple):
    loads: Loads
    random: float
    worst: float
    how_long: float
    magnitude: float


def _measured(option: Option, lifetime: int, setting: Setting) -> _Measured | None:
    stream, issuer = option.stream, setting.issuer
    after = stream.renewed_after(lifetime)
    if after <= 0:
        return None
    random, worst = lost_at(stream, lifetime, after, setting.tolerance.outage, issuer)
    how_long = lifetime_axis(lifetime, setting.calibration)
    magnitude = option.reach.magnitude(how_long)
    return _Measured(loads_at(stream, after, issuer), random, worst, how_long, magnitude)


def _point(
    option: Option, lifetime: int, measured: _Measured, setting: Setting, *, best: bool
) -> Point:
    tolerance, load = setting.tolerance, measured.loads
    jobs = measured.random * jobs_in(option.stream, tolerance.outage)
    found = measured.worst if tolerance.worst else measured.random
    return Point(
        lifetime=lifetime,
        granularity=option.granularity,
        mean=load.mean,
        peak=load.peak,
        cost=load.cost,
        alive=load.mean * lifetime,
        magnitude=measured.magnitude,
        exposure=option.reach.exposure(measured.how_long),
        leak=measured.magnitude * lifetime / 3_600,
        lost_random=measured.random,
        lost_worst=measured.worst,
        jobs_lost=jobs,
        year_lost=jobs / (option.stream.work * YEAR),
        pareto=best,
        allowed=lifetime <= option.accepted.seconds,
        tolerated=found <= tolerance.share + SLACK and load.cost <= setting.issuer.capacity,
    )


def points(
    options: Iterable[Option], setting: Setting, own: Option, besides: Iterable[int]
) -> tuple[Point, ...]:
    """All points, by granularity and lifetime; of its own granularity those `besides`, too."""
    found: list[tuple[Option, int, _Measured]] = []
    for option in options:
        lifetimes = setting.lifetimes
        for at in sorted({*lifetimes, *besides}) if option is own else lifetimes:
            measured = _measured(option, at, setting)
            if measured is not None:
                found.append((option, at, measured))
    worst = setting.tolerance.worst
    best = pareto([_measures(at, each, worst=worst) for _, at, each in found])
    return tuple(
        _point(option, at, each, setting, best=good)
        for (option, at, each), good in zip(found, best, strict=True)
    )


def _measures(lifetime: int, each: _Measured, *, worst: bool) -> tuple[float, float, float]:
    """Load, loss and leak."""
    found = each.worst if worst else each.random
    return each.loads.mean, round(found, _DIGITS), each.magnitude * lifetime


def pareto(measures: Sequence[tuple[float, float, float]]) -> list[bool]:
    """For each triple, whether no other is at least as good in all and better in one.

    Less is better. Sorted by the first number, each triple need only be compared with the
    staircase of the best pairs of the other two so far: n log n.
    """
    good = [False] * len(measures)
    seconds: list[float] = []  # rising, with the thirds falling
    thirds: list[float] = []
    before: tuple[float, float, float] | None = None
    alike = False
    for at in sorted(range(len(measures)), key=measures.__getitem__):
        _, second, third = measures[at]
        if measures[at] == before:
            good[at] = alike
            continue
        step = bisect_left(seconds, second + 0.0)
        here = step < len(seconds) and seconds[step] == second
        left = thirds[step] if here else thirds[step - 1] if step else None
        alike = left is None or third < left
        if alike:
            good[at] = True
            end = step
            while end < len(thirds) and thirds[end] >= third:
                end += 1
            seconds[step:end], thirds[step:end] = [second], [third]
        before = measures[at]
    return good
