"""Logs as they lie on disks: in parts, packed, broken, cut, by one process or by several."""

import bz2
import gzip
import lzma
import os
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.making import SERVICE, START, facts, line, setup, text
from tests.audit.readers.samples import DCACHE_BILLING
from tokenlint.audit.explained import Explained
from tokenlint.audit.finish import places_of
from tokenlint.audit.formats import Format, stands_alone
from tokenlint.audit.run import Done, run_audit
from tokenlint.audit.tally import Tally
from tokenlint.capture.folders import Input
from tokenlint.capture.parts import split
from tokenlint.scan.hands import hands
from tokenlint.scan.jobs import plan
from tokenlint.scan.lines import with_lines
from tokenlint.scan.local import read_here, read_locally

MANY = [
    line(
        ("read", "create", "stat")[at % 3],
        f"/vo/out/{at}",
        time=START + 60 + at,
        jti=f"token-{at % 4}",
        client=f"192.0.2.{at % 3}",
    )
    for at in range(1_200)
]
PLANTED = line("delete", "/vo/out/17", time=START + 500)


def whole(*paths: Path, workers: int = 1, **more: Any) -> Done:
    """The audit of some files by processes of this machine."""
    known = [facts(number) for number in range(4)]
    work = setup(known, **more)
    todo = plan(paths, workers, divisible=lambda each: stands_alone(each, work.format))
    return run_audit(
        todo,
        read_locally(work, todo.jobs, workers),
        tokens=len(known),
        explained=Explained(),
        lines=with_lines,
    )


def kinds(done: Done) -> list[tuple[str, int]]:
    return [(each.kind, each.source.line) for each in done.audit.problems]


def test_a_planted_delete_is_the_first_thing_noted_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_bytes(text([*MANY[:700], PLANTED, *MANY[700:]]))
    audit = whole(file).audit
    first = audit.noted[0]
    assert (first.operation, first.destructive, first.count) == ("delete", True, 1)
    assert [(seen.origin, seen.event.line) for seen in first.seen] == [(str(file), 701)]
    assert (audit.lines, audit.events, audit.judged) == (1_201, 1_201, 1_201)


def test_parts_of_a_file_come_to_the_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_bytes(text([*MANY[:700], PLANTED, *MANY[700:]]) + b"broken\n")
    work = setup([facts(number) for number in range(4)])
    tallies = [work.read((part,)) for part in split(file, 10_007)]
    assert len(tallies) > 5
    merged = tallies[0]
    for each in tallies[1:]:
        merged = each.merged(merged)
    parts = Input(str(file), file.stat().st_size)
    (single,) = split(file, 1 << 30)
    assert merged == work.read((single,))
    counted = work.read((parts,))
    assert (merged.lines, merged.events) == (counted.lines, counted.events)
    known = with_lines(places_of(merged, Explained()))
    assert {each.line for each in known.values()} >= {701, 1_202}


@pytest.mark.slow
def test_two_workers_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tokenlint.scan import jobs

    monkeypatch.setattr(jobs, "_SMALLEST_PART", 20_000)
    (tmp_path / "a.log").write_bytes(text(MANY) + b"{}\n")
    (tmp_path / "b.log.gz").write_bytes(gzip.compress(text([PLANTED, *MANY])))
    one, two = (whole(tmp_path, workers=workers).audit for workers in (1, 2))
    assert one == two
    assert one.events == 2 * len(MANY) + 1


@pytest.mark.slow
def test_a_dask_cluster_finds_what_one_process_finds(
    tmp_path: Path, unavailable: Callable[[str], None]
) -> None:
    if find_spec("distributed") is None:
        unavailable("Dask is not installed; the extra `dask` brings it")
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.log").write_bytes(text([*MANY, PLANTED]))
    work = setup([facts(number) for number in range(4)])
    jobs = [job for name in "abc" for job in plan([tmp_path / f"{name}.log"], 1).jobs]
    with hands("local", 2) as crew:
        there = Tally()
        for _, part in crew.read(work, jobs):
            there = there.merged(part)
    here = Tally()
    for _, part in read_here(work, jobs):
        here = here.merged(part)
    assert there == here
    assert here.events == 3 * (len(MANY) + 1)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.log.gz", gzip.compress),
        ("a.log.2.bz2", bz2.compress),
        ("a.log-20261120.xz", lzma.compress),
    ],
)
def test_packed_and_rotated_logs_are_read(tmp_path: Path, name: str, pack: Any) -> None:
    (tmp_path / name).write_bytes(pack(text([*MANY, PLANTED])))
    audit = whole(tmp_path).audit
    assert audit.noted[0].seen[0].event.line == len(MANY) + 1
    assert (audit.events, audit.problems) == (len(MANY) + 1, ())


def test_members_of_archives_have_their_names(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "logs.tar", "w") as archive:
        for name in ("old.log", "new.log"):
            data = text([*MANY[:10], PLANTED])
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, BytesIO(data))
    audit = whole(tmp_path).audit
    origins = [seen.origin for seen in audit.noted[0].seen]
    assert origins == [f"{tmp_path}/logs.tar!{name}" for name in ("new.log", "old.log")]


