"""What one process makes of its jobs."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scan.making import folder, log_lines, merged, planned, setup
from tests.scan.sieving import counted, expected, regular, whole
from tokenlint.capture.chunks import Chunk
from tokenlint.capture.folders import Input
from tokenlint.capture.parts import split
from tokenlint.scan import worker as module
from tokenlint.scan.counts import Counts
from tokenlint.scan.local import read_here
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job, job_names
from tokenlint.scan.worker import Worker, read_job, read_portions


def test_a_summary_is_of_its_job_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(log_lines(30))
    (tmp_path / "b").write_bytes(log_lines(10, first=3))
    worker, one, other = Worker(setup()), _job(tmp_path / "a"), _job(tmp_path / "b")
    assert [worker.read(job).tokens for job in (one, other, one)] == [30, 10, 30]
    assert counted(worker.read(other)) == expected(whole(regular()[n % 24] for n in range(3, 13)))


def _job(path: Path) -> Job:
    return (Input(str(path), path.stat().st_size),)


def test_parts_and_whole_files_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(log_lines(60))
    whole = read_job(setup(), _job(path))
    parts = merged(
        (job, read_job(setup(), job)) for job in [(part,) for part in split(path, 2_000)]
    )
    assert len(split(path, 2_000)) > 10
    assert _without_lines(parts) == _without_lines(whole)
    assert parts.size == whole.size == path.stat().st_size


def _without_lines(summary: Summary) -> object:
    """A part does not know its lines."""
    shapes = {
        digest: (tally.count, tally.place[:2], tally.example)
        for digest, tally in summary.shapes.items()
    }
    return summary.tokens, shapes, summary.distinct, summary.subjects


def test_lines_of_what_cannot_be_read_again_are_told(tmp_path: Path) -> None:
    found = merged((job, read_job(setup(), job)) for job in planned([folder(tmp_path)]).jobs)
    for tally in found.shapes.values():
        offset = tally.place.offset
        text = log_lines(40, first=int(tally.place.input.rpartition(".")[2].replace("gz", "0")))
        assert tally.place.line == text.count(b"\n", 0, offset) + 1


def test_a_job_that_breaks_off_leaves_nothing_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one for which there is not enough memory, on a thread that reads on."""
    (tmp_path / "a").write_bytes(log_lines(30))
    (tmp_path / "b").write_bytes(log_lines(25, first=40))
    worker, job, lost = Worker(setup()), _job(tmp_path / "a"), _job(tmp_path / "b")
    usual = worker.read(job)
    chunks = module.read_chunks

    def starving(*given: Any) -> Iterator[Chunk]:
        yield from chunks(*given)
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(module, "read_chunks", starving)
        with pytest.raises(MemoryError):
            worker.read(lost)
    assert worker.read(job) == usual


def test_two_scans_in_one_process_do_not_disturb_each_other(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(log_lines(30))
    first, second = setup(), setup()
    assert first != second
    assert read_job(first, _job(tmp_path / "log")) == read_job(second, _job(tmp_path / "log"))


def test_a_setup_can_be_sent() -> None:
    made = setup()
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own


def test_portions_make_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PORTION", -1.0)  # each chunk is one
    todo = planned([folder(tmp_path)])
    made = setup()
    for job in todo.jobs:
        portions = list(read_portions(made, job))
        assert [each for each, _ in portions] == [()] * (len(portions) - 1) + [job]
        assert len(portions) == 1 + 5
        assert merged(portions) == Worker(made).read(job)


def test_problems_of_portions_are_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PORTION", -1.0)
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8b\x08" + b"\0" * 9 + b"\xff" * 40)
    (tmp_path / "b").write_bytes(log_lines(3))
    found = [summary for _, summary in read_here(setup(), planned([tmp_path]).jobs)]
    assert max(len(summary.problems) for summary in found) == 1
    assert sum(len(summary.problems) for summary in found) == 1


def test_a_portion_keeps_the_list_of_problems() -> None:
    """Whoever reads holds this very list while the part goes on."""
    counts = Counts()
    before = counts.problems
    counts.portion()
    assert counts.problems is before


def test_names_of_a_job(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(log_lines(9))
    parts = split(tmp_path / "log", 1_000)
    assert set(job_names((*parts, Input("-")))) == {str(tmp_path / "log"), "-"}
