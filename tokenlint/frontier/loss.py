"""The work that an outage of the issuer costs: the closed formulas.

All results are shares of the jobs that run when the outage begins or begin while it lasts.
`docs/explanation/frontier-formulas.md` derives them.

Letters as there: T lifetime, r age of a renewal, m = T - r what is left of a token then,
D mean duration of the work, L length of the outage, K how long services verify without keys,
P patience of the work that finds no token.
"""

from math import exp, expm1, inf

from tokenlint.frontier.model import Issuer, Outage, Stream


def lost_random(stream: Stream, lifetime: float, outage: Outage, issuer: Issuer) -> float:
    """The share of the jobs that is lost where the outage begins at a random time."""
    return lost(stream, lifetime, outage, issuer)[0]


def lost_worst(stream: Stream, lifetime: float, outage: Outage, issuer: Issuer) -> float:
    """The same where it begins when every token is about to be renewed."""
    return lost(stream, lifetime, outage, issuer)[1]


def jobs_in(stream: Stream, outage: Outage) -> float:
    """Jobs that run when an outage begins, or begin while it lasts."""
    return stream.work * (stream.seconds + outage.seconds)


def lost(stream: Stream, lifetime: float, outage: Outage, issuer: Issuer) -> tuple[float, float]:
    """The share of the jobs that is lost, at a random and at the worst time."""
    return lost_at(stream, lifetime, stream.renewed_after(lifetime), outage, issuer)


def lost_at(
    stream: Stream, lifetime: float, after: float, outage: Outage, issuer: Issuer
) -> tuple[float, float]:
    """The same, where the age is known at which a token of this lifetime is renewed."""
    length, keys, mean = outage.seconds, issuer.key_cache, stream.seconds
    if length <= 0:
        return 0.0, 0.0
    if after <= 0 or (after == inf and lifetime < stream.longest):
        return 1.0, 1.0  # the token is of no use, outage or not
    margin = stream.refresh.left(lifetime)
    if stream.standing:
        margin = max(0.0, margin)
        random = _standing(stream, lifetime, margin, length, keys) / after
        worst = _standing_worst(stream, margin, length, keys)
    else:
        begun = max(0.0, length - stream.patience)
        random = mean * _running(mean, margin, after, length, keys) + begun
        worst = mean * _running_worst(mean, margin, length, keys) + begun
    return min(1.0, random / (mean + length)), min(1.0, worst / (mean + length))


def _running(mean: float, margin: float, after: float, length: float, keys: float) -> float:
    """The probability that a job that runs loses its token before it and the outage end.

    The age of the current token has the density exp(-a / D) / D / (1 - exp(-r / D)) on (0, r),
    and what remains of the work is exponential whatever its age.
    """
    by_keys = exp(-keys / mean) if keys < length else 0.0
    if after == inf:  # the token outlasts the work, so only the keys can stop it
        return by_keys
    ends = min(after, max(0.0, min(length, keys) - margin))  # ages at which the token ends too soon
    whole = -expm1(-after / mean)
    expired = exp(-(margin + after) / mean) * ends / (mean * whole)
    outlived = -expm1(-(after - ends) / mean) / whole
    return expired + by_keys * outlived


def _running_worst(mean: float, margin: float, length: float, keys: float) -> float:
    """The same where the age of every token is r, so that only its margin is left.

    A token without successors (its margin is minus infinity) outlasts the work.
    """
    left = keys if margin == -inf else min(margin, keys)
    return exp(-left / mean) if left < length else 0.0


def _standing(stream: Stream, lifetime: float, margin: float, length: float, keys: float) -> float:
    """The loss on standing chains, times r: what remains of a token is uniform on (m, T].

    The integral of `_lost_after` over that; where it is flat, it is a product.
    """
    horizon = min(length, keys)
    lost_jobs = 0.0
    if margin < horizon:
        lost_jobs += _integral(stream, margin, min(lifetime, horizon), length)
    if keys < length and lifetime > keys:
        lost_jobs += (lifetime - max(margin, keys)) * _lost_after(stream, keys, length)
    return lost_jobs


def _standing_worst(stream: Stream, margin: float, length: float, keys: float) -> float:
    left = min(margin, keys)
    return _lost_after(stream, left, length) if left < length else 0.0


def _lost_after(stream: Stream, left: float, length: float) -> float:
    """Jobs lost, for one that begins a second, on a chain that stops `left` into the outage.

    All that run at that time, and those that begin later and cannot wait for the end.
    """
    return stream.seconds + max(0.0, length - stream.patience - left)


def _integral(stream: Stream, start: float, end: float, length: float) -> float:
    """The integral of `_lost_after` over what is left, from `start` to `end`."""
    waits = length - stream.patience
    early, late = max(0.0, waits - start), max(0.0, waits - end)
    return stream.seconds * (end - start) + (early * early - late * late) / 2
