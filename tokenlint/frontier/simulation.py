"""Simulate tokens at an issuer, several times over, and say what was measured.

The answer where no formula holds: retry storms after an outage, thundering herds, queues.
Needs NumPy, the extra `simulation`. `docs/explanation/simulation.md` explains the method.
"""

from dataclasses import dataclass
from typing import Final

from tokenlint.errors import UsageError
from tokenlint.frontier.estimate import LEAST, Estimate, estimate, ratio
from tokenlint.frontier.scenario import Scenario
from tokenlint.frontier.scenario_check import check

REPLICATIONS: Final = 10
CONFIDENCE: Final = 0.99


@dataclass(frozen=True, slots=True)
class OfStream:
    """What was measured of one stream; rates a second, `lost` a share of the jobs at stake."""

    mean: Estimate
    alive: Estimate
    lost: Estimate
    jobs_lost: Estimate
    at_stake: Estimate
    reasons: tuple[tuple[str, Estimate], ...]  # jobs lost in all the time, by reason


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was measured, over all replications.

    Rates are requests a second, peaks those of the busiest window: before the first outage
    (without one: of all the time), while the issuer was down (requests that reach nobody),
    and after it. `alive_most` is the most tokens alive at the end of a window.
    `queue` is the mean number of requests in the queue and in service, `queue_most` the most.
    `caught_up` is how many seconds after the last outage the last request waited over a second,
    `answered` when the last holder that had been refused was answered or gave up.
    `lost` is the share of the jobs that are lost of those that ran when an outage began,
    or began while it lasted; `gave_up` counts requests that outlasted their client's timeout.
    `events` is how many requests one replication handled, on average.
    """

    seed: int
    replications: int
    confidence: float
    streams: tuple[OfStream, ...]
    mean: Estimate
    peak_before: Estimate
    peak_during: Estimate
    peak_after: Estimate
    alive: Estimate
    alive_most: Estimate
    queue: Estimate
    queue_most: Estimate
    longest_wait: Estimate
    caught_up: Estimate
    answered: Estimate
    lost: Estimate
    gave_up: Estimate
    refused: Estimate
    events: float


@dataclass(frozen=True, slots=True)
class Replication:
    """What one replication measured; tuples have one number for each stream."""

    mean: tuple[float, ...]
    alive: tuple[float, ...]
    at_stake: tuple[float, ...]
    lost: tuple[float, ...]
    reasons: tuple[tuple[str, tuple[float, ...]], ...]
    peak_before: float
    peak_during: float
    peak_after: float
    alive_most: float
    queue: float
    queue_most: float
    longest_wait: float
    caught_up: float
    answered: float
    gave_up: float
    refused: float
    events: int


_OVER_ALL: Final = (
    "peak_before peak_during peak_after alive_most queue queue_most longest_wait caught_up"
    " answered gave_up refused"
).split()


def simulate(
    scenario: Scenario,
    *,
    replications: int = REPLICATIONS,
    seed: int = 1,
    confidence: float = CONFIDENCE,
) -> Simulated:
    """Run the replications, each with random numbers of its own that follow from the seed.

    Raises UsageError where NumPy is missing, or where the scenario cannot be simulated.
    """
    require()
    check(scenario)
    if replications < LEAST:
        raise UsageError(
            f"{replications} replication(s) have no spread",
            advice=f"an interval needs at least {LEAST}; {REPLICATIONS} is a good start",
        )
    if seed < 0:
        raise UsageError(f"the seed is {seed}, and has to be at least 0")
    from tokenlint.frontier.simulate.measure import replicate

    runs = [replicate(scenario, seed, number) for number in range(replications)]
    return _summed(runs, seed, confidence)


def require() -> None:
    """Raises UsageError where NumPy is not installed."""
    try:
        import numpy as np  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "the simulation needs NumPy, which is not installed",
            advice="pip install 'wlcg-tokenlint[simulation]'",
        ) from error


def _summed(runs: list[Replication], seed: int, confidence: float) -> Simulated:
    def of(name: str) -> Estimate:
        return estimate([getattr(run, name) for run in runs], confidence)

    def total(name: str) -> list[float]:
        return [sum(getattr(run, name)) for run in runs]

    return Simulated(
        seed=seed,
        replications=len(runs),
        confidence=confidence,
        streams=tuple(_stream(runs, place, confidence) for place in range(len(runs[0].mean))),
        mean=estimate(total("mean"), confidence),
        alive=estimate(total("alive"), confidence),
        lost=ratio(total("lost"), total("at_stake"), confidence),
        events=sum(run.events for run in runs) / len(runs),
        **{name: of(name) for name in _OVER_ALL},
    )


def _stream(runs: list[Replication], place: int, confidence: float) -> OfStream:
    lost, at_stake = [run.lost[place] for run in runs], [run.at_stake[place] for run in runs]
    reasons = [name for name, _ in runs[0].reasons]
    return OfStream(
        mean=estimate([run.mean[place] for run in runs], confidence),
        alive=estimate([run.alive[place] for run in runs], confidence),
        lost=ratio(lost, at_stake, confidence),
        jobs_lost=estimate(lost, confidence),
        at_stake=estimate(at_stake, confidence),
        reasons=tuple(
            (reason, estimate([dict(run.reasons)[reason][place] for run in runs], confidence))
            for reason in reasons
        ),
    )
