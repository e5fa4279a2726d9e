"""Looks at jobs: what is not there is looked for twice, and nobody waits without end."""

import pytest

from tests.probe.scripted_jobs import Scripted, eyes_on
from tokenlint.probe.job_eyes import LOOKS, PAUSES, UNSURE


@pytest.mark.parametrize(
    ("states", "ended", "looks"),
    [
        (["KILLING"], True, 1),
        (["KILLED"], True, 1),
        (["WIPED"], True, 2),
        (["absent"], True, 2),
        (["absent", "WIPED"], True, 2),
        (["absent", "RUNNING"], False, 2),
        (["WIPED", "QUEUING"], False, 2),
        (["RUNNING"], False, 1),
        (["FINISHED"], False, 1),
        ([""], False, 1),
    ],
    ids=str,
)
def test_whether_a_job_has_ended(states: list[str], ended: bool, looks: int) -> None:
    door = Scripted({"a": states})
    eyes, naps = eyes_on(door)
    assert eyes.ended("a") is ended
    assert len(door.demands) == looks
    assert naps == [0.3] * (looks - 1)


def test_what_was_seen_again_is_looked_for_twice_when_it_is_missed_again() -> None:
    eyes, _ = eyes_on(Scripted({"a": ["absent", "RUNNING", "absent", "absent"]}))
    assert [eyes.glance("a") for _ in range(4)] == [UNSURE, "RUNNING", UNSURE, "absent"]


def test_a_list_that_does_not_come_is_no_empty_list() -> None:
    eyes, _ = eyes_on(Scripted({"": ["absent"]}))
    assert eyes.names() is None
    assert eyes.listed == set()


def test_jobs_are_looked_at_in_turn_with_longer_and_longer_pauses() -> None:
    door = Scripted({"a": ["RUNNING"], "b": ["RUNNING", "RUNNING", "KILLED"]})
    eyes, naps = eyes_on(door)
    seen = list(eyes.until_ended(["a", "b"]))
    assert [(look, job) for look, job, _ in seen][:6] == [
        (0, "a"), (0, "b"), (1, "a"), (1, "b"), (2, "a"), (2, "b"),
    ]  # fmt: skip
    assert [job for _, job, _ in seen].count("b") == 3
    assert [job for _, job, _ in seen].count("a") == LOOKS
    assert naps == list(PAUSES)


def test_nobody_waits_when_all_have_ended() -> None:
    eyes, naps = eyes_on(Scripted({"a": ["absent"], "b": ["KILLED"]}))
    assert [state for _, _, state in eyes.until_ended(["a", "b"])] == [UNSURE, "KILLED", "absent"]
    assert naps == [PAUSES[0]]


def test_nobody_looks_on_when_the_service_is_gone() -> None:
    door = Scripted({"a": ["RUNNING"], "b": ["RUNNING"]}, silent_from=2)
    eyes, _ = eyes_on(door)
    assert len(list(eyes.until_ended(["a", "b"]))) == len(door.demands) == 2 + 3
