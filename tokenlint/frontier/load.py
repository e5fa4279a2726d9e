"""How much an issuer is asked, and how many tokens are alive: the closed formulas.

`docs/explanation/frontier-formulas.md` derives them.
"""

from math import expm1, inf

from tokenlint.frontier.model import Issuer, Stream


def requests_a_chain(stream: Stream, lifetime: float) -> float:
    """The mean number of requests of a passing chain: the first, and one for each renewal.

    The work outlasts the age i x r with probability exp(-i x r / D),
    so the sum over all renewals is geometric: 1 / (1 - exp(-r / D)).
    Infinite where the token cannot be used, because its margin is all of its lifetime.
    """
    after = stream.refresh.after(lifetime)
    if after <= 0:
        return inf
    return -1 / expm1(-after / stream.seconds)


def mean_load(stream: Stream, lifetime: float) -> float:
    """Requests a second on average."""
    return _load(stream, lifetime, stream.rate)


def peak_load(stream: Stream, lifetime: float) -> float:
    """Requests a second at the busiest, as if that lasted longer than the work does.

    An upper bound for a short peak, whose renewals come when it is over.
    """
    return _load(stream, lifetime, stream.peak)


def _load(stream: Stream, lifetime: float, rate: float) -> float:
    passing = rate * requests_a_chain(stream, lifetime) if rate else 0.0
    return passing + _standing_load(stream, lifetime)


def _standing_load(stream: Stream, lifetime: float) -> float:
    if not stream.standing:
        return 0.0
    after = stream.renewed_after(lifetime)
    return stream.standing / after if after > 0 else inf


def peak_cost(stream: Stream, lifetime: float, issuer: Issuer) -> float:
    """What the peak takes of the issuer's capacity, in requests a second that cost 1."""
    begins = stream.peak
    renewals = peak_load(stream, lifetime) - begins
    return begins * issuer.cost(stream.first) + renewals * issuer.cost(stream.renewal)


def alive(stream: Stream, lifetime: float) -> float:
    """Tokens alive at once on average, by Little's law: how many come a second x how long they live.

    A token lives until it expires, also when its work is done or its successor is there.
    """
    return mean_load(stream, lifetime) * lifetime
