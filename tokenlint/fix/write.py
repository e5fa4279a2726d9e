"""Files are replaced whole or not at all, and only where nobody changed them meanwhile."""

import os
import stat
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from tokenlint.source import Problem, Source

_ADVICE = "nothing was written to it; the other files are not affected"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class NotWritten(Exception):
    """A file that stays as it was; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def write(path: Path, before: bytes, after: bytes) -> Problem | None:
    """Put `after` in the place of `before`; a problem where that cannot be done.

    A symbolic link stays, and the file that it leads to is replaced, with its mode and owner.
    Whoever reads the file meanwhile sees the one or the other, also when this process is killed.
    """
    try:
        target = Path(os.path.realpath(path, strict=True))
        _replace(target, before, after)
    except NotWritten as refusal:
        return Problem("not-written", Source(str(path)), refusal.reason, _ADVICE)
    except OSError as error:
        reason = f"it cannot be written: {error.strerror or type(error).__name__}"
        return Problem("not-written", Source(str(path)), reason, _ADVICE)
    return None


def _replace(target: Path, before: bytes, after: bytes) -> None:
    state = target.stat()
    _refuse(target, state)
    _unchanged(target, before)
    descriptor, name = tempfile.mkstemp(prefix=".tokenlint-", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(after)
            stream.flush()
            _like(stream.fileno(), state)
            os.fsync(stream.fileno())
        _attributes(target, beside)
        _unchanged(target, before)
        os.replace(beside, target)  # noqa: PTH105  # the one step that is whole or not at all
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _keep(target.parent)


def _refuse(target: Path, state: os.stat_result) -> None:
    """A new file in the place of these would not be what its owner wants."""
    if not stat.S_ISREG(state.st_mode):
        raise NotWritten("it is no regular file")
    if not state.st_mode & _WRITABLE or not os.access(target, os.W_OK):
        raise NotWritten("it is read-only")
    folder = target.parent
    if not folder.stat().st_mode & _WRITABLE or not os.access(folder, os.W_OK):
        raise NotWritten("its folder is read-only, so that no new file can take its place")
    if state.st_nlink > 1:
        raise NotWritten("it has another name (a hard link), which would keep the old content")


def _unchanged(target: Path, before: bytes) -> None:
    """Raise NotWritten where the file is no longer what was read."""
    with target.open("rb") as stream:
        now = sha256(stream.read(len(before) + 1)).digest()
    if now != sha256(before).digest():
        raise NotWritten("it was changed since it was read; run the command again")


def _like(descriptor: int, state: os.stat_result) -> None:
    """Mode and owner of the old file; another owner's only where the system allows it."""
    with suppress(OSError):
        os.fchown(descriptor, state.st_uid, state.st_gid)
    mode = stat.S_IMODE(state.st_mode)
    mine = os.fstat(descriptor)
    if (mine.st_uid, mine.st_gid) != (state.st_uid, state.st_gid):
        if mine.st_gid != state.st_gid and mode & stat.S_IRWXG:
            raise NotWritten("it belongs to another group, which would lose its rights")
        mode &= ~(stat.S_ISUID | stat.S_ISGID)
    os.fchmod(descriptor, mode)


def _attributes(target: Path, beside: Path) -> None:
    """Labels and access lists of the old file, where there are any."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in os.listxattr(target):
            with suppress(OSError):
                os.setxattr(beside, name, os.getxattr(target, name))


def _keep(folder: Path) -> None:
    """See that the new name is on the disk, too."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
