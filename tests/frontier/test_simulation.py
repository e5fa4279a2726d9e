"""What the simulation says of storms and herds, what it refuses, and that it stays small."""

import builtins
import tracemalloc
from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from tokenlint.errors import UsageError
from tokenlint.frontier.estimate import estimate, ratio, t_quantile
from tokenlint.frontier.load import alive, mean_load
from tokenlint.frontier.model import Issuer, Refresh, RefreshRule, Stream
from tokenlint.frontier.scenario import (
    AT_ONCE,
    Down,
    Held,
    Phases,
    Retry,
    RetryKind,
    Scenario,
    Spells,
    Work,
    spans,
)
from tokenlint.frontier.simulate.engine import run
from tokenlint.frontier.simulate.queue import length_at, serve
from tokenlint.frontier.simulation import Simulated, simulate

HOUR = 3600.0
HALF = Refresh(RefreshRule.FRACTION, 0.5)
ISSUER = Issuer(50, key_cache=inf)
SITES = Stream(0, 0, HOUR, 2000, 0.01, HALF)
WAITING = Stream(5, 5, 600, 0, 1, HALF, patience=inf, retry=60)
PLAIN = Scenario((Held(WAITING, HOUR),), ISSUER, 2 * HOUR)


def after(outage: float, retry: Retry | None = None, capacity: float = 50) -> Simulated:
    scenario = replace(
        PLAIN,
        issuer=replace(ISSUER, capacity=capacity),
        horizon=HOUR + outage + 2 * HOUR,
        downs=(Down(HOUR, outage),),
        retry=retry,
    )
    return simulate(scenario, replications=3, seed=5)


def test_a_queue_of_poisson_arrivals_is_as_long_as_theory_says() -> None:
    """M/D/1: the mean wait of Pollaczek and Khinchine, rho / (2 mu (1 - rho))."""
    none = Stream(40, 40, 60, 0, 1, Refresh(RefreshRule.NONE))
    scenario = Scenario((Held(none, HOUR),), ISSUER, 4 * HOUR, window=60)
    seen = simulate(scenario, replications=12, seed=3, confidence=1 - 1e-6)
    load, service = 40 / 50, 1 / 50
    sojourn = load * service / (2 * (1 - load)) + service
    assert seen.queue.low <= 40 * sojourn <= seen.queue.high
    assert seen.queue.high - seen.queue.low < 0.2 * seen.queue.mean


def test_a_herd_asks_at_one_instant_and_waits_in_line() -> None:
    herd = Scenario((Held(SITES, HOUR),), ISSUER, 1900, timeout=inf, phases=Phases.TOGETHER)
    seen = simulate(herd, replications=2, seed=1)
    assert seen.peak_before.mean == 2000
    assert seen.queue_most.mean == 2000
    assert seen.longest_wait.mean == pytest.approx(2000 / 50)
    spread = simulate(replace(herd, phases=Phases.RANDOM), replications=2, seed=1)
    assert spread.peak_before.most < 20
    assert spread.longest_wait.most < 1


def test_a_storm_after_an_outage_is_over_when_the_issuer_is_quick_enough() -> None:
    short = after(300)  # 1500 wait, and ask again within a minute: 25 a second
    assert short.caught_up.mean < 5
    assert 0 < short.answered.mean <= 61
    assert short.lost.most < 0.2


@pytest.mark.slow
def test_a_storm_does_not_end_where_clients_give_up_before_their_turn() -> None:
    long = after(2 * HOUR)  # 36000 wait, 600 ask a second, and 50 are answered
    assert long.caught_up.unseen == 3
    assert long.gave_up.least > 100_000
    assert long.peak_after.least > 400
    calm = after(2 * HOUR, Retry(RetryKind.EXPONENTIAL, jitter=True))
    assert calm.caught_up.unseen == 0
    assert calm.peak_after.most < long.peak_after.least / 5


