"""How chains come to be: those that are there at the start, and those that begin later."""

from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from tokenlint.frontier.scenario import Begins, Phases, Scenario, Spells, Work
from tokenlint.frontier.simulate.chains import Chains, Floats, Streams, Whole, new_chains

_PAST: Final = 1_000_000  # tokens of the past that are drawn at most; more are thinned


@dataclass(frozen=True, slots=True)
class Draws:
    """Everything that is left to chance, from one generator of random numbers."""

    random: np.random.Generator
    scenario: Scenario
    streams: Streams
    spells: tuple[Floats, ...] = ()  # for each stream, when its busy spells begin

    def works(self, stream: Whole) -> Floats:
        """How long the work of these chains lasts."""
        mean = self.streams.seconds[stream]
        if self.scenario.work is Work.CONSTANT:
            return mean
        return mean * self.random.standard_exponential(len(stream))

    def begins(self, index: int, start: float, end: float) -> Floats:
        """When chains of one stream begin between two times."""
        rate = float(self.streams.rate[index])
        if self.scenario.begins is Begins.REGULAR:
            first, last = np.ceil(start * rate - 0.5), np.ceil(end * rate - 0.5)
            return np.arange(first, last, dtype=np.float64) / rate + 0.5 / rate
        spells = self.scenario.spells
        if spells is None or not len(self.spells[index]):
            return self._poisson(rate, start, end)
        return self._in_spells(spells, index, start, end)

    def _poisson(self, rate: float, start: float, end: float) -> Floats:
        count = self.random.poisson(rate * (end - start))
        times: Floats = self.random.uniform(start, end, count)
        return times

    def _in_spells(self, spells: Spells, index: int, start: float, end: float) -> Floats:
        quiet = float(self.streams.rate[index]) * spells.quiet
        more = float(self.streams.peak[index]) - quiet
        opens = self.spells[index]
        near = opens[(opens < end) & (opens + spells.seconds > start)]
        parts = [self._poisson(quiet, start, end)]
        for spell in near:
            low, high = max(start, spell), min(end, spell + spells.seconds)
            parts.append(self._poisson(more, low, high))
        return np.concatenate(parts)


def draws_of(scenario: Scenario, streams: Streams, random: np.random.Generator) -> Draws:
    """The draws of one replication, with its busy spells."""
    spells = scenario.spells
    if spells is None or scenario.begins is Begins.REGULAR:
        return Draws(random, scenario, streams)
    opens = tuple(
        _spells(spells, scenario.horizon, rate, peak, random)
        for rate, peak in zip(streams.rate, streams.peak, strict=True)
    )
    return Draws(random, scenario, streams, opens)


def _spells(
    spells: Spells, horizon: float, rate: float, peak: float, random: np.random.Generator
) -> Floats:
    """One spell in each period, which is so long that the mean rate comes out.

    The periods begin anywhere, so that no time is more or less busy than another on average.
    Empty for a stream that has no peak.
    """
    quiet = rate * spells.quiet
    if peak <= rate or rate <= quiet:
        return np.empty(0)
    period = spells.seconds * (peak - quiet) / (rate - quiet)
    starts = period * np.arange(-1, int(horizon / period) + 1) + random.uniform(0, period)
    return starts + random.uniform(0, period - spells.seconds, len(starts))


def at_the_start(draws: Draws) -> Chains:
    """The chains of a system that has run for long: all that hold a token at time 0.

    Work that is exponential has as much before it as it had at its begin;
    of constant work the rest is uniform. A token's age is what the chain's age leaves
    when it is divided by the age of a renewal.
    """
    chains = new_chains(np.empty(0, dtype=np.intp), np.empty(0), np.empty(0))
    for index, standing in enumerate(draws.streams.standing):
        chains = chains.joined((_standing if standing else _passing)(draws, index))
    return chains


