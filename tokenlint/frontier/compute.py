"""The frontier of all workflows at one issuer, and what is recommended to each."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf

from tokenlint.frontier.capacity import Claim, Shares, share
from tokenlint.frontier.knobs import capacity_knobs, knobs, told_loss
from tokenlint.frontier.load import mean_load, peak_cost, peak_load
from tokenlint.frontier.loss import jobs_in, lost_random
from tokenlint.frontier.model import YEAR, Granularity, Outage, PastOutages
from tokenlint.frontier.options import Option, Setting, chosen, options_of
from tokenlint.frontier.points import points
from tokenlint.frontier.result import Frontier, Knob, Point, WorkflowFrontier
from tokenlint.frontier.shortest import bears
from tokenlint.frontier.words import per_second, percent, spell
from tokenlint.frontier.work import Work


@dataclass(frozen=True, slots=True)
class _Case:
    """One workflow with what it could choose, and what it would."""

    name: str
    asked: int | None
    options: Mapping[Granularity, Option]
    option: Option


def frontier(works: Sequence[Work], setting: Setting) -> Frontier:
    """Every point of every workflow, and the shortest lifetime of each within the tolerance.

    A workflow that has none of the wanted granularities is left out.
    """
    cases = [case for work in works if (case := _case(work, setting)) is not None]
    claims = [Claim(each.option.stream, each.option.rounded, each.option.high) for each in cases]
    shares = share(claims, setting.issuer)
    with _uncollected():
        told = [
            _told(case, lifetime, shares, setting)
            for case, lifetime in zip(cases, shares.lifetimes, strict=True)
        ]
    return Frontier(
        setting.issuer,
        setting.tolerance,
        tuple(told),
        tuple(_total(cases, at) for at in setting.lifetimes),
        shares.spent,
        shares.floor,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: there are none among the hundreds of thousands of points."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _case(work: Work, setting: Setting) -> _Case | None:
    options = options_of(work, setting)
    if not options:
        return None
    request = work.workflow.request
    asked = request.lifetime if request else None
    return _Case(work.workflow.name, asked, options, chosen(work, options, setting))


def _total(cases: Sequence[_Case], lifetime: int) -> tuple[int, float, float]:
    """Mean and peak of all; those whose tokens cannot live so short are left out."""
    streams = [
        each.option.stream for each in cases if each.option.stream.renewed_after(lifetime) > 0
    ]
    mean = sum(mean_load(stream, lifetime) for stream in streams)
    return lifetime, mean, sum(peak_load(stream, lifetime) for stream in streams)


def _told(case: _Case, lifetime: int | None, shares: Shares, setting: Setting) -> WorkflowFrontier:
    option = case.option
    besides = [each for each in (lifetime, case.asked) if each]
    all_points = points(case.options.values(), setting, option, besides)
    recommended = _find(all_points, option.granularity, lifetime)
    why = _why(option, lifetime, setting)
    return WorkflowFrontier(
        name=case.name,
        points=all_points,
        granularity=option.granularity,
        allowed=option.high,
        recommended=recommended,
        says=_says(option, recommended, why, setting),
        knobs=() if recommended else _knobs(case, shares, setting),
        exact=option.exact if lifetime is None or lifetime == option.rounded else float(lifetime),
        why=why,
        year_lost=_year(option, recommended, setting),
        asked=_find(all_points, option.granularity, case.asked),
    )


def _find(found: Sequence[Point], granularity: Granularity, lifetime: int | None) -> Point | None:
    same = (e for e in found if e.lifetime == lifetime and e.granularity is granularity)
    return next(same, None)


def _knobs(case: _Case, shares: Shares, setting: Setting) -> tuple[Knob, ...]:
    option, issuer = case.option, setting.issuer
    if option.rounded is not None:
        room = issuer.capacity - shares.spent
        return capacity_knobs(option, case.options, setting, room, shares.needed)
    own = peak_cost(option.stream, option.high, issuer)
    room = issuer.capacity - shares.spent + (own if own < inf else 0.0)
    return knobs(option, case.options, setting, room)


def _why(option: Option, lifetime: int | None, setting: Setting) -> str:
    """What keeps the lifetime from being shorter, or from being good enough at all."""
    if option.exact is None or option.rounded is None:
        return "loss"
    if lifetime is None or lifetime > option.rounded:
        return "capacity"
    if option.exact <= option.low:
        return "shortest"
    stream, before = option.stream, max(option.exact - 1.0, 0.0)
    if stream.renewed_after(before) <= 0:
        return "margin"
    lasting = replace(stream, longest=0.0)
    held = bears(lasting, before, setting.tolerance, setting.issuer)
    return "lasts" if held else "loss"


def _says(option: Option, best: Point | None, why: str, setting: Setting) -> str:
    tolerance = setting.tolerance
    outage = f"an outage of {spell(tolerance.outage.seconds)}"
    time = "at the worst time" if tolerance.worst else "at a random time"
    if best is None and why == "capacity":
        return (
            f"No room at the issuer: at {spell(option.high)}, the longest that is accepted, the "
            f"peak takes {per_second(peak_cost(option.stream, option.high, setting.issuer))}, "
            "and the workflows that ask for less come first."
        )
    if best is None and option.stream.renewed_after(option.high) <= 0:
        return (
            f"Its tokens are renewed {spell(option.stream.refresh.value)} before their end, and "
            f"no lifetime over {spell(option.high)} is accepted."
        )
    if best is None:
        return (
            f"No lifetime up to {spell(option.high)}, the longest that is accepted, bears "
            f"{outage} {time}: {told_loss(option, option.high, setting)} of the jobs are lost "
            f"there, and {percent(tolerance.share)} may be."
        )
    reasons = {
        "loss": f"a shorter one loses more than {percent(tolerance.share)} of the jobs in "
        f"{outage} {time}",
        "lasts": "it is never renewed, and has to last as long as the work may",
        "margin": "a shorter one would be over before its margin begins",
        "capacity": "with shorter ones the issuer could not carry the peaks of all workflows",
        "shortest": f"the shortest that was looked at bears {outage} {time}",
    }
    return f"{spell(best.lifetime)}, one token a {option.granularity}: {reasons[why]}."


def _year(option: Option, best: Point | None, setting: Setting) -> float | None:
    """The share of a year's jobs that the outages of the issuer's history cost.

    Where only its availability is known, they are as long as the one that is asked about.
    """
    issuer, stream, usual = setting.issuer, option.stream, setting.tolerance.outage.seconds
    history = issuer.history
    if not history and issuer.availability is not None and usual > 0:
        history = (PastOutages(usual, (1 - issuer.availability) * YEAR / usual),)
    if best is None or not history:
        return None
    lost = (
        each.per_year
        * lost_random(stream, best.lifetime, Outage(each.seconds), setting.issuer)
        * jobs_in(stream, Outage(each.seconds))
        for each in history
    )
    return min(1.0, sum(lost) / (stream.work * YEAR))
