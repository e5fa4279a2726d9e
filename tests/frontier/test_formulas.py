"""The closed formulas agree with chains that are walked one by one."""

from math import inf

import pytest

from tests.frontier import brute
from tokenlint.frontier.load import alive, mean_load, peak_load, requests_a_chain
from tokenlint.frontier.loss import lost_random, lost_worst
from tokenlint.frontier.model import Issuer, Outage, Refresh, RefreshRule, Stream

HOUR = 3600.0
NONE = Refresh(RefreshRule.NONE)
HALF = Refresh(RefreshRule.FRACTION, 0.5)
FIVE_MINUTES = Refresh(RefreshRule.MARGIN, 300)
LASTING = Issuer(900, key_cache=inf)
TWO_HOURS = Issuer(900, key_cache=2 * HOUR)


def passing(refresh: Refresh, seconds: float, patience: float = 0) -> Stream:
    return Stream(2.0, 5.0, seconds, 0, 1, refresh, patience=patience)


def standing(refresh: Refresh, seconds: float, patience: float = 0) -> Stream:
    return Stream(0, 0, seconds, 10, 3.0, refresh, patience=patience)


CASES = [
    (HOUR, Outage(4 * HOUR)),  # longer than the token
    (6 * HOUR, Outage(4 * HOUR)),  # shorter than the token
    (6 * HOUR, Outage(64 * HOUR)),
    (24 * HOUR, Outage(HOUR)),
    (900.0, Outage(600)),
]


@pytest.mark.parametrize("refresh", [HALF, FIVE_MINUTES, Refresh(RefreshRule.MARGIN, 800)])
@pytest.mark.parametrize(("lifetime", "outage"), CASES)
@pytest.mark.parametrize("issuer", [LASTING, TWO_HOURS])
@pytest.mark.parametrize("mean", [0.5 * HOUR, 8 * HOUR])
def test_loss_of_passing_chains(
    refresh: Refresh, lifetime: float, outage: Outage, issuer: Issuer, mean: float
) -> None:
    stream = passing(refresh, mean, patience=HOUR)
    seen = brute.passing(stream, lifetime, outage, issuer, 3000, seed=1)
    assert seen.holds(lost_random(stream, lifetime, outage, issuer)), seen


@pytest.mark.parametrize("issuer", [LASTING, TWO_HOURS])
def test_loss_of_chains_of_one_token(issuer: Issuer) -> None:
    stream = passing(NONE, 0.5 * HOUR, patience=HOUR)
    seen = brute.passing(stream, 100 * HOUR, Outage(4 * HOUR), issuer, 3000, seed=2)
    assert seen.holds(lost_random(stream, 100 * HOUR, Outage(4 * HOUR), issuer)), seen


@pytest.mark.parametrize("refresh", [HALF, FIVE_MINUTES, NONE])
@pytest.mark.parametrize(("lifetime", "outage"), CASES)
@pytest.mark.parametrize("issuer", [LASTING, TWO_HOURS])
@pytest.mark.parametrize("patience", [0.0, HOUR])
def test_loss_of_standing_chains(
    refresh: Refresh, lifetime: float, outage: Outage, issuer: Issuer, patience: float
) -> None:
    stream = standing(refresh, 2 * HOUR, patience)
    seen = brute.standing(stream, lifetime, outage, issuer, 3000, seed=3)
    assert seen.holds(lost_random(stream, lifetime, outage, issuer)), seen


@pytest.mark.parametrize("refresh", [HALF, FIVE_MINUTES])
@pytest.mark.parametrize(("lifetime", "outage"), CASES)
@pytest.mark.parametrize("issuer", [LASTING, TWO_HOURS])
def test_loss_at_the_worst_time(
    refresh: Refresh, lifetime: float, outage: Outage, issuer: Issuer
) -> None:
    for stream, walk in (
        (passing(refresh, 8 * HOUR, HOUR), brute.passing),
        (standing(refresh, 2 * HOUR, HOUR), brute.standing),
    ):
        seen = walk(stream, lifetime, outage, issuer, 2000, seed=6, worst=True)
        assert seen.holds(lost_worst(stream, lifetime, outage, issuer)), seen


@pytest.mark.parametrize("refresh", [HALF, FIVE_MINUTES, NONE])
@pytest.mark.parametrize("lifetime", [900.0, HOUR, 24 * HOUR])
def test_requests_and_tokens_alive(refresh: Refresh, lifetime: float) -> None:
    stream = Stream(0.01, 0.05, HOUR, 0, 1, refresh)
    seen = brute.requests(stream, lifetime, 3000, seed=4)
    assert seen.holds(requests_a_chain(stream, lifetime)), seen
    assert mean_load(stream, lifetime) == pytest.approx(
        stream.rate * requests_a_chain(stream, lifetime)
    )
    assert peak_load(stream, lifetime) == pytest.approx(5 * mean_load(stream, lifetime))
    counted = brute.alive(stream, lifetime, 40, seed=5)
    assert counted.holds(alive(stream, lifetime)), counted


def test_the_worst_time_is_no_better_than_a_random_one() -> None:
    for stream in (passing(HALF, HOUR), standing(FIVE_MINUTES, HOUR), standing(NONE, HOUR)):
        for lifetime, outage in CASES:
            random = lost_random(stream, lifetime, outage, TWO_HOURS)
            assert lost_worst(stream, lifetime, outage, TWO_HOURS) >= random - 1e-12
