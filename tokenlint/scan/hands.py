"""Who reads: the cores of this machine, or a cluster."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from tokenlint.capture.location import Location
from tokenlint.scan.lines import with_lines
from tokenlint.scan.local import read_locally
from tokenlint.scan.summary import Place
from tokenlint.scan.work import Job, S, Work

Lines = Callable[[Mapping[str, Location], Iterable[Place]], Mapping[Place, Place]]


class Read(Protocol):
    """Reads jobs: each with what it comes to, as they come."""

    def __call__(self, work: Work[S], jobs: Sequence[Job], /) -> Iterator[tuple[Job, S]]:
        """Those of these jobs."""
        ...


@dataclass(frozen=True, slots=True)
class Hands:
    """How many there are, how they read jobs, and how they find the lines of places."""

    cores: int
    read: Read
    lines: Lines


@contextmanager
def hands(dask: str | None, workers: int) -> Iterator[Hands]:
    """Those of this machine, or of the Dask cluster at an address.

    Raises UsageError and Incomplete as `connected` does.
    """
    if dask is None:
        yield Hands(workers, partial(_here, workers), _lines_here)
        return
    from tokenlint.scan.cluster import lines_on_cluster, read_on_cluster
    from tokenlint.scan.dask_client import connected

    with connected(dask, workers) as cluster:
        read, lines = partial(read_on_cluster, cluster), partial(lines_on_cluster, cluster)
        yield Hands(cluster.cores, read, lines)


def _here(workers: int, work: Work[S], jobs: Sequence[Job]) -> Iterator[tuple[Job, S]]:
    return read_locally(work, jobs, workers)


def _lines_here(locations: Mapping[str, Location], places: Iterable[Place]) -> dict[Place, Place]:
    return with_lines(places, locations)
