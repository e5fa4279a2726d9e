"""A least token with at most so many scopes, and what each of its generalisations costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.least.cover import Cover, supplemented
from tokenlint.least.generalise import Way, Ways, generalised
from tokenlint.least.refine import standing_for
from tokenlint.least.wanted import Wanted
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.trustspace.axes import scope_axis
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.holdings import Holdings


@dataclass(frozen=True, slots=True)
class Generalisation:
    """A scope that stands for several, or for one that is narrower.

    `stands_for` counts them, `example` is one of them;
    `cost` is how much lower the scope axis would be with them in its place, in [0, 1].
    """

    capability: Capability
    stands_for: int
    example: Capability
    cost: float


@dataclass(frozen=True, slots=True)
class Bounded:
    """A generalised token.

    `scope` is its scope axis, `exact` that of the exact token;
    `floor` one that no generalisation with as many scopes is below.
    """

    bound: int
    cover: Cover
    scope: float
    exact: float
    floor: float
    generalised: tuple[Generalisation, ...]

    @property
    def proved(self) -> bool:
        """Whether it is proved that no generalisation with as many scopes is better."""
        return self.floor >= self.scope


@dataclass(frozen=True, slots=True)
class Impossible:
    """No token with so few scopes lets every operation pass; `fewest` would."""

    fewest: int


def bounded(wanted: Wanted, exact: Cover, bound: int) -> Bounded | Impossible:
    """The best token with at most `bound` scopes that covers the exact one."""
    calibration = Calibration.default()
    ways = best_ways(wanted, exact, (bound,))
    way = ways.within(bound)
    if way is None:
        return Impossible(ways.fewest)
    covered = supplemented(wanted, way.capabilities)
    if len(covered.capabilities) > bound:
        return Impossible(len(covered.capabilities))
    kept = tuple(each for each in exact.extras if each.capability in covered.capabilities.members)
    return Bounded(
        bound,
        Cover(covered.capabilities, tuple(dict.fromkeys((*kept, *covered.extras)))),
        way.scope,
        scope_axis(exact.capabilities, calibration),
        way.floor,
        generalisations(exact.capabilities, covered.capabilities, calibration),
    )


def best_ways(wanted: Wanted, exact: Cover, bounds: Sequence[int]) -> Ways:
    """The best generalisations for several bounds.

    A look at attributes (stat) is no reason for read where a wider scope of another action
    allows it anyway; that way is taken where it is better.
    """
    calibration = Calibration.default()
    ways = generalised(exact.capabilities, bounds, calibration)
    looks = _for_looks_only(wanted, exact)
    if not looks:
        return ways
    rest = CapabilitySet.of(exact.capabilities.members - looks)
    without = generalised(rest, bounds, calibration)
    fewest, found = ways.fewest, dict(ways.by_bound)
    for bound, way in without.by_bound.items():
        better = _completed(wanted, rest, looks, way, bound)
        if better and (bound not in found or better.scope < found[bound].scope):
            found[bound] = better
            fewest = min(fewest, bound)
    return Ways(fewest, found)


def _completed(
    wanted: Wanted, rest: CapabilitySet, looks: frozenset[Capability], way: Way, bound: int
) -> Way | None:
    """The way, or the best one that also holds what the looks need that it does not allow."""
    holdings = Holdings(way.capabilities.members)
    open_ones = [
        each.least
        for each in wanted.requirements
        if each.operation is Operation.STAT and not holdings.satisfying(each)
    ]
    if not open_ones:
        return way
    if looks.issubset(open_ones):
        return None
    more = generalised(rest | CapabilitySet.of(open_ones), (bound,), Calibration.default())
    return more.within(bound)


def _for_looks_only(wanted: Wanted, exact: Cover) -> frozenset[Capability]:
    """Read capabilities that nothing but stat relies on, by the profile."""
    reads = {each for each in exact.capabilities.members if each.action is Action.READ}
    if not reads or not any(each.operation is Operation.STAT for each in wanted.requirements):
        return frozenset()
    holdings = Holdings(exact.capabilities.members)
    for each in wanted.requirements:
        if each.operation is not Operation.STAT or wanted.release(each):
            reads.difference_update(holdings.covering(each.path))
    return frozenset(reads - {each.capability for each in exact.extras})


def generalisations(
    exact: CapabilitySet, wide: CapabilitySet, calibration: Calibration
) -> tuple[Generalisation, ...]:
    """What each capability of the wide token stands for, and costs; exact ones are left out."""
    standing = standing_for(exact, wide)
    whole = scope_axis(wide, calibration)
    return tuple(
        Generalisation(
            up,
            len(standing[up]),
            standing[up][0],
            whole - scope_axis(_instead(wide, up, standing[up]), calibration),
        )
        for up in wide
        if standing.get(up, [up]) != [up]
    )


def _instead(wide: CapabilitySet, up: Capability, those: list[Capability]) -> CapabilitySet:
    return CapabilitySet.of([*(wide.members - {up}), *those])
