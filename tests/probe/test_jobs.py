"""Endpoints for jobs: flaws are found by the jobs there are, and no job of ours stays."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.probe.fake import Killed
from tests.probe.fake_jobs import OTHERS, FakeJobs
from tests.probe.running import lines_of, results_in, unsynced
from tests.probe.running_jobs import BAD, PACE, SETTINGS, ce, found, probe
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Verdict
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.job_kinds import job_plan
from tokenlint.probe.journal import opened
from tokenlint.probe.pacing import Pace
from tokenlint.probe.planned import planned
from tokenlint.probe.run import run


@pytest.mark.parametrize(("slow", "late"), [(0, 0), (3, 0), (0, 1), (3, 2)])
def test_an_endpoint_that_enforces_the_profile_has_no_finding(
    slow: int, late: int, tmp_path: Path
) -> None:
    door = ce(slow=slow, late=late)
    done = probe(door, tmp_path / "record")
    assert found(done, *BAD) == set()
    assert done.problems == ()
    assert done.tested == 26 * 3
    assert door.jobs == OTHERS
    assert len(door.demands) < 400


@pytest.mark.parametrize("flicker", [2, 3, 5])
def test_a_job_between_two_states_is_looked_for_again(flicker: int, tmp_path: Path) -> None:
    door = ce(flicker=flicker)
    done = probe(door, tmp_path / "record")
    assert found(done, *BAD) == set()
    assert done.problems == ()
    assert door.jobs == OTHERS
    assert not done.left


def test_a_job_that_shows_late_after_a_refusal_is_told(tmp_path: Path) -> None:
    done = probe(ce("refused-but-done", late=1), tmp_path / "record")
    late = [problem.reason for problem in done.problems if problem.kind == "stray"]
    assert any("appeared some time after a request" in reason for reason in late)
    assert any("may be of others" in left for left in done.left)


def test_a_cancellation_that_is_accepted_and_never_happens(tmp_path: Path) -> None:
    door = ce(missed=100)
    done = probe(door, tmp_path / "record")
    hollow = found(done, Verdict.HOLLOW)
    assert "compute-cancel:cancel" in hollow
    assert all(name.endswith(":cancel") for name in hollow)
    assert len(door.demands) <= planned(job_plan(SETTINGS, door.can, door.source), PACE).requests


def test_cancellations_are_waited_for_together(tmp_path: Path) -> None:
    waits: list[float] = []
    door = ce(slow=4)
    plan = job_plan(SETTINGS, door.can, door.source)
    pace = Pace(per_second=0, sleep=waits.append)
    with unsynced(), closing(opened(tmp_path / "record")) as journal:
        done = run(plan, door, door.source, journal, pace=pace)
    assert found(done, *BAD) == set()
    assert sum(waits) < 60


def test_a_cancellation_that_was_missed_is_asked_for_again(tmp_path: Path) -> None:
    door = ce(missed=2)
    done = probe(door, tmp_path / "record")
    assert found(done, *BAD) == set()
    assert done.left == ()
    assert door.jobs == OTHERS
    stubborn = ce(missed=100)
    done = probe(stubborn, tmp_path / "stubborn")
    assert len(done.left) == len(stubborn.jobs) - len(OTHERS) > 0
    assert all("its state is RUNNING" in each for each in done.left)


def test_cancelling_with_the_right_to_query_is_found(tmp_path: Path) -> None:
    door = ce("read-cancels")
    done = probe(door, tmp_path / "record")
    assert found(done, *BAD) == {"compute-read:cancel", "duplicate-members:cancel"}
    assert door.jobs == OTHERS


def test_refused_and_yet_submitted_or_cancelled(tmp_path: Path) -> None:
    door = ce("refused-but-done")
    done = probe(door, tmp_path / "record")
    grave = found(done, Verdict.CHANGED_THOUGH_REFUSED)
    assert {"unsigned:submit", "unsigned:cancel", "storage-only:submit"} <= grave
    assert any("may be of others" in left for left in done.left)
    assert door.jobs["job-of-somebody"] == "RUNNING"
    named = {line["job"] for line in lines_of(tmp_path / "record") if line["line"] == "submitted"}
    assert not {d.job for d in door.demands if d.operation is Operation.CANCEL} - named
    assert "stray" not in {problem.kind for problem in done.problems}, "they are told already"


@pytest.mark.parametrize("kind", ["wrong-issuer", "expired", "hmac-public-key"])
def test_an_accepted_flaw_is_found(kind: str, tmp_path: Path) -> None:
    done = probe(ce(f"accepts-{kind}"), tmp_path / "record")
    assert found(done, *BAD) == {f"{kind}:{case}" for case in ("query", "submit", "cancel")}


def test_an_endpoint_that_is_judged_by_the_level_it_grants(tmp_path: Path) -> None:
    door = ce("write-needs-all", level=True, protocol="condor", unable=frozenset())
    done = probe(door, tmp_path / "record", allow_write=False)
    assert found(done, Verdict.SHORTFALL) == {
        "compute-create:submit",
        "compute-cancel:cancel",
        "compute-modify:modify-job",
    }
    assert found(done, Verdict.EXCESS) == set()
    assert not [line for line in lines_of(tmp_path / "record") if line["line"] == "submitted"]


def test_without_leave_to_write_it_only_asks(tmp_path: Path) -> None:
    door = ce("ignores-audience")
    done = probe(door, tmp_path / "record", allow_write=False)
    assert {demand.operation for demand in door.demands} == {Operation.QUERY}
    assert found(done, Verdict.EXCESS) == {
        "audience-wrong:query",
        "audience-other-spelling:query",
        "audience-missing:query",
    }


def test_an_account_whose_jobs_change_by_themselves(tmp_path: Path) -> None:
    door = ce("refused-but-done")

    def busy(demand: Demand) -> None:
        if demand.operation is Operation.QUERY and not demand.job:
            door.jobs[f"theirs-{len(door.demands)}"] = "RUNNING"

    door.before = busy
    done = probe(door, tmp_path / "record")
    assert "unsigned:submit" in found(done, Verdict.UNTESTED)
    assert "unseen" in {problem.kind for problem in done.problems}
    assert "stray" not in {problem.kind for problem in done.problems}
    assert sum(name.startswith("theirs-") for name in door.jobs) > 3


@pytest.mark.slow
def test_killed_at_every_request_no_named_job_stays(tmp_path: Path) -> None:
    whole = ce()
    probe(whole, tmp_path / "whole")
    right = results_in(tmp_path / "whole")
    for at in range(0, len(whole.demands), 7):
        door, record = ce(), tmp_path / f"record-{at}"

        def dies(_: Demand, door: FakeJobs = door, at: int = at) -> Answer | None:
            if len(door.demands) == at + 1:
                raise Killed
            return None

        door.before = dies
        with pytest.raises(Killed):
            probe(door, record)
        known = results_in(record)
        door.before = lambda _: None
        done = probe(door, record)
        assert results_in(record) == right
        assert known.items() <= right.items()
        assert door.jobs == OTHERS
        unnamed = [left for left in done.left if "name did not come" in left]
        assert len(unnamed) == (door.demands[at].operation is Operation.SUBMIT)


def test_a_ce_that_does_not_let_list_jobs(tmp_path: Path) -> None:
    door = ce(before=lambda _: Answer(Said.NO, "403"))
    done = probe(door, tmp_path / "record")
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert "asking for jobs" in done.problems[0].reason


def test_jobs_that_cannot_be_cancelled_are_told_and_the_record_ends(tmp_path: Path) -> None:
    door = ce()

    def stubborn(demand: Demand) -> Answer | None:
        return Answer(Said.NO, "500") if demand.operation is Operation.CANCEL else None

    door.before = stubborn
    done = probe(door, tmp_path / "record")
    assert set(door.jobs) - set(OTHERS) == {left.split()[2] for left in done.left}
    assert all("gives 500" in left for left in done.left)
    assert lines_of(tmp_path / "record")[-1]["line"] == "ended"


def test_a_ce_that_goes_down_is_cleaned_by_the_next_run(tmp_path: Path) -> None:
    door, record = ce(), tmp_path / "record"
    silence = Answer(Said.NOTHING, "timeout", why="no answer in 10 s")
    door.before = lambda _: silence if len(door.demands) > 100 else None
    done = probe(door, record)
    assert {"gone", "left"} <= {problem.kind for problem in done.problems}
    assert set(door.jobs) > set(OTHERS)
    assert lines_of(record)[-1]["line"] == "result"
    door.before = lambda _: None
    again = probe(door, record)
    assert again.continued
    assert again.tested == 26 * 3
    assert door.jobs == OTHERS


def test_a_dry_run_of_an_endpoint_for_jobs(tmp_path: Path) -> None:
    door = ce()
    plan = job_plan(SETTINGS, door.can, door.source)
    told = planned(plan, PACE)
    assert told.folder == ""
    assert told.tested == 26 * 3
    assert {path for kind in told.kinds for cell in kind.cells for path in cell.paths} == set()
    probe(door, tmp_path / "record")
    assert len(door.demands) <= told.requests
