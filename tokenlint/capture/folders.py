"""From paths to inputs: what a scan is to read, what it passes over, what it cannot reach.

The order is stable, each file comes once, and no loop of links is entered.
Below a folder only regular files are read, also through links, as `/var/log/containers` has them.
A pipe or a device is read when the user names it.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenlint.capture.location import Location
from tokenlint.source import Problem, Source

STANDARD_INPUT = "-"
_Seen = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Input:
    """Something to read; `named` tells that the user named it, `size` is None for a pipe.

    `name` is what is shown; `location` is where it is opened, where the name does not tell.
    `goes_on` tells that it continues the input before it in the same job: a log that was rotated.
    """

    name: str
    size: int | None = None
    named: bool = False
    location: Location | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something below a folder that is not read, and why in a few words (`pipe`, `device`)."""

    name: str
    why: str


Found = Input | PassedOver | Problem


def find_inputs(paths: Iterable[str | Path]) -> Iterator[Found]:
    """Every input at or below the paths; `-` is standard input."""
    seen: _Seen = set()
    for path in map(str, paths):
        if path == STANDARD_INPUT:
            yield Input(STANDARD_INPUT, named=True)
            continue
        try:
            status = os.stat(path)  # noqa: PTH116  # of a name that is too long pathlib raises
        except (OSError, ValueError) as error:
            yield _unreachable(path, error)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _below(path, seen)
        elif _is_new(status, seen):
            regular = stat.S_ISREG(status.st_mode)
            yield Input(path, status.st_size if regular else None, named=True)


def _below(top: str, seen: _Seen) -> Iterator[Found]:
    """Everything below a folder, deep folders without recursion."""
    waiting: list[str] = [top]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _unreachable(path, error)
            continue
        folders = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield _of(entry, seen)
        waiting.extend(reversed(folders))


def _of(entry: "os.DirEntry[str]", seen: _Seen) -> Found:
    try:
        status = entry.stat()
    except OSError as error:
        if entry.is_symlink():
            return PassedOver(entry.path, "link to nothing")
        return _unreachable(entry.path, error)
    if stat.S_ISDIR(status.st_mode):
        return PassedOver(entry.path, "link to a folder")
    if not stat.S_ISREG(status.st_mode):
        return PassedOver(entry.path, _kind(status.st_mode))
    if not _is_new(status, seen):
        return PassedOver(entry.path, "read under another name")
    return Input(entry.path, status.st_size)


def _is_new(status: os.stat_result, seen: _Seen) -> bool:
    """Whether the file did not come before; a pipe is always new."""
    if not stat.S_ISREG(status.st_mode):
        return True
    identity = (status.st_dev, status.st_ino)
    known = identity in seen
    seen.add(identity)
    return not known


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "pipe"
    return "socket" if stat.S_ISSOCK(mode) else "device"


def _unreachable(path: str, error: OSError | ValueError) -> Problem:
    reason = getattr(error, "strerror", None) or "this cannot be the name of a file"
    return Problem("unreadable", Source(path), reason, "check name and rights")
