"""Reading a piece of the input: what one process does, here or on another machine."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import local
from uuid import uuid4

from tokenlint.capture.chunks import Chunk, read_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import DEFAULT_LIMITS, CaptureLimits
from tokenlint.capture.opening import open_input
from tokenlint.capture.parts import Part, read_part
from tokenlint.credentials.keys import KeySet, keys_from
from tokenlint.credentials.mapping import Mapping
from tokenlint.policy.settings import Settings
from tokenlint.read import Reader
from tokenlint.scan.counts import Counts
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles
from tokenlint.scan.recording import RecordingCounts, RecordingSieve
from tokenlint.scan.rows import Recording
from tokenlint.scan.sieve import Sieve
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job
from tokenlint.trustspace.calibration import Calibration

PORTION = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Setup:
    """What every worker is told; it can be sent to another machine.

    `keys` is the text of a set of public keys, empty where none is given.
    `recording` asks for a row for each token.
    `run` tells apart the scans that a process of a cluster works for:
    what one has counted is not left out of the next.
    """

    settings: Settings
    calibration: Calibration
    letters: frozenset[str] = frozenset()
    keys: bytes = field(default=b"", repr=False)
    keys_name: str = ""
    mapping: Mapping | None = None
    limits: CaptureLimits = DEFAULT_LIMITS
    recording: Recording | None = None
    run: str = field(default_factory=lambda: uuid4().hex)

    def read(self, job: Job) -> Summary:
        """Read a job in this thread."""
        return read_job(self, job)

    def portions(self, job: Job) -> Iterator[tuple[Job, Summary]]:
        """Read a job in this thread in portions."""
        return read_portions(self, job)

    def nothing(self) -> Summary:
        """The summary of no job."""
        return Summary()

    def reader(self) -> Reader:
        """What reads single credentials."""
        keys: KeySet | None = keys_from(self.keys, self.keys_name) if self.keys else None
        return Reader(self.settings, self.calibration, self.letters, keys, mapping=self.mapping)


class Worker:
    """Reads jobs one after the other; what one taught makes the next quicker."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._counts, self._sieve = _parts(setup)

    def read(self, job: Job) -> Summary:
        """All that is to be known of a job; what cannot be read is among its problems."""
        for _ in self._chunks(job):
            pass
        return self._counts.summary()

    def portions(self, job: Job) -> Iterator[tuple[Job, Summary]]:
        """The same in portions of about `PORTION` seconds; only the last one comes with the job."""
        until = time.monotonic() + PORTION
        for counts in self._chunks(job):
            if time.monotonic() > until:
                yield (), counts.portion()
                until = time.monotonic() + PORTION
        yield job, self._counts.summary()

    def _chunks(self, job: Job) -> Iterator[Counts]:
        """Count chunk by chunk."""
        self._counts.start()
        for piece in job:
            yield from self._part(piece) if isinstance(piece, Part) else self._input(piece)

    def _part(self, part: Part) -> Iterator[Counts]:
        """Lines are found out later, and only those that are shown."""
        counts = self._counts
        counts.name, counts.line = part.path, 0
        for chunk in read_part(part, counts.problems, self.setup.limits):
            self._sieve.take(chunk)
            yield counts

    def _input(self, given: Input) -> Iterator[Counts]:
        """What is packed or comes through a pipe cannot be read again: lines are counted now."""
        counts = self._counts
        for opened in open_input(given, counts.problems, self.setup.limits):
            counts.name, counts.line = opened.name, 1
            for chunk in read_chunks(opened, counts.problems, self.setup.limits):
                self._sieve.take(chunk)
                counts.line += _new_lines(chunk)
                yield counts


def _parts(setup: Setup) -> tuple[Counts, Sieve]:
    """What counts, and what finds; only a run that wants records has those that note each token."""
    if setup.recording is not None:
        noting = RecordingCounts(setup.recording)
        return noting, RecordingSieve(setup.reader(), noting)
    counts = Counts()
    return counts, Sieve(Needles(), LongWay(setup.reader(), counts), counts)


def _new_lines(chunk: Chunk) -> int:
    return chunk.data.count(b"\n", chunk.overlap)


class _Mine(local):
    """The worker of a thread: a process of a cluster may read with several."""

    worker: Worker | None = None


_mine = _Mine()


def read_job(setup: Setup, job: Job) -> Summary:
    """Read a job in this thread, with the worker of before if it is of the same run."""
    if _mine.worker is None or _mine.worker.setup != setup:
        _mine.worker = Worker(setup)
    return _mine.worker.read(job)


def read_portions(setup: Setup, job: Job) -> Iterator[tuple[Job, Summary]]:
    """Read a job in this thread in portions, so that an interruption does not lose all of it."""
    if _mine.worker is None or _mine.worker.setup != setup:
        _mine.worker = Worker(setup)
    return _mine.worker.portions(job)
