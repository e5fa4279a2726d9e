"""Scenarios that cannot be simulated are refused, all that is wrong with one at once."""

from collections.abc import Iterator
from itertools import pairwise
from math import inf, isfinite
from typing import Final

from tokenlint.errors import UsageError
from tokenlint.frontier.scenario import Held, RetryKind, Scenario

_CHAINS: Final = 20e6  # 80 bytes each
_WINDOWS: Final = 5e6


def check(scenario: Scenario) -> None:
    """Raise UsageError that names every number with which nothing can be simulated."""
    wrong = [*_of_time(scenario), *_of_issuer(scenario), *_of_retry(scenario)]
    if not scenario.held:
        wrong.append("there is no stream of tokens to simulate")
    for place, held in enumerate(scenario.held, 1):
        wrong += [f"stream {place}: {reason}" for reason in _of_stream(held)]
    if wrong:
        raise UsageError(
            "this cannot be simulated: " + "; ".join(wrong),
            advice="rates are events a second, times are seconds",
        )
    _small_enough(scenario)


def _positive(name: str, value: float) -> Iterator[str]:
    if not (isfinite(value) and value > 0):
        yield f"{name} is {value:g}, and has to be a number above 0"


def _not_negative(name: str, value: float) -> Iterator[str]:
    if not (isfinite(value) and value >= 0):
        yield f"{name} is {value:g}, and has to be a number of at least 0"


def _of_time(scenario: Scenario) -> Iterator[str]:
    yield from _positive("horizon", scenario.horizon)
    yield from _positive("window", scenario.window)
    for down in scenario.downs:
        yield from _not_negative("start of the outage", down.start)
        yield from _positive("length of the outage", down.seconds)
        if down.start >= scenario.horizon:
            yield f"the outage begins at {down.start:g} s, after the end at {scenario.horizon:g} s"
    if any(one.end > other.start for one, other in pairwise(scenario.downs)):
        yield "outages overlap, or are not in order"
    if scenario.spells is not None:
        yield from _positive("length of a busy spell", scenario.spells.seconds)
        if not 0 <= scenario.spells.quiet <= 1:
            yield f"the quiet share is {scenario.spells.quiet:g}, and has to be between 0 and 1"


def _of_issuer(scenario: Scenario) -> Iterator[str]:
    issuer = scenario.issuer
    yield from _positive("capacity", issuer.capacity)
    yield from _positive("issue_cost", issuer.issue_cost)
    yield from _positive("exchange_cost", issuer.exchange_cost)
    yield from _positive("refresh_cost", issuer.refresh_cost)
    if not issuer.key_cache >= 0:
        yield f"key_cache is {issuer.key_cache:g}, and has to be at least 0"


def _of_retry(scenario: Scenario) -> Iterator[str]:
    if not scenario.timeout > 0:
        yield f"timeout is {scenario.timeout:g}, and has to be above 0"
    yield from _not_negative("refusal", scenario.refusal)
    retry = scenario.retry
    if retry is not None and retry.kind is not RetryKind.IMMEDIATE:
        yield from _positive("first pause", retry.first)
        if retry.most < retry.first:
            yield f"the longest pause, {retry.most:g}, is below the first, {retry.first:g}"
        if retry.factor < 1:
            yield f"the factor is {retry.factor:g}, and has to be at least 1"


def _of_stream(held: Held) -> Iterator[str]:
    stream = held.stream
    yield from _positive("lifetime", held.lifetime)
    yield from _not_negative("rate", stream.rate)
    yield from _not_negative("standing", stream.standing)
    yield from _not_negative("jobs", stream.jobs)
    if not stream.patience >= 0:
        yield f"patience is {stream.patience:g}, and has to be at least 0"
    yield from _positive("seconds", stream.seconds)
    yield from _positive("retry", stream.retry)
    if (stream.rate > 0) == (stream.standing > 0):
        yield "a stream is of passing chains (rate) or of standing ones, not of both or neither"
    if stream.rate > 0 and not (isfinite(stream.peak) and stream.peak >= stream.rate):
        yield f"peak is {stream.peak:g}, and cannot be below the mean rate, {stream.rate:g}"
    after = stream.renewed_after(held.lifetime)
    if after <= 0:
        yield "the margin is all of the lifetime, so that the token cannot be used"
    elif after == inf and held.lifetime < stream.longest:
        yield (
            f"a token of {held.lifetime:g} s without successors cannot serve work "
            f"of {stream.longest:g} s"
        )


def _small_enough(scenario: Scenario) -> None:
    """Refuse what would fill the memory or never end, with the number that is too large."""
    chains = events = 0.0
    for held in scenario.held:
        stream = held.stream
        alive = stream.rate * stream.seconds + stream.standing
        for down in scenario.downs:
            waiting = min(stream.patience, down.seconds, scenario.horizon - down.start)
            chains = max(chains, alive + stream.rate * waiting)
        chains = max(chains, alive)
        events += stream.rate * scenario.horizon
        events += alive * scenario.horizon / stream.renewed_after(held.lifetime)
    if chains > _CHAINS:
        raise UsageError(
            f"{chains:.2g} pieces of work at once are more than the {_CHAINS:.0e} that fit",
            advice="simulate a part: divide rate, standing and capacity by one number",
        )
    if events > scenario.most_events:
        raise UsageError(
            f"about {events:.2g} token events, more than the limit of {scenario.most_events:.2g}",
            advice="shorten the horizon, or divide rate, standing and capacity by one number",
        )
    if scenario.horizon / scenario.window > _WINDOWS:
        raise UsageError(
            f"{scenario.horizon / scenario.window:.2g} windows are more than {_WINDOWS:.0e}",
            advice="widen the window, or shorten the horizon",
        )
