"""The record on disk: safe line by line, locked, never lost, and nobody else's file is touched."""

import fcntl
import os
import stat
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe import made_results
from tests.probe.running import lines_of, probe, results_in, storage
from tokenlint.errors import Incomplete, UsageError
from tokenlint.probe.earlier import earlier
from tokenlint.probe.journal import opened
from tokenlint.probe.record import SCHEMA, Begun, Ended, Gone, Line, Made, Submitted

BEGUN = Begun(
    SCHEMA, "tokenlint 1", "https://a.example", "", "https://a.example", "d", "/f", 1, 0.0
)
LINES = (BEGUN, Made("/f", True), Made("/f/ü"), Submitted("j"), Gone(("x",)), Ended(3, 1.5))


def written(path: Path, *lines: Line) -> None:
    with closing(opened(path)) as journal:
        journal.write(*lines)


def test_lines_come_back_as_they_were_and_the_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "record"
    written(path, *LINES)
    with closing(opened(path)) as journal:
        assert journal.lines == LINES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_is_on_the_disk_before_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    with closing(opened(tmp_path / "record")) as journal:
        monkeypatch.setattr(os, "fsync", lambda file: sizes.append(os.fstat(file).st_size))
        for line in LINES:
            journal.write(line)
            assert sizes[-1] == (tmp_path / "record").stat().st_size
        assert len(sizes) == len(LINES)
        journal.write(Made("/f/a"), Made("/f/b"))
        assert len(sizes) == len(LINES) + 1


