"""Reading pieces of logs: what one process does, here or on another machine."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import local
from typing import Final
from uuid import uuid4

from tokenlint.audit.counting import Counter
from tokenlint.audit.entries import Broken
from tokenlint.audit.facts import Facts
from tokenlint.audit.formats import Format, reader_for
from tokenlint.audit.join import Ledger
from tokenlint.audit.packed_facts import PackedFacts
from tokenlint.audit.quick_rows import QuickRows, quick_rows
from tokenlint.audit.readers.json_lines import JsonLines
from tokenlint.audit.readers.reader import Batch, LogReader
from tokenlint.audit.rights import Book
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Terms
from tokenlint.capture.chunks import Chunk, read_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.opening import open_input
from tokenlint.capture.parts import Part, read_part
from tokenlint.policy.release import Release
from tokenlint.scan.work import Job
from tokenlint.source import Problem

PORTION: Final = 2.0  # seconds
LIMITS: Final = CaptureLimits(block=1 << 18, max_line=4 << 20, overlap=1 << 10)


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
        for piece in job:
            if isinstance(piece, Part):
                yield from self._part(piece)
            else:
                yield from self._input(piece)

    def _part(self, part: Part) -> Iterator[None]:
        """Part of a plain file in a format whose lines stand alone; their numbers come later."""
        problems = self._counter.sums.problems
        chunks = read_part(part, problems, LIMITS)
        yield from _File(self._counter, self.setup, part.path, numbered=False).take(chunks)

    def _input(self, given: Input) -> Iterator[None]:
        """A whole file, or each member of an archive; lines are counted as they come."""
        problems = self._counter.sums.problems
        for opened in open_input(given, problems, LIMITS):
            chunks = read_chunks(opened, problems, LIMITS)
            file = _File(self._counter, self.setup, opened.name, given=given)
            yield from file.take(chunks)


class _File:
    """The lines of one file; see `Placed`."""

    def __init__(
        self,
        counter: Counter,
        setup: Setup,
        origin: str,
        *,
        numbered: bool = True,
        given: Input | None = None,
    ) -> None:
        self.origin = origin
        self._counter = counter
        self._setup = setup
        self._numbered = numbered
        self._given = given
        self._line = 1
        self._chunk = b""
        self._offset = 0
        self._starts: list[int] = []
        self._reader: LogReader | None = None
        self._quick: QuickRows | None = None

    def take(self, chunks: Iterator[Chunk]) -> Iterator[None]:
        """Count chunk by chunk; a file of no known format is a problem."""
        sums = self._counter.sums
        for chunk in chunks:
            whole = self._whole_lines(chunk)
            sums.size += len(chunk.data) - chunk.overlap
            if self._reader is None and whole.strip() and not self._recognised(whole):
                return
            if whole and self._reader is not None:
                self._take(whole, chunk.offset + len(chunk.data) - len(whole))
            yield
        if self._reader is not None:
            self._batch(self._reader.end())
            sums.problems += self._reader.remarks()
        self._counter.end_of_file()

    def _recognised(self, sample: bytes) -> bool:
        found = reader_for(sample, self.origin, self._setup.format, self._setup.terms, self._given)
        if isinstance(found, Problem):
            self._counter.sums.problems.append(found)
            return False
        self._reader = found
        self._quick = quick_rows(found, self._counter)
        return True

    def _whole_lines(self, chunk: Chunk) -> bytes:
        """What of a chunk are whole lines; one that is too long counts as unread, once."""
        if chunk.overlap:
            end = chunk.data.find(b"\n", chunk.overlap) + 1
            return chunk.data[end:] if end and not chunk.cut else b""
        if not chunk.cut:
            return chunk.data
        broken = Broken(1, chunk.offset, self._line, f"longer than {LIMITS.max_line:,} bytes")
        self._counter.sums.unread.add(self.origin, "too-long", broken)
        self._counter.sums.lines += 1
        self._line += 1
        return b""

    def _take(self, lines: bytes, offset: int) -> None:
        assert self._reader is not None  # noqa: S101
        self._chunk, self._offset, self._starts = lines, offset, []
        count = lines.count(b"\n") + (not lines.endswith(b"\n"))
        quick, reader = self._quick, self._reader
        if quick is not None and isinstance(reader, JsonLines):
            quick.take(lines, reader, self)
        else:
            self._batch(reader.read(lines, self.first))
        self._counter.sums.lines += count
        self._counter.sums.products[self._reader.name] += count
        self._line += count

    @property
    def first(self) -> int:
        """The number of the first line of the chunk: of the file, or of the chunk alone."""
        return self._line if self._numbered else 1

    def _batch(self, batch: Batch) -> None:
        self.told(batch)
        self._counter.take(batch.events, self)

    def told(self, batch: Batch) -> None:
        """Count what of a batch is no event."""
        sums = self._counter.sums
        sums.passed_over += batch.passed_over
        for each in batch.unread:
            order, line = self.place(each.line)
            sums.unread.add(self.origin, each.kind, Broken(1, order, line, each.reason))

    def place(self, line: int) -> tuple[int, int]:
        """What orders the lines of the file, and the line where it is known."""
        if self._numbered:
            return line, line
        if not self._starts:
            self._starts = _starts(self._chunk)
        return self._offset + self._starts[line - 1], 0


def _starts(chunk: bytes) -> list[int]:
    """Where the lines of a chunk begin."""
    starts, at = [0], chunk.find(b"\n") + 1
    while at:
        starts.append(at)
        at = chunk.find(b"\n", at) + 1
    return starts


class _Mine(local):
    """The worker of a thread: a process of a cluster may read with several."""

    worker: Worker | None = None


_mine = _Mine()


def _worker(setup: Setup) -> Worker:
    """The worker of before if it is of the same run."""
    if _mine.worker is None or _mine.worker.setup.run != setup.run:
        _mine.worker = Worker(setup)
    return _mine.worker