def _passing(draws: Draws, index: int) -> Chains:
    streams, random = draws.streams, draws.random
    mean = float(streams.seconds[index])
    count = random.poisson(streams.rate[index] * mean)
    if draws.scenario.work is Work.CONSTANT:
        age = random.uniform(0, mean, count)
        rest = mean - age
    else:
        age, rest = mean * random.standard_exponential((2, count))
    return _holding(draws, index, np.mod(age, streams.after[index]), rest, -age)


def _standing(draws: Draws, index: int) -> Chains:
    streams = draws.streams
    count = round(float(streams.standing[index]))
    age = np.zeros(count)
    if draws.scenario.phases is Phases.RANDOM:
        age = draws.random.uniform(0, streams.after[index], count)
    return _holding(draws, index, age, np.full(count, inf), np.full(count, -inf))


def _holding(draws: Draws, index: int, age: Floats, rest: Floats, begun: Floats) -> Chains:
    """Chains whose tokens are so old, and whose work lasts so much longer."""
    streams, passing = draws.streams, not draws.streams.standing[index]
    chains = new_chains(np.full(len(age), index, dtype=np.intp), begun, np.zeros(len(age)))
    chains.holds[:] = True
    chains.ends, chains.expiry = rest, streams.lasts[index] - age
    chains.limit = np.minimum(rest, chains.expiry) if passing else np.full(len(age), inf)
    chains.next = np.minimum(streams.after[index] - age, chains.limit)
    return chains


def begin_later(draws: Draws, start: float, end: float) -> Chains:
    """The chains of all streams that want to begin between two times."""
    streams = draws.streams
    parts = [
        draws.begins(index, start, end) if streams.rate[index] else np.empty(0)
        for index in range(len(streams))
    ]
    stream = np.repeat(np.arange(len(streams)), [len(part) for part in parts])
    return new_chains(stream, np.concatenate(parts), streams.patience[stream])


def tokens_of_the_past(draws: Draws, index: int, chains: Chains) -> tuple[Floats, float]:
    """When tokens were issued that may live at time 0, and for how many each of them stands.

    Those of standing chains follow from the chains. For passing ones they are drawn:
    chains that began within one lifetime before time 0, or worked on at the begin of it.
    Many are thinned: the mean stays as it is, and the memory bounded.
    """
    streams = draws.streams
    lifetime, after = float(streams.lifetime[index]), float(streams.after[index])
    if streams.standing[index]:
        latest = chains.next[chains.stream == index] - after
        back = after * np.arange(np.ceil(lifetime / after))
        times = (latest[:, None] - back).ravel()
        return times[(times > -lifetime) & (times <= 0)], 1.0
    rate, mean = float(streams.rate[index]), float(streams.seconds[index])
    weight = max(1.0, rate * (lifetime + mean) * (1 + min(lifetime, mean) / after) / _PAST)
    count = draws.random.poisson(rate * lifetime / weight)
    begun = draws.random.uniform(-lifetime, 0.0, count)
    ends = begun + draws.works(np.full(count, index, dtype=np.intp))
    old = draws.random.poisson(rate * mean / weight)
    issued = [begun, *_renewals(begun, ends, after)]
    issued += _renewals(*_old(draws, index, old, lifetime), after)
    times = np.concatenate(issued)
    return times[(times >= -lifetime) & (times < 0)], weight


def _old(draws: Draws, index: int, count: int, lifetime: float) -> tuple[Floats, Floats]:
    """Begins and ends of chains that already worked one lifetime before time 0."""
    mean = float(draws.streams.seconds[index])
    if draws.scenario.work is Work.CONSTANT:
        age = draws.random.uniform(0, mean, count)
        return -lifetime - age, -lifetime - age + mean
    age, rest = mean * draws.random.standard_exponential((2, count))
    return -lifetime - age, -lifetime + rest


def _renewals(begun: Floats, ends: Floats, after: float) -> list[Floats]:
    """When the tokens of these chains were renewed before time 0."""
    found: list[Floats] = []
    times = begun + after
    while (times < np.minimum(ends, 0)).any():
        going = times < np.minimum(ends, 0)
        found.append(times[going])
        times, ends = times[going] + after, ends[going]
    return found
