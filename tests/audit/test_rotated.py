"""Logs that were rotated: told by their names, read one after the other, as if they were one."""

import bz2
import gzip
import tempfile
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.readers.samples import SAMPLES
from tokenlint.audit import reading
from tokenlint.audit.counting import Counter
from tokenlint.audit.event import Event
from tokenlint.audit.formats import Format, needs_order
from tokenlint.audit.packed_facts import packed_facts
from tokenlint.audit.rotated import in_line, named
from tokenlint.audit.sums import Placed
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Terms
from tokenlint.capture.folders import Input
from tokenlint.scan.jobs import plan
from tokenlint.scan.work import Job

IN_ORDER = ("xrootd", "dcache-access", "htcondor-audit", "htcondor-events", "arc")
SAID = Format(year=2026)
NAMES = (
    ("server.log.1", "server.log"),
    ("server.log.20261119", "server.log"),
    ("server.log-20261119", "server.log-20261120"),
    ("AuditLog.old", "AuditLog"),
)
PACKED: Any = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress}


def runs(names: Iterable[str]) -> set[tuple[str, ...]]:
    """The names as they are read together."""
    inputs = [Input(name, 1) for name in names]
    found = list(in_line(inputs, in_order=bool))
    for run in found:
        assert [each.goes_on for each in run] == [False] + [True] * (len(run) - 1)
    return {tuple(each.name for each in run) for run in found}


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (["a.log", "a.log.1", "a.log.2.gz", "a.log.10.gz"], ["a.log.2.gz a.log.1 a.log"]),
        (["a.log.3", "a.log.2"], ["a.log.3 a.log.2"]),
        (["a.log", "a.log.2"], []),
        (
            ["a.log-20261120", "a.log", "a.log-20261119.xz"],
            ["a.log-20261119.xz a.log-20261120 a.log"],
        ),
        (["a.log.20261120", "a.log"], ["a.log.20261120 a.log"]),
        (["x.access.2026-11-20.gz", "x.access"], ["x.access.2026-11-20.gz x.access"]),
        (["AuditLog.20261120T101500", "AuditLog"], ["AuditLog.20261120T101500 AuditLog"]),
        (["AuditLog.old", "AuditLog"], ["AuditLog.old AuditLog"]),
        (["a.log.1", "a.log.1.gz", "a.log"], []),
        (["a.log.1", "a.log-20261120", "a.log"], []),
        (["a.log.20261120", "a.log.20261120.1"], []),
        (["a.log", "b.log.1"], []),
        (["x/a.log.1", "y/a.log"], []),
    ],
)
def test_files_of_one_log_are_told_by_their_names(names: list[str], together: list[str]) -> None:
    alone = set(names) - {name for run in together for name in run.split()}
    expected = {tuple(run.split()) for run in together} | {(name,) for name in alone}
    assert runs(names) == runs(reversed(names)) == expected


@given(st.permutations([f"a.log.{n}" for n in range(1, 13)] + ["a.log", "b.log", "b.log.1"]))
def test_the_order_of_arguments_says_nothing(names: list[str]) -> None:
    oldest_first = [f"a.log.{n}" for n in range(12, 0, -1)]
    assert runs(names) == {(*oldest_first, "a.log"), ("b.log.1", "b.log")}


@given(st.text(max_size=30))
def test_no_name_raises(name: str) -> None:
    log, _, _ = named(name)
    assert name.startswith(log)


def jobs(paths: Sequence[Path | str], said: Format = SAID) -> tuple[Job, ...]:
    return plan(paths, 2, in_line=partial(in_line, in_order=partial(needs_order, said=said))).jobs


def read(todo: Iterable[Job]) -> tuple[Tally, list[tuple[str, Event]]]:
    """What came of jobs, and each event with its file; its line is that of the file."""
    events: list[tuple[str, Event]] = []

    class Listening(Counter):
        def take(self, events_: list[Event], placed: Placed) -> None:
            for each in events_:
                line = placed.place(each.line)[1]
                events.append((placed.origin, event_at(each, line)))
            super().take(events_, placed)

    whole = Tally()
    with pytest.MonkeyPatch.context() as patch, packed_facts((), far=True) as packed:
        patch.setattr(reading, "Counter", Listening)
        work = reading.Setup(packed, SAID, Terms())
        for job in todo:
            whole = whole.merged(work.read(job))
    return whole, events


