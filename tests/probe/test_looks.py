"""Eyes: the entitled token, and the disk; what they cannot see they do not make up."""

import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.probe.fake import ROOT, FakeStorage
from tests.probe.running import QUICK, SETTINGS, cells, plan_for, probe, storage, unsynced
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Effect, Verdict
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.ground import Ground
from tokenlint.probe.hands import Hands, Wallet
from tokenlint.probe.journal import opened
from tokenlint.probe.layout import Layout
from tokenlint.probe.looks import ByToken, OnDisk, _file, described, of_content
from tokenlint.probe.pacing import Pace, PacedDoor
from tokenlint.probe.run import run
from tokenlint.probe.settings import Settings
from tokenlint.probe.stored import Stored, Thing
from tokenlint.probe.token import Token, Wish

WISH = Wish("storage.read:/area storage.modify:/area", ("https://storage.example",))


@dataclass
class Mirrored(FakeStorage):
    """The same storage, whose area also lies on a disk."""

    place: Path = field(default=Path())
    known: dict[str, bytes | None] = field(default_factory=dict)

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        answer = super().ask(demand, token)
        self.mirror()
        return answer

    def mirror(self) -> None:
        """Bring the disk to what the storage has, by what changed since the last time."""
        inside = {path: self.files[path] for path in self.files if path.startswith(f"{ROOT}/")}
        for path in sorted(self.known.keys() - inside.keys(), reverse=True):
            real = self._real(path)
            real.rmdir() if self.known[path] is None else real.unlink()
        for path in sorted(inside):
            if path not in self.known and inside[path] is None:
                self._real(path).mkdir()
            elif (content := inside[path]) is not None and self.known.get(path) != content:
                self._real(path).write_bytes(content)
        self.known = inside

    def _real(self, path: str) -> Path:
        return self.place / path.removeprefix(f"{ROOT}/")


def mirrored(place: Path, *flaws: str) -> Mirrored:
    place.mkdir()
    door = Mirrored(storage().source, frozenset(flaws), place=place)
    door.mirror()
    return door


def eyes(door: FakeStorage) -> ByToken:
    return ByToken(Hands(PacedDoor(door, Pace(per_second=0)), Wallet(door.source), WISH))


def test_the_token_sees_files_folders_and_nothing() -> None:
    look = eyes(storage())
    assert look.at("/data/area/precious") == of_content(b"do not touch")
    assert look.at("/data/area/granted").thing is Thing.DIRECTORY
    assert look.at("/data/area/missing").thing is Thing.ABSENT
    assert look.at("/data/elsewhere/file").thing is Thing.UNKNOWN
    assert look.names("/data/area/granted") == {"file"}
    assert look.names("/data/elsewhere") is None


def test_a_page_about_a_folder_is_no_file() -> None:
    door = storage()

    def page(demand: Demand) -> Answer | None:
        shown = demand.operation is Operation.READ and demand.path.endswith("granted")
        return Answer(Said.YES, "200", b"<html>Index</html>") if shown else None

    door.before = page
    assert eyes(door).at("/data/area/granted").thing is Thing.DIRECTORY


def test_a_folder_whose_reading_is_redirected_is_seen_by_its_metadata() -> None:
    door = storage()
    away = Answer(Said.NOTHING, "redirect", why="it redirects")
    door.before = lambda each: away if each.operation is Operation.READ else None
    assert eyes(door).at("/data/area/granted").thing is Thing.DIRECTORY
    assert eyes(door).at("/data/area/precious").thing is Thing.UNKNOWN


def test_a_page_whose_metadata_are_not_told_is_nothing_known() -> None:
    door = storage()
    door.before = lambda each: Answer(Said.NO, "403") if each.operation is Operation.STAT else None
    assert eyes(door).at("/data/area/precious").thing is Thing.UNKNOWN


@pytest.mark.parametrize("status", ["403", "401", "500"])
def test_a_refusal_is_not_nothing(status: str) -> None:
    door = storage(before=lambda _: Answer(Said.NO, status))
    seen = eyes(door).at("/data/area/precious")
    assert seen.thing is Thing.UNKNOWN
    assert status in described(seen)


def test_the_disk_is_seen_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "file").write_bytes(b"x")
    (tmp_path / "secret").write_bytes(b"s")
    (tmp_path / "here" / "link").symlink_to(tmp_path / "secret")
    (tmp_path / "here" / "way").symlink_to(tmp_path)
    look = OnDisk(tmp_path / "here", "/data")
    assert look.at("/data/file") == of_content(b"x")
    assert look.at("/data").thing is Thing.DIRECTORY
    assert look.at("/data/none").thing is Thing.ABSENT
    assert look.at("/data/file/below").thing is Thing.ABSENT
    for path in ("/data/link", "/data/way/secret", "/other/file", "/data/../secret", "/database"):
        assert look.at(path).thing is Thing.UNKNOWN, path
    assert look.names("/data") == {"file", "link", "way"}
    assert look.names("/data/way") is None
    assert look.names("/data/none") is None
    assert look.snapshot("/data").keys() == {"/data/file", "/data/link", "/data/way"}


