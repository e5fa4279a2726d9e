"""How much an issuer is asked, and how many tokens are alive: the closed formulas.

`docs/explanation/frontier-formulas.md` derives them.
"""

from math import expm1, inf
from typing import NamedTuple

from tokenlint.frontier.model import Issuer, Stream


class Loads(NamedTuple):
    """Requests a second on average and at the busiest, and what the latter takes of an issuer."""

    mean: float
    peak: float
    cost: float


def requests_a_chain(stream: Stream, lifetime: float) -> float:
    """The mean number of requests of a passing chain: the first, and one for each renewal.

    The work outlasts the age i x r with probability exp(-i x r / D),
    so the sum over all renewals is geometric: 1 / (1 - exp(-r / D)).
    Infinite where the token cannot be used, because its margin is all of its lifetime.
    """
    return _requests(stream, stream.refresh.after(lifetime))


def _requests(stream: Stream, after: float) -> float:
    return -1 / expm1(-after / stream.seconds) if after > 0 else inf


def loads(stream: Stream, lifetime: float, issuer: Issuer) -> Loads:
    """How much an issuer is asked.

    The peak is counted as if it lasted longer than the work does:
    an upper bound for a short one, whose renewals come when it is over.
    The phases of standing chains are independent, so their peak is their mean.
    """
    return loads_at(stream, stream.renewed_after(lifetime), issuer)


def loads_at(stream: Stream, after: float, issuer: Issuer) -> Loads:
    """The same from the age at which tokens are renewed."""
    renewal = issuer.cost(stream.renewal)
    if stream.standing:
        rate = stream.standing / after if after > 0 else inf
        return Loads(rate, rate, rate * renewal)
    requests = _requests(stream, after)
    cost = stream.peak * (issuer.cost(stream.first) + (requests - 1) * renewal)
    return Loads(stream.rate * requests, stream.peak * requests, cost)


_ANY = Issuer(1.0)


def mean_load(stream: Stream, lifetime: float) -> float:
    """Requests a second on average."""
    return loads(stream, lifetime, _ANY).mean


def peak_load(stream: Stream, lifetime: float) -> float:
    """Requests a second at the busiest."""
    return loads(stream, lifetime, _ANY).peak


def peak_cost(stream: Stream, lifetime: float, issuer: Issuer) -> float:
    """What the peak takes of the issuer's capacity, in requests a second that cost 1."""
    return loads(stream, lifetime, issuer).cost


def alive(stream: Stream, lifetime: float) -> float:
    """Tokens alive at once on average, by Little's law: how many a second x how long they live.

    A token lives until it expires, also when its work is done or its successor is there.
    """
    return mean_load(stream, lifetime) * lifetime
