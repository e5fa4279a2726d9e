"""An outage lived through chain by chain, in plain Python: the oracle of the closed formulas.

It knows no formula of `tokenlint.frontier`: it walks the clock of each chain.
The outage begins at 0.
"""

from dataclasses import dataclass
from math import inf, sqrt
from random import Random

from tokenlint.frontier.model import Issuer, Outage, Stream


@dataclass(frozen=True)
class Estimate:
    """A mean and the half width of its confidence interval of 99.9 %."""

    mean: float
    half: float

    def holds(self, value: float) -> bool:
        return abs(value - self.mean) <= self.half + 1e-9


def _estimate(hits: float, squares: float, count: int) -> Estimate:
    mean = hits / count
    spread = max(squares / count - mean * mean, 1 / count)  # no certainty from few events
    return Estimate(mean, 3.3 * sqrt(spread / count))


def _ends_of_tokens(born: float, lifetime: float, after: float, length: float) -> float:
    """When the chain born then has no valid token any more, as the outage stops its renewals.

    Infinite where the outage is over first.
    """
    issued = born
    while True:
        due = issued + after
        if due < 0:
            issued = due
            continue
        if due < length:  # asks in vain until the end of the outage
            return inf if issued + lifetime >= length else issued + lifetime
        return inf if after < inf else issued + lifetime


def passing(
    stream: Stream,
    lifetime: float,
    outage: Outage,
    issuer: Issuer,
    count: int,
    seed: int,
    *,
    worst: bool = False,
) -> Estimate:
    """The share of jobs lost, over chains that run at 0 or begin in the outage.

    At the worst time, all that run at 0 are about to renew their tokens.
    """
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    after, length = stream.refresh.after(lifetime), outage.seconds
    lost = seen = 0
    while seen < count:
        # Chains begin evenly from so long ago that hardly one of that time still runs.
        born = random.uniform(-20 * stream.seconds, length)
        done = born + random.expovariate(1 / stream.seconds)
        if done <= 0:
            continue
        seen += 1
        if born >= 0:
            lost += length - born > stream.patience
            continue
        if worst:  # moved to the end of its token's age, with the rest of its work
            stops = _ends_of_tokens(-after, lifetime, after, length)
        else:
            stops = _ends_of_tokens(born, lifetime, after, length)
        if issuer.key_cache < length:
            stops = min(stops, issuer.key_cache)
        lost += stops < done
    return _estimate(lost, lost, seen)


def standing(
    stream: Stream,
    lifetime: float,
    outage: Outage,
    issuer: Issuer,
    count: int,
    seed: int,
    *,
    worst: bool = False,
) -> Estimate:
    """The same where jobs use the token of a standing chain; each job at a chain of its own."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    after, length = stream.refresh.after(lifetime), outage.seconds
    after = min(after, lifetime)
    lost = seen = 0
    while seen < count:
        begins = random.uniform(-20 * stream.seconds, length)
        done = begins + random.expovariate(1 / stream.seconds)
        if done <= 0:
            continue
        seen += 1
        born = -after if worst else -random.uniform(0, after) - 3 * after
        stops = _ends_of_tokens(born, lifetime, after, length)
        if issuer.key_cache < length:
            stops = min(stops, issuer.key_cache)
        if begins >= stops:
            lost += length - begins > stream.patience
        else:
            lost += stops < done
    return _estimate(lost, lost, seen)


def requests(stream: Stream, lifetime: float, count: int, seed: int) -> Estimate:
    """Requests of one passing chain, counted renewal by renewal."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    after = stream.refresh.after(lifetime)
    total = squares = 0
    for _ in range(count):
        seconds, number, age = random.expovariate(1 / stream.seconds), 1, after
        while age < seconds:
            number, age = number + 1, age + after
        total, squares = total + number, squares + number * number
    return _estimate(total, squares, count)


def alive(stream: Stream, lifetime: float, count: int, seed: int) -> Estimate:
    """Tokens alive at one instant, those of finished work included; one sample an instant."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    after = stream.refresh.after(lifetime)
    total = squares = 0
    horizon = lifetime + 20 * stream.seconds
    for _ in range(count):
        number, born = 0, -horizon
        while (born := born + random.expovariate(stream.rate)) < 0:
            done = born + random.expovariate(1 / stream.seconds)
            issued = born
            while issued < min(done, 0):
                number += issued + lifetime > 0
                issued += after
        total, squares = total + number, squares + number * number
    return _estimate(total, squares, count)
