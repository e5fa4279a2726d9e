"""Simulate the workflows at one issuer, and hold the formulas against what is seen.

A formula is contradicted where it lies outside the interval of the simulation.
All comparisons of one run together raise a false alarm with probability `_ALARM` at most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Final

from tokenlint.frontier.comparison import (
    Compared,
    ComparedWorkflow,
    Comparison,
    Storm,
    Verdict,
)
from tokenlint.frontier.estimate import Estimate, t_quantile
from tokenlint.frontier.load import alive, mean_load
from tokenlint.frontier.loss import lost_random, lost_worst
from tokenlint.frontier.model import Issuer, Tolerance
from tokenlint.frontier.plan import Plan
from tokenlint.frontier.scaled import Scaled, scaled
from tokenlint.frontier.scenario import Down, Held, Scenario, Spells
from tokenlint.frontier.simulation import CONFIDENCE, OfStream, Simulated, simulate

_ALARM: Final = 1e-4
_ZERO: Final = 12.0  # events that may be expected where none was seen: exp(-12) < 1e-5
_BEHIND: Final = 60.0  # seconds after which an issuer that is not back is behind
_START: Final = 600.0
_AFTER: Final = 3_600.0  # seconds after the outage that are looked at, at the least
_SETTLED: Final = 86_400.0  # seconds of ordinary load that are looked at, where there is time
_CAPACITY: Final = 1.0  # of the issuer: at more, its queue grows without end


@dataclass(frozen=True, slots=True)
class Named:
    """A workflow's stream, and the lifetime to simulate it at."""

    name: str
    granularity: str
    held: Held


def compare(
    named: Sequence[Named], issuer: Issuer, tolerance: Tolerance, plan: Plan
) -> Comparison | None:
    """Simulate ordinary load and the outage; None where no workflow can be simulated.

    Raises UsageError where NumPy is missing, or a number cannot be simulated.
    """
    good = [each for each in named if not _reason(each)]
    missing = tuple(f"{each.name}: {_reason(each)}" for each in named if _reason(each))
    if not good:
        return None
    held = tuple(each.held for each in good)
    length = tolerance.outage.seconds
    longest = max(map(plan.longest, held))
    part = scaled(held, issuer, length, longest)
    after = max(_AFTER, 2 * longest)
    scenarios = _quiet(part, plan), _outage(part, plan, tolerance, after)
    quiet, storm = (
        simulate(each, replications=plan.replications, seed=plan.seed) for each in scenarios
    )
    sure, waited = 1 - _ALARM / (3 * len(good)), quiet.longest_wait.most
    judge = _Judge(part, issuer, tolerance, plan, sure, scenarios[0].horizon, waited)
    return Comparison(
        seed=plan.seed,
        replications=plan.replications,
        confidence=CONFIDENCE,
        scale=1 / part.times,
        window=part.window,
        horizon=after,
        events=(quiet.events + storm.events) * plan.replications,
        retry=plan.words(),
        workflows=tuple(judge.workflows(good, quiet, storm)),
        storm=_storm(quiet, storm, part.times),
        missing=missing,
        share=tolerance.share,
    )


def _reason(each: Named) -> str:
    """Why a workflow cannot be simulated; empty where it can."""
    stream, lifetime = each.held.stream, each.held.lifetime
    after = stream.renewed_after(lifetime)
    if after <= 0:
        return "its margin is all of the lifetime"
    if after == inf and lifetime < stream.longest:
        return "its token ends before the longest work does, so all of its work is lost"
    return ""


def _quiet(part: Scaled, plan: Plan) -> Scenario:
    """Ordinary load with its busy spells, for as long as two generations of tokens."""
    longest = max(held.lifetime for held in part.held)
    return Scenario(
        part.held,
        part.issuer,
        horizon=min(max(_SETTLED, 2 * longest), part.time),
        retry=plan.rule(),
        window=part.window,
        spells=Spells(),
    )