def test_clients_that_ask_at_once_ask_more() -> None:
    fixed, hasty = after(200), after(200, Retry(RetryKind.IMMEDIATE))
    assert hasty.refused.mean > 20 * fixed.refused.mean
    assert hasty.peak_during.mean > 10 * fixed.peak_during.mean
    assert hasty.peak_after.mean > 10 * fixed.peak_after.mean


def test_pauses_grow_and_stop_growing() -> None:
    one = Stream(0, 0, HOUR, 1, 0.01, Refresh(RefreshRule.FRACTION, 0.01))
    rule = Retry(RetryKind.EXPONENTIAL, first=10, most=35)
    scenario = Scenario(
        (Held(one, HOUR),), ISSUER, 1000, downs=(Down(100, 300),), retry=rule,
        phases=Phases.TOGETHER,
    )  # fmt: skip
    asked: list[float] = []
    run(scenario, np.random.default_rng(1), lambda when, _: asked.extend(when.tolist()))
    refused = [when for when in asked if 100 <= when < 400]
    assert np.diff(refused).round(6).tolist() == [10, 20, *[35] * (len(refused) - 3)]


def test_tries_that_are_passed_over_are_counted() -> None:
    """What is left out of the windows while the issuer is down changes no other number."""
    for retry in (
        None,
        Retry(),
        Retry(RetryKind.EXPONENTIAL, most=240),
        Retry(RetryKind.IMMEDIATE),
    ):
        downs = (Down(600, 1200),)
        scenario = replace(PLAIN, horizon=2400, downs=downs, retry=retry, work=Work.CONSTANT)
        short = run(scenario, np.random.default_rng(4))
        whole = run(scenario, np.random.default_rng(4), lambda *_: None)
        assert short.requests.sum() == pytest.approx(whole.requests.sum(), rel=1e-3)
        assert short.refused == pytest.approx(whole.refused, rel=1e-3)
        assert short.outages[0].at_stake == pytest.approx(whole.outages[0].at_stake)
        assert short.outages[0].lost == pytest.approx(whole.outages[0].lost, rel=0.02, abs=3)
        assert short.asked.max() == pytest.approx(whole.asked.max(), rel=0.05)


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, same, other = (simulate(PLAIN, replications=2, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one.mean != other.mean
    assert one.seed == 1


def test_replications_differ() -> None:
    seen = simulate(PLAIN, replications=5, seed=1)
    assert seen.mean.least < seen.mean.mean < seen.mean.most


def test_busy_spells_keep_the_mean_and_reach_the_peak() -> None:
    busy = Stream(5, 40, 60, 0, 1, Refresh(RefreshRule.NONE))
    scenario = Scenario((Held(busy, HOUR),), ISSUER, 12 * HOUR, window=20, spells=Spells(60, 0.5))
    seen = simulate(scenario, replications=10, seed=1, confidence=1 - 1e-6)
    assert seen.mean.low <= 5 <= seen.mean.high
    assert 36 < seen.peak_before.mean < 48


@pytest.mark.parametrize("spells", [Spells(60, 0.5), Spells(60, 1.0)])
def test_a_stream_without_a_peak_has_no_spells(spells: Spells) -> None:
    even = Stream(5, 5, 60, 0, 1, Refresh(RefreshRule.NONE))
    scenario = Scenario((Held(even, HOUR),), ISSUER, 2 * HOUR, window=20, spells=spells)
    seen = simulate(scenario, replications=10, seed=1, confidence=1 - 1e-6)
    assert seen.mean.low <= 5 <= seen.mean.high


def test_memory_does_not_grow_with_the_time_that_is_simulated() -> None:
    def most(hours: float) -> int:
        tracemalloc.start()
        run(replace(PLAIN, horizon=hours * HOUR, window=60), np.random.default_rng(1))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(50) < 1.3 * most(10)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"horizon": 0.0}, "horizon is 0"),
    ({"horizon": inf}, "horizon is inf"),
    ({"window": -1.0}, "window is -1"),
    ({"timeout": 0.0}, "timeout is 0"),
    ({"issuer": Issuer(0)}, "capacity is 0"),
    ({"issuer": Issuer(nan)}, "capacity is nan"),
    ({"issuer": Issuer(1, refresh_cost=-1)}, "refresh_cost is -1"),
    ({"held": ()}, "no stream"),
    ({"held": (Held(replace(WAITING, rate=0, peak=0), HOUR),)}, "not of both or neither"),
    ({"held": (Held(replace(WAITING, rate=-2), HOUR),)}, "rate is -2"),
    ({"held": (Held(replace(WAITING, peak=1), HOUR),)}, "peak is 1"),
    ({"held": (Held(replace(WAITING, seconds=0), HOUR),)}, "seconds is 0"),
    ({"held": (Held(WAITING, 0),)}, "lifetime is 0"),
    ({"held": (Held(replace(WAITING, refresh=Refresh(RefreshRule.MARGIN, 9e9)), 9),)}, "margin"),
    (
        {"held": (Held(replace(WAITING, refresh=Refresh(RefreshRule.NONE), longest=60), 9),)},
        "cannot serve work of 60 s",
    ),
    ({"downs": (Down(HOUR, 0),)}, "length of the outage is 0"),
    ({"downs": (Down(9 * HOUR, 1),)}, "after the end"),
    ({"downs": (Down(5, 9), Down(7, 9))}, "overlap"),
    ({"retry": Retry(first=0)}, "first pause is 0"),
    ({"retry": Retry(first=9, most=1)}, "below the first"),
    ({"retry": Retry(factor=0.5)}, "factor is 0.5"),
    ({"spells": Spells(quiet=2)}, "quiet share is 2"),
    ({"held": (Held(replace(WAITING, rate=1e9, peak=1e9), HOUR),)}, "pieces of work at once"),
    ({"horizon": 1e9, "window": 1e4}, "token events, more"),
    ({"window": 1e-6}, "windows are more"),
]


