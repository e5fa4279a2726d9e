"""What is done with the pieces of an input, whatever it is: what hands and clusters must know.

A scan sums up tokens, an audit sums up accesses; who reads, and where, is the same for both.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, Self, TypeVar

from tokenlint.capture.folders import Input
from tokenlint.capture.parts import Part
from tokenlint.source import Problem

Job = tuple[Part | Input, ...]
"""Pieces that are read together."""


class Sum(Protocol):
    """What a job comes to."""

    def with_problems(self, problems: Iterable[Problem]) -> Self:
        """The same with further problems."""
        ...


S = TypeVar("S", bound=Sum)
R_co = TypeVar("R_co", bound=Sum, covariant=True)


class Work(Protocol[R_co]):
    """What every worker is told; it can be sent to another machine. No method raises."""

    def read(self, job: Job) -> R_co:
        """What a job comes to, read in this thread."""
        ...

    def portions(self, job: Job) -> Iterator[tuple[Job, R_co]]:
        """The same in portions, so that an interruption loses little; the last has the job."""
        ...

    def nothing(self) -> R_co:
        """What no job comes to."""
        ...


def read_with(work: Work[S], job: Job) -> S:
    """Read a job in this process: a function that other processes find by its name."""
    return work.read(job)


def job_names(job: Job) -> Iterator[str]:
    """The names of what is in a job."""
    yield from map(piece_name, job)


def piece_name(piece: Part | Input) -> str:
    """As it is shown."""
    return piece.path if isinstance(piece, Part) else piece.name
