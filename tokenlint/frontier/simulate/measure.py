"""One replication, and what is read off its counts."""

import numpy as np

from tokenlint.frontier.scenario import Scenario
from tokenlint.frontier.simulate.chains import Floats
from tokenlint.frontier.simulate.engine import run
from tokenlint.frontier.simulate.tally import Tally
from tokenlint.frontier.simulation import Replication


def replicate(scenario: Scenario, seed: int, number: int) -> Replication:
    """The replication of this number: its random numbers are those of no other one."""
    random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    return measured(run(scenario, random))


def measured(tally: Tally) -> Replication:
    """The figures of one replication; those after an outage are of the last one."""
    horizon, last = tally.scenario.horizon, tally.outages[-1] if tally.outages else None
    before, during, after = _peaks(tally)
    none = np.zeros(len(tally.streams))
    return Replication(
        mean=_tuple(tally.requests / horizon),
        alive=_tuple(tally.token_seconds / horizon),
        at_stake=_tuple(sum((outage.at_stake for outage in tally.outages), none)),
        lost=_tuple(sum((outage.lost for outage in tally.outages), none)),
        reasons=tuple((reason, _tuple(jobs)) for reason, jobs in tally.lost.items()),
        peak_before=before,
        peak_during=during,
        peak_after=after,
        alive_most=float(np.cumsum(tally.alive)[:-1].max()),
        queue=tally.queue_seconds / horizon,
        queue_most=float(tally.longest_queue),
        longest_wait=tally.longest_wait,
        caught_up=last.slow if last else 0.0,
        answered=last.refused if last else 0.0,
        gave_up=float(tally.gave_up),
        refused=float(tally.refused),
        events=tally.events,
    )


def _peaks(tally: Tally) -> tuple[float, float, float]:
    """Requests a second in the busiest window before, in and after the outages.

    A window that an outage cuts counts as one of the outage.
    """
    window, asked = tally.scenario.window, tally.asked[:-1] / tally.scenario.window
    start = np.arange(len(asked)) * window
    within, after = np.zeros(len(asked), dtype=np.bool_), np.zeros(len(asked), dtype=np.bool_)
    for outage in tally.outages:
        within |= (start + window > outage.start) & (start < outage.end)
        after |= start >= outage.end
    before = ~after & ~within
    return _most(asked[before]), _most(asked[within]), _most(asked[after & ~within])


def _most(values: Floats) -> float:
    return float(values.max()) if len(values) else 0.0


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
