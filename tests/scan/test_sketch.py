"""Distinct things are counted exactly while they are few, well when they are many, in any order."""

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.scan.sketch import (
    HIGHEST,
    Running,
    Sketch,
    digest_of,
    either,
    head_of,
    tail_of,
)

SIZE = 8
Things = Sequence[int]
_heads = st.integers(0, HIGHEST) | st.integers(0, 20) | st.sampled_from([HIGHEST])
things = st.lists(st.tuples(_heads, st.integers(0, 3)), max_size=40)
Pair = tuple[int, int]


def highest(one: int, other: int) -> int:
    return max(one, other)


def sketch_of(some: Iterable[Pair], size: int = SIZE) -> Sketch[int]:
    """Each thing with a value that tells which one of its kind came last."""
    made: Sketch[int] = Sketch(size, highest)
    for value, (head, tail) in enumerate(some):
        if head <= made.limit:
            made.add(head, tail, value % 5)
    return made


def names(count: int, seed: int = 0) -> list[Pair]:
    text = random.Random(seed)  # noqa: S311
    return [(text.getrandbits(32), text.getrandbits(64)) for _ in range(count)]


@given(things)
def test_few_are_counted_exactly(some: list[Pair]) -> None:
    made, distinct = sketch_of(some), len(set(some))
    assert made.exact == (distinct <= SIZE)
    if made.exact:
        assert made.count == distinct
        assert made.part == 1.0


@given(things)
def test_the_smallest_are_kept(some: list[Pair]) -> None:
    expected = sorted({head << 64 | tail for head, tail in some})[:SIZE]
    assert [key for key, _ in sketch_of(some)] == expected


@given(things)
def test_memory_is_bounded_and_the_limit_never_grows(some: list[Pair]) -> None:
    made, limit = sketch_of([]), HIGHEST
    for head, tail in some:
        made.add(head, tail, 0)
        assert len(made.kept) <= 2 * SIZE
        assert made.limit <= limit
        limit = made.limit


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [2_000, 20_000])
def test_many_are_estimated_within_four_standard_errors(count: int, seed: int) -> None:
    size = 256
    made = sketch_of(names(count, seed), size)
    assert not made.exact
    assert abs(made.count - count) <= 4 * count / (size - 2) ** 0.5
    assert made.part == size / made.count


def test_what_is_hashed_is_spread_evenly_enough() -> None:
    count, size = 50_000, 1024
    made: Sketch[None] = Sketch(size, either)
    for number in range(count):
        data = b"header.claims-%d" % number
        made.add(head_of(data), tail_of(data), None)
    assert abs(made.count - count) <= 4 * count / (size - 2) ** 0.5


@given(things, things, things)
def test_merging_is_associative_and_commutative(
    one: list[Pair], two: list[Pair], three: list[Pair]
) -> None:
    first, second, third = map(sketch_of, (one, two, three))
    assert first.merged(second) == second.merged(first)
    left, right = first.merged(second).merged(third), first.merged(second.merged(third))
    assert left == right
    assert (left.count, left.exact, left.limit) == (right.count, right.exact, right.limit)


@given(things)
def test_nothing_is_the_identity_and_twice_is_once(some: list[Pair]) -> None:
    made = sketch_of(some)
    assert made.merged(sketch_of([])) == made == sketch_of([]).merged(made)
    assert made.merged(made) == made


@given(things, things)
def test_merging_changes_neither(one: list[Pair], two: list[Pair]) -> None:
    first, second = sketch_of(one), sketch_of(two)
    before = dict(first.kept), dict(second.kept)
    first.merged(second)
    assert (first.kept, second.kept) == before


@given(things, things)
def test_two_parts_make_the_sketch_of_all(one: list[Pair], two: list[Pair]) -> None:
    merged, whole = sketch_of(one).merged(sketch_of(two)), sketch_of([*one, *two])
    assert [key for key, _ in merged] == [key for key, _ in whole]
    assert (merged.count, merged.exact) == (whole.count, whole.exact)


def run_over(parts: Sequence[Sequence[Pair]]) -> list[Sketch[int]]:
    """What one process makes of these parts, one after the other."""
    running: Running[int] = Running(SIZE, highest)
    made = []
    for part in parts:
        for value, (head, tail) in enumerate(part):
            if head <= running.limit:
                running.add(head, tail, value % 5)
        made.append(running.next_part())
    return made


@given(st.lists(things, max_size=5), st.lists(things, max_size=3), st.randoms())
def test_parts_of_several_processes_make_the_sketch_of_all(
    mine: list[list[Pair]], yours: list[list[Pair]], order: random.Random
) -> None:
    parts = [*run_over(mine), *run_over(yours)]
    order.shuffle(parts)
    total: Sketch[int] = sketch_of([])
    for part in parts:
        total = total.merged(part)
    whole = sketch_of([pair for part in (*mine, *yours) for pair in part])
    assert [key for key, _ in total] == [key for key, _ in whole]
    assert (total.count, total.exact) == (whole.count, whole.exact)


def test_a_part_whose_neighbours_are_lost_is_estimated_by_its_limit() -> None:
    """After an interruption the first part may be missing, whose things set the limit."""
    first, second = names(2_000, 1), names(400, 2)
    _, alone = run_over([first, second])
    assert not alone.exact
    assert len(alone.kept) < SIZE
    assert alone.count < 2_000


def test_parts_of_digests_are_kept_apart() -> None:
    assert digest_of(b"a", b"bc") != digest_of(b"ab", b"c")
    assert digest_of(b"a") != digest_of(b"a", b"")
    assert tail_of(b"x") < 1 << 64
    assert Sketch(SIZE, either) != "a sketch"
