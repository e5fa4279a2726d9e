"""Two records beside each other: laws, and each sort of change."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe import made_results as made
from tokenlint.probe.cell import Effect, Expected, Verdict
from tokenlint.probe.comparison import Change, badness, compare
from tokenlint.probe.record import Ended, Result
from tokenlint.probe.recorded import Recorded
from tokenlint.source import Problem, Source

SOME = list(made.matrix())[:6]
WAYS: dict[str, made.Change] = {
    "same": lambda each: each,
    "changed": made.changed,
    "excess": made.excess,
    "short": made.short,
    "hollow": made.hollow,
    "untested": made.untested,
    "left-out": lambda each: msgspec.structs.replace(each, verdict=Verdict.LEFT_OUT),
    "status": lambda each: msgspec.structs.replace(each, status="404"),
}
MAYBE = st.one_of(st.none(), st.sampled_from(sorted(WAYS)))


def recorded(results: tuple[Result, ...], file: str = "old", **more: object) -> Recorded:
    planned = sum(each.verdict is not Verdict.LEFT_OUT for each in results)
    made_ = Recorded(file, made.begun(cells=planned), results, ended=Ended(3, 1.0), runs=1)
    return replace(made_, **more)  # type: ignore[arg-type]


RECORDS = st.lists(MAYBE, min_size=len(SOME), max_size=len(SOME)).map(
    lambda ways: recorded(
        tuple(WAYS[way](each) for way, each in zip(ways, SOME, strict=True) if way)
    )
)
REVERSE = {
    Change.WORSE: Change.BETTER,
    Change.BETTER: Change.WORSE,
    Change.NEW: Change.GONE,
    Change.GONE: Change.NEW,
    Change.OTHERWISE: Change.OTHERWISE,
    Change.SAME: Change.SAME,
}


@given(RECORDS)
def test_nothing_changes_from_a_record_to_itself(record: Recorded) -> None:
    found = compare(record, record)
    assert {each.change for each in found.changes} <= {Change.SAME}
    assert found.faults == 0
    assert found.notes == ()
    assert found.exit_code == (4 if record.unclear else 0)


@given(RECORDS, RECORDS)
def test_the_other_way_round_worse_is_better(old: Recorded, new: Recorded) -> None:
    forth = {each.cell: each.change for each in compare(old, new).changes}
    back = {each.cell: each.change for each in compare(new, old).changes}
    assert {cell: REVERSE[change] for cell, change in forth.items()} == back


@given(RECORDS, RECORDS)
def test_every_cell_is_there_once_and_the_gravest_first(old: Recorded, new: Recorded) -> None:
    found = compare(old, new)
    cells = [each.cell for each in found.changes]
    assert sorted(cells) == sorted({each.cell for each in (*old.results, *new.results)})
    assert sum(found.counts.values()) == len(cells)
    order = [
        (list(Change).index(each.change), -max(badness(each.old), badness(each.new)))
        for each in found.changes
    ]
    assert order == sorted(order)
    new = [each.fault for each in found.changes if each.change is Change.NEW]
    assert new == sorted(new, reverse=True)


PLAIN = SOME[1]


@pytest.mark.parametrize(
    ("old", "new", "change", "fault"),
    [
        ("same", "excess", Change.WORSE, True),
        ("same", "changed", Change.WORSE, True),
        ("same", "short", Change.WORSE, True),
        ("excess", "changed", Change.WORSE, True),
        ("short", "excess", Change.WORSE, True),
        ("changed", "excess", Change.BETTER, False),
        ("excess", "same", Change.BETTER, False),
        ("short", "hollow", Change.OTHERWISE, False),
        ("same", "status", Change.OTHERWISE, False),
        ("untested", "excess", Change.NEW, True),
        ("left-out", "excess", Change.NEW, True),
        ("untested", "same", Change.NEW, False),
        ("excess", "untested", Change.GONE, False),
        ("excess", "left-out", Change.GONE, False),
        ("untested", "left-out", Change.OTHERWISE, False),
        ("left-out", "left-out", Change.SAME, False),
    ],
)
def test_each_sort_of_change(old: str, new: str, change: Change, *, fault: bool) -> None:
    found = compare(recorded((WAYS[old](PLAIN),)), recorded((WAYS[new](PLAIN),), "new"))
    assert [(each.change, each.fault) for each in found.changes] == [(change, fault)]
    incomplete = "untested" in (old, new)
    assert found.exit_code == (4 if incomplete else int(fault))


def test_cells_of_one_record_only() -> None:
    bad = made.excess(SOME[2])
    found = compare(recorded((PLAIN,)), recorded((bad,), "new"))
    assert [(each.cell, each.change) for each in found.changes] == [
        (bad.cell, Change.NEW),
        (PLAIN.cell, Change.GONE),
    ]
    assert found.exit_code == 1
    assert compare(recorded((bad,)), recorded((PLAIN,))).exit_code == 0


def test_another_effect_or_expectation_is_told() -> None:
    open_ = msgspec.structs.replace(PLAIN, expected=Expected.OPEN, verdict=Verdict.OPEN_REFUSED)
    other = msgspec.structs.replace(PLAIN, effect=Effect.OTHERWISE)
    for new in (open_, other):
        found = compare(recorded((PLAIN,)), recorded((new,), "new"))
        assert found.counts[Change.OTHERWISE] == 1


def test_other_endpoints_plans_and_audiences_are_said() -> None:
    begun = msgspec.structs.replace(
        made.begun(cells=1), endpoint="https://x.example", audience="https://y.example",
        plan="plan-2", started=made.STARTED - 5,
    )  # fmt: skip
    found = compare(recorded((PLAIN,)), recorded((PLAIN,), "new", begun=begun, left=("/t/a",)))
    words = " ".join(found.notes)
    for told in ("x.example", "y.example", "plans are not the same", "right order", "/t/a"):
        assert told in words
    assert found.exit_code == 0


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"ended": None}, "unfinished"),
        ({"begun": made.begun(cells=2)}, "untested"),
        ({"problems": (Problem("syntax", Source("new", 3), "broken"),)}, "syntax"),
    ],
    ids=["killed", "missing", "broken"],
)
@pytest.mark.parametrize("older", [True, False], ids=["old", "new"])
def test_an_incomplete_record_is_never_clean(
    more: dict[str, object], kind: str, *, older: bool
) -> None:
    whole, part = recorded((PLAIN,), "whole"), recorded((PLAIN,), "part", **more)
    found = compare(part, whole) if older else compare(whole, part)
    assert [each.kind for each in found.problems] == [kind]
    assert found.problems[0].source.file in ("part", "new")
    assert found.exit_code == 4
