"""The jobs of a scan on a Dask cluster (https://distributed.dask.org).

Jobs are handed out a few for each thread at a time, and their summaries are fetched as they come.
A worker that dies costs its jobs another try elsewhere, which the scheduler sees to;
after several (`distributed.scheduler.allowed-failures`) it gives a job up, and it is reported.
The judge stays here. A cluster that goes away leaves what was read, and names what was not.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from queue import Empty, SimpleQueue
from typing import Any, Generic

from tokenlint.capture.folders import Input
from tokenlint.capture.location import Location
from tokenlint.scan.dask_client import Cluster, Gone, guarded
from tokenlint.scan.errand import (
    Version,
    addressed,
    is_remote,
    lines_there,
    marks_of,
    packed,
    read_there,
    version_here,
)
from tokenlint.scan.lines import by_input, with_lines
from tokenlint.scan.local import lost, read_here
from tokenlint.scan.summary import Place
from tokenlint.scan.work import Job, S, Work

_AHEAD = 2  # jobs that wait for each thread
_SILENCE = 5.0  # seconds without a result, after which somebody looks whether anybody is there
_LINES_SECONDS = 300.0  # for the lines of all places that are shown
_ADVICE = "see the log of the workers, or read it without --dask"


def read_on_cluster(
    cluster: Cluster, work: Work[S], jobs: Sequence[Job]
) -> Iterator[tuple[Job, S]]:
    """Each job with its summary, as they come; pipes are read by this process, and first."""
    piped = [job for job in jobs if any(map(_is_pipe, job))]
    others = [job for job in jobs if not any(map(_is_pipe, job))]
    yield from read_here(work, piped)
    tasks = _Tasks(cluster, work, others)
    try:
        yield from tasks.results()
    except Gone as gone:
        for job in tasks.left():
            yield job, lost(work, job, f"it was not read: {gone.reason}", gone.advice)
    finally:
        tasks.release()


def _is_pipe(piece: object) -> bool:
    return isinstance(piece, Input) and piece.size is None and not is_remote(piece.location)


class _Tasks(Generic[S]):
    """The jobs of one run: those that wait, those that run, and those that are done."""

    def __init__(self, cluster: Cluster, work: Work[S], jobs: Sequence[Job]) -> None:
        self._cluster = cluster
        self._work = work
        self._kind = type(work.nothing())
        self._waiting = iter(jobs)
        self._running: dict[Any, Job] = {}
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._numbers = count()

    def results(self) -> Iterator[tuple[Job, S]]:
        """Raises Gone when the cluster can do no more."""
        while True:
            for job in islice(self._waiting, max(0, self._room())):
                self._submit(job)
            if not self._running:
                return
            future = self._next()
            summary = self._summary(future)
            if summary is None:
                self._done.put(future)
                continue
            job = self._running.pop(future)
            future.release()
            yield job, summary

    def left(self) -> Iterator[Job]:
        """The jobs without a summary."""
        yield from self._running.values()
        yield from self._waiting

    def release(self) -> None:
        """Let the cluster forget what nobody wants any more."""
        for future in self._running:
            future.release()

    def _room(self) -> int:
        return _AHEAD * self._cluster.cores - len(self._running)

    def _submit(self, job: Job) -> None:
        there = addressed(job)
        parcel = packed(read_there, self._work, there, marks_of(there))
        with guarded():
            future = self._cluster.submit(parcel, next(self._numbers))
            self._running[future] = job
            future.add_done_callback(self._done.put)

    def _next(self) -> Any:
        while True:
            try:
                return self._done.get(timeout=_SILENCE)
            except Empty:
                self._cluster.look()

    def _summary(self, future: Any) -> S | None:
        """What a task gave, or what is said of its failure; None: it is to be asked again."""
        with guarded():
            error = self._cluster.error_of(future)
            if error is not None:
                return lost(self._work, self._running[future], _words(error), _ADVICE)
            result = self._cluster.result_of(future)
        if isinstance(result, Version):
            raise Gone(
                f"a worker has {result}, and this is {version_here()}",
                "install the same version of tokenlint and Python on all machines",
            )
        return result if isinstance(result, self._kind) else None


def _words(error: BaseException) -> str:
    """Of an error on a worker; its own words may hold a part of the input."""
    kind = type(error).__name__
    if kind == "KilledWorker":
        return "the workers that read it died, again and again, perhaps for want of memory"
    if isinstance(error, ImportError):
        raise Gone(
            f"a worker cannot load {error.name or 'tokenlint'}",
            "install wlcg-tokenlint[dask] where the workers run",
        )
    return f"the worker that read it failed with {kind}"


def lines_on_cluster(
    cluster: Cluster, locations: Mapping[str, Location], places: Iterable[Place]
) -> dict[Place, Place]:
    """As `with_lines`; files behind a URL are read again by the workers."""
    known, waiting = by_input(places)
    near = [place for name in waiting for place in waiting[name] if name not in locations]
    known |= with_lines(near)
    end = time.monotonic() + _LINES_SECONDS
    try:
        with guarded():
            found = [
                cluster.submit(packed(lines_there, locations[name], tuple(some)), f"lines-{number}")
                for number, (name, some) in enumerate(waiting.items())
                if name in locations
            ]
            for future in found:
                known |= _lines_in(cluster, future, end)
    except Gone:
        return known
    return known


def _lines_in(cluster: Cluster, future: Any, end: float) -> Mapping[Place, Place]:
    """The lines of one file; none where it takes too long, or fails."""
    while time.monotonic() < end:
        result = None if cluster.error_of(future) else cluster.result_of(future)
        if isinstance(result, dict):
            return result
        if future.status == "error":
            break
        cluster.look()
    return {}
