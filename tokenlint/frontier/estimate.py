"""Means of independent replications, with the interval in which the true mean is expected.

Student's t of the replications' values, which are independent and nearly normal
because each of them is itself a mean over many events.
A ratio of two means has the interval of its residuals (the delta method).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import atan2, exp, inf, isfinite, isinf, lgamma, pi, sin, sqrt
from statistics import NormalDist, fmean, stdev
from typing import Final

LEAST: Final = 2  # replications; one alone has no spread
_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its interval, and the least and the greatest value of a replication.

    `unseen`: in so many replications the value was not seen before the simulation ended;
    then the others give the mean, which is a lower bound.
    """

    mean: float
    low: float
    high: float
    least: float
    most: float
    unseen: int = 0


def estimate(values: Sequence[float], confidence: float) -> Estimate:
    """The mean of at least two replications; infinite values are those that were not seen."""
    seen = [value for value in values if isfinite(value)]
    unseen = len(values) - len(seen)
    if len(seen) < LEAST:  # no interval without a spread
        mean = seen[0] if seen else inf
        return Estimate(mean, 0.0, inf, mean, inf if unseen else mean, unseen)
    mean = fmean(seen)
    half = t_quantile(confidence, len(seen) - 1) * stdev(seen) / sqrt(len(seen))
    most = inf if unseen else max(seen)
    return Estimate(mean, mean - half, mean + half, min(seen), most, unseen)


def ratio(above: Sequence[float], below: Sequence[float], confidence: float) -> Estimate:
    """The mean of `above` for each of `below`: a share, such as jobs lost of jobs at stake."""
    total = sum(below)
    if total <= 0:
        return Estimate(0.0, 0.0, 0.0, 0.0, 0.0)
    value = sum(above) / total
    rest = [one - value * other for one, other in zip(above, below, strict=True)]
    half = 0.0
    if len(rest) >= LEAST:
        spread = stdev(rest) / (total / len(rest))
        half = t_quantile(confidence, len(rest) - 1) * spread / sqrt(len(rest))
    each = [one / other for one, other in zip(above, below, strict=True) if other > 0]
    return Estimate(value, value - half, value + half, min(each), max(each))


@cache
def t_quantile(confidence: float, freedom: int) -> float:
    """How many standard errors hold the true mean with this confidence.

    By bisection of Student's distribution function, which is integrated with x = sqrt(n) tan(u):
    its density then is a power of a cosine.
    """
    if not 0 < confidence < 1:
        raise ValueError("a confidence is between 0 and 1")
    low = NormalDist().inv_cdf((1 + confidence) / 2)  # t has the heavier tails
    high = 2 * low
    while _within(high, freedom) < confidence:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < confidence else (low, middle)
    return high


def _within(value: float, freedom: int) -> float:
    """The probability that Student's t lies between -value and value.

    The tail is integrated, so that confidences near 1 keep their digits:
    sin(u) ** (freedom - 1) from 0 to the angle that is left beyond `value`.
    """
    if isinf(value):
        return 1.0
    end, power = atan2(sqrt(freedom), value), freedom - 1
    step = end / _STEPS
    odd = sum(sin(place * step) ** power for place in range(1, _STEPS, 2))
    even = sum(sin(place * step) ** power for place in range(2, _STEPS, 2))
    tail = step / 3 * (0.0**power + 4 * odd + 2 * even + sin(end) ** power)
    norm = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)
    return 1 - 2 * norm * tail