@pytest.mark.parametrize(("change", "words"), BAD, ids=[words for _, words in BAD])
def test_what_cannot_be_simulated_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        simulate(replace(PLAIN, **change), replications=2)
    assert caught.value.advice


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        simulate(replace(PLAIN, horizon=-1.0, issuer=Issuer(0), timeout=-2))
    assert caught.value.reason.count(";") == 2


def test_a_storm_beyond_the_limit_of_events_is_cut_off() -> None:
    hasty = Retry(RetryKind.IMMEDIATE, jitter=True)
    scenario = replace(PLAIN, downs=(Down(60, HOUR),), retry=hasty, most_events=1e6)
    with pytest.raises(UsageError, match=r"more than 1e\+06 token events"):
        simulate(scenario, replications=2)


@pytest.mark.parametrize("number", [-3, 0, 1])
def test_one_replication_has_no_spread(number: int) -> None:
    with pytest.raises(UsageError, match="no spread"):
        simulate(PLAIN, replications=number)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(UsageError, match="seed is -1"):
        simulate(PLAIN, seed=-1)


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "numpy":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="needs NumPy") as caught:
        simulate(PLAIN)
    assert "wlcg-tokenlint[simulation]" in caught.value.advice


def test_spans_cut_the_time_where_something_changes() -> None:
    downs = (Down(10, 5), Down(30, 20))
    scenario = replace(PLAIN, horizon=100, downs=downs, issuer=Issuer(1, key_cache=8))
    ends = [(span.start, span.end, span.down is not None, span.keys) for span in spans(scenario)]
    assert ends == [
        (0, 10, False, False),
        (10, 15, True, False),
        (15, 30, False, False),
        (30, 38, True, False),
        (38, 50, True, True),
        (50, 100, False, False),
    ]


def test_the_server_answers_in_turn() -> None:
    arrival, cost = np.array([0.0, 0.1, 5.0]), np.ones(3)
    served = serve(arrival, cost, free=0.0, timeout=inf, close=inf)
    assert served.ready.tolist() == pytest.approx([1, 2, 6])
    assert length_at(arrival, served.ready, np.empty(0)) == 2
    hasty = serve(arrival, cost, free=3.0, timeout=2.0, close=5.5)
    assert hasty.known.tolist() == pytest.approx([2, 2.1, 5.5])
    assert not hasty.answered.any()


