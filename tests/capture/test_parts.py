"""A file in parts: every line once, whatever the lines are like."""

import gzip
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.parts import Part, read_part, split
from tokenlint.source import Problem

SMALL = CaptureLimits(block=16, max_line=64, overlap=8)
TEXT = st.lists(
    st.sampled_from([b"\n", b"\r\n", b"word ", b"longer-than-a-part " * 2, b"x" * 90])
).map(b"".join)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts") / "input"


@given(TEXT, st.integers(1, 40))
@example(b"\n", 1)
@example(b"a\nb\nc", 2)
@example(b"x" * 100 + b"\ny\n", 7)
def test_every_line_is_in_just_one_part(path: Path, data: bytes, size: int) -> None:
    path.write_bytes(data)
    problems: list[Problem] = []
    texts, begins = [], []
    for part in split(path, size):
        chunks = list(read_part(part, problems, SMALL))
        texts.append(b"".join(chunk.data[chunk.overlap :] for chunk in chunks))
        begins += [chunks[0].offset] if chunks else []
    assert b"".join(texts) == data
    assert problems == []
    assert all(at == 0 or data[at - 1 : at] == b"\n" for at in begins)
    assert all(text.endswith(b"\n") for text in list(filter(None, texts))[:-1])


def test_parts_are_about_as_large_as_asked(path: Path) -> None:
    path.write_bytes(b"0123456\n" * 1000)
    parts = split(path, 1000)
    assert len(parts) == 8
    sizes = [sum(len(chunk.data) for chunk in read_part(part, [])) for part in parts]
    assert all(abs(size - 1000) <= 8 for size in sizes)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(gzip.compress(b"text"), id="packed"),
        pytest.param("text".encode("utf-16"), id="utf-16"),
        pytest.param(b"LPKSHHRH and so on", id="journal"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_cannot_be_split_has_no_parts(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert split(path) == ()


def test_a_part_of_a_file_that_is_gone_or_shorter_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b"a\n" * 100)
    part = split(path, 150)[1]
    path.write_bytes(b"a\n")
    problems: list[Problem] = []
    assert list(read_part(part, problems)) == []
    path.unlink()
    assert list(read_part(part, problems)) == []
    assert [problem.kind for problem in problems] == ["truncated", "unreadable"]


def test_growth_after_the_split_is_left_to_the_next_scan(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b"a\nb")
    (part,) = split(path)
    path.write_bytes(b"a\nbcd\ne\n")
    assert part == Part(str(path), 0, 3, 3)
    assert [chunk.data for chunk in read_part(part, [])] == [b"a\nb"]