@given(st.integers(min_value=1))
def test_a_cut_last_line_is_dropped_wherever_it_was_cut(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "record"
    written(path, *LINES)
    data = path.read_bytes()
    kept = data[: cut % len(data)]
    path.write_bytes(kept)
    with closing(opened(path)) as journal:
        assert journal.lines == LINES[: kept.count(b"\n")]
        journal.write(BEGUN)
    with closing(opened(path)) as journal:
        assert journal.lines == (*LINES[: kept.count(b"\n")], BEGUN)


def test_two_runs_never_share_a_record(tmp_path: Path) -> None:
    path = tmp_path / "record"
    with closing(opened(path)) as journal:
        with pytest.raises(UsageError, match="another probe uses"):
            opened(path)
        journal.start_anew()
        with pytest.raises(UsageError, match="another probe uses"):
            opened(path)
    opened(path).close()


@pytest.mark.parametrize("content", [b"hello\n", b'{"line":"result"}\n', b"\0", b'{"a":1}'])
def test_a_file_that_is_no_record_is_left_alone(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is no record of a probe"):
        opened(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("line", [b"{}", b'{"line":"made"}', b"\xff", b'{"line":"strange"}', b""])
def test_a_broken_line_in_the_middle_stops_everything(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "record"
    written(path, BEGUN)
    data = path.read_bytes() + line + b"\n" + b'{"line":"gone"}\n{"li'
    path.write_bytes(data)
    with pytest.raises(Incomplete, match="line 2 of the record") as caught:
        opened(path)
    assert path.read_bytes() == data
    assert caught.value.source is not None
    assert caught.value.source.line == 2


def test_a_record_of_another_version_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "record"
    written(path, Begun("tokenlint.probe-record/2", *("",) * 6, 0, 0.0))
    with pytest.raises(Incomplete, match="line 1"):
        opened(path)


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(Incomplete, match="cannot be written"):
        opened(tmp_path / "missing" / "record")
    with pytest.raises(UsageError, match="no regular file"):
        opened(tmp_path)


def test_what_would_wait_for_a_reader_is_no_record(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="no regular file"):
        opened(tmp_path / "pipe")


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with closing(opened(tmp_path / "record")) as journal, monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(Incomplete, match="No space left"):
            journal.write(BEGUN)


def test_old_records_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "record"
    for number in range(1, 4):
        with closing(opened(path)) as journal:
            if journal.lines:
                journal.start_anew()
            journal.write(BEGUN, Ended(number, 0.0))
    kept = ["record", "record.previous", "record.previous-2"]
    assert sorted(each.name for each in tmp_path.iterdir()) == kept
    assert [lines_of(tmp_path / name)[-1]["requests"] for name in kept] == [3, 1, 2]


def test_a_run_that_was_killed_between_two_records_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record"
    written(path, BEGUN, Ended(1, 0.0))

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with closing(opened(path)) as journal, monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            journal.start_anew()
    with closing(opened(path)) as journal:  # in a container it may even have the same number
        assert journal.lines == (BEGUN, Ended(1, 0.0))
        journal.start_anew()
        journal.write(BEGUN)
    assert len(lines_of(path)) == 1


def test_what_an_earlier_run_left_is_read_from_its_last_beginning_on() -> None:
    told = earlier((BEGUN, Made("/a"), Gone(), BEGUN, Made("/b"), Submitted("")))
    assert told.made == (Made("/b"),)
    assert not told.gone
    assert told.unnamed
    assert not told.ended
    assert not earlier((BEGUN, Submitted(""), Submitted("j"))).unnamed


def test_a_finished_record_is_kept_and_the_next_run_is_new(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    probe(door, record)
    first = record.read_bytes()
    done = probe(door, record)
    assert (tmp_path / "record.previous").read_bytes() == first
    assert not done.continued
    assert done.tested == 472
    assert any("record.previous" in note for note in done.notes)
    assert done.problems == ()


def test_another_plan_starts_anew_after_cleaning_up(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    stop_after(door, 300)
    with pytest.raises(KeyboardInterrupt):
        probe(door, record)
    first = results_in(record)
    door.before = lambda _: None
    done = probe(door, record, negative_audience=False)
    assert not done.continued
    assert any("starts anew" in note for note in done.notes)
    assert results_in(tmp_path / "record.previous") == first
    assert lines_of(tmp_path / "record.previous")[-1]["line"] == "gone"
    assert door.checksum() == door.pristine


def test_the_record_of_an_unfinished_probe_of_another_service_is_refused(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    stop_after(door, 100)
    with pytest.raises(KeyboardInterrupt):
        probe(door, record)
    sent, before = len(door.demands), record.read_bytes()
    door.before = lambda _: None
    with pytest.raises(UsageError, match=r"unfinished probe of https://storage\.example"):
        probe(door, record, endpoint="https://other.example/data/area")
    with pytest.raises(UsageError, match="nothing may be written"):
        probe(door, record, allow_write=False, existing="/data/area/precious")
    assert len(door.demands) == sent
    assert record.read_bytes() == before


def stop_after(door: object, number: int) -> None:
    def stops(_: object) -> None:
        if len(door.demands) > number:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    door.before = stops  # type: ignore[attr-defined]


def test_a_disk_that_takes_a_line_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    with closing(opened(tmp_path / "record")) as journal, monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda file, data: write(file, bytes(data[:7])))
        journal.write(*LINES)
    with closing(opened(tmp_path / "record")) as journal:
        assert journal.lines == LINES


def test_a_record_that_is_moved_while_it_is_opened_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, lock = tmp_path / "record", fcntl.flock
    written(path, BEGUN)
    moves = iter([path])

    def late(descriptor: int, how: int) -> None:
        for moved in moves:
            moved.rename(tmp_path / "record.previous")
            (tmp_path / "record").touch()
        lock(descriptor, how)

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", late)
        journal = opened(path)
    with closing(journal):
        assert journal.lines == ()
        journal.write(BEGUN, Ended(1, 0.0))
    assert len(lines_of(path)) == 2
    assert len(lines_of(tmp_path / "record.previous")) == 1


def test_a_record_that_begins_anew_is_empty_and_its_folder_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[bool] = []
    with closing(opened(tmp_path / "record")) as journal:
        journal.write(*LINES)
    with closing(opened(tmp_path / "record")) as journal, monkeypatch.context() as patch:
        patch.setattr(
            os, "fsync", lambda file: folders.append(stat.S_ISDIR(os.fstat(file).st_mode))
        )
        journal.start_anew()
        assert journal.lines == ()
    assert folders == [True]


def test_a_submission_whose_result_is_known_left_no_job_without_a_name() -> None:
    refused = next(iter(made_results.matrix()))
    assert earlier((BEGUN, Submitted(""))).unnamed
    assert not earlier((BEGUN, Submitted(""), refused)).unnamed
