"""The jobs of a scan on the cores of this machine.

One job alone, or one worker, is done in this process.
A worker that dies costs its jobs a second try in a new pool; who fails twice is reported.
"""

import gc
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context

from tokenlint.capture.folders import STANDARD_INPUT, Input
from tokenlint.scan.work import Job, S, Work, job_names, read_with
from tokenlint.source import Problem, Source

_AHEAD = 2  # jobs that wait for each worker
_TRIES = 2
_SELDOM = 100_000  # objects between two collections


def read_here(work: Work[S], jobs: Sequence[Job]) -> Iterator[tuple[Job, S]]:
    """Each job with its summary, in this process; a long one in portions, see `Work.portions`."""
    with _seldom_collected():
        for job in jobs:
            yield from work.portions(job)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """The garbage collector leaves alone what was there before: rules, modules, what was learned.

    It would look at all of it again and again while tokens are decoded,
    of which nothing stays that refers to itself.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def read_locally(work: Work[S], jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, S]]:
    """Each job with its summary, as they come; only this process has the standard input."""
    piped = [job for job in jobs if _is_piped(job)]
    others = [job for job in jobs if not _is_piped(job)]
    if workers == 1 or len(others) <= 1:
        yield from read_here(work, [*piped, *others])
        return
    yield from read_here(work, piped)
    left = others
    for _ in range(_TRIES):
        failed: list[Job] = []
        yield from _in_pool(work, left, workers, failed)
        left = failed
        if not left:
            return
    for job in left:
        yield (
            job,
            lost(work, job, "the process that read it died twice, perhaps for want of memory"),
        )


def _in_pool(
    work: Work[S], jobs: Sequence[Job], workers: int, failed: list[Job]
) -> Iterator[tuple[Job, S]]:
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=get_context("spawn"), initializer=_begin
    )
    waiting = iter(jobs)
    running: dict[Future[S], Job] = {}
    try:
        while True:
            for job in islice(waiting, _AHEAD * workers - len(running)):
                failed.append(job)  # until it is handed over
                running[pool.submit(read_with, work, job)] = job
                failed.pop()
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                if isinstance(future.exception(), MemoryError):
                    failed.append(running.pop(future))
                    continue
                summary = future.result()
                yield running.pop(future), summary
    except BrokenProcessPool:
        failed += [*running.values(), *waiting]
    finally:
        _stop(pool)


def _stop(pool: ProcessPoolExecutor) -> None:
    """Let nobody wait for jobs that nobody wants any more."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _begin() -> None:
    """Ctrl-C is for the process that talks to the user; this one reads, and nothing else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(_SELDOM)


def _is_piped(job: Job) -> bool:
    return any(isinstance(piece, Input) and piece.name == STANDARD_INPUT for piece in job)


def lost(
    work: Work[S], job: Job, reason: str, advice: str = "read it alone, or with fewer --workers"
) -> S:
    """What stands in for the summary of a job that nobody could finish."""
    return work.nothing().with_problems(
        Problem("unreadable", Source(name), reason, advice)
        for name in dict.fromkeys(job_names(job))
    )
