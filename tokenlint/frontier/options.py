"""What a workflow could choose: each granularity with its chains, its reach and its bounds."""

from collections.abc import Mapping
from dataclasses import dataclass

from tokenlint.frontier.capacity import carries
from tokenlint.frontier.model import Granularity, Issuer, Stream, Tolerance
from tokenlint.frontier.scopes import Accepted, Reach, accepted, held_at, where
from tokenlint.frontier.shortest import bears, rounded_up, shortest
from tokenlint.frontier.work import Work
from tokenlint.policy.product_needs import product_needs
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.trustspace.axes import lifetime_axis, scope_axis
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
        return self.reach.magnitude(lifetime_axis(lifetime, calibration)) * lifetime / 3_600


def options_of(work: Work, setting: Setting) -> dict[Granularity, Option]:
    """Every granularity that is to be looked at, from the finest to the coarsest."""
    wanted = setting.granularities
    need = need_of(work.workflow, product_needs(work.workflow)).privilege
    seen: dict[CapabilitySet, tuple[float, Accepted]] = {}  # several may be of equal scopes
    found: dict[Granularity, Option] = {}
    for each, stream in work.streams.items():
        if wanted and each not in wanted:
            continue
        capabilities = held_at(work, need, each)
        if capabilities not in seen:
            bound = _accepted(work, capabilities, need.audience, setting)
            seen[capabilities] = scope_axis(capabilities, setting.calibration), bound
        what, bound = seen[capabilities]
        reach = Reach(capabilities, where(work, need, each, setting.calibration), what)
        found[each] = _option(each, stream, reach, bound, setting)
    return found


def _accepted(
    work: Work, capabilities: CapabilitySet, audience: Audience, setting: Setting
) -> Accepted:
    longest = setting.lifetimes[-1]
    least = Privilege(capabilities, audience, Validity(0, longest))
    return accepted(work.workflow, least, setting.kinds, setting.limits)


def _option(
    granularity: Granularity, stream: Stream, reach: Reach, bound: Accepted, setting: Setting
) -> Option:
    low, high = setting.lifetimes[0], min(bound.seconds, setting.lifetimes[-1])
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