def event_at(one: Event, line: int) -> Event:
    from msgspec.structs import replace

    return replace(one, line=line)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.sampled_from(sorted(PACKED)),
    st.booleans(),
    st.sampled_from(IN_ORDER),
)
def test_a_log_cut_at_any_line_tells_what_the_whole_tells(
    names: tuple[str, str], ending: str, turned: bool, format_: str
) -> None:
    lines = SAMPLES[format_].encode().splitlines(keepends=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.log")
        whole.write_bytes(b"".join(lines))
        counted, expected = read(jobs([whole]))
        for at in range(1, len(lines)):
            older, newer = Path(folder, names[0] + ending), Path(folder, names[1])
            older.write_bytes(PACKED[ending](b"".join(lines[:at])))
            newer.write_bytes(b"".join(lines[at:]))
            found, events = read(jobs([newer, older] if turned else [older, newer]))
            first = {str(older): 0, str(newer): at}
            there = [event_at(each, each.line + first[file]) for file, each in events]
            assert there == [each for _, each in expected], at
            assert {file for file, each in events if each.line} <= first.keys()
            assert found.unread == counted.unread
            assert (found.lines, found.events) == (counted.lines, counted.events)


CUT = SAMPLES["htcondor-audit"].encode().splitlines(keepends=True)


def submitted(*files: Path) -> list[tuple[str, str]]:
    _, events = read(jobs(files))
    return [(each.issuer, each.subject) for _, each in events if each.operation == "submit"]


def test_a_submission_has_the_token_of_a_login_in_the_file_before(tmp_path: Path) -> None:
    older, empty, newer = (tmp_path / name for name in ("AuditLog.2", "AuditLog.1", "AuditLog"))
    older.write_bytes(b"".join(CUT[:3]))
    empty.write_bytes(b"")
    newer.write_bytes(b"".join(CUT[3:]))
    assert submitted(newer, older, empty) == [("https://issuer.example", "me")]
    assert submitted(newer, older) == [("", "")]  # a number is missing


def test_files_are_joined_only_where_their_times_fit(tmp_path: Path) -> None:
    older, newer = tmp_path / "AuditLog.20261119T000000", tmp_path / "AuditLog"
    older.write_bytes(b"".join(CUT[:3]))
    rest = b"".join(CUT[3:])
    newer.write_bytes(rest.replace(b"11/20/26 12", b"11/21/26 01"))
    assert submitted(older, newer) == [("", "")]
    newer.write_bytes(rest.replace(b"11/20/26 12", b"11/20/26 22"))
    assert submitted(older, newer) == [("https://issuer.example", "me")]
    newer.write_bytes(rest.replace(b"11/20/26", b"11/18/26"))
    assert submitted(older, newer) == [("", "")]
    tally, _ = read(jobs([older, newer]))
    assert [
        (each.kind, each.source.file) for each in tally.problems if each.kind == "rotation"
    ] == [("rotation", str(newer))]


def test_nothing_goes_on_with_a_file_that_cannot_be_read_to_its_end(tmp_path: Path) -> None:
    older, newer = tmp_path / "AuditLog.1.gz", tmp_path / "AuditLog"
    older.write_bytes(gzip.compress(b"".join(CUT[:3]))[:-6])
    newer.write_bytes(b"".join(CUT[3:]))
    assert submitted(older, newer) == [("", "")]


def test_what_is_found_while_portions_are_taken_away_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PORTION", 0.0)
    file = tmp_path / "a.log.gz"
    packed = gzip.compress(SAMPLES["storm"].encode() * 9_000, compresslevel=1)
    file.write_bytes(packed[:-200])
    with packed_facts((), far=True) as facts_:
        work = reading.Setup(facts_, SAID, Terms())
        portions = [part for _, part in work.portions((Input(str(file), 1),))]
    assert len(portions) > 2
    assert [each.kind for part in portions for each in part.problems] == ["truncated"]


def test_formats_whose_lines_stand_alone_and_what_is_no_file_are_left_apart(tmp_path: Path) -> None:
    for name in ("a.log", "a.log.1"):
        (tmp_path / name).write_text(SAMPLES["storm"])
        (tmp_path / f"x{name}").write_text(SAMPLES["xrootd"])
    together = [piece for job in jobs([tmp_path]) for piece in job if isinstance(piece, Input)]
    assert [Path(each.name).name for each in together if each.goes_on] == ["xa.log"]
    assert not [each for each in in_line([Input("-"), Input("-")], in_order=bool) if len(each) > 1]


def test_logs_are_spread_and_their_files_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tokenlint.scan import jobs as making

    monkeypatch.setattr(making, "_SMALLEST_PART", 1)
    for log in "abc":
        for name in (f"{log}.log", f"{log}.log.1", f"{log}.log.2"):
            (tmp_path / name).write_text(SAMPLES["xrootd"])
    found = [
        [Path(piece.name).name for piece in job if isinstance(piece, Input)]
        for job in jobs([tmp_path])
    ]
    assert sorted(found) == [[f"{log}.log.2", f"{log}.log.1", f"{log}.log"] for log in "abc"]
