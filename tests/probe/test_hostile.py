"""Services that lie, hang, and break: a probe ends, keeps its results, and touches nothing else."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe.fake import ROOT, FakeStorage
from tests.probe.running import (
    cells,
    lines_of,
    only,
    plan_for,
    probe,
    results_in,
    run_plan,
    stays_inside,
    storage,
)
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Effect, Verdict
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.pacing import Pace
from tokenlint.probe.token import Token

TIMEOUT = Answer(Said.NOTHING, "timeout", why="no answer in 10 s")
FIRM = {
    "always-yes": Answer(Said.YES, "200", b"welcome"),
    "always-yes-in-silence": Answer(Said.YES, "200"),
    "always-no": Answer(Said.NO, "403"),
    "always-missing": Answer(Said.NO, "404"),
    "down": Answer(Said.NOTHING, "refused", why="the connection was refused"),
}


def spoils(door: FakeStorage, answer: Answer, *, also_done: bool = False) -> None:
    """All requests but those of the entitled token get this answer."""
    ask = FakeStorage.ask

    def spoiled(demand: Demand, token: Token | None) -> Answer:
        wish = door.source.issued[token.value] if token else None
        entitled = wish is not None and (wish.scope or "").count("storage.modify:/area/token") == 1
        entitled = entitled and "granted" not in (wish.scope or "") and "other" not in wish.scope
        if entitled or also_done:
            real = ask(door, demand, token)
            return real if entitled else answer
        door.demands.append(demand)
        return answer

    door.ask = spoiled


@pytest.mark.parametrize("manner", FIRM)
def test_a_service_that_has_one_answer_for_everything(manner: str, tmp_path: Path) -> None:
    door = storage(before=lambda _: FIRM[manner])
    done = probe(door, tmp_path / "record")
    assert done.problems[0].kind == "set-up"
    assert cells(done) == set()
    assert len(door.demands) < 30
    assert not {demand.operation for demand in door.demands} & {Operation.DELETE, Operation.CREATE}


def test_yes_to_every_token_and_nothing_done_is_no_excess(tmp_path: Path) -> None:
    door = storage()
    spoils(door, Answer(Said.YES, "200", b"as you wish"))
    done = probe(door, tmp_path / "record")
    assert cells(done, Verdict.CHANGED_THOUGH_REFUSED) == set()
    assert {name.partition(":")[2] for name in cells(done, Verdict.EXCESS)} <= {
        "stat",
        "stage",
        "poll",
    }
    assert "unsigned:delete" in cells(done, Verdict.HOLLOW)
    assert door.checksum() == door.pristine


def test_no_to_every_token_is_a_shortfall_where_it_should_be_yes(tmp_path: Path) -> None:
    door = storage()
    spoils(door, Answer(Said.NO, "401"))
    done = probe(door, tmp_path / "record")
    assert {"read:read", "audience-listed:delete"} <= cells(done, Verdict.SHORTFALL)
    assert cells(done, Verdict.EXCESS, Verdict.HOLLOW, Verdict.UNTESTED) == set()


def test_no_answer_leaves_cells_untested_and_a_token_is_given_up(tmp_path: Path) -> None:
    door = storage()
    spoils(door, TIMEOUT)
    done = probe(door, tmp_path / "record")
    assert cells(done) == cells(done, Verdict.UNTESTED)
    assert len(done.results) == 472
    assert {problem.kind for problem in done.problems} == {"no-answer"}
    assert len(done.problems) < 5, "one reason is told once"
    assert len(door.demands) < 900
    assert door.checksum() == door.pristine
    assert lines_of(tmp_path / "record")[-1]["line"] == "ended"


def test_no_answer_and_yet_a_change_is_told(tmp_path: Path) -> None:
    door = storage("ignores-scopes")
    spoils(door, TIMEOUT, also_done=True)
    done = probe(door, tmp_path / "record")
    (result,) = [each for each in done.results if each.cell == "https:unsigned:delete"]
    assert result.verdict is Verdict.UNTESTED
    assert result.effect is Effect.DONE
    assert "has changed" in result.why
    assert any("has changed" in problem.reason for problem in done.problems)
    assert door.checksum() == door.pristine


def test_a_service_that_goes_down_for_good_stops_the_probe_and_comes_back(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    door.before = lambda _: TIMEOUT if len(door.demands) > 700 else None
    done = probe(door, record)
    assert "gone" in {problem.kind for problem in done.problems}
    assert len(door.demands) < 730
    assert 100 < done.tested < 400
    assert lines_of(record)[-1]["line"] != "ended"
    known = results_in(record)
    assert len(known) == done.tested
    door.before = lambda _: None
    again = probe(door, record)
    assert again.continued
    assert again.tested == 472
    assert known.items() <= {each.cell: each.verdict for each in again.results}.items()
    assert door.checksum() == door.pristine
    assert again.problems == ()


def test_still_down_at_the_next_run_keeps_what_is_known(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    door.before = lambda _: TIMEOUT if len(door.demands) > 300 else None
    first = probe(door, record)
    before = lines_of(record)
    again = probe(door, record)
    assert lines_of(record) == before
    assert list(again.results) == [
        each for each in first.results if each.verdict is not Verdict.UNTESTED
    ]
    assert "gone" in {problem.kind for problem in again.problems}
    assert again.begun == first.begun


def test_a_listing_that_hides_and_invents_names(tmp_path: Path) -> None:
    door = storage()

    def lies(demand: Demand) -> Answer | None:
        if demand.operation is Operation.LIST:
            return Answer(Said.YES, "207", b"precious\n../../file\nother")
        return None

    door.before = lies
    done = probe(door, tmp_path / "record")
    assert stays_inside(door, [tmp_path / "record"])
    assert done.left
    assert {"left", "stray"} <= {problem.kind for problem in done.problems}
    untouched = {path: door.files[path] for path in door.files if "tokenlint-probe-0" not in path}
    assert untouched["/data/area/precious"] == b"do not touch"


def test_a_strange_file_in_the_test_folder_is_left_and_told(tmp_path: Path) -> None:
    door = storage()

    def somebody_else(demand: Demand) -> None:
        if demand.path.endswith("/other/tampered.delete"):
            return
        if demand.path.endswith("expired.create"):
            door.files[demand.path.replace("expired.create", "theirs")] = b"mine"

    door.before = somebody_else
    done = probe(door, tmp_path / "record")
    theirs = [path for path in door.files if path.endswith("/theirs")]
    assert len(theirs) == 1
    assert any("theirs" in left for left in done.left)
    assert "stray" in {problem.kind for problem in done.problems}
    marker = f"{theirs[0].rpartition('/granted/')[0]}/.tokenlint-probe"
    assert marker in door.files
    assert door.files["/data/area/precious"] == b"do not touch"


def test_a_folder_without_our_marker_is_not_touched(tmp_path: Path) -> None:
    door = storage()

    def replaced(_: Demand) -> Answer | None:
        if len(door.demands) == 300:
            marker = next(path for path in door.files if path.endswith("/.tokenlint-probe"))
            door.files[marker] = b"somebody else's"
        return None

    door.before = replaced
    done = probe(door, tmp_path / "record")
    deleted = [d for d in door.demands[800:] if d.operation is Operation.DELETE]
    assert all(".delete" in demand.path for demand in deleted)
    assert any("not touched" in left for left in done.left)


def test_an_upload_that_lands_elsewhere_is_seen_by_a_listing(tmp_path: Path) -> None:
    door = storage()

    def misplaced(demand: Demand) -> Answer | None:
        if not demand.path.endswith("/granted/unsigned.create"):
            return None
        if demand.operation is Operation.CREATE:
            door.files[f"{demand.path}.tmp"] = demand.content
            return Answer(Said.YES, "201")
        return None

    door.before = misplaced
    done = probe(door, tmp_path / "record")
    (result,) = [each for each in done.results if each.cell == "https:unsigned:create"]
    assert result.verdict is Verdict.EXCESS
    assert result.effect is Effect.OTHERWISE
    assert "unsigned.create.tmp (it was not there)" in result.why
    assert any("unsigned.create.tmp" in left for left in done.left)


class Fickle(FakeStorage):
    """Answers at random, sometimes doing what is asked, for everybody alike."""

    chance: random.Random
    wildness: float

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        if self.chance.random() >= self.wildness:
            return super().ask(demand, token)
        real = Answer(Said.NO, "403")
        if self.chance.random() < 0.5:
            real = super().ask(demand, token)
        else:
            self.demands.append(demand)
        said = self.chance.choice(list(Said))
        content = self.chance.choice([b"", real.content, b"granted\n..\n/\n*", b"\xff\x00"])
        facts = self.chance.choice([{}, {"thing": "directory"}, {"size": "x"}])
        status = self.chance.choice(["200", "404", "500", "timeout"])
        return Answer(said, status, content, facts=facts)


@pytest.mark.slow
@given(st.integers(0, 2**32), st.sampled_from([0.002, 0.02, 0.1, 0.5]))
def test_whatever_a_service_does_a_probe_ends_and_stays_inside(
    tmp_path_factory: pytest.TempPathFactory, seed: int, wildness: float
) -> None:
    record = tmp_path_factory.mktemp("fickle") / "record"
    door = Fickle(storage().source)
    door.chance, door.wildness = random.Random(seed), wildness  # noqa: S311  # a test
    plan = only(plan_for(door), "create", "modify", "unsigned")
    done = run_plan(plan, door, record, Pace(most=900, per_second=0))
    assert done.requests <= 900
    assert stays_inside(door, [record])
    bystanders = {path: content for path, content in door.files.items() if _other(path)}
    assert bystanders == FakeStorage(door.source).files
    told = {each.cell: each.verdict for each in done.results}
    clear = {cell: verdict for cell, verdict in told.items() if verdict != "untested"}
    assert {cell: verdict for cell, verdict in clear.items() if verdict != "left-out"} == (
        results_in(record)
    )


def _other(path: str) -> bool:
    mine = path.startswith(f"{ROOT}/tokenlint-probe-")
    return not mine or path.startswith(f"{ROOT}/tokenlint-probe-of-somebody")
