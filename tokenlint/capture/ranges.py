"""Places in a plain file: positioned reading, which several processes may do at a time."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tokenlint.capture.location import Location, RemotePath
from tokenlint.capture.remote import RemoteFile, open_remote
from tokenlint.capture.stream import Fault

Handle = int | RemoteFile
"""An open file: a descriptor of this machine, or one behind a URL."""

_STEP = 1 << 16
_LARGEST_STEP = 1 << 22


@dataclass(frozen=True, slots=True)
class FileRange:
    """The bytes from `start` to before `end` of an open file."""

    descriptor: Handle
    start: int
    end: int


@contextmanager
def open_plain(location: Location) -> Iterator[Handle]:
    """A file that is to be read at places, without waiting for a pipe. Raises OSError."""
    if isinstance(location, RemotePath):
        remote = open_remote(location)
        try:
            yield remote
        finally:
            remote.close()
        return
    descriptor = os.open(location, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def plain_size(handle: Handle) -> int | None:
    """The size that a file has now; None for what cannot be read at places. Raises OSError."""
    if isinstance(handle, RemoteFile):
        return handle.size
    status = os.fstat(handle)
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def read_at(handle: Handle, size: int, at: int) -> bytes:
    """At most `size` bytes from a place on; none at the end. Raises OSError."""
    if isinstance(handle, RemoteFile):
        return handle.pread(size, at)
    return os.pread(handle, size, at)


def up_to(handle: Handle, size: int, at: int) -> bytes:
    """As `read_at`. Raises Fault where the file cannot be read."""
    try:
        return read_at(handle, size, at)
    except OSError as error:
        reason = f"reading failed at byte {at:,}: {error.strerror or 'unknown error'}"
        raise Fault("unreadable", reason, "check the disk and the rights") from error


def pread(handle: Handle, size: int, at: int) -> bytes:
    """Just so many bytes. Raises Fault where the file is shorter or cannot be read."""
    data = up_to(handle, size, at)
    while len(data) < size:
        more = up_to(handle, size - len(data), at + len(data))
        if not more:
            raise shrunk(at + len(data))
        data += more
    return data


def newline_from(place: FileRange) -> int | None:
    """Where the line ends that `start` stands in, its newline included; None: beyond `end`."""
    at, step = place.start, _STEP
    while at < place.end:
        block = pread(place.descriptor, min(step, place.end - at), at)
        found = block.find(b"\n")
        if found >= 0:
            return at + found + 1
        at, step = at + len(block), min(step * 4, _LARGEST_STEP)
    return None


def shrunk(at: int) -> Fault:
    """What is said of a file that became shorter while it was read."""
    reason = f"the file became shorter while it was read: it now ends at byte {at:,}"
    return Fault("truncated", reason, "scan a copy, or what it was rotated to")
