"""Places in a plain file: positioned reading, which several processes may do at a time."""

import os
from dataclasses import dataclass

from tokenlint.capture.stream import Fault

_STEP = 1 << 16
_LARGEST_STEP = 1 << 22


@dataclass(frozen=True, slots=True)
class FileRange:
    """The bytes from `start` to before `end` of an open file."""

    descriptor: int
    start: int
    end: int


def pread(descriptor: int, size: int, at: int) -> bytes:
    """Just so many bytes. Raises Fault where the file is shorter or cannot be read."""
    try:
        data = os.pread(descriptor, size, at)
        while len(data) < size:
            more = os.pread(descriptor, size - len(data), at + len(data))
            if not more:
                raise shrunk(at + len(data))
            data += more
    except OSError as error:
        reason = f"reading failed at byte {at:,}: {error.strerror or 'unknown error'}"
        raise Fault("unreadable", reason, "check the disk and the rights") from error
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
