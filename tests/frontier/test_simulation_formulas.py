"""The formulas agree with the simulation, over parameters that hypothesis chooses.

Each comparison raises a false alarm with probability 1e-7 (`CONFIDENCE`, Student's t over
replications), so all of the 500 of one run together with at most 5e-5. Seeds are fixed.
"""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenlint.frontier.estimate import Estimate
from tokenlint.frontier.load import alive, mean_load
from tokenlint.frontier.loss import lost_random, lost_worst
from tokenlint.frontier.model import Issuer, Outage, Refresh, RefreshRule, Stream
from tokenlint.frontier.scenario import Down, Held, Scenario
from tokenlint.frontier.simulation import simulate

HOUR = 3600.0
CONFIDENCE = 1 - 1e-7
QUICK = Issuer(1e6, key_cache=inf)  # the formulas know no queue
ROUNDING = 1e-6
REFRESHES = st.one_of(
    st.floats(0.2, 0.9).map(lambda share: Refresh(RefreshRule.FRACTION, share)),
    st.floats(60, 1200).map(lambda margin: Refresh(RefreshRule.MARGIN, margin)),
    st.just(Refresh(RefreshRule.NONE)),
)


def held(
    refresh: Refresh, *, hours: float, lifetime: float, standing: bool, patience: float = 0.0
) -> Held:
    """A stream of about 500 chains at once, whose clients ask again after 30 seconds."""
    seconds = hours * HOUR
    rate = 0.0 if standing else 500 / seconds
    stream = Stream(rate, rate, seconds, 300 if standing else 0, 0.01 if standing else 1.0, refresh)
    return Held(replace(stream, patience=patience, retry=30.0), lifetime * HOUR)


HELD = st.builds(
    held,
    REFRESHES,
    hours=st.floats(0.2, 12),
    lifetime=st.floats(0.5, 12),
    standing=st.booleans(),
    patience=st.sampled_from([0.0, 0.5 * HOUR, 2 * HOUR]),
)


def agrees(formula: float, seen: Estimate, upper: float | None = None) -> bool:
    """Whether the interval meets what the formula says, or all between two values of it."""
    top = formula if upper is None else upper
    slack = ROUNDING * max(1.0, abs(formula))
    return seen.low - slack <= top and formula <= seen.high + slack


@settings(max_examples=25, derandomize=True)
@given(HELD, st.integers(0, 1000))
def test_load_and_tokens_alive(one: Held, seed: int) -> None:
    scenario = Scenario((one,), QUICK, horizon=4 * HOUR, window=60)
    seen = simulate(scenario, replications=24, seed=seed, confidence=CONFIDENCE)
    assert agrees(mean_load(one.stream, one.lifetime), seen.mean)
    assert agrees(alive(one.stream, one.lifetime), seen.alive)
    assert seen.gave_up.most == 0


OUTAGES = (
    HELD,
    st.floats(0.3, 14),
    st.booleans(),
    st.sampled_from([inf, 1 * HOUR, 5 * HOUR]),
    st.integers(0, 1000),
)


@settings(max_examples=8, derandomize=True)
@given(*OUTAGES)
def test_share_of_jobs_lost(one: Held, hours: float, worst: bool, keys: float, seed: int) -> None:
    share_of_jobs_lost(one, hours, keys, seed, worst=worst)


@pytest.mark.slow
@settings(max_examples=60, derandomize=True)
@given(*OUTAGES)
def test_share_of_jobs_lost_widely(
    one: Held, hours: float, worst: bool, keys: float, seed: int
) -> None:
    share_of_jobs_lost(one, hours, keys, seed, worst=worst)


def share_of_jobs_lost(one: Held, hours: float, keys: float, seed: int, *, worst: bool) -> None:
    """Clients ask again after up to 30 s, so the outage lasts so much longer for them at most."""
    issuer, length = replace(QUICK, key_cache=keys), hours * HOUR
    after = one.stream.patience + HOUR
    scenario = Scenario(
        (one,), issuer, HOUR + length + after, (Down(HOUR, length, worst),), window=60
    )
    seen = simulate(scenario, replications=24, seed=seed, confidence=CONFIDENCE)
    share = lost_worst if worst else lost_random
    formula = share(one.stream, one.lifetime, Outage(length), issuer)
    longer = length + one.stream.retry + 1
    jobs = (one.stream.seconds + longer) / (one.stream.seconds + length)
    upper = share(one.stream, one.lifetime, Outage(longer), issuer) * jobs
    assert agrees(formula, seen.lost, max(formula, upper)), (formula, upper, seen.lost)


def test_a_wrong_formula_is_noticed() -> None:
    one = held(Refresh(RefreshRule.FRACTION, 0.5), hours=4, lifetime=6, standing=False, patience=0)
    scenario = Scenario((one,), QUICK, horizon=24 * HOUR, window=60)
    seen = simulate(scenario, replications=24, seed=1, confidence=CONFIDENCE)
    right = mean_load(one.stream, one.lifetime)
    assert agrees(right, seen.mean)
    assert not agrees(1.05 * right, seen.mean)
    assert not agrees(0.95 * right, seen.mean)


def test_the_interval_narrows_with_more_replications() -> None:
    one = held(Refresh(RefreshRule.NONE), hours=1, lifetime=3, standing=False)
    scenario = Scenario((one,), QUICK, horizon=HOUR, window=60)
    few = simulate(scenario, replications=5, seed=1).mean
    many = simulate(scenario, replications=40, seed=1).mean
    assert many.high - many.low < (few.high - few.low) / 2


@pytest.mark.parametrize("confidence", [0.5, 0.9])
def test_intervals_hold_the_truth_as_often_as_they_say(confidence: float) -> None:
    one = held(Refresh(RefreshRule.FRACTION, 0.5), hours=1, lifetime=1, standing=False)
    scenario = Scenario((one,), QUICK, horizon=HOUR, window=60)
    truth = mean_load(one.stream, one.lifetime)
    runs, held_it = 200, 0
    for seed in range(runs):
        seen = simulate(scenario, replications=5, seed=seed, confidence=confidence).mean
        held_it += seen.low <= truth <= seen.high
    spread = 5.5 * (runs * confidence * (1 - confidence)) ** 0.5  # false alarm below 1e-7
    assert abs(held_it - runs * confidence) < spread
