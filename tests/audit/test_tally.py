"""Parts of a log come to what the whole comes to, in whatever order they are merged."""

from functools import reduce
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.making import (
    InOrder,
    counted,
    counter,
    event,
    events,
    facts,
    known_tokens,
    logs,
    renumbered,
)
from tokenlint.audit import running, sums, tally
from tokenlint.audit.bounded import Few, Filling, Number, Table
from tokenlint.audit.event import Event
from tokenlint.audit.facts import Facts
from tokenlint.audit.tally import Tally
from tokenlint.scan.problems import FURTHER
from tokenlint.source import Problem, Source


@st.composite
def parts(draw: st.DrawFn) -> list[tuple[str, list[Event]]]:
    """Files in parts: the parts of one file have lines of their own."""
    found, line = [], 0
    for _ in range(draw(st.integers(1, 4))):
        some = [draw(events(line + at)) for at in range(1, draw(st.integers(1, 8)) + 1)]
        line += len(some)
        found.append((draw(st.sampled_from(("a.log", "b.log"))), some))
    return found


def of(part: tuple[str, list[Event]], known: list[Facts]) -> Tally:
    counting = counter(known)
    counting.take(part[1], InOrder(part[0]))
    return counting.finish()


@settings(max_examples=60)
@given(known_tokens(), parts(), st.randoms(use_true_random=False))
def test_any_order_of_merging_comes_to_the_whole(
    known: list[Facts], some: list[tuple[str, list[Event]]], random: Random
) -> None:
    whole = counter(known)
    for origin, lines in some:
        whole.take(lines, InOrder(origin))
        whole.end_of_file()
    tallies = [of(part, known) for part in some]
    random.shuffle(tallies)
    together = whole.finish()
    assert reduce(Tally.merged, tallies, Tally()) == together
    assert reduce(lambda one, other: other.merged(one), tallies, Tally()) == together


@settings(max_examples=60)
@given(known_tokens(), logs(8), logs(8), logs(8))
def test_merging_is_associative_and_commutative(
    known: list[Facts], one: list[Event], two: list[Event], three: list[Event]
) -> None:
    first, second, third = (
        of((name, lines), known) for name, lines in zip("abc", (one, two, three), strict=True)
    )
    assert first.merged(second) == second.merged(first)
    assert first.merged(second).merged(third) == first.merged(second.merged(third))
    assert first.merged(Tally()) == first == Tally().merged(first)


def test_one_worker_finds_the_same_again_and_starts_anew() -> None:
    counting = counter([facts()])
    lines = [event(line=at) for at in range(1, 9)] + [event("delete", line=9)]
    counting.take(lines, InOrder())
    first = counting.finish()
    counting.take(lines, InOrder())
    assert counting.finish() == first == counted(lines, [facts()])
    assert counting.finish() == Tally()


@settings(max_examples=60)
@given(known_tokens(), parts())
def test_bounds_change_nothing_about_the_laws(
    known: list[Facts], some: list[tuple[str, list[Event]]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MOST_GROUPS", "MOST_PARTIES", "MOST_SPREAD"):
            patch.setattr(sums, name, 1)
        for name in ("MOST_NAMED", "MOST_PLACES", "MOST_SCOPES", "MOST_USED"):
            patch.setattr(running, name, 1)
        whole = counter(known)
        for origin, lines in some:
            whole.take(lines, InOrder(origin))
            whole.end_of_file()
        together = whole.finish()
        tallies = [of(part, known) for part in some]
    merged = reduce(Tally.merged, tallies)
    assert merged.groups == together.groups
    assert merged.works.left_out == together.works.left_out
    assert merged.spreads == together.spreads
    assert merged == reduce(Tally.merged, reversed(tallies))


@given(st.lists(st.lists(st.integers(0, 20)), max_size=4), st.integers(1, 5))
def test_a_few_of_the_parts_are_a_few_of_the_whole(some: list[list[int]], most: int) -> None:
    whole = Few.of((n for part in some for n in part), most)
    none: Few[int] = Few(most)
    merged = reduce(Few.merged, (Few.of(part, most) for part in some), none)
    assert merged == whole
    assert list(merged) == sorted({n for part in some for n in part})[:most]


class _Open:
    def __init__(self) -> None:
        self.weight = 0


@given(st.lists(st.lists(st.integers(0, 12)), max_size=4), st.integers(1, 4))
def test_a_table_keeps_the_smallest_and_weighs_the_others(some: list[list[int]], most: int) -> None:
    def table(keys: list[int]) -> Table[int, Number]:
        filling: Filling[int, _Open] = Filling(most, _Open)
        for key in keys:
            filling.at(key).weight += 1
        return filling.finish(lambda each: Number(each.weight))

    every = [key for part in some for key in part]
    none: Table[int, Number] = Table(most)
    merged = reduce(Table.merged, map(table, some), none)
    assert merged == table(every)
    kept = sorted(set(every))[:most]
    assert {key: number.weight for key, number in merged.kept.items()} == {
        key: every.count(key) for key in kept
    }
    assert merged.left_out == sum(key not in kept for key in every)


def test_problems_are_told_once_and_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "_MOST_PROBLEMS", 2)
    every = [Problem("unreadable", Source(name), "gone") for name in "cabab"]
    found = Tally().with_problems(every[:3]).merged(Tally().with_problems(every[3:]))
    assert [each.source.file for each in found.problems[:-1]] == ["a", "b"]
    assert found.problems[-1] == FURTHER
    assert Tally().with_problems(every[:2]).problems[-1] != FURTHER


def test_what_is_shown_of_a_tally_is_no_input() -> None:
    assert repr(counted([event()], [facts()])) == "Tally(lines=0, events=1)"


def test_the_gravest_groups_are_those_that_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "MOST_GROUPS", 1)
    lines = [event(token_id="unknown", line=1), event("delete", line=2), event("create", "/x")]
    found = counted([renumbered(each, at) for at, each in enumerate(lines, 1)], [facts()])
    ((key, _),) = found.groups.kept.items()
    assert (key.operation, found.groups.left_out) == ("delete", 2)
