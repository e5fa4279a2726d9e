"""What is sent to a cluster, and what a process there does with it.

Packed, an errand is bytes that any process can pass on. Unpacking them runs it,
so that a scheduler and a process without tokenlint need not know what is inside.
"""

import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tokenlint import __version__
from tokenlint.capture.folders import Input
from tokenlint.capture.location import Location, RemotePath
from tokenlint.capture.parts import Part
from tokenlint.capture.ranges import open_plain, read_at
from tokenlint.scan.lines import lines_of
from tokenlint.scan.summary import Place
from tokenlint.scan.work import Job, S, Work, piece_name
from tokenlint.source import Problem, Source

Piece = Part | Input
Errand = Callable[..., Any]
_BEGINNING = 512  # bytes by which a file is known


@dataclass(frozen=True, slots=True)
class Version:
    """What runs an errand; it must be what sent it, for counts to be the same everywhere."""

    tokenlint: str
    python: str

    def __str__(self) -> str:
        return f"tokenlint {self.tokenlint} on Python {self.python}"


def version_here() -> Version:
    """That of this process; of Python the minor version."""
    return Version(__version__, ".".join(map(str, sys.version_info[:2])))


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a local file is known again: its first bytes, as long as it only grows."""

    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Packed:
    """Runs when it is unpacked: that is what `__reduce__` tells pickle to do."""

    version: Version
    errand: Errand
    given: bytes = field(repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return run_errand, (self.version.tokenlint, self.version.python, self.errand, self.given)


def packed(errand: Errand, *given: Any) -> bytes:
    """An errand as bytes. `errand` is a function of this module, found there by its name."""
    return pickle.dumps(_Packed(version_here(), errand, pickle.dumps(given)))


def run_errand(tokenlint: str, python: str, errand: Errand, given: bytes) -> Any:
    """What comes of an errand; the version of this process where it is not the sender's."""
    here = version_here()
    if here != Version(tokenlint, python):
        return here
    return errand(*pickle.loads(given))  # noqa: S301 - a cluster runs what its clients send


def read_there(work: Work[S], job: Job, marks: tuple[Mark | None, ...]) -> S:
    """Read a job in this process, without the files that are others than those that were meant."""
    same = [_is_same(piece, mark) for piece, mark in zip(job, marks, strict=True)]
    mine = tuple(piece for piece, known in zip(job, same, strict=True) if known)
    others = [piece_name(piece) for piece, known in zip(job, same, strict=True) if not known]
    reason = "the worker that read it sees another file under this name"
    advice = "name files on a file system that all workers share, or URLs"
    return work.read(mine).with_problems(
        Problem("unreadable", Source(name), reason, advice) for name in others
    )


def lines_there(location: Location, places: tuple[Place, ...]) -> dict[Place, Place]:
    """The lines of places in one file."""
    return lines_of(location, places)


def addressed(job: Job) -> Job:
    """The job with absolute paths: a worker has a working folder of its own."""
    return tuple(_absolute(piece) for piece in job)


def _absolute(piece: Piece) -> Piece:
    if piece.location:
        return piece
    return replace(piece, location=str(Path(piece_name(piece)).absolute()))


def marks_of(job: Job) -> tuple[Mark | None, ...]:
    """A mark for each local file of an addressed job; none for one that cannot be opened."""
    return tuple(map(_mark, job))


def _mark(piece: Piece) -> Mark | None:
    beginning = _beginning(piece, _BEGINNING)
    return None if beginning is None else Mark(len(beginning), _digest(beginning))


def _is_same(piece: Piece, mark: Mark | None) -> bool:
    """Whether a file begins as it did; one that cannot be opened is told when it is read."""
    beginning = None if mark is None else _beginning(piece, mark.size)
    return mark is None or beginning is None or _digest(beginning) == mark.digest


def _beginning(piece: Piece, size: int) -> bytes | None:
    if not isinstance(piece.location, str):
        return None
    try:
        with open_plain(piece.location) as handle:
            return read_at(handle, size, 0)
    except OSError:
        return None


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def is_remote(location: Location | None) -> bool:
    """Whether it is behind a URL."""
    return isinstance(location, RemotePath)
