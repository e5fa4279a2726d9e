"""The door of an ARC CE, against a small one written from its source and our runs."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.minting import claims, mint
from tests.probe.doors.arc_reference import Ce, enforcing, serving
from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.doors.arc import ABSENT, OPERATIONS, ArcDoor
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.doors.settings import Limits, Settings
from tokenlint.probe.job_eyes import is_end
from tokenlint.probe.token import Token

ALL = "compute.read compute.create compute.modify compute.cancel"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ce")


@pytest.fixture(scope="module")
def started(folder: Path) -> Iterator[Ce]:
    with serving(folder) as server:
        yield server


@pytest.fixture
def ce(started: Ce) -> Ce:
    started.jobs.clear()
    started.asked.clear()
    started.may, started.spoil, started.listed = enforcing, None, False
    return started


@pytest.fixture
def door(ce: Ce, folder: Path) -> Iterator[ArcDoor]:
    limits = Limits(connect_seconds=2, step_seconds=2, total_seconds=4)
    opened = open_door(
        ce.url.replace("https", "arc", 1), Settings(authorities=folder / "ca.pem", limits=limits)
    )
    assert isinstance(opened, ArcDoor)
    yield opened
    opened.close()


def token(scope: str = ALL) -> Token:
    return Token(mint(claims(scope=scope)))


def submitted(door: ArcDoor) -> Answer:
    return door.ask(Demand(Operation.SUBMIT), token())


def test_a_job_is_submitted_seen_and_taken_away(ce: Ce, door: ArcDoor) -> None:
    made = submitted(door)
    assert (made.said, made.status) == (Said.YES, "201/201")
    assert list(ce.jobs) == [made.job]
    about = Demand(Operation.QUERY, job=made.job)
    assert door.ask(about, token()).facts["state"] == "ACCEPTED"
    gone = door.ask(Demand(Operation.CANCEL, job=made.job), token())
    assert (gone.said, gone.facts["cleaned"]) == (Said.YES, "yes")
    assert [path.rpartition("=")[2] for _, path, _ in ce.asked[-2:]] == ["kill", "clean"]
    after = door.ask(about, token())
    assert (after.said, after.facts["state"]) == (Said.NO, ABSENT)
    assert not ce.jobs


@pytest.mark.parametrize("listed", [False, True])
def test_jobs_are_listed(ce: Ce, door: ArcDoor, *, listed: bool) -> None:
    ce.listed = listed
    assert door.ask(Demand(Operation.QUERY), token()).content == b""
    names = {submitted(door).job, submitted(door).job}
    assert set(door.ask(Demand(Operation.QUERY), token()).content.decode().split("\n")) == names


@pytest.mark.parametrize(
    ("operation", "needs"),
    [
        (Operation.QUERY, "compute.read"),
        (Operation.SUBMIT, "compute.create"),
        (Operation.CANCEL, "compute.cancel"),
    ],
)
def test_a_refusal_is_no_and_changes_nothing(
    ce: Ce, door: ArcDoor, operation: Operation, needs: str
) -> None:
    job = submitted(door).job
    before = dict(ce.jobs)
    demand = Demand(operation, job="" if operation is Operation.SUBMIT else job)
    scope = " ".join(word for word in ALL.split() if word != needs)
    for bearer in (token(scope), None):
        refused = door.ask(demand, bearer)
        assert (refused.said, refused.status) == (Said.NO, "403")
    assert ce.jobs == before
    assert door.ask(demand, token(needs)).said is Said.YES


def test_what_cannot_be_cleaned_is_told(ce: Ce, door: ArcDoor) -> None:
    job = submitted(door).job
    ce.may = lambda action, _: action != "clean"
    killed = door.ask(Demand(Operation.CANCEL, job=job), token())
    assert (killed.said, killed.facts["cleaned"]) == (Said.YES, "no")
    assert is_end(ce.jobs[job])


def test_what_becomes_of_a_job_counts_and_not_the_status_of_the_answer(
    ce: Ce, door: ArcDoor
) -> None:
    failed = json.dumps({"job": {"status-code": "500", "reason": "No more jobs allowed"}})
    ce.spoil = lambda _: (201, failed.encode())
    assert submitted(door).said is Said.NO
    absent = door.ask(Demand(Operation.CANCEL, job="nobody's"), token())
    assert (absent.said, absent.status) == (Said.NO, "201/500")


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"[]",
        b"{}",
        b'{"job": 1}',
        b'{"job": [1]}',
        b'{"job": {"id": "a"}}',
        b'{"job": {"status-code": "2O1", "id": "a"}}',
        b'{"job": {"status-code": "201"}}',
        b'{"job": {"status-code": "201", "id": "a\\nb"}}',
        b'{"job": [{"status-code": "201", "id": "a"}, {"status-code": "201", "id": "b"}]}',
        b"[" * 100_000,
    ],
)
def test_rubbish_is_no_answer(ce: Ce, door: ArcDoor, body: bytes) -> None:
    ce.spoil = lambda _: (201, body)
    answer = submitted(door)
    assert (answer.said, answer.status) == (Said.NOTHING, "garbage")
    assert answer.why


def test_a_door_that_is_down_is_no_answer(folder: Path) -> None:
    with closing(open_door("arc://localhost:9/arex", Settings(folder / "ca.pem"))) as door:
        answer = door.ask(Demand(Operation.QUERY), token())
    assert (answer.said, answer.status) == (Said.NOTHING, "refused")


def test_a_certificate_of_nobody_is_no_answer(ce: Ce) -> None:
    with closing(open_door(ce.url.replace("https", "arc", 1))) as door:
        answer = door.ask(Demand(Operation.QUERY), token())
    assert (answer.said, answer.status) == (Said.NOTHING, "certificate")
    assert not ce.asked


@pytest.mark.parametrize("operation", sorted(set(Operation) - OPERATIONS))
def test_what_the_interface_has_not(door: ArcDoor, operation: Operation) -> None:
    assert not door.can(operation)
    with pytest.raises(Unsupported):
        door.ask(Demand(operation, path="/x"), token())


@pytest.mark.parametrize("job", ["", "a b", "a\n", "x" * 301])
def test_a_job_without_a_usable_name(door: ArcDoor, job: str) -> None:
    with pytest.raises(Unsupported):
        door.ask(Demand(Operation.CANCEL, job=job), token())


def test_the_line_for_people_has_no_token(door: ArcDoor) -> None:
    bearer = token()
    job = submitted(door).job
    asked: list[Callable[[], Any]] = [
        lambda: door.ask(Demand(Operation.SUBMIT), bearer),
        lambda: door.ask(Demand(Operation.CANCEL, job=job), bearer),
    ]
    for ask in asked:
        answer = ask()
        assert "$TOKEN" in answer.curl
        assert bearer.value not in repr(answer) + answer.curl


def test_a_url_without_a_path_means_the_usual_one(ce: Ce, folder: Path) -> None:
    url = f"arc://localhost:{ce.server_address[1]}"
    with closing(open_door(url, Settings(folder / "ca.pem"))) as door:
        assert door.ask(Demand(Operation.QUERY), token()).said is Said.YES


def test_unreadable_authorities_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        open_door("arc://localhost/arex", Settings(authorities=tmp_path / "missing"))


def test_both_spellings_of_the_scheme_are_one() -> None:
    with closing(open_door("arc+https://ce.example/arex")) as door:
        assert isinstance(door, ArcDoor)


@pytest.mark.parametrize("code", ["401", "403", "410", "500"])
def test_a_job_that_may_not_be_seen_is_not_taken_for_gone(ce: Ce, door: ArcDoor, code: str) -> None:
    hidden = json.dumps({"job": {"status-code": code, "id": "a", "reason": "no"}})
    ce.spoil = lambda _: (201, hidden.encode())
    answer = door.ask(Demand(Operation.QUERY, job="a"), token())
    assert (answer.said, answer.facts["state"]) == (Said.NO, "")


def test_a_job_that_was_not_killed_is_not_cleaned_away(ce: Ce, door: ArcDoor) -> None:
    job = submitted(door).job
    ce.may = lambda action, _: action != "kill"
    assert door.ask(Demand(Operation.CANCEL, job=job), token()).said is Said.NO
    assert [path.rpartition("=")[2] for _, path, _ in ce.asked][-1] == "kill"
    assert ce.jobs == {job: "ACCEPTED"}


@pytest.mark.parametrize("code", ["100", "302", "403", "503"])
def test_a_refusal_that_names_a_job_has_made_none(ce: Ce, door: ArcDoor, code: str) -> None:
    named = json.dumps({"job": {"status-code": code, "id": "theirs"}})
    ce.spoil = lambda _: (201, named.encode())
    answer = submitted(door)
    assert (answer.said, answer.job) == (Said.NO, "")
