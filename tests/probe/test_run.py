"""A run as a whole: when it gives up, what it writes down, and what a reader is told."""

from pathlib import Path

import pytest

from tests.probe.fake import AUDIENCE, BASE, ROOT, FakeStorage
from tests.probe.running import (
    QUICK,
    cells,
    lines_of,
    only,
    plan_for,
    probe,
    run_plan,
    storage,
)
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Verdict
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.ground import marker_content
from tokenlint.probe.token import Flaw, Token, Wish

SILENCE = Answer(Said.NOTHING, "timeout", why="no answer in 10 s")
READING = {"allow_write": False, "existing": f"{ROOT}/precious", "root": ROOT, "base_path": BASE}


def mute(door: FakeStorage, flaw: Flaw, *, but: frozenset[int] = frozenset()) -> list[Wish]:
    """Requests with such a token are not answered, but for those of these numbers."""
    sent: list[Wish] = []
    ask = door.ask

    def deaf(demand: Demand, token: Token | None) -> Answer:
        wish = door.source.issued[token.value] if token else None
        if wish is not None and wish.flaw is flaw:
            sent.append(wish)
            if len(sent) not in but:
                return SILENCE
        return ask(demand, token)

    door.ask = deaf
    return sent


def test_a_token_that_is_never_answered_is_given_up_after_some_requests(tmp_path: Path) -> None:
    door = storage()
    plan = plan_for(door)
    wide = [cell for cell in plan.cells if cell.kind.name == "modify"]
    assert len(wide) > QUICK.silence
    asked: list[Demand] = []
    ask = door.ask

    def deaf(demand: Demand, token: Token | None) -> Answer:
        wish = door.source.issued[token.value] if token else None
        if wish is not None and wish.scope == wide[0].kind.wish.scope:
            asked.append(demand)
            return SILENCE
        return ask(demand, token)

    door.ask = deaf
    done = run_plan(only(plan, "modify"), door, tmp_path / "record")
    assert len(asked) == QUICK.silence
    assert cells(done, Verdict.UNTESTED) == cells(done)
    reasons = [problem.reason for problem in done.problems]
    assert sum("were not answered" in reason for reason in reasons) == 1


def test_a_token_that_is_answered_now_and_then_is_not_given_up(tmp_path: Path) -> None:
    door = storage()
    plan = only(plan_for(door), "modify")
    asked: list[Demand] = []
    ask = door.ask

    def sometimes(demand: Demand, token: Token | None) -> Answer:
        wish = door.source.issued[token.value] if token else None
        if wish is not None and wish.scope == plan.cells[0].kind.wish.scope:
            asked.append(demand)
            if len(asked) % QUICK.silence:
                return SILENCE
        return ask(demand, token)

    door.ask = sometimes
    run_plan(plan, door, tmp_path / "record")
    assert len(asked) == len(plan.tested)


