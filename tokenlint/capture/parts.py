"""A large plain file in parts that can be read side by side, each line in just one of them.

A line belongs to the part in which the byte before it lies: a part begins behind the first newline
at or after its start, and ends with the line that crosses its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenlint.capture.chunks import Chunk, range_chunks
from tokenlint.capture.limits import DEFAULT_LIMITS, CaptureLimits
from tokenlint.capture.location import Location
from tokenlint.capture.magic import LOOK_AHEAD, Packing, packing_of, unread_format
from tokenlint.capture.ranges import (
    FileRange,
    Handle,
    newline_from,
    open_plain,
    plain_size,
    read_at,
    shrunk,
)
from tokenlint.capture.stream import Fault
from tokenlint.source import Problem, Source

PART_SIZE = 64 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file that a reader is responsible for; `size` is that of the file when split.

    `location` is where it is opened, where the path does not tell.
    """

    path: str
    start: int
    end: int
    size: int
    location: Location | None = None


def split(
    path: str | Path, size: int = PART_SIZE, location: Location | None = None
) -> tuple[Part, ...]:
    """Parts of about `size` bytes; none for what cannot be split and is to be opened instead.

    Only regular files of plain bytes can be: no pipes, nothing packed, no UTF-16.
    Raises OSError when the file cannot be opened.
    """
    with open_plain(location or str(path)) as handle:
        whole = plain_size(handle)
        beginning = b"" if whole is None else read_at(handle, LOOK_AHEAD, 0)
    if whole is None or packing_of(beginning) is not Packing.PLAIN or unread_format(beginning):
        return ()
    step = max(1, size)
    return tuple(
        Part(str(path), start, min(start + step, whole), whole, location)
        for start in range(0, whole, step)
    )


def read_part(
    part: Part, problems: list[Problem], limits: CaptureLimits = DEFAULT_LIMITS
) -> Iterator[Chunk]:
    """The lines of a part; a file that cannot be read, or became shorter, is a problem."""
    try:
        with open_plain(part.location or part.path) as handle:
            yield from range_chunks(_lines(handle, part), limits)
    except Fault as fault:
        fault.tell(part.path, problems)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        problems.append(Problem("unreadable", Source(part.path), reason, "check name and rights"))


def _lines(handle: Handle, part: Part) -> FileRange:
    """From the first line that is the part's own to the end of its last. Raises Fault."""
    if (size := plain_size(handle) or 0) < part.end:
        raise shrunk(size)
    start = 0
    if part.start:
        first = newline_from(FileRange(handle, part.start, part.end))
        if first is None:  # the line goes on, and so does its reader
            return FileRange(handle, part.end, part.end)
        start = first
    last = newline_from(FileRange(handle, part.end, part.size))
    return FileRange(handle, start, part.size if last is None else last)
