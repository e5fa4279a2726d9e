"""Laws: what a longer lifetime never makes worse, and what a recommendation promises."""

from dataclasses import replace
from itertools import pairwise
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.frontier import made
from tokenlint.frontier.capacity import Claim, share
from tokenlint.frontier.load import alive, loads
from tokenlint.frontier.loss import lost
from tokenlint.frontier.model import Issuer, Outage, Refresh, RefreshRule, Stream, Tolerance
from tokenlint.frontier.points import pareto
from tokenlint.frontier.shortest import (
    bears,
    ladder,
    longest_outage,
    rounded_up,
    shortest,
    step_of,
)

_NOISE = 1e-9


@settings(max_examples=examples(300))
@given(made.streams(), made.outages, made.issuers, made.lifetimes, made.lifetimes)
def test_a_longer_lifetime_is_never_worse_for_issuer_and_work(
    stream: Stream, outage: Outage, issuer: Issuer, one: float, other: float
) -> None:
    short, long = sorted((one, other))
    for less, more in zip(
        lost(stream, long, outage, issuer), lost(stream, short, outage, issuer), strict=True
    ):
        assert less <= more + _NOISE
    for less, more in zip(loads(stream, long, issuer), loads(stream, short, issuer), strict=True):
        assert less <= more * (1 + _NOISE)


def test_a_margin_as_long_as_the_outage_is_enough_at_every_lifetime() -> None:
    margin = 60.47178312718097  # whose difference from a lifetime is rounded
    refresh = Refresh(RefreshRule.MARGIN, margin)
    for stream in (Stream(1, 1, 60, 0, 1, refresh), Stream(0, 0, 60, 1, 1, refresh)):
        patient = replace(stream, patience=100.0)
        for lifetime in (900.0, 131_133.0):
            assert lost(patient, lifetime, Outage(margin), Issuer(1)) == (0.0, 0.0)


@settings(max_examples=examples(200))
@given(made.streams(), made.outages, made.issuers, made.lifetimes)
def test_shares_are_shares_and_the_worst_time_is_the_worst(
    stream: Stream, outage: Outage, issuer: Issuer, lifetime: float
) -> None:
    random, worst = lost(stream, lifetime, outage, issuer)
    assert 0 <= random <= worst + _NOISE
    assert worst <= 1
    load = loads(stream, lifetime, issuer)
    assert load.mean <= load.peak * (1 + _NOISE)
    assert alive(stream, lifetime) == load.mean * lifetime


@settings(max_examples=examples(200))
@given(made.streams(), made.outages, made.issuers, made.lifetimes, made.durations)
def test_patience_and_keys_never_cost_work(
    stream: Stream, outage: Outage, issuer: Issuer, lifetime: float, more: float
) -> None:
    before = lost(stream, lifetime, outage, issuer)
    patient = replace(stream, patience=stream.patience + more)
    keeping = replace(issuer, key_cache=issuer.key_cache + more)
    for other in (
        lost(patient, lifetime, outage, issuer),
        lost(stream, lifetime, outage, keeping),
    ):
        assert other[0] <= before[0] + _NOISE
        assert other[1] <= before[1] + _NOISE


@settings(max_examples=examples(300))
@given(made.streams(), made.tolerances, made.issuers)
def test_the_shortest_lifetime_bears_the_outage_and_no_shorter_one_does(
    stream: Stream, tolerance: Tolerance, issuer: Issuer
) -> None:
    found = shortest(stream, tolerance, issuer, 900, 691_200)
    if found is None:
        assert not bears(stream, 691_200, tolerance, issuer)
        return
    assert bears(stream, found, tolerance, issuer)
    rounded = rounded_up(found)
    assert rounded >= found - 1e-3
    shorter = rounded - step_of(rounded)
    if shorter >= 900 and shorter < found - 1e-3:
        assert not bears(stream, shorter, tolerance, issuer)
    assert found == 900 or not bears(stream, found - 0.01, tolerance, issuer)


@settings(max_examples=examples(100))
@given(made.streams(), made.tolerances, made.issuers, made.lifetimes)
def test_every_outage_up_to_the_longest_is_borne(
    stream: Stream, tolerance: Tolerance, issuer: Issuer, lifetime: float
) -> None:
    longest = longest_outage(stream, lifetime, tolerance, issuer)
    assert 0 <= longest <= tolerance.outage.seconds
    for part in (0.1, 0.5, 0.9, 0.999):
        shorter = replace(tolerance, outage=Outage(longest * part))
        assert bears(stream, lifetime, shorter, issuer)


_numbers = st.integers(0, 4).map(float)


@settings(max_examples=examples(300))
@given(st.lists(st.tuples(_numbers, _numbers, _numbers), max_size=30))
def test_the_pareto_frontier_is_that_of_the_definition(
    triples: list[tuple[float, float, float]],
) -> None:
    def beaten(one: tuple[float, ...]) -> bool:
        return any(
            other != one and all(a <= b for a, b in zip(other, one, strict=True))
            for other in triples
        )

    assert pareto(triples) == [not beaten(each) for each in triples]


def test_lifetimes_are_rounded_to_what_people_write() -> None:
    assert [rounded_up(each) for each in (901, 3_599.9996, 3_601, 21_601, 86_401)] == [
        960,
        3_600,
        3_900,
        22_500,
        90_000,
    ]
    steps = ladder(900, 691_200)
    assert steps[0] == 900
    assert steps[-1] == 691_200
    assert all(after - before == step_of(after) for before, after in pairwise(steps))


claims = st.builds(
    Claim,
    made.streams().filter(lambda each: each.refresh.rule is not RefreshRule.MARGIN),
    st.one_of(st.none(), st.sampled_from(ladder(900, 21_600))),
    st.sampled_from((21_600, 86_400, 345_600)),
)


@settings(max_examples=examples(200))
@given(st.lists(claims, max_size=6), made.issuers)
def test_what_is_shared_out_is_there(given_: list[Claim], issuer: Issuer) -> None:
    shares = share(given_, issuer)
    assert isfinite(shares.needed)
    for claim, lifetime in zip(given_, shares.lifetimes, strict=True):
        if lifetime is not None:
            assert claim.shortest is not None
            assert max(claim.shortest, min(shares.floor, claim.longest)) == lifetime
    if any(each is not None for each in shares.lifetimes):
        assert shares.spent <= issuer.capacity * (1 + _NOISE)
    if shares.needed <= issuer.capacity:
        assert all(
            (claim.shortest is None) == (lifetime is None)
            for claim, lifetime in zip(given_, shares.lifetimes, strict=True)
        )


@settings(max_examples=examples(200))
@given(st.lists(claims, min_size=1, max_size=6), made.issuers, st.floats(0.01, 0.99))
def test_the_floor_is_the_lowest_with_which_all_fit(
    given_: list[Claim], issuer: Issuer, part: float
) -> None:
    wanted = sum(loads(each.stream, each.shortest or each.longest, issuer).cost for each in given_)
    needed = share(given_, issuer).needed
    tight = replace(issuer, capacity=needed + part * (wanted - needed))
    shares = share(given_, tight)
    if not shares.floor:
        assert wanted <= tight.capacity * (1 + _NOISE)
        return
    steps = ladder(1, max(each.longest for each in given_))
    below = max((each for each in steps if each < shares.floor), default=0)
    cost = sum(
        loads(each.stream, min(max(each.shortest or each.longest, below), each.longest), tight).cost
        for each in given_
    )
    assert cost > tight.capacity * (1 - _NOISE)
