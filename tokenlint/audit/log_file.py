"""One file of a log while it is read: its chunks, its reader, and where its events stand.

A file may go on with another one of its log, that was rotated: its reader stays, so that a line
here is joined with a login there. Lines are then numbered on from the first file to the last, and
told where they stand. Where the times inside say that something is missing between the two, or
that the order is another one, each is read by itself.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.audit.counting import Counter
from tokenlint.audit.entries import Broken
from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.formats import Format, circumstances, reader_for
from tokenlint.audit.quick_rows import QuickRows, quick_rows
from tokenlint.audit.readers.json_lines import JsonLines
from tokenlint.audit.readers.reader import Batch, ByLine, LogReader
from tokenlint.audit.verdict import Terms
from tokenlint.capture.chunks import Chunk
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import CaptureLimits
from tokenlint.source import Problem, Source

LIMITS: Final = CaptureLimits(block=1 << 18, max_line=4 << 20, overlap=1 << 10)
Said = tuple[Format, Terms]
_LONGEST_PAUSE: Final = 12 * 3_600.0
"""Seconds between the accesses of two files; of daily files one that is missing leaves more."""
_CLOCK: Final = 3_600.0  # seconds that a local clock goes back once a year


class LogFile:
    """The lines of one file; see `Placed`."""

    def __init__(
        self,
        counter: Counter,
        said: Said,
        origin: str,
        *,
        numbered: bool = True,
        given: Input | None = None,
        before: "LogFile | None" = None,
    ) -> None:
        self.origin = origin
        self._counter = counter
        self._said = said
        self._numbered = numbered
        self._given = given
        self._line = 1
        self._chunk = b""
        self._offset = 0
        self._starts: list[int] = []
        self._reader: LogReader | None = None
        self._quick: QuickRows | None = None
        self._before = before
        self._base = before.total if before else 0  # lines of the files before
        self._last: float = before._last if before else NO_TIME  # of an access  # noqa: SLF001

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
        self._chunk, self._starts = b"", []
        self._counter.end_of_file()

    @property
    def total(self) -> int:
        """Lines of this file and of those that it goes on with."""
        return self._base + self._line - 1

    @property
    def reader(self) -> LogReader | None:
        """The reader as it was left; of an empty file that of the one before."""
        if self._reader is None and self._before is not None and self._line == 1:
            return self._before.reader
        return self._reader

    def end(self) -> None:
        """Nothing goes on with this file."""
        reader = self.reader
        if reader is not None:
            self._batch(reader.end())
            self._counter.sums.problems += reader.remarks()
            self._counter.end_of_file()

    def _recognised(self, sample: bytes) -> bool:
        found = self._found(sample)
        if self._before is not None:
            found = self._going_on(found, sample, self._before)
        if isinstance(found, Problem):
            self._counter.sums.problems.append(found)
            return False
        self._reader = found
        self._quick = quick_rows(found, self._counter)
        return True

    def _found(self, sample: bytes) -> LogReader | Problem:
        said, terms = self._said
        return reader_for(sample, self.origin, said, terms, self._given)

    def _going_on(
        self, found: LogReader | Problem, sample: bytes, before: "LogFile"
    ) -> LogReader | Problem:
        """The reader of the file before, if this one goes on with it; else one of its own."""
        left = before.reader
        if isinstance(left, ByLine) and isinstance(found, ByLine | Problem):
            if isinstance(found, Problem):  # too little of it to be told by itself
                found = type(left)(circumstances(self.origin, *self._said, self._given))
            if type(left) is type(found) and self._in_time(found, sample, before):
                self._counter.sums.problems += left.go_on(found.where)
                return left
        before.end()
        self._before, self._base = None, 0
        return self._found(sample)

    def _in_time(self, probe: ByLine, sample: bytes, before: "LogFile") -> bool:
        """Whether the times inside do not speak against it."""
        first = next((e.time for e in probe.read(sample, 1).events if e.time != NO_TIME), NO_TIME)
        if NO_TIME in (first, self._last):
            return True
        if first < self._last - _CLOCK:
            reason = f"its name says that it goes on with {before.origin}, and its times do not"
            advice = "the two were not joined; give files of one log the names of one rotation"
            problem = Problem("rotation", Source(self.origin, 1), reason, advice)
            self._counter.sums.problems.append(problem)
            return False
        return first <= self._last + _LONGEST_PAUSE

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
        quick, reader = self._quick, self._reader
        if quick is not None and isinstance(reader, JsonLines):
            count = quick.take(lines, reader, self)
        else:
            self._batch(reader.read(lines, self.first))
            count = lines.count(b"\n") + (not lines.endswith(b"\n"))
        self._counter.sums.lines += count
        self._counter.sums.products[self._reader.name] += count
        self._line += count

    @property
    def first(self) -> int:
        """The number of the first line of the chunk: of the log, or of the chunk alone."""
        return self._base + self._line if self._numbered else 1

    def _batch(self, batch: Batch) -> None:
        """Count a batch; what waited since a file before stands there."""
        if self._before is not None:
            batch = self._apart(batch, self._before)
        self.told(batch)
        self._note_time(batch.events)
        self._counter.take(batch.events, self)

    def _apart(self, batch: Batch, before: "LogFile") -> Batch:
        base = self._base
        events = [each for each in batch.events if each.line <= base]
        unread = [each for each in batch.unread if each.line <= base]
        if not events and not unread:
            return batch
        before._batch(Batch(events, unread, 0))  # noqa: SLF001
        rest = [each for each in batch.events if each.line > base]
        return Batch(rest, [each for each in batch.unread if each.line > base], batch.passed_over)

    def _note_time(self, events: list[Event]) -> None:
        last = next((each.time for each in reversed(events) if each.time != NO_TIME), NO_TIME)
        self._last = max(self._last, last)

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
            return line - self._base, line - self._base
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