def test_a_file_that_changes_in_its_place_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, look = tmp_path / "file", OnDisk(tmp_path, "/data")
    file.write_bytes(b"aaaa")
    assert look.snapshot("/data")["/data/file"] == of_content(b"aaaa")
    assert not look._read, "it could change again at the same instant of the file system's clock"
    later = time.time_ns() + 60_000_000_000
    with monkeypatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: later)
        look.snapshot("/data")
    assert len(look._read) == 1
    before = file.stat().st_ctime_ns
    while file.stat().st_ctime_ns == before:
        file.write_bytes(b"bbbb")
    assert look.snapshot("/data")["/data/file"] == of_content(b"bbbb")


def test_a_long_file_is_read_whole(tmp_path: Path) -> None:
    content = bytes(range(256)) * 700
    (tmp_path / "long").write_bytes(content)
    assert OnDisk(tmp_path, "/data").at("/data/long") == of_content(content)


def test_a_link_that_takes_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"s")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic"):
        _file(tmp_path / "link")


@pytest.mark.slow
def test_a_probe_that_looks_at_the_disk_finds_the_same(tmp_path: Path) -> None:
    door = mirrored(tmp_path / "disk", "create-deletes", "truncates-first")
    look = OnDisk(tmp_path / "disk", ROOT)
    done = probe(door, tmp_path / "record", look=look)
    other = probe(storage("create-deletes", "truncates-first"), tmp_path / "other")
    for verdict in Verdict:
        assert cells(done, verdict) == cells(other, verdict)
    assert done.requests < other.requests
    assert done.problems == ()
    assert door.checksum() == door.pristine
    names = {each.name for each in (tmp_path / "disk").iterdir()}
    assert names == {"precious", "granted", "tokenlint-probe-of-somebody"}


@pytest.mark.slow
def test_what_changes_beside_a_request_is_seen_on_the_disk(tmp_path: Path) -> None:
    door = mirrored(tmp_path / "disk")

    def beside(demand: Demand) -> None:
        if demand.path.endswith("/expired.delete") and demand.operation is Operation.DELETE:
            door.files[demand.path.replace("expired.delete", "readable")] = b"spoiled"

    door.before = beside
    done = probe(door, tmp_path / "record", look=OnDisk(tmp_path / "disk", ROOT))
    (result,) = [each for each in done.results if each.cell == "https:expired:delete"]
    assert result.effect is Effect.OTHERWISE
    assert result.verdict is Verdict.CHANGED_THOUGH_REFUSED
    assert "readable" in result.why


@pytest.mark.parametrize(("fails", "seen"), [(1, True), (3, True), (4, False)])
def test_a_file_that_cannot_be_read_for_a_moment_is_read_again(fails: int, seen: bool) -> None:
    door = storage()
    left = [Answer(Said.NO, "500")] * fails

    def busy(demand: Demand) -> Answer | None:
        return left.pop() if demand.operation is Operation.READ and left else None

    door.before = busy
    pace = Pace(per_second=0, sleep=lambda _: None)
    look = ByToken(Hands(PacedDoor(door, pace), Wallet(door.source), WISH))
    found = look.at("/data/area/precious")
    assert (found == of_content(b"do not touch")) is seen
    assert found.thing is (Thing.FILE if seen else Thing.UNKNOWN)


def test_the_wrong_disk_is_noticed_and_nothing_stays_at_the_service(tmp_path: Path) -> None:
    door = storage()
    done = probe(door, tmp_path / "record", look=OnDisk(tmp_path, ROOT))
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert "--local" in done.problems[0].advice
    assert (done.left, done.tested) == ((), 0)
    assert door.checksum() == door.pristine


def test_where_nothing_was_made_nothing_is_left_behind(tmp_path: Path) -> None:
    """The service refuses everything, also to look."""
    door = storage()
    door.before = lambda _: Answer(Said.NO, "403")
    (tmp_path / "disk").mkdir()
    done = probe(door, tmp_path / "record", look=OnDisk(tmp_path / "disk", ROOT))
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert done.left == ()


def test_what_stands_at_the_service_alone_is_not_taken_for_ours(tmp_path: Path) -> None:
    door = storage()
    plan = plan_for(door)
    assert plan.layout is not None
    door.files[plan.layout.folder] = None
    before = dict(door.files)
    with unsynced(), closing(opened(tmp_path / "record")) as journal:
        done = run(plan, door, door.source, journal, look=OnDisk(tmp_path, ROOT), pace=QUICK)
    assert "is a folder already" in done.problems[0].reason
    assert door.files == before


def test_in_words() -> None:
    assert described(of_content(b"abc")).startswith("a file of 3 bytes, SHA-256 ba7816bf8f01")
    assert described(Stored(Thing.ABSENT)) == "nothing"
    assert described(Stored(Thing.UNKNOWN, why="403")) == "not seen: 403"


def test_what_cannot_be_seen_is_not_taken_for_a_change(tmp_path: Path) -> None:
    door = storage()
    look = eyes(door)
    layout = Layout.of(Settings(**SETTINGS), "tokenlint-probe-0")
    with closing(opened(tmp_path / "record")) as journal:
        ground = Ground(layout, look.hands, look, journal)
        known = ground.at("/data/area/precious")
        door.before = lambda _: Answer(Said.NO, "500")
        assert ground.at("/data/area/precious").thing is Thing.UNKNOWN
    assert ground.standing == {"/data/area/precious": known}
