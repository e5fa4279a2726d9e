"""Summaries of parts make the summary of the whole, in any order and any grouping."""

from collections.abc import Iterator
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.scan.test_sketch import names
from tokenlint.scan import summary as module
from tokenlint.scan.problems import FURTHER
from tokenlint.scan.sketch import HIGHEST, Sketch, either
from tokenlint.scan.summary import (
    DISTINCT,
    SUBJECTS,
    Example,
    Place,
    Spot,
    Summary,
    Tally,
    Twins,
    join_twins,
)
from tokenlint.source import Problem, Source

places = st.builds(
    lambda name, at: Place(name, at, at % 3), st.sampled_from("ab"), st.integers(0, 30)
)
counts = st.integers(1, 5)
tallies = st.builds(lambda n, place: Tally(n, place, example_at(place)), counts, places)
spots = st.lists(st.tuples(places, st.sampled_from(["", "0a1b2c"])), min_size=1, max_size=6).map(
    lambda some: Spot(len(some), ()).merged(Spot(0, tuple(some)))
)
problems = st.builds(
    Problem,
    st.sampled_from(["unreadable", "truncated"]),
    st.builds(Source, st.sampled_from("ab"), st.integers(0, 2)),
    st.sampled_from(["cut", "gone"]),
    st.sampled_from(["", "copy it"]),
)
_keys = st.lists(st.tuples(st.integers(0, HIGHEST), st.integers(0, 9)), max_size=6)


def example_at(place: Place) -> Example:
    """In any input, one token begins at one place."""
    return Example(size=place.offset + 1)


def hashed(size: int, keys: list[tuple[int, int]]) -> Sketch[None]:
    made: Sketch[None] = Sketch(size, either)
    for head, tail in keys:
        made.add(head, tail, None)
    return made


@st.composite
def twins(draw: st.DrawFn) -> Sketch[Twins]:
    made: Sketch[Twins] = Sketch(DISTINCT, join_twins)
    for head, place in draw(st.lists(st.tuples(st.integers(0, 3), places), max_size=6)):
        made.add(head, 0, ((f"token {place.offset % 4}", place),))
    return made


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    shapes = draw(st.dictionaries(st.binary(min_size=1, max_size=1), tallies, max_size=5))
    part = Summary(
        size=draw(st.integers(0, 99)),
        tokens=sum(tally.count for tally in shapes.values()),
        shapes=shapes,
        distinct=hashed(DISTINCT, draw(_keys)),
        subjects=hashed(SUBJECTS, draw(_keys)),
        ids=draw(twins()),
        spots=draw(st.dictionaries(st.sampled_from(["kind:jwe", "broken:cut"]), spots)),
    )
    return Summary().merged(part).with_problems(draw(st.lists(problems, max_size=4)))


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """So that every bound is reached."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MOST_SHAPES", "MOST_PLACES", "_MOST_PROBLEMS", "_MOST_TWINS"):
            patch.setattr(module, name, 3)
        yield


@hypothesis_settings(max_examples=60)
@given(summaries(), summaries(), summaries())
def test_merging_is_associative(one: Summary, two: Summary, three: Summary) -> None:
    assert one.merged(two).merged(three) == one.merged(two.merged(three))


@given(summaries(), summaries())
def test_merging_is_commutative(one: Summary, two: Summary) -> None:
    assert one.merged(two) == two.merged(one)


@given(summaries())
def test_the_empty_summary_is_the_identity(one: Summary) -> None:
    assert one.merged(Summary()) == one == Summary().merged(one)


@hypothesis_settings(max_examples=40)
@given(st.lists(summaries(), max_size=5))
def test_no_token_is_lost_and_memory_is_bounded(parts: list[Summary]) -> None:
    whole = reduce(Summary.merged, parts, Summary())
    assert whole.tokens == sum(part.tokens for part in parts)
    counted = sum(tally.count for tally in whole.shapes.values())
    assert counted + whole.left_out == whole.tokens
    assert whole.size == sum(part.size for part in parts)
    assert len(whole.shapes) <= 3
    assert all(len(spot.places) <= 3 for spot in whole.spots.values())
    assert all(len(some) <= 3 for _, some in whole.ids)
    assert len(whole.problems) <= 4
    every = {each for part in parts for each in part.problems}
    assert (FURTHER in whole.problems) == (FURTHER in every or len(every) > 3)


@given(st.lists(tallies, min_size=1, max_size=5))
def test_the_example_follows_the_first_place(some: list[Tally]) -> None:
    whole = reduce(Tally.merged, some)
    assert whole.count == sum(each.count for each in some)
    assert whole.place == min(each.place for each in some)
    assert whole.example == example_at(whole.place)


@given(st.lists(spots, min_size=1, max_size=4))
def test_first_places_are_kept_of_a_spot(some: list[Spot]) -> None:
    whole = reduce(Spot.merged, some)
    assert whole.count == sum(each.count for each in some)
    assert list(whole.places) == sorted({place for each in some for place in each.places})[:3]


@given(summaries(), st.lists(problems, max_size=5))
def test_each_problem_is_told_once(one: Summary, some: list[Problem]) -> None:
    more = one.with_problems(some).with_problems(some)
    assert more == one.with_problems(reversed(some))
    assert len(set(more.problems)) == len(more.problems)


def test_what_is_left_out_stays_left_out() -> None:
    """A shape that was dropped once is not counted later, as if it came then for the first time."""
    place = Place("a", 0)
    tally = Tally(2, place, example_at(place))
    first = Summary(tokens=8, shapes={bytes([n]): tally for n in range(4)})
    again = Summary(tokens=2, shapes={b"\x03": tally})
    whole = Summary().merged(first).merged(again)
    assert b"\x03" not in whole.shapes
    assert (whole.tokens, whole.left_out) == (10, 4)


def test_distinct_tokens_are_estimated_across_summaries() -> None:
    some = names(12_000)
    one = Summary(distinct=hashed(DISTINCT, some[:7_000]))
    other = Summary(distinct=hashed(DISTINCT, some[5_000:]))
    whole = one.merged(other).distinct
    assert not whole.exact
    assert abs(whole.count - 12_000) < 4 * 12_000 / DISTINCT**0.5


def test_no_representation_shows_a_token() -> None:
    example = Example(b"header", b"claims", 7)
    assert repr(example) == "Example(size=7)"
    assert repr(Summary(tokens=1)) == "Summary(tokens=1, shapes=0)"
