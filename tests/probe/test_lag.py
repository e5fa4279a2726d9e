"""Services that show what they did only a moment later: no finding, and nothing left."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.probe.fake import FakeStorage
from tests.probe.running import cells, lines_of, only, plan_for, run_plan, storage
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Verdict
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.ground import MOMENT, Ground
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.planned import planned
from tokenlint.probe.token import Token

LOOKS = frozenset({Operation.READ, Operation.STAT})
LISTS = frozenset({Operation.LIST})


@dataclass
class Lagging(FakeStorage):
    """`behind` are the requests that are answered with what stood there `lag` seconds ago."""

    lag: float = 0.0
    behind: frozenset[Operation] = LOOKS
    now: float = 0.0
    naps: list[float] = field(default_factory=list)
    past: list[tuple[float, dict[str, bytes | None]]] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.naps.append(seconds)

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        self.now += 0.02
        if demand.operation not in self.behind:
            answer = super().ask(demand, token)
            self.past.append((self.now, dict(self.files)))
            return answer
        seen = [files for at, files in self.past if at <= self.now - self.lag]
        present, self.files = self.files, seen[-1] if seen else self.files
        try:
            return super().ask(demand, token)
        finally:
            self.files = present


def lagging(lag: float, behind: frozenset[Operation] = LOOKS, *flaws: str) -> Lagging:
    door = Lagging(storage().source, frozenset(flaws), lag=lag, behind=behind)
    door.past.append((-1.0, dict(door.files)))
    return door


def probed(door: Lagging, record: Path, *kinds: str, most: int = 3000) -> Probe:
    pace = Pace(per_second=0, most=most, sleep=door.sleep)
    return run_plan(only(plan_for(door), *kinds), door, record, pace)


def test_a_service_that_is_behind_has_no_finding(tmp_path: Path) -> None:
    door = lagging(MOMENT / 2)
    done = probed(door, tmp_path / "record", "none", "create", "modify", "create-read")
    assert done.problems == ()
    assert cells(done, Verdict.HOLLOW, Verdict.EXCESS, Verdict.SHORTFALL) == set()
    assert door.checksum() == door.pristine


def test_what_is_done_a_moment_later_is_an_excess(tmp_path: Path) -> None:
    door = lagging(MOMENT / 2, LOOKS, "accepts-unsigned")
    done = probed(door, tmp_path / "record", "unsigned")
    assert cells(done, Verdict.EXCESS) == {
        f"unsigned:{case}" for case in ("create", "create-over", "delete", "read")
    }


def test_what_is_never_done_stays_hollow_and_is_not_waited_for_each_time(tmp_path: Path) -> None:
    door = lagging(0.0, LOOKS)
    door.before = lambda each: (
        Answer(Said.YES, "204")
        if each.operation is Operation.DELETE and each.path.endswith(".delete")
        else None
    )
    kinds = ("modify", "expired", "unsigned", "tampered", "no-expiry", "unknown-key", "other-key")
    done = probed(door, tmp_path / "record", *kinds, "audience-any", "audience-listed")
    hollow = cells(done, Verdict.HOLLOW)
    assert {"modify:delete", "expired:delete", "audience-listed:delete"} <= hollow
    assert 6 <= len(door.naps) < len(hollow) + 6


RENAMES = frozenset({Operation.RENAME, Operation.RENAME_OVER})
BROKEN_OFF = Answer(Said.NOTHING, "closed", why="it ends the connection")


def test_a_connection_that_ends_now_and_then_leaves_no_gap(tmp_path: Path) -> None:
    door, tried = lagging(0.0), set[str]()

    def first(each: Demand) -> Answer | None:
        if each.operation not in RENAMES or each.path in tried:
            return None
        tried.add(each.path)
        return BROKEN_OFF

    door.before = first
    done = probed(door, tmp_path / "record", "none", "create", "modify", "read")
    assert len(tried) >= 8
    assert done.problems == ()
    assert cells(done, Verdict.UNTESTED, Verdict.SHORTFALL, Verdict.EXCESS) == set()


def test_connections_that_end_always_are_told(tmp_path: Path) -> None:
    door = lagging(0.0)
    door.before = lambda each: BROKEN_OFF if each.operation in RENAMES else None
    kinds = ("none", "create", "modify", "read", "stage", "poll", "compute")
    done = probed(door, tmp_path / "record", *kinds)
    untested = cells(done, Verdict.UNTESTED)
    sent = sum(each.operation in RENAMES for each in door.demands)
    assert untested == {name for name in untested if ":rename" in name}
    assert len(untested) == 3 * len(kinds)
    assert sent <= 2 * len(untested)
    assert "no-answer" in {problem.kind for problem in done.problems}


def test_after_some_vain_tries_there_is_no_second_one() -> None:
    nobody: Any = None
    ground = Ground(nobody, nobody, nobody, nobody)
    assert [ground.is_final(BROKEN_OFF) for _ in range(9)] == [*[False] * 6, *[True] * 3]
    assert ground.is_final(Answer(Said.NO, "403"))
    assert not ground.is_final(BROKEN_OFF)


def test_what_changed_without_an_answer_is_not_asked_for_again(tmp_path: Path) -> None:
    door = lagging(0.0)
    said = door.ask

    def silent(demand: Demand, token: Token | None) -> Answer:
        answer = said(demand, token)
        return BROKEN_OFF if demand.operation in RENAMES else answer

    door.ask = silent  # type: ignore[method-assign]
    done = probed(door, tmp_path / "record", "modify")
    paths = [each.path for each in door.demands if each.operation in RENAMES]
    assert [path for path in set(paths) if paths.count(path) > 1] == [
        path for path in set(paths) if path.endswith("rename-out")
    ], "that one is refused, and nothing changes"
    assert {"modify:rename", "modify:rename-over"} <= cells(done, Verdict.UNTESTED)


@pytest.mark.parametrize("lag", [0.05, 0.1])
def test_lists_that_are_behind_leave_nothing(lag: float, tmp_path: Path) -> None:
    door = lagging(lag, LISTS)
    done = probed(door, tmp_path / "record", "modify")
    assert done.left == ()
    assert door.checksum() == door.pristine
    assert lines_of(tmp_path / "record")[-1]["line"] == "ended"


@pytest.mark.parametrize("most", [40, 80, 130, 200])
def test_looking_once_more_stays_within_the_bound(most: int, tmp_path: Path) -> None:
    door = lagging(MOMENT / 2)
    door.behind = LOOKS | LISTS
    done = probed(door, tmp_path / "record", "create", "modify", most=most)
    assert len(door.demands) <= most
    assert {problem.kind for problem in done.problems} <= {"bounded", "stray"}
    assert door.checksum() == door.pristine


@pytest.mark.parametrize("case", ["rename-over", "create-over", "mkdir", "delete", "read"])
def test_a_plan_says_how_many_requests_it_takes_at_most(case: str, tmp_path: Path) -> None:
    door = lagging(MOMENT / 2)
    plan = only(plan_for(door), "modify", "read")
    plan = replace(plan, cells=tuple(cell for cell in plan.cells if cell.case.name == case))
    most = planned(plan, Pace()).requests
    done = run_plan(
        plan, door, tmp_path / "record", Pace(per_second=0, most=most, sleep=door.sleep)
    )
    assert "bounded" not in {problem.kind for problem in done.problems}
    assert len(door.demands) <= most