def test_broken_lines_are_counted_with_the_first_of_each_kind(tmp_path: Path) -> None:
    lines = text(MANY[:5]) + b"half a li\n" + text(MANY[5:9]) + b"\xff\xfe\n{]\n" + text([PLANTED])
    (tmp_path / "a.log").write_bytes(lines)
    done = whole(tmp_path)
    assert done.audit.noted[0].operation == "delete"
    assert sum(done.audit.unread.values()) == 3
    assert done.audit.events == 10
    assert {each.source.line for each in done.audit.problems} <= {6, 11, 12}
    assert len(done.audit.problems) == len(done.audit.unread)


def test_a_cut_archive_tells_what_came_before(tmp_path: Path) -> None:
    packed = gzip.compress(text([PLANTED, *MANY * 4]))
    (tmp_path / "a.log.gz").write_bytes(packed[: len(packed) - 200])
    done = whole(tmp_path)
    assert done.audit.noted[0].operation == "delete"
    assert done.audit.problems


def test_a_file_that_cannot_be_opened_and_one_of_no_format_do_not_stop_the_rest(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.log").write_bytes(text([PLANTED]))
    (tmp_path / "b.log").write_text("Dear diary,\ntoday it rained.\n")
    done = whole(tmp_path, tmp_path / "missing.log")
    assert done.audit.noted[0].operation == "delete"
    assert {each.source.file.rpartition("/")[2] for each in done.audit.problems} == {
        "b.log",
        "missing.log",
    }


def test_a_line_beyond_all_bounds_is_counted_once(tmp_path: Path) -> None:
    huge = b'{"op": "' + b"x" * (9 << 20) + b'"}\n'
    (tmp_path / "a.log").write_bytes(text(MANY[:3]) + huge + text([PLANTED]))
    done = whole(tmp_path)
    assert done.audit.unread == {"too-long": 1}
    assert (done.audit.events, done.audit.lines) == (4, 5)


def test_what_is_passed_over_below_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(text([PLANTED]))
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.log").symlink_to(tmp_path / "nowhere")
    (note,) = whole(tmp_path).audit.notes
    assert note.startswith("2 below the folders not read")
    assert "loop (link to a folder)" in note
    assert "gone.log (link to nothing)" in note


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_parts_of_a_log_without_years_know_when_the_file_was_written(
    tmp_path: Path, workers: int
) -> None:
    """A large file is read in parts, which are no inputs of their own."""
    file = tmp_path / "billing"
    file.write_text(DCACHE_BILLING * 2_000)
    written = datetime(2027, 1, 2, tzinfo=UTC).timestamp()
    os.utime(file, (written, written))
    work = setup(format=Format(zone=UTC))
    todo = plan([file], 4, divisible=lambda each: stands_alone(each, work.format))
    assert len(todo.jobs) > 1
    tally = Tally()
    for _, part in read_locally(work, todo.jobs, workers):
        tally = tally.merged(part)
    assert datetime.fromtimestamp(tally.first, UTC) == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert tally.last - tally.first == 3


def test_an_empty_log_and_one_of_blank_lines_are_no_problem(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"")
    (tmp_path / "b.log").write_bytes(b"\n\n")
    assert (whole(tmp_path).audit.problems, whole(tmp_path).audit.events) == ((), 0)


def test_an_interruption_tells_what_is_known_so_far(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(text([PLANTED]))
    work = setup([facts()])
    todo = plan([tmp_path], 1)

    def reading() -> Any:
        yield (), work.read(todo.jobs[0])
        raise KeyboardInterrupt

    done = run_audit(todo, reading(), tokens=1, explained=Explained())
    assert done.audit.noted[0].operation == "delete"
    assert [each.kind for each in done.audit.problems] == ["interrupted"]


ROWS = st.fixed_dictionaries(
    {
        "operation": st.sampled_from(("read", "create", "delete", "stat", "unknown")),
        "path": st.sampled_from(("/vo/out/f", "/vo/out/../f", "/vo/f", "/vo/out/%2e%2e/f")),
        "time": st.sampled_from((START + 60, START + 61.5, START + 10_000, None, "soon", 1e13)),
        "status": st.sampled_from((200, 200, 200, 403, 500, None)),
        "client": st.sampled_from(("192.0.2.1", "192.0.2.2", None)),
        "service": st.sampled_from((SERVICE, "https://other.example", None)),
        "jti": st.sampled_from(("token-1", "token-1", "token-2", "token-9", None)),
    }
)


@settings(max_examples=100)
@given(st.lists(ROWS, min_size=1, max_size=20), st.integers(1, 3), st.booleans())
def test_rows_come_to_what_their_events_come_to(
    rows: list[dict[str, Any]], times: int, broken: bool
) -> None:
    """The way for volume against the way by events, with all the same sums."""
    lines = text([line(**row) for row in rows] * times) + b"{\n" * broken
    known = [facts(number) for number in (1, 2)]
    quick, slow = (_of(lines, known, observing=observing) for observing in (False, True))
    assert quick.groups == slow.groups
    assert quick.works == slow.works
    assert quick.spreads == slow.spreads
    assert (quick.events, quick.allowed, quick.judged) == (slow.events, slow.allowed, slow.judged)
    assert (quick.first, quick.last, quick.unread) == (slow.first, slow.last, slow.unread)


def _of(lines: bytes, known: list[Any], *, observing: bool) -> Tally:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.log")
        file.write_bytes(lines)
        work = setup(known, observing=observing)
        tally = work.read((Input("a.log", len(lines), location=str(file)),))
    assert not [each for each in tally.problems if each.kind == "unreadable"]
    return tally
