"""What `tokenlint scan` needs besides its options: the setup, the jobs, a line of progress."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from tokenlint.cli.options import Run
from tokenlint.cli.reading import calibration_for, mapping_in, refuse_token, workflow_named
from tokenlint.cli.recording import Wanted, Writing, writing
from tokenlint.credentials.keys import MAX_BYTES, read_keys
from tokenlint.errors import UsageError
from tokenlint.policy.engine import Engine
from tokenlint.report.scan.words import human_size
from tokenlint.scan.hands import hands
from tokenlint.scan.jobs import Plan, plan
from tokenlint.scan.run import Judging, Progress, Scan, scan, silent
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job
from tokenlint.scan.worker import Setup

# What a need is compared with, letter for letter, so that it is part of a shape, too.
_COMPARED = frozenset({"path_text"})
_OFTEN = 0.2  # seconds between two lines of progress


class Meter:
    """A line that tells how far a scan is, at which rate, and how long it will still take."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._start = time.monotonic()
        self._last = 0.0
        self._done = 0
        self.plan: Plan | None = None

    def __call__(self, job: Job, summary: Summary) -> None:
        """A job was read, or a portion of one that goes on; `summary` is of all so far."""
        now = time.monotonic()
        self._done += bool(job)
        if now - self._last < _OFTEN or self.plan is None:
            return
        self._last = now
        seconds = max(now - self._start, 1e-3)
        share = self._done / len(self.plan.jobs)
        left = seconds / share - seconds if share else 0.0
        bytes_a_second = human_size(round(summary.size / seconds))
        rate = f"{summary.tokens / seconds:,.0f} tokens/s, {bytes_a_second}/s"
        ahead = "" if self.plan.unbounded or not share else f", {left:,.0f} s left"
        text = f"{share:.0%}  {summary.tokens:,} tokens  {rate}{ahead}"
        self._stream.write(f"\r{text:78}")
        self._stream.flush()

    def wipe(self) -> None:
        """Nothing of it stays on the screen."""
        self._stream.write(f"\r{'':78}\r")
        self._stream.flush()


@contextmanager
def progress_on(stream: TextIO, *, wanted: bool) -> Iterator[Meter | None]:
    """Progress on a terminal only."""
    meter = Meter(stream) if wanted and stream.isatty() else None
    try:
        yield meter
    finally:
        if meter:
            meter.wipe()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a scan was asked for, beyond what all commands share."""

    workers: int
    against: str | None
    keys: Path | None
    log_of: str
    dask: str | None
    records: Wanted


def scanned(
    run: Run, paths: tuple[str, ...], engine: Engine, meter: Meter | None, wishes: Wishes
) -> Scan:
    """The scan of these paths. Raises UsageError for what cannot be meant."""
    for path in paths:
        refuse_token(path)
    against = wishes.against
    setup = _setup(run, wishes.keys, letters=_COMPARED if against else frozenset())
    workflow = workflow_named(against)[0] if against else None
    judging = Judging(engine, run.catalogue, setup, workflow, wishes.log_of)
    progress: Progress = meter or silent
    with hands(wishes.dask, wishes.workers) as crew:
        todo = plan(paths, crew.cores)  # before there are files of records, which are no inputs
        if meter:
            meter.plan = todo
        lines = partial(crew.lines, todo.locations())
        with _written(wishes, setup) as out:
            reading = crew.read(out.setup, todo.jobs)
            return out.finish(scan(todo, reading, judging, progress, lines, out.take))


def _written(wishes: Wishes, setup: Setup) -> AbstractContextManager[Writing]:
    return writing(wishes.records, setup, far=wishes.dask is not None)


def _setup(run: Run, keys: Path | None, *, letters: frozenset[str]) -> Setup:
    text, name = b"", ""
    if keys is not None:
        known = read_keys(keys)
        if known.problems and not known.keys:
            first = known.problems[0]
            raise UsageError(f"{keys}: {first.reason}", advice=first.advice)
        text, name = keys.read_bytes()[:MAX_BYTES], str(keys)
    return Setup(
        run.settings,
        calibration_for(run.inventory),
        run.policies.letters | letters,
        text,
        name,
        mapping_in(run.mapping),
    )
