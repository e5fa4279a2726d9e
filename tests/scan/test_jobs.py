"""Every byte is read by just one job, whatever the sizes."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tokenlint.capture.folders import STANDARD_INPUT, Input
from tokenlint.capture.parts import Part, read_part
from tokenlint.scan import jobs as module
from tokenlint.scan.jobs import piece_size, plan
from tokenlint.source import Problem


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SMALLEST_PART", 100)
        patch.setattr(module, "_LARGEST_PART", 700)
        patch.setattr(module, "_MOST_TOGETHER", 4)
        yield


@hypothesis_settings(max_examples=60)
@given(st.lists(st.integers(0, 3_000), max_size=9), st.integers(1, 8))
def test_every_byte_is_in_just_one_job(sizes: list[int], workers: int) -> None:
    with TemporaryDirectory() as top:
        for number, size in enumerate(sizes):
            (Path(top) / f"{number}").write_bytes(b"x" * size)
        made = plan([top], workers)
        seen: Counter[tuple[str, int]] = Counter()
        whole: Counter[str] = Counter()
        for job in made.jobs:
            assert job
            assert len(job) <= 4
            for piece in job:
                if isinstance(piece, Part):
                    seen.update((piece.path, at) for at in range(piece.start, piece.end))
                else:
                    whole[piece.name] += 1
                    seen.update((piece.name, at) for at in range(piece.size or 0))
            assert len(job) == 1 or sum(map(piece_size, job)) <= 700
        assert set(whole.values()) <= {1}
        assert set(seen.values()) <= {1}
        assert len(seen) == made.size == sum(sizes)
        assert made.inputs == len(sizes)
        assert not made.unbounded


@hypothesis_settings(max_examples=60)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=30), st.booleans(), st.integers(1, 8))
def test_every_line_is_in_just_one_part(lengths: list[int], ended: bool, workers: int) -> None:
    lines = [b"%d:" % number + b"x" * length for number, length in enumerate(lengths)]
    text = b"\n".join(lines) + (b"\n" if ended else b"")
    with TemporaryDirectory() as top:
        (Path(top) / "log").write_bytes(text)
        found: list[bytes] = []
        for job in plan([top], workers).jobs:
            for piece in job:
                if isinstance(piece, Part):
                    found += [chunk.data for chunk in read_part(piece, [])]
        assert b"".join(found) in (text, b"")  # a small file is no part
        assert len(text) <= 700 or found


def test_a_pipe_is_a_job_of_its_own_and_the_first(tmp_path: Path) -> None:
    for name in ("one", "two"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "empty").touch()
    (tmp_path / "log").write_bytes(b"x")
    paths = [
        tmp_path / "log",
        tmp_path / "one",
        STANDARD_INPUT,
        tmp_path / "empty",
        tmp_path / "two",
    ]
    made = plan(paths, 2)
    assert [[getattr(piece, "name", "") for piece in job] for job in made.jobs] == [
        [str(tmp_path / "one")],
        ["-"],
        [str(tmp_path / "two")],
        [str(tmp_path / "log"), str(tmp_path / "empty")],
    ]
    assert made.unbounded
    assert (made.inputs, made.size) == (5, 1)


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large").write_bytes(b"x" * 3_000)
    os.mkfifo(tmp_path / "pipe")

    def refuse(*_: object) -> tuple[Part, ...]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module, "split", refuse)
    made = plan([tmp_path, tmp_path / "gone"], 2)
    assert made.jobs == ()
    reasons = {(problem.source.file, problem.reason) for problem in made.problems}
    assert reasons == {
        (str(tmp_path / "large"), "Permission denied"),
        (str(tmp_path / "gone"), "No such file or directory"),
    }
    assert all(isinstance(problem, Problem) and problem.advice for problem in made.problems)
    assert [each.why for each in made.passed_over] == ["pipe"]


def test_what_is_packed_stays_whole(tmp_path: Path) -> None:
    (tmp_path / "old.gz").write_bytes(b"\x1f\x8b\x08" + b"\0" * 3_000)
    ((piece,),) = plan([tmp_path], 4).jobs
    assert piece == Input(str(tmp_path / "old.gz"), 3_003)
    assert piece_size(piece) == 3_003