@pytest.mark.parametrize(
    ("confidence", "freedom", "value"),
    [(0.95, 1, 12.7062), (0.95, 9, 2.26216), (0.99, 29, 2.75639), (0.999, 9, 4.78091)],
)
def test_quantiles_of_student(confidence: float, freedom: int, value: float) -> None:
    """From the tables of any book on statistics."""
    assert t_quantile(confidence, freedom) == pytest.approx(value, rel=1e-5)


def test_estimates() -> None:
    mean = estimate([1.0, 2.0, 3.0], 0.95)
    assert (mean.mean, mean.least, mean.most, mean.unseen) == (2, 1, 3, 0)
    assert mean.high - 2 == pytest.approx(4.30265 / 3**0.5, rel=1e-4)
    assert estimate([1.0, 2.0, inf], 0.95).unseen == 1
    assert estimate([inf, inf], 0.95).mean == inf
    share = ratio([1.0, 2.0], [10.0, 20.0], 0.95)
    assert (share.mean, share.low, share.high) == pytest.approx((0.1, 0.1, 0.1))
    assert ratio([0.0], [0.0], 0.95).mean == 0
    assert AT_ONCE == 1
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_quantile(1.0, 3)


def test_work_whose_token_runs_out_in_the_queue_is_lost() -> None:
    """All renew 5 s before the end, at once: 25 are answered in that time, the others too late."""
    late, slow = Refresh(RefreshRule.MARGIN, 5), replace(ISSUER, capacity=5)
    work = Stream(0.1, 0.1, HOUR, 0, 1, late, retry=1.5)
    downs = (Down(300, 1, worst=True),)
    scenario = Scenario((Held(work, 600),), slow, 700, downs, timeout=inf, work=Work.CONSTANT)
    tally = run(scenario, np.random.default_rng(2))
    running = tally.outages[0].at_stake[0]
    assert running > 300
    assert tally.lost["lost its token while it worked"][0] > running - 40


def test_the_queue_is_gone_after_an_outage() -> None:
    """40 s of work wait when the issuer goes down for 1 s; it is free when it is back."""
    herd = Scenario(
        (Held(SITES, HOUR),), ISSUER, 2200, downs=(Down(1801, 1),), timeout=inf,
        phases=Phases.TOGETHER, retry=Retry(first=100),
    )  # fmt: skip
    answered: list[tuple[float, float]] = []
    tally = run(
        herd,
        np.random.default_rng(1),
        lambda when, good: answered.extend(zip(when, good, strict=True)),
    )
    # 50 were answered before; the others ask again 100 s later, and wait in line once more
    assert sum(good for _, good in answered) == 2000
    assert tally.longest_wait == pytest.approx(1950 / 50, abs=0.1)
    one = replace(herd, retry=Retry(first=2))  # while the old queue would still be worked on
    again = run(one, np.random.default_rng(1))
    assert again.longest_wait == pytest.approx(1950 / 50, abs=0.1)


def test_each_stream_has_its_own_numbers() -> None:
    two = (Held(WAITING, HOUR), Held(SITES, 2 * HOUR))
    scenario = Scenario(two, replace(ISSUER, capacity=1e5), 4 * HOUR, window=60)
    seen = simulate(scenario, replications=8, seed=1, confidence=1 - 1e-6)
    for held, one in zip(two, seen.streams, strict=True):
        load, tokens = mean_load(held.stream, held.lifetime), alive(held.stream, held.lifetime)
        assert one.mean.low - 0.01 <= load <= one.mean.high + 0.01
        assert one.alive.low - 1 <= tokens <= one.alive.high + 1
    assert seen.mean.mean == pytest.approx(sum(one.mean.mean for one in seen.streams))
