"""Jobs are cancelled, looked at until they have ended, and told where they have not."""

from tests.probe.scripted_jobs import WISH, Scripted, eyes_on
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.job_clearing import cancel_all
from tokenlint.probe.job_eyes import LOOKS
from tokenlint.probe.token import TokenFailed


def test_a_job_that_is_cancelled_at_once_is_not_left() -> None:
    for states in (["KILLED"], ["RUNNING", "KILLING"], ["absent"]):
        eyes, _ = eyes_on(Scripted({"a": states}))
        assert cancel_all(eyes, ["a"], []).clean


def test_a_job_that_stays_is_cancelled_several_times_and_told() -> None:
    door = Scripted({"a": ["RUNNING"]})
    eyes, _ = eyes_on(door)
    done = cancel_all(eyes, ["a"], ["theirs"])
    at = [place for place, each in enumerate(door.demands) if each.operation is Operation.CANCEL]
    assert at == [0, 6, 11, 16]  # after the first look, four looks, and again
    assert done.left == [
        "theirs (it appeared, and may be of others)",
        "the job a (to cancel it gives 201/202, its state is RUNNING)",
    ]
    assert not done.unsure


def test_jobs_of_a_service_that_is_gone_are_told_and_not_cancelled() -> None:
    door = Scripted({}, silent_from=0)
    eyes, _ = eyes_on(door)
    done = cancel_all(eyes, ["a", "b", "c", "d"], [])
    assert [each.job for each in door.demands] == ["a", "b", "c"]
    assert done.left == [
        *(f"the job {job} (to cancel it gives timeout)" for job in "abc"),
        "the job d (the service was gone before it was cancelled)",
    ]
    assert done.unsure


def test_jobs_that_no_token_came_for_are_told_and_not_sure() -> None:
    door = Scripted({"a": ["RUNNING"], "b": ["RUNNING"]})
    eyes, _ = eyes_on(door)
    wallet = eyes.hands.wallet

    def fails(_: Demand) -> Answer:
        wallet._failed[WISH] = TokenFailed("the command ended with 1")
        return Answer(Said.YES, "201/202")

    door.cancelled = fails
    done = cancel_all(eyes, ["a", "b"], [])
    assert done.left[0] == "jobs of the probe (the command ended with 1)"
    assert {left.split()[2] for left in done.left[1:]} == {"a", "b"}
    assert done.unsure


def test_what_did_not_answer_in_the_end_is_not_sure() -> None:
    door = Scripted({"a": ["RUNNING"]}, silent_from=1 + LOOKS)
    eyes, _ = eyes_on(door)
    done = cancel_all(eyes, ["a"], [])
    assert len(done.left) == 1
    assert done.unsure
