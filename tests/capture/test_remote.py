"""Files behind URLs are read as those on disk, by ranges, and drivers may fail as they like."""

import gzip
import io
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.capture.chunks import read_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.location import RemotePath
from tokenlint.capture.opening import open_input
from tokenlint.capture.parts import read_part, split
from tokenlint.capture.remote import RemoteFile, file_system, open_remote
from tokenlint.errors import UsageError
from tokenlint.source import Problem

fsspec = pytest.importorskip("fsspec")
SMALL = CaptureLimits(block=64, max_line=256, overlap=16)


@pytest.fixture
def memory() -> Iterator[Any]:
    """The storage of fsspec in memory, emptied afterwards."""
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def at(path: str) -> RemotePath:
    return RemotePath("memory://", path)


def searched(path: str, problems: list[Problem]) -> list[tuple[str, bytes]]:
    """What there is to search in a file behind a URL."""
    return open_all(Input(f"memory:/{path}", location=at(path)), problems)


def open_all(given: Input, problems: list[Problem]) -> list[tuple[str, bytes]]:
    """What there is to search in an input."""
    return [
        (opened.name, b"".join(c.data[c.overlap :] for c in read_chunks(opened, problems, SMALL)))
        for opened in open_input(given, problems, SMALL)
    ]


def put(data: bytes) -> None:
    fsspec.filesystem("memory").pipe("/law", data)


@given(st.lists(st.binary(max_size=40).map(lambda line: line + b"\n")), st.integers(1, 300))
def test_each_line_is_in_one_part(lines: list[bytes], size: int) -> None:
    data = b"x\n" + b"".join(lines).replace(b"\0", b"0")  # text, whatever it begins with
    put(data)
    problems: list[Problem] = []
    parts = split("shown", size, at("/law"))
    read = [[c.data for c in read_part(part, problems, SMALL)] for part in parts]
    assert b"".join(b"".join(each) for each in read) == data
    assert all(b"".join(each).endswith(b"\n") for each in read if each)
    assert not problems


@given(st.binary(max_size=2000), st.sampled_from([bytes, gzip.compress]))
def test_any_bytes_are_searched_as_those_of_a_file(
    data: bytes, pack: Callable[[bytes], bytes]
) -> None:
    put(pack(data))
    far: list[Problem] = []
    near: list[Problem] = []
    with tempfile.NamedTemporaryFile() as file:
        file.write(pack(data))
        file.flush()
        there = list(open_all(Input(file.name), near))
        parts = [(part.start, part.end) for part in split(file.name, 100)]
    assert [found for _, found in searched("/law", far)] == [found for _, found in there]
    assert [problem.reason for problem in far] == [problem.reason for problem in near]
    assert [(part.start, part.end) for part in split("shown", 100, at("/law"))] == parts


def test_packed_files_are_unpacked(memory: Any) -> None:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for name in ("a", "b"):
            info = tarfile.TarInfo(name)
            info.size = 3000
            tar.addfile(info, io.BytesIO(name.encode() * 3000))
    memory.pipe("/logs.tar.gz", archive.getvalue())
    problems: list[Problem] = []
    found = dict(searched("/logs.tar.gz", problems))
    assert found == {
        "memory://logs.tar.gz!a": b"a" * 3000,
        "memory://logs.tar.gz!b": b"b" * 3000,
    }
    assert not split("shown", 10, at("/logs.tar.gz"))
    assert not problems


def test_a_file_that_is_cut_is_told(memory: Any) -> None:
    memory.pipe("/cut.gz", gzip.compress(b"line\n" * 9000)[:-20])
    problems: list[Problem] = []
    searched("/cut.gz", problems)
    assert [problem.kind for problem in problems] == ["truncated"]


def test_a_file_that_became_shorter_is_told(memory: Any) -> None:
    memory.pipe("/log", b"line\n" * 100)
    parts = split("shown", 100, at("/log"))
    memory.pipe("/log", b"line\n")
    problems: list[Problem] = []
    assert not [c for part in parts for c in read_part(part, problems, SMALL)]
    assert {problem.kind for problem in problems} == {"truncated"}


