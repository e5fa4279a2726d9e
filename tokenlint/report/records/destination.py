"""Where a stream of records goes: a file that is there whole or not at all, a pipe, a terminal."""

import io
import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol, TextIO

from tokenlint.errors import UsageError
from tokenlint.report.output import advice_on
from tokenlint.report.whole_file import WholeFile

_BUFFER = 1 << 20  # no record is longer, so that an interruption never cuts one


class Destination(Protocol):
    """Bytes go to `stream`, until `keep` or `drop`."""

    stream: IO[bytes]

    def keep(self) -> None:
        """All is written. Raises OSError."""
        ...

    def drop(self) -> None:
        """Something failed; never raises."""
        ...


class InPlace:
    """What cannot appear at once: standard output, a pipe, a device."""

    def __init__(self, descriptor: int) -> None:
        self.stream: IO[bytes] = io.BufferedWriter(io.FileIO(descriptor, "wb"), _BUFFER)

    def keep(self) -> None:
        """Write all that waits."""
        self.stream.close()

    def drop(self) -> None:
        """What waits is lost."""
        with suppress(OSError):
            self.stream.close()


class Held:
    """A stream in the place of standard output that is no file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def keep(self) -> None:
        """Hand on all that waits; it stays open."""
        self.stream.flush()

    def drop(self) -> None:
        """It belongs to somebody else."""


def to_stream(stream: TextIO) -> Destination:
    """Standard output, behind all that was written to it before."""
    stream.flush()
    try:
        return InPlace(os.dup(stream.fileno()))
    except io.UnsupportedOperation:
        return Held(stream.buffer)


def to_file(file: Path) -> Destination:
    """A file. Raises UsageError where it cannot be created."""
    try:
        if file.exists() and not file.is_file():
            return InPlace(os.open(file, os.O_WRONLY | os.O_CLOEXEC))
        return WholeFile(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        advice = advice_on(file)
        raise UsageError(f"cannot write the records to {file}: {reason}", advice=advice) from error
