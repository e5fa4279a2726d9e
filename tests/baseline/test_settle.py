"""Laws of a baseline: what is new is open, and pruning never hides it."""

from collections import Counter
from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.baseline.making import FOUND, SEVERITIES, finding, keyed, report
from tokenlint.baseline.entry import Baseline, Entry, Key
from tokenlint.baseline.settle import (
    REASON,
    Keyed,
    Settled,
    entries_of,
    pruned,
    settle,
    with_known,
)
from tokenlint.policy.finding import Severity

Counted = Counter[tuple[Key, Severity]]


def counted(found: Sequence[Keyed]) -> Counted:
    return Counter((key, each.severity) for each, key in found)


def of(found: Sequence[Keyed]) -> Baseline:
    return Baseline(entries_of(found))


def by_key(found: Sequence[Keyed]) -> Counter[Key]:
    return Counter(key for _, key in found)


@given(FOUND)
def test_what_was_written_is_known(found: list[Keyed]) -> None:
    settled = settle(found, of(found))
    assert settled == Settled((), tuple(found), (), ())


@given(FOUND, FOUND)
def test_every_finding_is_open_or_known(before: list[Keyed], after: list[Keyed]) -> None:
    settled = settle(after, of(before))
    assert counted(settled.open) + counted(settled.known) == counted(after)
    used = len(before) - len(settled.unmatched)
    assert used == len(settled.known)


@given(FOUND, FOUND)
def test_more_findings_than_entries_are_open(before: list[Keyed], after: list[Keyed]) -> None:
    open_ = by_key(settle(after, of(before)).open)
    more = by_key(after) - by_key(before)
    assert all(open_[key] >= count for key, count in more.items())


@given(FOUND, FOUND)
def test_a_graver_finding_is_open(before: list[Keyed], after: list[Keyed]) -> None:
    settled = settle(after, of(before))
    for severity in Severity:
        known = Counter(key for each, key in settled.known if each.severity.rank >= severity.rank)
        were = Counter(key for each, key in before if each.severity.rank >= severity.rank)
        assert known <= were
    assert counted(settled.graver) <= counted(settled.open)


@given(
    st.lists(SEVERITIES, max_size=4).map(lambda many: [keyed("a", each) for each in many]),
    st.lists(SEVERITIES, max_size=4).map(lambda many: [keyed("a", each) for each in many]),
)
def test_as_many_as_can_be_are_known(before: list[Keyed], after: list[Keyed]) -> None:
    """Against every way to give findings to entries."""
    entries: list[int | None] = [each.severity.rank for each, _ in before]
    entries += [None] * len(after)
    most = max(
        sum(
            rank is not None and rank >= each.severity.rank
            for rank, (each, _) in zip(given_to, after, strict=False)
        )
        for given_to in set(permutations(entries, len(after)))
    )
    assert len(settle(after, of(before)).known) == most


@given(FOUND, FOUND, FOUND)
def test_pruning_only_removes_and_hides_nothing(
    before: list[Keyed], after: list[Keyed], later: list[Keyed]
) -> None:
    baseline = of(before)
    settled = settle(after, baseline)
    left = pruned(baseline, settled.unmatched)
    assert set(left.entries) <= set(baseline.entries)
    assert counted(settle(after, left).open) == counted(settled.open)
    assert not settle(after, left).unmatched
    # Whatever is found later: nothing is known that was not known before pruning.
    assert counted(settle(later, left).open) >= counted(settle(later, baseline).open)


@given(FOUND, FOUND, st.sets(st.integers(0, 8)))
def test_an_entry_fewer_never_hides_more(
    before: list[Keyed], later: list[Keyed], gone: set[int]
) -> None:
    baseline = of(before)
    some = [entry for number, entry in enumerate(baseline.entries) if number in gone]
    left = pruned(baseline, some)
    assert counted(settle(later, left).open) >= counted(settle(later, baseline).open)


@given(FOUND, FOUND)
def test_entries_are_sorted_and_their_ordinals_count(
    found: list[Keyed], others: list[Keyed]
) -> None:
    entries = entries_of(found, entries_of(others))
    assert len(entries) == len(found) + len(others)
    assert list(entries) == sorted(entries, key=lambda each: (each.key, each.ordinal))
    ordinals: dict[Key, list[int]] = {}
    for entry in entries:
        ordinals.setdefault(entry.key, []).append(entry.ordinal)
    assert all(each == list(range(1, len(each) + 1)) for each in ordinals.values())
    assert entries == entries_of(found[::-1], entries_of(others[::-1]))


def test_of_three_where_two_are_known_one_is_open() -> None:
    before, after = [keyed("a", Severity.HIGH)] * 2, [keyed("a", Severity.HIGH)] * 3
    settled = settle(after, of(before))
    assert (len(settled.open), len(settled.known), settled.graver) == (1, 2, ())


@pytest.mark.parametrize(
    ("was", "now", "known"),
    [
        (Severity.LOW, Severity.LOW, True),
        (Severity.HIGH, Severity.LOW, True),
        (Severity.LOW, Severity.HIGH, False),
        (Severity.HIGH, Severity.CRITICAL, False),
    ],
)
def test_severity_counts(was: Severity, now: Severity, *, known: bool) -> None:
    settled = settle([keyed("a", now)], of([keyed("a", was)]))
    assert bool(settled.known) is known
    assert bool(settled.graver) is not known
    assert bool(settled.unmatched) is not known


def test_the_known_are_suppressed_with_a_reason() -> None:
    known, new = keyed("a", Severity.LOW), keyed("b", Severity.LOW)
    made = report([known[0], new[0]])
    told = with_known(made, settle([known, new], of([known])))
    assert told.findings == (new[0],)
    ((item),) = told.suppressed
    assert (item.finding, item.reason, item.baseline, item.source) == (known[0], REASON, True, None)


def test_an_entry_of_another_key_knows_nothing() -> None:
    entry = Entry(Key("a.yaml", "SCP002", "/a", "1" * 24), 1, Severity.CRITICAL)
    settled = settle([keyed("a", Severity.LOW)], Baseline((entry,)))
    assert len(settled.open) == 1
    assert settled.unmatched == (entry,)
    assert finding().rule == "SCP002"
