"""How workflows share the capacity of one issuer.

All peaks may come together, so their costs add up.

Workflows that need the least are served first, as far as the capacity reaches:
so as many as possible are served, and those left out are the ones that ask for most.
Where those that are served ask for more than there is at their shortest lifetimes,
no lifetime stays below a common floor, the lowest with which they fit:
nobody has to live longer than another because it is listed later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from tokenlint.frontier.load import peak_cost
from tokenlint.frontier.model import Issuer, Stream
from tokenlint.frontier.shortest import ladder


@dataclass(frozen=True, slots=True)
class Claim:
    """What a workflow wants: a lifetime from `shortest` to `longest`.

    `shortest` is None where no lifetime is good enough for it;
    it asks for tokens all the same, and is counted at its longest lifetime.
    """

    stream: Stream
    shortest: int | None
    longest: int


@dataclass(frozen=True, slots=True)
class Shares:
    """The lifetime of each claim, None for those that are not served.

    `floor` is the common floor, 0 where there is room enough; `spent` what all of them cost;
    `needed` is the capacity that would serve all.
    """

    lifetimes: tuple[int | None, ...]
    floor: int
    spent: float
    needed: float


def share(claims: Sequence[Claim], issuer: Issuer) -> Shares:
    """Lifetimes with which the issuer can carry the peaks of all that are served."""
    least = [_least(each, issuer) for each in claims]
    taken = sum(cost for each, cost in zip(claims, least, strict=True) if each.shortest is None)
    needed = sum(least)
    served: set[int] = set()
    for at in sorted(range(len(claims)), key=lambda number: least[number]):
        if claims[at].shortest is not None and taken + least[at] <= issuer.capacity:
            served.add(at)
            taken += least[at]
    others = taken - sum(least[at] for at in served)
    floor = _floor([claims[at] for at in sorted(served)], issuer, issuer.capacity - others)
    lifetimes = tuple(
        _lifted(each, floor) if at in served else None for at, each in enumerate(claims)
    )
    spent = others + sum(
        peak_cost(each.stream, lifetime, issuer)
        for each, lifetime in zip(claims, lifetimes, strict=True)
        if lifetime is not None
    )
    return Shares(lifetimes, floor, spent, needed)


def _least(claim: Claim, issuer: Issuer) -> float:
    """What a claim costs at its longest lifetime.

    Nothing where its margin is longer than that: then nobody can use its tokens.
    """
    cost = peak_cost(claim.stream, claim.longest, issuer)
    return cost if cost < inf else 0.0


def _lifted(claim: Claim, floor: int) -> int:
    return min(max(claim.shortest or 0, floor), claim.longest)


def _floor(claims: Sequence[Claim], issuer: Issuer, room: float) -> int:
    """The lowest floor with which the claims fit; 0 where they fit without one."""

    def fits(floor: int) -> bool:
        costs = (peak_cost(each.stream, _lifted(each, floor), issuer) for each in claims)
        return sum(costs) <= room

    if not claims or fits(0):
        return 0
    steps = ladder(1, max(each.longest for each in claims))
    steps.append(max(each.longest for each in claims))
    low, high = 0, len(steps) - 1  # the last one fits: so they were admitted
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(steps[middle]) else (middle + 1, high)
    return steps[low]


def carries(stream: Stream, lifetime: float, issuer: Issuer, room: float = inf) -> bool:
    """Whether the issuer can carry the peak of this stream, with so much room left."""
    return peak_cost(stream, lifetime, issuer) <= min(issuer.capacity, room)
