"""The WLCG Tape REST API: what is no answer of it is not taken for one."""

import json
from typing import Any

import pytest

from tests.probe.doors.asking import door_to
from tests.probe.reference import Hostile, hostile
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Said
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import Reply
from tokenlint.probe.doors.tape import api_of, failed_to_stage, tape_claim, tape_request


def _reply(document: Any, status: int = 200) -> Reply:
    return Reply(status, {}, json.dumps(document).encode())


def _named(uri: Any, version: str = "v1") -> Reply:
    return _reply({"sitename": "x", "endpoints": [{"uri": uri, "version": version}]})


def test_the_first_endpoint_of_version_1_is_the_api() -> None:
    found = api_of(_named("https://tape.example:3880/api/v1/"))
    assert found is not None
    assert (str(found[0]), found[1]) == ("https://tape.example:3880", "/api/v1")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_service_may_have_none(status: int) -> None:
    assert api_of(Reply(status, {}, b"")) is None


@pytest.mark.parametrize(
    "reply",
    [
        _named("https://tape.example/api", "v2"),
        _named("ftp://tape.example/api"),
        _named("/api/v1"),
        _named("https://tape.example/a b"),
        _named(5),
        _reply([]),
        _reply({"endpoints": "x"}),
        Reply(200, {}, b"<html>"),
        Reply(200, {}, b"[" * 100_000),
        Reply(500, {}, b""),
    ],
)
def test_a_document_that_names_none_is_garbage(reply: Reply) -> None:
    with pytest.raises(Failure):
        api_of(reply)


def test_paths_stand_in_json_as_they_are_spelled() -> None:
    demand = Demand(Operation.STAGE, '/data/%2e%2e/"f"')
    body = tape_request(demand, "/api/v1").body
    assert body is not None
    assert json.loads(body) == {"files": [{"path": '/data/%2e%2e/"f"'}]}


@pytest.mark.parametrize("job", ["", "a/../b", "a b", 5, None, "x" * 300])
def test_a_request_that_cannot_be_asked_for_is_no_answer(job: Any) -> None:
    with pytest.raises(Failure):
        tape_claim(Demand(Operation.STAGE, "/f"), _reply({"requestId": job}, 201))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([{"path": "/f", "locality": "TAPE"}], Said.YES),
        ([{"path": "/g", "locality": "DISK"}, {"path": "/f", "locality": "TAPE"}], Said.YES),
        ([{"path": "/f", "error": "no"}], Said.NO),
        ([{"path": "/f", "locality": "TAPE", "error": "no"}], Said.NO),
        ([{"path": "/f"}], Said.NO),
    ],
)
def test_the_locality_stands_beside_the_path(document: Any, said: Said) -> None:
    claim, _ = tape_claim(Demand(Operation.POLL, "/f"), _reply(document))
    assert claim.said is said


@pytest.mark.parametrize("document", [[], {}, [{"path": "/g", "locality": "DISK"}], "x"])
def test_an_answer_about_other_files_is_none(document: Any) -> None:
    with pytest.raises(Failure):
        tape_claim(Demand(Operation.POLL, "/f"), _reply(document))


def test_only_a_clear_failure_is_one() -> None:
    assert failed_to_stage(_reply({"files": [{"path": "/f", "state": "FAILED"}]}))
    assert failed_to_stage(_reply({"files": [{"path": "/f", "error": "no"}]}))
    for kept in ({"files": [{"path": "/f", "state": "SUBMITTED"}]}, {}, [], {"files": 3}):
        assert not failed_to_stage(_reply(kept))
    assert not failed_to_stage(_reply({"files": [{"error": "no"}]}, 403))
    assert not failed_to_stage(Reply(200, {}, b"<html>"))


def test_a_named_api_without_encryption_gets_no_token() -> None:
    uri, said = "http://tape.example:3880/api", []
    for plain in (False, True):
        with hostile(Hostile.RAW) as server:
            body = _named(uri).body
            server.raw = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            door = door_to(server.url, plain=plain, tape_origins=frozenset({uri}))
            said.append(door.lacks(Operation.STAGE))
            door.close()
    assert "tape.example:3880 is not encrypted" in said[0]
    assert said[1] == ""
