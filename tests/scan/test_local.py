"""Several processes say what one says; who dies costs a second try, and nobody stays behind."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from tests.scan import dying
from tests.scan.making import folder, log_lines, merged, names, setup
from tokenlint.capture.folders import Input
from tokenlint.scan import jobs as jobs_module
from tokenlint.scan import local
from tokenlint.scan.jobs import plan
from tokenlint.scan.local import lost, read_here, read_locally
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job

WANT = "the process that read it died twice, perhaps for want of memory"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs_module, "_SMALLEST_PART", 4_000)
    yield
    assert _children() == []


def _children() -> list[str]:
    """Processes of a pool that this one has still; they may take a moment to go."""
    for _ in range(100):
        found = [line for line in map(_command, _processes()) if "spawn_main" in line]
        if not found:
            break
        time.sleep(0.05)
    return found


def _processes() -> list[Path]:
    mine = f" {os.getpid()} "
    return [path for path in Path("/proc").glob("[0-9]*") if mine in _read(path / "stat")[:60]]


def _command(process: Path) -> str:
    return _read(process / "cmdline") if process.name != str(os.getpid()) else ""


def _read(path: Path) -> str:
    try:
        return path.read_text("latin-1")
    except OSError:
        return ""


def test_two_processes_say_what_one_says(tmp_path: Path) -> None:
    made, todo = setup(), plan([folder(tmp_path)], 2)
    assert len(todo.jobs) > 3
    both = list(read_locally(made, todo.jobs, 2))
    assert sorted(map(str, (job for job, _ in both))) == sorted(map(str, todo.jobs))
    assert merged(both) == merged(read_here(setup(), todo.jobs))


def _deadly(top: Path) -> tuple[Job, ...]:
    for name in ("a", "deadly", "z"):
        (top / name).write_bytes(log_lines(6))
    return plan([top], 2).jobs


def test_who_dies_once_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "read_with", dying.dies_once)
    jobs = _deadly(tmp_path)
    found = merged(read_locally(setup(), jobs, 2))
    assert (tmp_path / "deadly.died").exists()
    assert found.problems == ()
    assert found.tokens == 18
    assert found == merged(read_here(setup(), jobs))


@pytest.mark.parametrize("ending", [dying.dies_always, dying.starves])
def test_who_dies_twice_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: Callable[..., Summary]
) -> None:
    monkeypatch.setattr(local, "read_with", ending)
    jobs = _deadly(tmp_path)
    found = list(read_locally(setup(), jobs, 2))
    assert sorted(names([job for job, _ in found])) == sorted(names(jobs))
    told = {problem.source.file: problem.reason for problem in merged(found).problems}
    assert told[str(tmp_path / "deadly")] == WANT
    assert set(told.values()) == {WANT}
    read = sum(6 for name in names(jobs) if name not in told)
    assert merged(found).tokens == read


def test_who_goes_away_in_the_middle_leaves_nobody(tmp_path: Path) -> None:
    todo = plan([folder(tmp_path, files=6)], 2)
    reading = read_locally(setup(), todo.jobs, 2)
    next(reading)
    reading.close()  # type: ignore[attr-defined]  # it is a generator


class _Broken:
    """A pool that breaks as the second job is handed over."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.given = 0

    def submit(self, work: Callable[..., Summary], *given: Any) -> "Future[Summary]":
        self.given += 1
        if self.given == 2:
            raise BrokenProcessPool
        future: Future[Summary] = Future()
        future.set_result(work(*given))
        return future

    def shutdown(self, **_: Any) -> None:
        """There is nobody."""


def test_a_job_that_cannot_be_handed_over_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "ProcessPoolExecutor", _Broken)
    jobs = _deadly(tmp_path)
    assert len(jobs) == 3
    found = list(read_locally(setup(), jobs, 2))
    assert sorted(names([job for job, _ in found])) == sorted(names(jobs))
    assert {problem.reason for problem in merged(found).problems} == {WANT}


def test_one_job_or_one_worker_needs_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "ProcessPoolExecutor", None)
    todo = plan([folder(tmp_path)], 2)
    assert merged(read_locally(setup(), todo.jobs, 1)).tokens > 100
    assert merged(read_locally(setup(), todo.jobs[:1], 2)).tokens > 0


def test_a_lost_job_names_what_was_in_it_once() -> None:
    found = lost(setup(), (Input("a"), Input("a"), Input("b")), "it is gone")
    assert [(each.source.file, each.reason) for each in found.problems] == [
        ("a", "it is gone"),
        ("b", "it is gone"),
    ]
    assert all(each.advice for each in found.problems)
