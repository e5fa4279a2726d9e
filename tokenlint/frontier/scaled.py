"""A smaller system that behaves as the whole one does, so that its simulation ends in time.

Rates and capacity are divided by one number. Shares of jobs, times in the queue and the load
of each stream in proportion stay as they are; the noise of counts grows, and the intervals show it.
A request still takes the smaller issuer a tenth of a second at the most, so that a queue is long
before a client gives up.
"""

from dataclasses import dataclass, replace
from math import ceil, inf
from typing import Final

from tokenlint.frontier.load import mean_load
from tokenlint.frontier.model import Issuer
from tokenlint.frontier.scenario import Held

_EVENTS: Final = 1e6  # requests in one replication of ordinary load
_BUSY: Final = 10.0  # requests a second that the smaller issuer carries, at the least
_CHAINS: Final = 100_000  # at once
_STANDING: Final = 50  # fewer chains in a replication would tell little of a share


@dataclass(frozen=True, slots=True)
class Scaled:
    """The smaller system: 1 / `times` of the whole one.

    `factors` are, for each stream, what its counts are multiplied with to be those of the whole.
    `window` is as many seconds wide as holds the requests of a second of the whole one,
    but not wider than a pause. `time` is how long its ordinary load may be simulated.
    """

    held: tuple[Held, ...]
    issuer: Issuer
    times: float
    factors: tuple[float, ...]
    window: float
    time: float


def scaled(held: tuple[Held, ...], issuer: Issuer, outage: float, pause: float) -> Scaled:
    """Small enough for an outage of that length, in which clients pause for so long at most."""
    wanted = max(_events(held, outage) / _EVENTS, _alive(held, outage) / _CHAINS)
    times = max(1.0, min(wanted, issuer.capacity / _BUSY))
    parts = tuple(_part(each, times) for each in held)
    extra = sum(
        mean_load(part.stream, part.lifetime) - mean_load(each.stream, each.lifetime) / times
        for part, each in zip(parts, held, strict=True)
        if part.stream.standing
    )
    dearest = max(issuer.issue_cost, issuer.exchange_cost, issuer.refresh_cost)
    capacity = issuer.capacity / times + max(0.0, extra) * dearest
    load = sum(mean_load(part.stream, part.lifetime) for part in parts)
    return Scaled(
        held=parts,
        issuer=replace(issuer, capacity=capacity),
        times=times,
        factors=tuple(
            each.stream.standing / part.stream.standing if each.stream.standing else times
            for part, each in zip(parts, held, strict=True)
        ),
        window=max(1.0, min(times, pause)),
        time=_EVENTS / load if load else inf,
    )


def _part(held: Held, times: float) -> Held:
    stream = held.stream
    if not stream.standing:
        return replace(
            held, stream=replace(stream, rate=stream.rate / times, peak=stream.peak / times)
        )
    standing = max(_STANDING, ceil(stream.standing / times))
    return replace(held, stream=replace(stream, standing=standing))


def _alive(held: tuple[Held, ...], outage: float) -> float:
    """Chains at once, at the end of the outage."""
    return sum(
        each.stream.rate * (each.stream.seconds + min(each.stream.patience, outage))
        for each in held
    )


def _events(held: tuple[Held, ...], outage: float) -> float:
    """Requests of chains that begin in the outage, and of those that are there already."""
    return sum(
        each.stream.rate * (outage + each.stream.seconds) + each.stream.standing for each in held
    )
