"""The vectorised simulation against the plain one: every request at the same time, and its fate."""

from math import inf

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from tests.frontier.reference import Chain, Reference
from tokenlint.frontier.model import Ask, Issuer, Refresh, RefreshRule, Stream
from tokenlint.frontier.scenario import (
    Begins,
    Down,
    Held,
    Retry,
    RetryKind,
    Scenario,
    Work,
)
from tokenlint.frontier.simulate.begin import at_the_start, begin_later, draws_of
from tokenlint.frontier.simulate.chains import streams_of
from tokenlint.frontier.simulate.engine import run
from tokenlint.frontier.simulate.tally import EXPIRED, KEYS, UNSTARTED, Tally

REASONS = {UNSTARTED: "unstarted", EXPIRED: "expired", KEYS: "keys"}
REFRESHES = st.sampled_from(
    [
        Refresh(RefreshRule.FRACTION, 0.5),
        Refresh(RefreshRule.MARGIN, 13.0),
        Refresh(RefreshRule.NONE),
    ]
)


@st.composite
def streams(draw: st.DrawFn) -> Held:
    refresh = draw(REFRESHES)
    lifetime = draw(st.floats(40, 400))
    standing = draw(st.booleans())
    rate = 0.0 if standing else draw(st.floats(0.05, 1.5))
    stream = Stream(
        rate=rate,
        peak=rate,
        seconds=draw(st.floats(5, 300)),
        standing=draw(st.integers(1, 20)) if standing else 0,
        jobs=1.0,
        refresh=refresh,
        patience=draw(st.sampled_from([0.0, 7.7, 61.3])),
        retry=draw(st.floats(1.1, 20)),
        first=Ask.EXCHANGE,
        renewal=Ask.REFRESH,
    )
    return Held(stream, lifetime)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Small ones in which nothing is left to chance after the start, some of them overloaded."""
    kind = draw(st.sampled_from([None, RetryKind.FIXED, RetryKind.EXPONENTIAL]))
    start = draw(st.floats(50, 300))
    down = Down(start, draw(st.floats(1, 250)))
    return Scenario(
        held=tuple(draw(st.lists(streams(), min_size=1, max_size=3))),
        issuer=Issuer(
            draw(st.floats(0.5, 30)),
            exchange_cost=1.37,
            refresh_cost=0.71,
            key_cache=draw(st.sampled_from([inf, 31.7, 0.0])),
        ),
        horizon=700.0,
        downs=(down,) if draw(st.booleans()) else (),
        retry=kind and Retry(kind, first=draw(st.floats(1.1, 9)), most=37.0),
        timeout=draw(st.sampled_from([inf, 5.3, 33.3])),
        refusal=draw(st.sampled_from([0.0, 0.9])),
        work=Work.CONSTANT,
        begins=Begins.REGULAR,
    )


def reference(scenario: Scenario, seed: int) -> Reference:
    """The plain simulation from the rows with which the vectorised one starts."""
    held = streams_of(scenario)
    draws = draws_of(scenario, held, np.random.default_rng(seed))
    plain, rows = Reference(scenario, seed), at_the_start(draws)
    for place in range(len(rows)):
        chain = Chain(
            int(rows.stream[place]),
            float(rows.begun[place]),
            float(rows.ends[place]),
            float(rows.expiry[place]),
            float(rows.limit[place]),
        )
        plain.held(chain, float(rows.next[place]))
    later = begin_later(draws, 0.0, scenario.horizon)
    for stream, begun in zip(later.stream, later.begun, strict=True):
        plain.begin(int(stream), float(begun))
    plain.run()
    return plain


def vectorised(scenario: Scenario, seed: int) -> tuple[Tally, list[tuple[float, bool]]]:
    seen: list[tuple[float, bool]] = []

    def trace(arrival: np.ndarray, answered: np.ndarray) -> None:
        seen.extend(zip(arrival.tolist(), answered.tolist(), strict=True))

    return run(scenario, np.random.default_rng(seed), trace), sorted(seen)


NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # it would take minutes


@settings(max_examples=40, phases=NO_SHRINKING)
@given(scenarios(), st.integers(0, 2**32))
def test_every_request_comes_at_the_same_time_and_meets_the_same_fate(
    scenario: Scenario, seed: int
) -> None:
    same_requests(scenario, seed)


@pytest.mark.slow
@settings(max_examples=400, phases=NO_SHRINKING)
@given(scenarios(), st.integers(0, 2**32))
def test_so_it_is_in_many_more_cases(scenario: Scenario, seed: int) -> None:
    same_requests(scenario, seed)


def same_requests(scenario: Scenario, seed: int) -> None:
    plain = reference(scenario, seed)
    assume(not plain.tied)
    tally, seen = vectorised(scenario, seed)
    expected = sorted(plain.trace, key=lambda record: record.came)
    times = [record.came for record in expected]
    assert [time for time, _ in seen] == pytest.approx(times, rel=1e-9, abs=1e-6)
    for (time, answered), record in zip(seen, expected, strict=True):
        assert record.answered in {None, answered}, time
    pending = sum(record.answered is None for record in plain.trace)
    for reason, name in REASONS.items():
        passing = [not held.stream.standing for held in scenario.held]
        assert abs(tally.lost[reason][passing].sum() - plain.lost[name]) <= pending
