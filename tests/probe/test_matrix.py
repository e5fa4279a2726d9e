"""The plan: what is left out and why, and what a run of reads alone sends."""

from pathlib import Path

import pytest

from tests.probe.fake import AUDIENCE, FakeSource
from tests.probe.running import SETTINGS, cells, plan_for, probe, storage
from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Verdict
from tokenlint.probe.kinds import other_spelling
from tokenlint.probe.matrix import storage_plan
from tokenlint.probe.pacing import Pace
from tokenlint.probe.planned import planned
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import Flaw

READ_ONLY = {"allow_write": False, "existing": "/data/area/precious"}


def test_without_leave_to_write_only_a_named_file_is_read(tmp_path: Path) -> None:
    door = storage("modify-reads", "ignores-audience")
    done = probe(door, tmp_path / "record", **READ_ONLY)
    assert {demand.operation for demand in door.demands} == {
        Operation.STAT,
        Operation.LIST,
        Operation.READ,
        Operation.POLL,
    }
    assert {demand.path for demand in door.demands} == {"/data/area/precious", "/data/area"}
    assert cells(done, Verdict.EXCESS) == {
        "audience-wrong:read",
        "audience-other-spelling:read",
        "modify:read",
    }
    assert door.checksum() == door.pristine
    left_out = {each.cell: each.why for each in done.results if each.verdict == "left-out"}
    assert left_out["https:read:delete"] == "nothing may be written"
    assert "files beside" in left_out["https:read:read-traversal"]
    assert "bringing a file online" in left_out["https:stage:stage"]
    assert "made" not in (tmp_path / "record").read_text().replace('"made":', "made")


def test_a_file_that_cannot_be_read_stops_it(tmp_path: Path) -> None:
    door = storage()
    done = probe(door, tmp_path / "record", allow_write=False, existing="/data/area/missing")
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert "404" in done.problems[0].reason


def test_nothing_to_test_is_a_mistake_in_use() -> None:
    with pytest.raises(UsageError, match="nothing may be written and no file is named"):
        plan_for(storage(), allow_write=False)


def test_no_token_for_another_audience_without_leave(tmp_path: Path) -> None:
    door = storage("ignores-audience")
    done = probe(door, tmp_path / "record", negative_audience=False)
    named = {wish.audience for wish in door.source.issued.values()}
    assert named == {
        (AUDIENCE,),
        None,
        ("https://wlcg.cern.ch/jwt/v1/any",),
        ("https://elsewhere.example", AUDIENCE),
    }
    (left,) = [each for each in done.results if each.cell == "https:audience-wrong:read"]
    assert left.verdict is Verdict.LEFT_OUT
    assert "unless that is asked for" in left.why


def test_what_the_source_or_the_door_cannot_do_is_left_out_with_its_reason() -> None:
    door = storage(source=FakeSource(without=frozenset({Flaw.EXPIRED})))
    door.unable = frozenset({Operation.RENAME})
    told = {cell.id: cell.left_out for cell in plan_for(door, group="").cells}
    assert told["https:expired:read"] == "this source has no token that is expired"
    assert (
        told["https:read:rename"] == "https has no such request, or the service does not offer it"
    )
    assert told["https:groups-beside:read"] == "no group was named for the token"
    assert told["https:read:read"] == ""


def test_a_token_that_does_not_come_is_one_problem(tmp_path: Path) -> None:
    door = storage(source=FakeSource(failing=frozenset({Flaw.TAMPERED})))
    done = probe(door, tmp_path / "record")
    assert len(cells(done, Verdict.UNTESTED)) == 4
    (problem,) = done.problems
    assert problem.kind == "token"
    assert "ended with 1" in problem.reason
    assert problem.advice == "look at the command"


def test_the_digest_is_that_of_the_plan_and_not_of_the_folder() -> None:
    door = storage()
    first, second = plan_for(door), plan_for(door)
    assert first.layout != second.layout
    assert first.digest == second.digest
    assert first.digest != plan_for(door, negative_audience=False).digest
    assert first.digest != plan_for(door, audience="https://other.example").digest