def test_a_service_that_comes_back_is_cleaned_by_the_same_run(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    silent: list[Demand] = []

    def gone(demand: Demand) -> Answer | None:
        if len(door.demands) < 100 or len(silent) > QUICK.silence:
            return None
        silent.append(demand)
        return SILENCE

    door.before = gone
    done = probe(door, record)
    assert "gone" in {problem.kind for problem in done.problems}
    assert done.left == ()
    assert door.checksum() == door.pristine
    assert lines_of(record)[-1] == {"line": "gone", "left": []}


def test_a_run_whose_cleaning_is_not_sure_has_not_ended(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    plan = only(plan_for(door), "read")
    deletes = Operation.DELETE

    def lost(demand: Demand) -> Answer | None:
        entitled = demand.operation is deletes and demand.path.endswith("/readable")
        return SILENCE if entitled else None

    door.before = lost
    done = run_plan(plan, door, record)
    assert "left" in {problem.kind for problem in done.problems}
    assert {line["line"] for line in lines_of(record)}.isdisjoint({"ended", "gone"})
    door.before = lambda _: None
    again = run_plan(plan, door, record)
    assert again.problems == ()
    assert door.checksum() == door.pristine
    assert lines_of(record)[-1]["line"] == "ended"


def test_a_service_that_lets_nobody_list_has_no_strays(tmp_path: Path) -> None:
    door = storage()
    door.before = lambda each: Answer(Said.NO, "403") if each.operation is Operation.LIST else None
    done = run_plan(only(plan_for(door), "read"), door, tmp_path / "record")
    assert "stray" not in {problem.kind for problem in done.problems}


def test_a_problem_is_told_once(tmp_path: Path) -> None:
    door = storage()
    mute(door, Flaw.EXPIRED)
    done = probe(door, tmp_path / "record")
    assert len(set(done.problems)) == len(done.problems)


def test_only_what_everybody_may_read_is_called_public(tmp_path: Path) -> None:
    door = storage("ignores-scopes")
    done = run_plan(only(plan_for(door), "none", "create"), door, tmp_path / "record")
    assert "create:read" in cells(done, Verdict.EXCESS)
    assert not any("everybody" in result.why for result in done.results)
    public = storage("ignores-scopes", "public")
    done = run_plan(only(plan_for(public), "none", "create"), public, tmp_path / "public")
    (result,) = [each for each in done.results if each.cell == "https:create:read"]
    assert "everybody" in result.why
    (change,) = [each for each in done.results if each.cell == "https:create:delete"]
    assert "everybody" not in change.why


def test_a_file_without_content_tells_nothing_and_is_not_taken(tmp_path: Path) -> None:
    door = storage()
    door.files[f"{ROOT}/precious"] = b""
    done = probe(door, tmp_path / "record", **READING)
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert "no content" in done.problems[0].reason
    assert cells(done, Verdict.PASS, Verdict.EXCESS) == set()


def test_a_folder_where_a_file_was_to_be_is_taken_away_as_one(tmp_path: Path) -> None:
    door = storage("ignores-scopes")

    def makes_a_folder(demand: Demand) -> Answer | None:
        if demand.operation is Operation.CREATE and demand.path.endswith("/granted/read.create"):
            door.files[demand.path] = None
            door.files[f"{demand.path}/part"] = b"theirs"
            return Answer(Said.YES, "201")
        return None

    door.before = makes_a_folder
    run_plan(only(plan_for(door), "read"), door, tmp_path / "record")
    made = [line for line in lines_of(tmp_path / "record") if line["line"] == "made"]
    folders = {line["path"] for line in made if line["directory"]}
    assert any(path.endswith("/granted/read.create") for path in folders)
    assert any(path.endswith("read.create/part") for path in door.files), "nobody made it by name"


@pytest.mark.parametrize("gone", [True, False])
def test_a_record_of_a_run_that_wrote_may_be_taken_up_without_writing_when_all_is_gone(
    gone: bool, tmp_path: Path
) -> None:
    door, record = storage(), tmp_path / "record"
    plan = only(plan_for(door), "read")
    run_plan(plan, door, record)
    kept, sent = record.read_text().splitlines(keepends=True), len(door.demands)
    record.write_text("".join(kept[: -1 if gone else -2]))
    reading = only(plan_for(door, audience=AUDIENCE, **READING), "read")
    if gone:
        done = run_plan(reading, door, record)
        assert "starts anew" in done.notes[0]
        assert not any("tokenlint-probe-" in each.path for each in door.demands[sent:])
        assert done.tested
    else:
        with pytest.raises(Exception, match="must be taken away first"):
            run_plan(reading, door, record)


def test_results_of_another_plan_count_for_nothing_while_the_service_is_down(
    tmp_path: Path,
) -> None:
    door, record = storage(), tmp_path / "record"
    door.before = lambda _: SILENCE if len(door.demands) > 100 else None
    first = run_plan(only(plan_for(door), "none", "read"), door, record)
    assert first.tested
    door.before = lambda _: SILENCE
    other = plan_for(door, negative_audience=False)
    assert run_plan(other, door, record).results == ()
    same = run_plan(plan_for(door), door, record)
    assert len(same.results) == first.tested


def test_a_record_that_names_a_folder_elsewhere_is_not_believed(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    folder = "/data/elsewhere/tokenlint-probe-1"
    run_plan(only(plan_for(door), "none"), door, record)
    lines = record.read_text().splitlines(keepends=True)[:-2]
    record.write_text("".join(lines).replace(door.demands[0].path, folder))
    door.files |= {folder: None, f"{folder}/.tokenlint-probe": marker_content(folder)}
    done = run_plan(only(plan_for(door), "none"), door, record)
    assert any("does not lie below /data/area" in left for left in done.left)
    assert f"{folder}/.tokenlint-probe" in door.files
    assert not any(each.path.startswith(folder) for each in door.demands)


def test_before_anything_is_made_its_name_is_written_down(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    unknown: list[str] = []

    def looks(demand: Demand) -> None:
        if demand.operation in {Operation.MKDIR, Operation.CREATE, Operation.OVERWRITE}:
            made = {line["path"] for line in lines_of(record) if line["line"] == "made"}
            unknown.extend({demand.path} - made)

    door.before = looks
    run_plan(only(plan_for(door), "create"), door, record)
    assert unknown == []


def test_what_is_stored_otherwise_than_it_was_uploaded_stops_the_probe(tmp_path: Path) -> None:
    door = storage()

    def spoils(demand: Demand) -> Answer | None:
        if demand.operation is Operation.CREATE and demand.path.endswith("readable"):
            door.files[demand.path] = demand.content[:-1]
            return Answer(Said.YES, "201")
        return None

    door.before = spoils
    done = run_plan(only(plan_for(door), "read"), door, tmp_path / "record")
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert "confirmed, and then there is a file of" in done.problems[0].reason
    assert door.checksum() == door.pristine


def test_what_comes_into_the_test_folder_itself_is_told(tmp_path: Path) -> None:
    door = storage()

    def comes(demand: Demand) -> None:
        if demand.path.endswith("/granted/read.create"):
            door.files[f"{demand.path.rpartition('/granted/')[0]}/theirs"] = b"mine"

    door.before = comes
    done = run_plan(only(plan_for(door), "read"), door, tmp_path / "record")
    strays = [problem.reason for problem in done.problems if problem.kind == "stray"]
    assert len(strays) == 1
    assert "/theirs (it was not there)" in strays[0]
