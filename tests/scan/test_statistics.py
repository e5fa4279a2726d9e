"""Distributions of bounded length, whose sums are all tokens."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.judging import QUICK_HEADER
from tests.minting import NOW, claims, mint
from tests.scan.sieving import READER, Sifter, regular
from tests.scan.test_sketch import names
from tests.scan.test_summary import hashed
from tokenlint.scan.judge import Judged, subject_of
from tokenlint.scan.sketch import Sketch
from tokenlint.scan.statistics import Estimate, Statistics, statistics
from tokenlint.scan.summary import DISTINCT, Place, Spot, Summary, Twins, join_twins
from tokenlint.source import Source

AXES = ("issuers", "profiles", "lifetimes", "magnitudes")


def judged(found: Summary) -> list[Judged]:
    return [
        Judged(tally, subject_of(tally.example, Source("log"), READER), [])
        for tally in found.shapes.values()
    ]


def numbers(found: Summary) -> Statistics:
    return statistics(found, judged(found), NOW)


@hypothesis_settings(max_examples=40)
@given(st.lists(st.sampled_from(regular()), max_size=20))
def test_each_token_is_in_one_group_of_each_kind(tokens: list[bytes]) -> None:
    found = numbers(Sifter().summary(b"\n".join(tokens)))
    assert found.tokens == len(tokens)
    for axis in AXES:
        groups = getattr(found, axis)
        assert sum(group.tokens for group in groups) == len(tokens)
        assert sum(group.shapes for group in groups) == found.shapes
    assert sum(group.tokens for group in found.audiences) >= len(tokens)


def test_what_is_beyond_twenty_groups_is_one() -> None:
    tokens = [
        mint(claims(iss=f"https://i{n:02}.example", sub=f"a{n}"), QUICK_HEADER).encode()
        for n in range(25)
        for _ in range(1 + (n == 7))
    ]
    issuers = numbers(Sifter().summary(b"\n".join(tokens))).issuers
    assert [group.name for group in issuers[:2]] == ["https://i07.example", "https://i00.example"]
    assert len(issuers) == 21
    assert (issuers[-1].name, issuers[-1].tokens, issuers[-1].shapes) == ("(5 more)", 5, 5)


def test_histograms_have_all_their_steps() -> None:
    empty = numbers(Summary())
    assert [group.name for group in empty.lifetimes] == [
        "up to 15 min",
        "up to 1 h",
        "up to 6 h",
        "up to 1 d",
        "up to 4 d",
        "up to 8 d",
        "over 8 d",
        "without end",
        "unusable times",
    ]
    assert len(empty.magnitudes) == 10
    assert not any(group.tokens for group in (*empty.lifetimes, *empty.magnitudes))


@pytest.mark.parametrize(
    ("seconds", "name"),
    [
        (900, "up to 15 min"),
        (901, "up to 1 h"),
        (3_600, "up to 1 h"),
        (86_400, "up to 1 d"),
        (8 * 86_400, "up to 8 d"),
        (8 * 86_400 + 1, "over 8 d"),
    ],
)
def test_steps_hold_their_upper_end(seconds: int, name: str) -> None:
    token = mint(claims(exp=NOW + seconds), QUICK_HEADER).encode()
    (group,) = (g for g in numbers(Sifter().summary(token)).lifetimes if g.tokens)
    assert group.name == name


@pytest.mark.parametrize(
    ("audience", "name"),
    [
        ("https://a.example", "https://a.example"),
        ("https://wlcg.cern.ch/jwt/v1/any", "(any)"),
        (None, "(missing)"),
    ],
)
def test_audiences_by_their_names(audience: str | None, name: str) -> None:
    token = mint(claims(aud=audience), QUICK_HEADER).encode()
    (group,) = numbers(Sifter().summary(token)).audiences
    assert (group.name, group.tokens) == (name, 1)


def test_long_names_are_cut() -> None:
    token = mint(claims(iss="https://" + "x" * 5_000 + ".example"), QUICK_HEADER).encode()
    (group,) = numbers(Sifter().summary(token)).issuers
    assert len(group.name) < 300


def test_many_distinct_ones_are_an_estimate() -> None:
    found = numbers(Summary(distinct=hashed(DISTINCT, names(30_000))))
    assert not found.distinct.exact
    assert abs(found.distinct.count - 30_000) < 2_000
    assert found.subjects == Estimate(0)


def test_ids_that_are_shared_are_estimated_from_those_that_are_kept() -> None:
    """Every third of 30,000 ids has two tokens."""
    ids: Sketch[Twins] = Sketch(DISTINCT, join_twins)
    for number, (head, tail) in enumerate(names(30_000)):
        ids.add(head, tail, (("a", Place("log", number)),))
        if number % 3 == 0 and head <= ids.limit:
            ids.add(head, tail, (("b", Place("log", number)),))
    reused = numbers(Summary(ids=ids)).reused
    assert not reused.ids.exact
    assert abs(reused.ids.count - 10_000) < 700
    assert len(reused.examples) == 10
    firsts = [min(place for _, place in twins) for twins in reused.examples]
    assert firsts == sorted(firsts)


def test_places_get_their_lines() -> None:
    place = Place("log", 7)
    spots = {
        f"{kind}:x": Spot(2, ((place, ""),)) for kind in ("presented", "wrapped", "broken", "kind")
    }
    ids: Sketch[Twins] = Sketch(DISTINCT, join_twins)
    ids.add(1, 1, (("a", place), ("b", place._replace(offset=9))))
    found = numbers(Summary(spots=spots, ids=ids))
    assert set(found.places()) == {place, place._replace(offset=9)}
    lined = found.at({each: each._replace(line=3) for each in found.places()})
    assert {each.line for each in lined.places()} == {3}
    assert [seen.name for seen in lined.others] == ["x"]
    assert found.at({}) == found
