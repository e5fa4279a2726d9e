"""The simulation: token events a second on one core, in ordinary load, a herd and a storm.

A token event is one request for a token, with its answer or its failure.
Seconds are those of the processor, so that what else the machine does counts less.
"""

import resource
import time

from benchmarks.measure import row, title
from tokenlint.frontier.model import Issuer, Refresh, RefreshRule, Stream
from tokenlint.frontier.scenario import Down, Held, Phases, Retry, RetryKind, Scenario
from tokenlint.frontier.simulation import simulate

_GOAL = 1e6  # token events a second
_HOUR = 3_600.0
_HALF = Refresh(RefreshRule.FRACTION, 0.5)
_RUNS = 2


def run() -> None:
    """Each scenario twice, so that the second one is warm; the better of the two counts."""
    title("Simulation (token events a second on one core, best of 2 replications)")
    for name, scenario in _scenarios().items():
        best, events = 0.0, 0.0
        for seed in range(_RUNS):
            start = time.process_time()
            seen = simulate(scenario, replications=2, seed=seed)
            taken = time.process_time() - start
            events = seen.events * seen.replications
            best = max(best, events / taken)
        met = best >= _GOAL
        row(f"{name}, {events / 1e6:,.1f} million", f"{best / 1e6:,.2f} M/s", "1 M/s", met=met)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("most memory of the process", f"{peak:,.0f} MiB")


def _scenarios() -> dict[str, Scenario]:
    transfers = Stream(30, 30, 4 * _HOUR, 0, 1, _HALF)
    sites = Stream(0, 0, _HOUR, 200, 0.1, _HALF)
    pilots = Stream(0, 0, _HOUR, 100_000, 0.01, _HALF)
    waiting = Stream(30, 30, _HOUR, 0, 1, _HALF, patience=12 * _HOUR)
    issuer, day = Issuer(900), 24 * _HOUR
    outage, storm = Down(_HOUR, 6 * _HOUR), Retry(RetryKind.EXPONENTIAL, most=600, jitter=True)
    return {
        "ordinary load of transfers": Scenario((Held(transfers, 6 * _HOUR),), issuer, 2 * day),
        "three workflows at one issuer": Scenario(
            (Held(transfers, 6 * _HOUR), Held(sites, _HOUR), Held(pilots, 6 * _HOUR)), issuer, day
        ),
        "a herd of 100,000 tokens": Scenario(
            (Held(pilots, 6 * _HOUR),), issuer, 2 * day, timeout=600, phases=Phases.TOGETHER
        ),
        "a storm after 6 h, fixed pauses": Scenario(
            (Held(waiting, 6 * _HOUR),), issuer, 8 * _HOUR, downs=(outage,)
        ),
        "a storm after 6 h, pauses that grow": Scenario(
            (Held(waiting, 6 * _HOUR),), issuer, 8 * _HOUR, downs=(outage,), retry=storm
        ),
    }
