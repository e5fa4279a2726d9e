"""From one input to what is to be searched: unpacked, member by member, each with a name.

What an input is packed in is read off its first bytes, at every layer anew.
A file is read up to the size that it has when it is opened; what is appended later is not read,
and one that has become shorter is a problem.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from tokenlint.capture.folders import STANDARD_INPUT, Input
from tokenlint.capture.limits import DEFAULT_LIMITS, CaptureLimits
from tokenlint.capture.location import RemotePath
from tokenlint.capture.magic import (
    ARCHIVES,
    COMPRESSIONS,
    LOOK_AHEAD,
    Packing,
    packing_of,
    unread_format,
)
from tokenlint.capture.member import Member
from tokenlint.capture.ranges import FileRange, Handle, plain_size, read_at, shrunk
from tokenlint.capture.remote import RemoteFile, open_remote
from tokenlint.capture.stream import Budget, Fault, Read, Stream
from tokenlint.capture.tar import tar_members
from tokenlint.capture.unpack import unpacked
from tokenlint.capture.utf16 import as_utf_8
from tokenlint.capture.zip import zip_members
from tokenlint.source import Problem, Source


@dataclass(frozen=True, slots=True)
class Opened:
    """Plain bytes to search; they are to be read before the next one is asked for.

    `name` is the path, with `!member` for each archive on the way.
    """

    name: str
    stream: Stream
    plain: FileRange | None = None  # the same bytes, where they are a plain file's


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a layer stands: its name, how many of either kind are around it; the file itself."""

    name: str
    compressions: int = 0
    archives: int = 0
    file: FileRange | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """What all layers of one input share."""

    limits: CaptureLimits
    budget: Budget
    problems: list[Problem]


def open_input(
    found: Input, problems: list[Problem], limits: CaptureLimits = DEFAULT_LIMITS
) -> Iterator[Opened]:
    """What there is to search in one input; what cannot be read is added to `problems`."""
    try:
        handle = _handle(found)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        problems.append(Problem("unreadable", Source(found.name), reason, "check name and rights"))
        return
    run = _Run(limits, Budget(limits), problems)
    with _closed_after(handle, found):
        file = _file(handle)
        stream = Stream(run.budget.counted(_reader(handle, file)))
        yield from _layer(stream, _Place(found.name, file=file), run)


def _handle(found: Input) -> Handle:
    """Raises OSError. Below a folder nothing but a regular file is opened, or waited for."""
    if isinstance(found.location, RemotePath):
        return open_remote(found.location)
    if found.name == STANDARD_INPUT:
        return sys.stdin.fileno()
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY
    path = found.location or found.name
    descriptor = os.open(path, flags if found.named else flags | os.O_NONBLOCK)
    if not (found.named or stat.S_ISREG(os.fstat(descriptor).st_mode)):
        os.close(descriptor)
        raise OSError(0, "it is no longer a regular file")
    return descriptor


@contextmanager
def _closed_after(handle: Handle, found: Input) -> Iterator[None]:
    try:
        yield
    finally:
        if isinstance(handle, RemoteFile):
            handle.close()
        elif found.name != STANDARD_INPUT:
            os.close(handle)


def _file(handle: Handle) -> FileRange | None:
    """A regular file up to the size that it has now; None for a pipe or a device."""
    size = plain_size(handle)
    if size is None:
        return None
    start = 0
    if not isinstance(handle, RemoteFile):
        start = os.lseek(handle, 0, os.SEEK_CUR)  # standard input may have been read in part
    return FileRange(handle, start, max(start, size))


def _reader(handle: Handle, file: FileRange | None) -> Read:
    if file is None:
        return handle.read if isinstance(handle, RemoteFile) else partial(os.read, handle)
    at = file.start

    def read(size: int) -> bytes:
        nonlocal at
        data = read_at(handle, min(size, file.end - at), at)
        if not data and at < file.end:
            raise shrunk(at)
        at += len(data)
        return data

    return read


def _layer(stream: Stream, place: _Place, run: _Run) -> Iterator[Opened]:
    """One layer by its packing, and those inside it."""
    packing = packing_of(beginning := stream.peek(LOOK_AHEAD))
    if packing in COMPRESSIONS | ARCHIVES and _too_deep(packing, place, run):
        return
    if packing in COMPRESSIONS:
        inner = replace(place, compressions=place.compressions + 1, file=None)
        yield from _layer(unpacked(stream, packing, run.budget, run.limits), inner, run)
    elif packing in ARCHIVES:
        yield from _archive(stream, packing, place, run)
    elif packing is Packing.UTF_16:
        yield Opened(place.name, as_utf_8(stream))
    else:
        _tell_unread(beginning, place, run)
        yield Opened(place.name, stream, place.file)


def _too_deep(packing: Packing, place: _Place, run: _Run) -> bool:
    archives = place.archives + (packing in ARCHIVES)
    compressions = place.compressions + (packing is not Packing.TAR)
    if archives <= run.limits.max_archives and compressions <= run.limits.max_compressions:
        return False
    reason = f"{packing.value} inside so many other layers is not unpacked; it was not read"
    advice = "unpack it and scan the result"
    run.problems.append(Problem("not-recognised", Source(place.name), reason, advice))
    return True


def _archive(stream: Stream, packing: Packing, place: _Place, run: _Run) -> Iterator[Opened]:
    """The members of an archive, each opened by its own packing."""
    inner = replace(
        place,
        archives=place.archives + 1,
        compressions=place.compressions + (packing is Packing.ZIP),
        file=None,
    )
    try:
        for member in _members(stream, packing, run):
            there = replace(inner, name=f"{place.name}!{member.name}")
            if member.fault is not None:
                member.fault.tell(there.name, run.problems)
            yield from _layer(member.stream, there, run)
    except Fault as fault:
        fault.tell(place.name, run.problems)


def _members(stream: Stream, packing: Packing, run: _Run) -> Iterator[Member]:
    if packing is Packing.TAR:
        return tar_members(stream, run.budget)
    return zip_members(stream, run.budget, run.limits)


def _tell_unread(beginning: bytes, place: _Place, run: _Run) -> None:
    hidden = unread_format(beginning)
    if hidden is not None:
        name, advice = hidden
        reason = f"this is {name} data, which is not unpacked: only its plain bytes were searched"
        run.problems.append(Problem("not-recognised", Source(place.name), reason, advice))
