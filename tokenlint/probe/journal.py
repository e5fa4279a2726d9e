"""The record of a probe on disk: every line safe before the next step, never two runs at once."""

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec

from tokenlint.errors import Incomplete, UsageError
from tokenlint.probe.record import SCHEMA, Begun, Line
from tokenlint.source import Source

_MODE = 0o600
_BEGINNING = b'{"line":"begun"'
Sort = TypeVar("Sort", bound=msgspec.Struct)
_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


@dataclass(slots=True)
class Journal:
    """An open record that nobody else has open; `lines` are those that stood in it before.

    Use `opened`. `write` raises Incomplete where the disk does not take a line.
    """

    path: Path
    lines: tuple[Line, ...]
    _descriptor: int

    def write(self, *lines: Line) -> None:
        """Append lines; they are on the disk when this returns."""
        if not lines:
            return
        data = b"".join(_ENCODER.encode(line) + b"\n" for line in lines)
        try:
            _write(self._descriptor, data)
            os.fsync(self._descriptor)
        except OSError as error:
            raise _unwritten(self.path, error) from None

    def start_anew(self) -> Path:
        """Move what stands in it to a name that is free, and begin an empty record."""
        fresh = self.path.with_name(f"{self.path.name}.new-{secrets.token_hex(4)}")
        try:
            descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, _MODE)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            kept = self._kept()
            fresh.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise _unwritten(self.path, error) from None
        os.close(self._descriptor)
        self._descriptor, self.lines = descriptor, ()
        return kept

    def close(self) -> None:
        """Let go of the file and its lock."""
        os.close(self._descriptor)

    def _kept(self) -> Path:
        """Give the old record a second name before it loses its first."""
        for number in count(1):
            kept = self.path.with_name(f"{self.path.name}.previous{f'-{number}' * (number > 1)}")
            try:
                os.link(self.path, kept)
            except FileExistsError:
                continue
            return kept
        raise AssertionError("count ends never")


def opened(path: Path) -> Journal:
    """Open or make a record, and lock it.

    A last line that was cut when a run was killed is dropped.
    Raises UsageError for a file that is no record or that another run has open,
    Incomplete where it cannot be read or written.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no regular file", advice="name a file by --record")
    try:
        descriptor = _locked(path)
    except OSError as error:
        raise _unwritten(path, error) from None
    try:
        return Journal(path, tuple(_lines(path, descriptor)), descriptor)
    except OSError as error:
        os.close(descriptor)
        raise _unwritten(path, error) from None
    except BaseException:
        os.close(descriptor)
        raise


def _locked(path: Path) -> int:
    while True:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(path, flags, _MODE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):  # noqa: PTH116
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise UsageError(
                f"{path}: another probe uses this record",
                advice="wait until it has ended, or name another file",
            ) from None
        except FileNotFoundError:  # it was moved between the two; open the new one
            pass
        os.close(descriptor)


def _lines(path: Path, descriptor: int) -> Iterator[Line]:
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        stream.seek(0)
        data = stream.read()
    if not data.startswith(_BEGINNING[: len(data)]):
        raise UsageError(
            f"{path} is no record of a probe", advice="name a file that does not exist yet"
        )
    whole = data.rfind(b"\n") + 1
    for number, line in enumerate(data[:whole].splitlines(), 1):
        yield _line(path, number, line)
    if whole < len(data):
        os.ftruncate(descriptor, whole)
        os.fsync(descriptor)


def _line(path: Path, number: int, text: bytes) -> Line:
    try:
        line = _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        line = None
    if line is None or (isinstance(line, Begun) and line.schema != SCHEMA):
        raise Incomplete(
            f"line {number} of the record cannot be read, so nothing was done",
            advice="what the record names may still stand at the service; "
            "repair the line, or look there and move the record away",
            source=Source(str(path), number),
        )
    return line


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritten(path: Path, error: OSError) -> Incomplete:
    return Incomplete(
        f"the record cannot be written ({error.strerror})",
        advice="a probe does nothing that it has not written down; name a file that can be written",
        source=Source(str(path)),
    )


def of_type(lines: Iterable[Line], wanted: type[Sort]) -> tuple[Sort, ...]:
    """The lines of one sort, in order."""
    return tuple(line for line in lines if isinstance(line, wanted))
