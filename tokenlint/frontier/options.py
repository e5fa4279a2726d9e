"""What a workflow could choose: each granularity with its chains, its reach and its bounds."""

from collections.abc import Mapping
from dataclasses import dataclass

from tokenlint.frontier.capacity import carries
from tokenlint.frontier.model import Granularity, Issuer, Stream, Tolerance
from tokenlint.frontier.scopes import Accepted, Reach, accepted, reach_of
from tokenlint.frontier.shortest import bears, rounded_up, shortest
from tokenlint.frontier.work import Work
from tokenlint.privilege.privilege import Privilege
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.kinds import Kinds
from tokenlint.workflows.need import need_of


@dataclass(frozen=True, slots=True)
class Setting:
    """What all workflows are judged with.

    `lifetimes` are looked at, in seconds and rising; nothing outside of them is recommended.
    `granularities` are those to look at; empty for all that a workflow tells of.
    """

    issuer: Issuer
    tolerance: Tolerance
    lifetimes: tuple[int, ...]
    limits: Mapping[str, int]
    calibration: Calibration
    kinds: Kinds
    granularities: frozenset[Granularity] = frozenset()


@dataclass(frozen=True, slots=True)
class Option:
    """One granularity of a workflow.

    `low` and `high` bound the lifetime; `high` is what its mitigations accept.
    `exact` is the shortest lifetime that bears the outage, `rounded` the next that people write;
    None where none does.
    """

    granularity: Granularity
    stream: Stream
    reach: Reach
    accepted: Accepted
    low: int
    high: int
    exact: float | None
    rounded: int | None

    def leak(self, lifetime: int, calibration: Calibration) -> float:
        """What one leaked token is worth: magnitude x hours."""
        return self.reach.magnitude(lifetime, calibration) * lifetime / 3_600


def options_of(work: Work, setting: Setting) -> dict[Granularity, Option]:
    """Every granularity that is to be looked at, from the finest to the coarsest."""
    wanted = setting.granularities
    need = need_of(work.workflow).privilege
    return {
        each: _option(work, need, each, stream, setting)
        for each, stream in work.streams.items()
        if not wanted or each in wanted
    }


def _option(
    work: Work, need: Privilege, granularity: Granularity, stream: Stream, setting: Setting
) -> Option:
    reach = reach_of(work, need, granularity, setting.calibration)
    low, longest = setting.lifetimes[0], setting.lifetimes[-1]
    bound = accepted(work.workflow, reach, setting.kinds, setting.limits, longest)
    high = min(bound.seconds, longest)
    exact = shortest(stream, setting.tolerance, setting.issuer, low, high)
    rounded = None if exact is None else written(stream, exact, high, setting)
    return Option(granularity, stream, reach, bound, low, high, exact, rounded)


def written(stream: Stream, exact: float, high: int, setting: Setting) -> int:
    """The exact lifetime as people would write it: rounded up, and no longer than accepted."""
    rounded = min(rounded_up(exact), high)
    if not bears(stream, rounded, setting.tolerance, setting.issuer):
        rounded = min(rounded_up(rounded + 1), high)  # it lay a hair above a step
    return rounded


def chosen(work: Work, options: Mapping[Granularity, Option], setting: Setting) -> Option:
    """The declared granularity; else the one whose leaked token is worth least.

    Where none of them bears the outage, the finest one.
    """
    if work.own is not None and work.own in options:
        return options[work.own]
    good = [
        each
        for each in options.values()
        if each.rounded is not None and carries(each.stream, each.high, setting.issuer)
    ]
    return min(
        good,
        key=lambda each: each.leak(each.rounded or 0, setting.calibration),
        default=next(iter(options.values())),
    )
