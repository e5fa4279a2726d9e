"""Reading pieces of logs: what one process does, here or on another machine."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import local
from typing import Final
from uuid import uuid4

from tokenlint.audit.counting import Counter
from tokenlint.audit.facts import Facts
from tokenlint.audit.formats import Format
from tokenlint.audit.join import Ledger
from tokenlint.audit.log_file import LIMITS, LogFile, Said
from tokenlint.audit.packed_facts import PackedFacts
from tokenlint.audit.rights import Book
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Terms
from tokenlint.capture.chunks import read_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.opening import open_input
from tokenlint.capture.parts import Part, read_part
from tokenlint.policy.release import Release
from tokenlint.scan.work import Job
from tokenlint.source import Problem

PORTION: Final = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Setup:
    """What every worker is told; it can be sent to another machine.

    `facts` are those of the token files. `bases` are the base paths, by issuer; that of the empty
    issuer is for all others. `run` tells apart the audits that a process of a cluster works for.
    """

    facts: PackedFacts
    format: Format
    terms: Terms
    bases: tuple[tuple[str, str], ...] = ()
    release: Release | None = None
    observing: bool = False
    run: str = field(default_factory=lambda: uuid4().hex)

    def read(self, job: Job) -> Tally:
        """What a job comes to, read in this thread."""
        return _worker(self).read(job)

    def portions(self, job: Job) -> Iterator[tuple[Job, Tally]]:
        """The same in portions, so that an interruption does not lose all of it."""
        return _worker(self).portions(job)

    def nothing(self) -> Tally:
        """The tally of no job."""
        return Tally()

    def counter(self, facts: tuple[Facts, ...]) -> Counter:
        """What counts the lines of all jobs."""
        book = Book(dict(self.bases), self.release)
        return Counter(Ledger(facts), book, self.terms, self.observing)


class Worker:
    """Reads jobs one after the other; what was decided for one counts for the next."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._counter = setup.counter(setup.facts.unpacked())
        self._last: LogFile | None = None  # another file of its log may go on with it

    def read(self, job: Job) -> Tally:
        """All that is to be known of a job; what cannot be read is among its problems."""
        for _ in self._chunks(job):
            pass
        return self._counter.finish()

    def portions(self, job: Job) -> Iterator[tuple[Job, Tally]]:
        """The same in portions of about `PORTION` seconds; only the last one comes with the job."""
        until = time.monotonic() + PORTION
        for _ in self._chunks(job):
            if time.monotonic() > until:
                yield (), self._counter.finish()
                until = time.monotonic() + PORTION
        yield job, self._counter.finish()

    def _chunks(self, job: Job) -> Iterator[None]:
        self._last = None
        for piece in job:
            if isinstance(piece, Part):
                self._ended()
                yield from self._part(piece)
            else:
                yield from self._input(piece)
        self._ended()

    def _part(self, part: Part) -> Iterator[None]:
        """Part of a plain file in a format whose lines stand alone; their numbers come later."""
        faults: list[Problem] = []
        file = LogFile(self._counter, self._terms(), part.path, numbered=False)
        yield from file.take(read_part(part, faults, LIMITS))
        file.end()
        self._counter.sums.problems += faults

    def _input(self, given: Input) -> Iterator[None]:
        """A whole file, or each member of an archive; lines are counted as they come.

        What a file lacks at its end, another one cannot go on with.
        """
        if not given.goes_on:
            self._ended()
        faults: list[Problem] = []  # while a file is read, what is counted may be taken away
        before, self._last = self._last, None
        for opened in open_input(given, faults, LIMITS):
            self._ended()
            file = LogFile(self._counter, self._terms(), opened.name, given=given, before=before)
            self._last, before = file, None
            yield from file.take(read_chunks(opened, faults, LIMITS))
        if before is not None:
            before.end()
        if faults:
            self._ended()
        self._counter.sums.problems += faults

    def _ended(self) -> None:
        """Nothing goes on with the file that was read last."""
        if self._last is not None:
            self._last.end()
            self._last = None

    def _terms(self) -> Said:
        return self.setup.format, self.setup.terms


class _Mine(local):
    """The worker of a thread: a process of a cluster may read with several."""

    worker: Worker | None = None


_mine = _Mine()


def _worker(setup: Setup) -> Worker:
    """The worker of before if it is of the same run."""
    if _mine.worker is None or _mine.worker.setup.run != setup.run:
        _mine.worker = Worker(setup)
    return _mine.worker
