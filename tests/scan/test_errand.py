"""What is sent to a cluster runs where it is unpacked, and reads the files that were meant."""

import pickle
from pathlib import Path

import pytest

from tests.scan.logs import jobs_of, logs_in, setup, whole
from tokenlint.capture.folders import Input
from tokenlint.capture.location import RemotePath
from tokenlint.capture.parts import Part
from tokenlint.scan.errand import (
    Version,
    addressed,
    lines_there,
    marks_of,
    packed,
    read_there,
    run_errand,
    version_here,
)
from tokenlint.scan.local import read_here
from tokenlint.scan.summary import Place, Summary
from tokenlint.scan.work import Job
from tokenlint.scan.worker import read_job


def sent(job: Job) -> Summary:
    """What comes of a job that is packed and unpacked."""
    there = addressed(job)
    summary = pickle.loads(packed(read_there, setup(), there, marks_of(there)))  # noqa: S301
    assert isinstance(summary, Summary)
    return summary


def test_unpacking_runs_it(tmp_path: Path) -> None:
    (job,) = jobs_of(logs_in(tmp_path / "logs", 1))
    assert sent(job) == whole(read_here(setup(), [job]))
    place = Place(job[0].name, 9)  # type: ignore[union-attr]
    parcel = packed(lines_there, str(tmp_path / "logs/00.txt"), (place,))
    assert pickle.loads(parcel) == {place: place._replace(line=1)}  # noqa: S301


def test_what_is_packed_shows_neither_paths_nor_keys() -> None:
    job = (Input("shown", 1, location=RemotePath("s3://b/a?secret", "b/a?secret")),)
    assert "secret" not in repr(job)


@pytest.mark.parametrize(
    "other", [Version("0.0.0", version_here().python), Version(version_here().tokenlint, "3.1")]
)
def test_another_version_is_told_before_anything_is_unpacked(other: Version) -> None:
    nonsense = b"no pickle"
    assert run_errand(other.tokenlint, other.python, read_there, nonsense) == version_here()
    with pytest.raises(pickle.UnpicklingError):
        run_errand(version_here().tokenlint, version_here().python, read_there, nonsense)


def test_another_file_of_the_same_name_is_not_read(tmp_path: Path) -> None:
    first, second = logs_in(tmp_path / "logs", 2)
    size = first.stat().st_size
    job = addressed((Input(str(first), size), Part(str(second), 0, 100, size)))
    marks = marks_of(job)
    first.write_bytes(b"another " * 200)
    summary = read_there(setup(), job, marks)
    assert [problem.source.file for problem in summary.problems] == [str(first)]
    assert "another file" in summary.problems[0].reason
    assert summary.tokens == 1


def test_a_file_that_grew_is_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"short")
    job = addressed((Input(str(path), 5),))
    marks = marks_of(job)
    path.write_bytes(b"short and longer")
    assert not read_there(setup(), job, marks).problems


def test_a_file_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"short")
    job = addressed((Input(str(path), 5),))
    marks = marks_of(job)
    path.unlink()
    (problem,) = read_there(setup(), job, marks).problems
    assert problem.reason == "No such file or directory"
    assert marks_of(job) == (None,)


def test_only_paths_of_this_machine_are_made_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    far = Input("s3://bucket/a", 1, location=RemotePath("s3://bucket/a", "bucket/a"))
    part = Part("b", 0, 1, 1)
    assert addressed((Input("a", 1), part, far)) == (
        Input("a", 1, location="/a"),
        Part("b", 0, 1, 1, "/b"),
        far,
    )
    assert marks_of((far,)) == (None,)


def test_each_job_counts_its_subjects_and_each_run_starts_anew(tmp_path: Path) -> None:
    (path,) = logs_in(tmp_path / "logs", 1)
    (job,) = jobs_of([path])
    run = setup()
    first, again = read_job(run, job), read_job(run, job)
    assert first == again
    assert again.subjects.count == 1
    assert setup() != run