@pytest.mark.parametrize("name", ["..", ".", "a/b", "../x", "/", "%2e", "-", "a b"])
def test_the_folder_has_a_plain_name(name: str) -> None:
    door = storage()
    with pytest.raises(UsageError, match="no name for a test folder"):
        storage_plan(Settings(**SETTINGS), door.can, door.source, name)


@pytest.mark.parametrize("root", ["/a/../b", "relative", "/a//b", "/a%2fb", "/a b", "/a\0"])
def test_a_path_that_services_read_in_different_ways_is_refused(root: str) -> None:
    with pytest.raises(UsageError, match="cannot be probed"):
        Settings(**(SETTINGS | {"root": root, "base_path": ""}))


def test_the_base_path_must_lead_to_the_folder() -> None:
    with pytest.raises(UsageError, match="does not lead to"):
        Settings(**(SETTINGS | {"root": "/database/x", "base_path": "/data"}))


@pytest.mark.parametrize(
    ("audience", "other"),
    [
        ("https://a.example", "https://a.example:443"),
        ("http://a.example", "http://a.example:80"),
        ("https://a.example/", "https://a.example:443/"),
        ("https://a.example:8443", "https://a.example:8443/"),
        ("roots://a.example", "roots://a.example/"),
        ("https://a.example/x/", "https://a.example/x"),
    ],
)
def test_another_spelling_of_an_audience(audience: str, other: str) -> None:
    assert other_spelling(audience) == other


def test_a_dry_run_tells_all_that_a_run_would_send(tmp_path: Path) -> None:
    door = storage()
    plan = plan_for(door, group="")
    told = planned(plan, Pace(per_second=100))
    assert door.demands == []
    assert door.source.issued == {}
    assert told.tested == len(plan.tested)
    assert told.left_out == 25
    assert told.audiences[0] == AUDIENCE
    assert "https://elsewhere.example" in told.audiences
    assert told.seconds == round(told.requests / 100, 1)
    paths = {path for kind in told.kinds for cell in kind.cells for path in cell.paths}
    assert all(path.startswith(f"{told.folder}/") for path in paths)
    probe(door, tmp_path / "record", group="")
    assert len(door.demands) <= told.requests


def test_whether_there_is_tape_the_run_finds_out(tmp_path: Path) -> None:
    asked: list[Operation] = []
    door = storage(unable=frozenset({Operation.STAGE}))

    def can(operation: Operation) -> bool:
        asked.append(operation)
        return True

    plan = storage_plan(Settings(**SETTINGS), can, door.source)
    assert Operation.STAGE not in asked
    assert plan.digest == plan_for(storage()).digest
    done = probe(door, tmp_path / "record")
    told = {each.why for each in done.results if each.case == "stage"}
    assert told == {"the service has no tape"}
    assert {each.verdict for each in done.results if each.case == "stage"} == {Verdict.LEFT_OUT}
    assert done.problems == ()


def test_a_source_that_can_do_more_goes_on_with_the_same_record(tmp_path: Path) -> None:
    door, record = storage(source=FakeSource(without=frozenset({Flaw.EXPIRED}))), tmp_path / "r"
    done = probe(door, record, pace=Pace(most=600, per_second=0))
    door.source.without = frozenset()
    again = probe(door, record)
    assert again.continued
    assert again.tested == 472
    assert 0 < done.tested < 452


def test_without_the_entitled_token_nothing_is_made(tmp_path: Path) -> None:
    door = storage(source=FakeSource(failing=frozenset({Flaw.NONE})))
    done = probe(door, tmp_path / "record")
    assert {problem.kind for problem in done.problems} <= {"set-up", "token"}
    assert "ended with 1" in done.problems[0].reason
    assert done.tested == 0
    assert door.demands == []


def test_an_entitled_token_that_ends_stops_the_probe(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"

    def lost(_: object) -> None:
        if len(door.demands) == 500:
            door.source.failing = frozenset({Flaw.NONE})

    door.before = lost
    done = probe(door, record)
    assert "token" in {problem.kind for problem in done.problems}
    assert 0 < done.tested < 472
    assert done.left == ()
    assert door.checksum() == door.pristine, "the last token is still good for a while"
    door.source.failing = frozenset()
    door.before = lambda _: None
    again = probe(door, record)
    assert again.continued
    assert again.tested == 472
    assert door.checksum() == door.pristine
