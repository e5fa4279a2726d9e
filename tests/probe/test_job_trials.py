"""Jobs of others, services that lag or fall silent, and the bounds of a run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.probe.fake import Killed
from tests.probe.fake_jobs import OTHERS, FakeJobs
from tests.probe.running import lines_of
from tests.probe.running_jobs import BAD, PACE, SETTINGS, ce, found, probe
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Verdict
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.job_kinds import job_plan
from tokenlint.probe.pacing import Pace
from tokenlint.probe.planned import planned
from tokenlint.probe.token import Flaw, Token, Wish

SILENCE = Answer(Said.NOTHING, "timeout", why="no answer in 10 s")
Asked = list[tuple[Demand, Wish | None]]


def watched(door: FakeJobs, instead: Callable[[Demand, Wish], Answer | None]) -> Asked:
    """All that is asked from now on with what token; `instead` may answer it."""
    asked: Asked = []
    ask = door.ask

    def watches(demand: Demand, token: Token | None) -> Answer:
        wish = door.source.issued[token.value] if token else None
        asked.append((demand, wish))
        answer = instead(demand, wish) if wish else None
        return answer or ask(demand, token)

    door.ask = watches
    return asked


def nothing_else(demand: Demand, wish: Wish) -> None:
    """All is answered by the service."""


def cancelled(door: FakeJobs) -> set[str]:
    return {each.job for each in door.demands if each.operation is Operation.CANCEL}


@pytest.mark.parametrize("honest", [True, False])
def test_a_job_of_others_that_an_answer_names_is_never_cancelled(
    honest: bool, tmp_path: Path
) -> None:
    door = ce("accepts-unsigned")

    def names_it(demand: Demand, wish: Wish) -> Answer | None:
        theirs = demand.operation is Operation.SUBMIT and wish.flaw == "unsigned"
        said = Said.YES if honest else Said.NO
        return Answer(said, "201/201", job="job-of-somebody") if theirs else None

    watched(door, names_it)
    done = probe(door, tmp_path / "record", "none", "compute", "unsigned")
    assert door.jobs == OTHERS
    assert "job-of-somebody" not in cancelled(door)
    assert "job-of-somebody" not in (tmp_path / "record").read_text()
    expected = Verdict.HOLLOW if honest else Verdict.PASS
    assert "unsigned:submit" in found(done, expected)


def test_a_ce_that_gives_the_prober_a_job_of_others_is_not_probed(tmp_path: Path) -> None:
    answer = Answer(Said.YES, "201/201", job="job-of-somebody")
    door = ce(before=lambda each: answer if each.operation is Operation.SUBMIT else None)
    done = probe(door, tmp_path / "record")
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert cancelled(door) == set()
    assert door.jobs == OTHERS


def test_a_job_whose_name_begins_like_ours_is_another(tmp_path: Path) -> None:
    door = ce()

    def shows(demand: Demand, wish: Wish) -> Answer | None:
        whole = demand.operation is Operation.QUERY and not demand.job
        return Answer(Said.YES, "200", b"job-10\njob-11") if whole and not wish.scope else None

    watched(door, shows)
    done = probe(door, tmp_path / "record", "scopeless")
    assert "scopeless:query" in found(done, Verdict.PASS)


def test_a_service_that_falls_silent_while_cancellations_are_waited_for(tmp_path: Path) -> None:
    door, record = ce(slow=3), tmp_path / "record"
    kinds = ("compute", "compute-cancel", "audience-listed")
    quiet: list[Demand] = []

    def silent(demand: Demand) -> Answer | None:
        waits = demand.operation is Operation.QUERY and demand.job in door.waits
        if waits and len(quiet) < PACE.silence:
            quiet.append(demand)
            return SILENCE
        return None

    door.before = silent
    done = probe(door, record, *kinds)
    assert "gone" in {problem.kind for problem in done.problems}
    assert "compute:cancel" not in found(done)
    assert lines_of(record)[-1]["line"] != "ended"
    assert door.jobs == OTHERS
    again = probe(door, record, *kinds)
    assert again.continued
    assert (again.problems, found(again, *BAD)) == ((), set())
    assert "compute:cancel" in found(again, Verdict.PASS)
    assert lines_of(record)[-1]["line"] == "ended"


def test_an_accepted_cancellation_is_repeated_with_its_own_token(tmp_path: Path) -> None:
    door = ce(missed=2)
    asked = watched(door, nothing_else)
    done = probe(door, tmp_path / "record", "compute-cancel")
    cancels = [wish for demand, wish in asked if demand.operation is Operation.CANCEL]
    assert len([wish for wish in cancels if wish and wish.scope == "compute.cancel"]) == 3
    assert "compute-cancel:cancel" in found(done, Verdict.PASS)
    assert door.jobs == OTHERS


def test_a_job_whose_state_is_not_told_is_not_judged(tmp_path: Path) -> None:
    unsaid = Answer(Said.YES, "201/200")
    door = ce(
        before=lambda each: unsaid if each.job and each.operation is Operation.QUERY else None
    )
    done = probe(door, tmp_path / "record", "none", "compute")
    assert {"none:cancel", "compute:cancel"} <= found(done, Verdict.UNTESTED)


def test_a_list_that_failed_before_a_submission_makes_it_unseen(tmp_path: Path) -> None:
    door = ce("refused-but-done")
    asked = watched(door, nothing_else)

    def fails(_: Demand) -> Answer | None:
        lists = [each for each, _ in asked if each.operation is Operation.QUERY and not each.job]
        return Answer(Said.NO, "500") if asked[-1][0] is lists[-1] and len(lists) == 4 else None

    door.before = fails
    done = probe(door, tmp_path / "record", "none")
    assert "none:submit" in found(done, Verdict.UNTESTED)


def test_no_answer_about_a_level_is_no_change(tmp_path: Path) -> None:
    door = ce(level=True, protocol="condor", unable=frozenset())
    watched(door, lambda each, _: SILENCE if each.operation is Operation.CANCEL else None)
    done = probe(door, tmp_path / "record", "compute", allow_write=False)
    (result,) = [each for each in done.results if each.case == "cancel"]
    assert result.verdict is Verdict.UNTESTED
    assert "changed" not in result.why


def test_before_a_job_is_submitted_that_is_written_down(tmp_path: Path) -> None:
    door, record = ce(), tmp_path / "record"
    last: list[str] = []

    def looks(demand: Demand) -> None:
        if demand.operation is Operation.SUBMIT:
            last.append(str(lines_of(record)[-1]))

    door.before = looks
    probe(door, record, "none", "compute")
    assert set(last) == {str({"line": "submitted", "job": ""})}
    assert len(last) == 5


def test_a_run_that_was_killed_at_a_submission_is_told_of(tmp_path: Path) -> None:
    door, record = ce(), tmp_path / "record"

    def dies(demand: Demand) -> Answer | None:
        if demand.operation is Operation.SUBMIT and len(door.jobs) > len(OTHERS) + 1:
            raise Killed
        return None

    door.before = dies
    with pytest.raises(Killed):
        probe(door, record, "none", "compute")
    door.before = lambda _: None
    done = probe(door, record, "none", "compute")
    assert any("name did not come" in left for left in done.left)
    assert "" not in cancelled(door)
    assert door.jobs == OTHERS


@pytest.mark.parametrize("manner", ["quick", "stubborn", "flickering", "late"])
@pytest.mark.parametrize("most", [1, 5, 20, 22, 23, 24, 40, 60, 61, 75, 100, 250])
def test_a_bound_on_requests_is_kept(most: int, manner: str, tmp_path: Path) -> None:
    door = {
        "quick": ce(),
        "stubborn": ce(missed=100),
        "flickering": ce("refused-but-done", flicker=2, slow=2),
        "late": ce(late=3, missed=2),
    }[manner]
    pace = Pace(per_second=0, most=most, sleep=lambda _: None)
    done = probe(door, tmp_path / "record", pace=pace)
    assert len(door.demands) <= most
    assert "bounded" in {problem.kind for problem in done.problems}
    assert manner == "stubborn" or not [left for left in done.left if "may be of" not in left]


@pytest.mark.parametrize(
    "kinds", [("none",), ("scopeless",), ("compute",), ("compute-cancel",), ("compute-create",)]
)
@pytest.mark.parametrize("manner", [{}, {"missed": 100}, {"flicker": 2, "missed": 100}])
def test_a_plan_says_how_many_requests_it_takes_at_most(
    kinds: tuple[str, ...], manner: dict[str, int], tmp_path: Path
) -> None:
    door = ce(**manner)
    plan = job_plan(SETTINGS, door.can, door.source)
    most = planned(replace(plan, cells=tuple(c for c in plan.cells if c.kind.name in kinds)), PACE)
    done = probe(door, tmp_path / "bounded", *kinds, pace=replace(PACE, most=most.requests))
    assert len(door.demands) <= most.requests
    assert "bounded" not in {problem.kind for problem in done.problems}


def test_jobs_are_taken_away_with_the_last_token_that_came(tmp_path: Path) -> None:
    door, record = ce(), tmp_path / "record"

    def lost(_: Demand) -> None:
        if len(door.demands) == 60:
            door.source.failing = frozenset({Flaw.NONE})

    door.before = lost
    done = probe(door, record)
    assert "token" in {problem.kind for problem in done.problems}
    assert done.left == ()
    assert door.jobs == OTHERS
    assert lines_of(record)[-1] == {"line": "gone", "left": []}
