"""Chunks hold whole lines, and what is longer comes in pieces of which one owns each find."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.capture.reading import read
from tokenlint.capture.chunks import Chunk, range_chunks, read_chunks, stream_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.opening import open_input
from tokenlint.capture.ranges import FileRange
from tokenlint.capture.stream import Fault, Stream
from tokenlint.source import Problem

SMALL = CaptureLimits(block=8, max_line=24, overlap=6)
TEXT = st.lists(
    st.sampled_from([b"\n", b"\r\n", b"a", b"bcd", b"longer-than-most ", b"x" * 60])
).map(b"".join)


def _of_stream(data: bytes, step: int = 5) -> list[Chunk]:
    rest = [data[at : at + step] for at in range(0, len(data), step)]
    return list(stream_chunks(Stream(lambda size: _take(rest, size)), SMALL))


def _take(rest: list[bytes], size: int) -> bytes:
    if not rest:
        return b""
    first, rest[0] = rest[0][:size], rest[0][size:]
    if not rest[0]:
        del rest[0]
    return first


def _of_file(path: Path, data: bytes) -> list[Chunk]:
    path.write_bytes(data)
    with path.open("rb") as file:
        return list(range_chunks(FileRange(file.fileno(), 0, len(data)), SMALL))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chunks") / "input"


@given(TEXT)
@example(b"x" * 24)
@example(b"x" * 25)
@example(b"x" * 24 + b"\n")
def test_chunks_are_the_input_and_end_at_lines(path: Path, data: bytes) -> None:
    for chunks in (_of_stream(data), _of_file(path, data)):
        assert b"".join(chunk.data[chunk.overlap :] for chunk in chunks) == data
        for chunk in chunks:
            assert chunk.data == data[chunk.offset : chunk.offset + len(chunk.data)]
            assert len(chunk.data) <= SMALL.max_line + SMALL.block
            ends = chunk.data.endswith(b"\n") or chunk.offset + len(chunk.data) == len(data)
            assert chunk.cut or ends
            assert not (chunk.cut and b"\n" in chunk.data)


@given(TEXT)
def test_each_find_is_owned_by_one_chunk(path: Path, data: bytes) -> None:
    words = re.compile(rb"[a-w]{1,5}(?![a-w])")
    expected = [found.start() for found in words.finditer(data)]
    for chunks in (_of_stream(data), _of_file(path, data)):
        owned = [
            chunk.offset + found.start()
            for chunk in chunks
            for found in words.finditer(chunk.data)
            if chunk.owns(found.start(), found.end())
        ]
        assert owned == expected


def test_what_is_longer_than_the_overlap_is_owned_where_it_begins() -> None:
    first, second = Chunk(b"x" * 24, 0, 0, 6), Chunk(b"x" * 20, 18, 6, 0)
    assert first.owns(2, 24)
    assert not first.owns(20, 24)
    assert second.owns(2, 9)
    assert not second.owns(1, 4)


def test_a_line_without_end_is_counted_once(path: Path) -> None:
    chunks = _of_file(path, b"a\n" + b"x" * 200 + b"\nb\n" + b"y" * 40)
    assert sum(chunk.cut and not chunk.overlap for chunk in chunks) == 2


def test_what_came_before_a_fault_is_read() -> None:
    def read_then_fail(_size: int) -> bytes:
        if parts:
            return parts.pop(0)
        raise Fault("damaged", "here it ends")

    parts = [b"one\ntw", b"o\nth"]
    chunks: list[bytes] = []
    with pytest.raises(Fault):
        chunks.extend(chunk.data for chunk in stream_chunks(Stream(read_then_fail)))
    parts = [b"one\ntw", b"o\nth"]
    problems: list[Problem] = []
    chunks = []
    try:
        for chunk in stream_chunks(Stream(read_then_fail)):
            chunks.append(chunk.data)
    except Fault as fault:
        fault.tell("x", problems)
        fault.tell("x", problems)
    assert b"".join(chunks) == b"one\ntwo\nth"
    assert [problem.kind for problem in problems] == ["damaged"]


def test_a_chunk_never_shows_its_bytes() -> None:
    assert "secret" not in repr(Chunk(b"secret", 0))


def test_a_file_is_read_up_to_the_size_at_its_opening(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b"one\ntwo\n")
    problems: list[Problem] = []
    for opened in open_input(Input(str(path)), problems):
        with path.open("ab") as file:
            file.write(b"three\n")
        assert b"".join(chunk.data for chunk in read_chunks(opened, problems)) == b"one\ntwo\n"
    assert problems == []


def test_a_file_that_became_shorter_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b"one\ntwo\n")
    problems: list[Problem] = []
    for opened in open_input(Input(str(path)), problems):
        path.write_bytes(b"one\n")
        list(read_chunks(opened, problems))
    assert [problem.kind for problem in problems] == ["truncated"]
    assert "byte 4" in problems[0].reason


def test_limits_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        CaptureLimits(max_line=10, overlap=10)


def test_the_default_limits_read_a_usual_file(tmp_path: Path) -> None:
    text = b"a line of a usual file\n" * 400_000
    result = read(tmp_path / "input", text)
    assert result.texts == {"": text}
    assert result.problems == []