def _outage(part: Scaled, plan: Plan, tolerance: Tolerance, after: float) -> Scenario:
    down = Down(_START, tolerance.outage.seconds, tolerance.worst)
    return Scenario(
        part.held,
        part.issuer,
        horizon=down.end + after,
        downs=(down,),
        retry=plan.rule(),
        window=part.window,
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    part: Scaled
    issuer: Issuer
    tolerance: Tolerance
    plan: Plan
    confidence: float
    time: float  # seconds of ordinary load
    waited: float  # the longest that a request of it was in the queue

    def workflows(
        self, named: Sequence[Named], quiet: Simulated, storm: Simulated
    ) -> Iterator[ComparedWorkflow]:
        """Each workflow with its three quantities."""
        load = sum(self._cost(each.held) for each in named) / self.issuer.capacity
        behind = storm.caught_up.most > max(_BEHIND, *(self.plan.longest(e.held) for e in named))
        for place, each in enumerate(named):
            times = self.part.factors[place]
            calm, hit = quiet.streams[place], storm.streams[place]
            yield ComparedWorkflow(
                each.name,
                each.granularity,
                each.held.lifetime,
                (
                    self._load("mean", each.held, calm.mean, times, holds=load < _CAPACITY),
                    self._load("alive", each.held, calm.alive, times, holds=load < _CAPACITY),
                    self._lost(each.held, place, hit, holds=load < _CAPACITY and not behind),
                ),
            )

    def _cost(self, held: Held) -> float:
        renewals = mean_load(held.stream, held.lifetime) - held.stream.rate
        first = held.stream.rate * self.issuer.cost(held.stream.first)
        return first + renewals * self.issuer.cost(held.stream.renewal)

    def _load(
        self, name: str, held: Held, seen: Estimate, times: float, *, holds: bool
    ) -> Compared:
        value = (mean_load if name == "mean" else alive)(held.stream, held.lifetime)
        late = self.waited / held.stream.renewed_after(held.lifetime)  # each renewal, at most
        grown, low = _grown(seen, times), value * max(0.0, 1 - late)
        each = 1.0 if name == "mean" else held.lifetime  # what one request adds to the mean
        few = _ZERO * times * each / (self.time * self.plan.replications)
        return Compared(
            name, value, value, grown, self._verdict(low, value, grown, few, holds=holds)
        )

    def _lost(self, held: Held, place: int, hit: OfStream, *, holds: bool) -> Compared:
        share = lost_worst if self.tolerance.worst else lost_random
        outage = self.tolerance.outage
        low = share(held.stream, held.lifetime, outage, self.issuer)
        longer = replace(outage, seconds=outage.seconds + self.plan.longest(held))
        more = held.stream.seconds + longer.seconds
        more /= held.stream.seconds + outage.seconds
        high = max(low, share(held.stream, held.lifetime, longer, self.issuer) * more)
        stream = self.part.held[place].stream
        chains = stream.standing or hit.at_stake.mean / stream.jobs
        few = _ZERO / max(1.0, chains * self.plan.replications)
        seen = replace(hit.lost, low=max(0.0, hit.lost.low), high=min(1.0, hit.lost.high))
        verdict = self._verdict(low, high, hit.lost, few, holds=holds)
        return Compared("lost", low, min(1.0, high), seen, verdict)

    def _verdict(
        self, low: float, high: float, seen: Estimate, few: float, *, holds: bool
    ) -> Verdict:
        """Whether the interval, widened to the confidence of all comparisons, meets the formula."""
        if not (holds and isfinite(low)):
            return Verdict.NONE
        freedom = self.plan.replications - 1
        wider = t_quantile(self.confidence, freedom) / t_quantile(CONFIDENCE, freedom)
        half = (seen.high - seen.mean) * wider + few
        meets = seen.mean - half <= high and low <= seen.mean + half
        return Verdict.AGREES if meets else Verdict.DISAGREES


def _grown(seen: Estimate, times: float) -> Estimate:
    return Estimate(
        mean=seen.mean * times,
        low=seen.low * times,
        high=seen.high * times,
        least=seen.least * times,
        most=seen.most * times,
        unseen=seen.unseen,
    )


def _storm(quiet: Simulated, storm: Simulated, times: float) -> Storm:
    def count(seen: Estimate) -> Estimate:
        return _grown(seen, times)

    return Storm(
        count(quiet.peak_before),
        count(storm.peak_during),
        count(storm.peak_after),
        count(storm.queue_most),
        storm.longest_wait,
        storm.caught_up,
        storm.answered,
        count(storm.gave_up),
    )