def test_a_file_that_is_not_there_is_told(memory: Any) -> None:
    del memory
    problems: list[Problem] = []
    assert not searched("/nowhere", problems)
    with pytest.raises(FileNotFoundError):
        split("shown", 10, at("/nowhere"))
    assert [problem.reason for problem in problems] == ["No such file or directory"]


class Counted(io.BytesIO):
    """A file that notes which ranges were asked for."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.asked: list[tuple[int, int]] = []

    def read(self, size: int | None = -1, /) -> bytes:
        if size:
            self.asked.append((self.tell(), size))
        return super().read(size)


def test_a_small_file_costs_one_request_and_a_long_one_few() -> None:
    small = Counted(b"x" * 1000)
    file = RemoteFile(small)
    assert [len(file.pread(512, 0)), len(file.pread(488, 512))] == [512, 488]
    assert sum(at < 1000 for at, _ in small.asked) == 1
    long = Counted(bytes(9 << 20))
    file = RemoteFile(long)
    for start in range(0, 9 << 20, 1 << 17):
        assert len(file.pread(1 << 17, start)) == 1 << 17
    assert len(long.asked) < 8


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=20))
def test_any_range_is_what_stands_there(ranges: list[tuple[int, int]]) -> None:
    data = bytes(range(60))
    file = RemoteFile(io.BytesIO(data))
    for size, start in ranges:
        assert file.pread(size, start) == data[start : start + size]


class Stubborn(io.BytesIO):
    """A file of a server that knows no ranges."""

    def seek(self, at: int, whence: int = 0, /) -> int:
        raise ValueError("https://disk.example/log?signature=secret cannot seek")


def test_what_cannot_be_read_at_places_is_read_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    class System:
        def open(self, *_: object, **__: object) -> Any:
            return Stubborn(b"one\ntwo\n")

    monkeypatch.setattr("tokenlint.capture.remote.file_system", lambda _: System())
    problems: list[Problem] = []
    assert searched("/log", problems) == [("memory://log", b"one\ntwo\n")]
    assert not split("shown", 2, at("/log"))
    assert not problems


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "https://x.example/?secret"), "Permission denied"),
        (FileNotFoundError("https://x.example/?secret"), "No such file or directory"),
        (OSError("https://x.example/?secret"), "its storage says OSError"),
        (RuntimeError("https://x.example/?secret"), "its storage says RuntimeError"),
        (UsageError("no driver"), "no driver"),
    ],
)
def test_whatever_a_driver_raises_is_told_without_the_url(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokenlint.capture.remote.file_system", failing(error))
    problems: list[Problem] = []
    assert not searched("/log", problems)
    assert [problem.reason for problem in problems] == [words]


def test_a_storage_that_fails_in_the_midst_is_told(memory: Any, monkeypatch: Any) -> None:
    memory.pipe("/log", b"line\n" * 100)
    parts = split("shown", 100, at("/log"))
    monkeypatch.setattr(RemoteFile, "_fetch", failing(OSError(5, "secret")))
    problems: list[Problem] = []
    assert not [c for part in parts for c in read_part(part, problems, SMALL)]
    searched("/log", problems)
    assert {problem.kind for problem in problems} == {"unreadable"}


def test_an_error_at_closing_is_none() -> None:
    file = io.BytesIO()
    remote = RemoteFile(file)
    file.close = failing(OSError("secret"))  # type: ignore[method-assign]
    remote.close()


def test_a_driver_that_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="gs:// is installed") as caught:
        file_system("gs://bucket/log")
    assert "gcsfs" in caught.value.advice
    with pytest.raises(UsageError, match="nonsense:// is known"):
        file_system("nonsense://host/log")
    with pytest.raises(OSError, match="nonsense"):
        open_remote(RemotePath("nonsense://host/log", "log"))


def test_without_fsspec_the_advice_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = ModuleNotFoundError("No module named 'fsspec'", name="fsspec")
    monkeypatch.setattr("tokenlint.capture.remote.import_module", failing(missing))
    with pytest.raises(UsageError) as caught:
        file_system("s3://bucket/log")
    assert caught.value.advice == "pip install 'wlcg-tokenlint[dask]'"
