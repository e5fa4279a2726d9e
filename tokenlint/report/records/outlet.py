"""Records on their way out: batch after batch, to each place that wants them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Protocol

from msgspec.structs import replace

from tokenlint.errors import Incomplete
from tokenlint.report.escape import encodable
from tokenlint.report.records.destination import Destination
from tokenlint.scan.judge import ShapeJudge
from tokenlint.scan.records import Joiner, Record
from tokenlint.scan.summary import Summary
from tokenlint.source import Problem, Source

_TOGETHER = 1_000


class Writer(Protocol):
    """Writes records in some format to the stream of a destination."""

    def write(self, records: Iterable[Record]) -> None:
        """Write some more. Raises OSError."""
        ...

    def close(self) -> None:
        """Write the end. Raises OSError."""
        ...

    def drop(self) -> None:
        """Write nothing more; never raises."""
        ...


class Outlet:
    """One format to one place; `problem` tells what went wrong, and nothing is written after it."""

    def __init__(self, name: str, destination: Destination, writer: Writer) -> None:
        self._name = name
        self._destination = destination
        self._writer = writer
        self.problem: Problem | None = None

    def write(self, records: Sequence[Record]) -> None:
        """Write some more. Raises Incomplete where the reader has gone: nobody needs the rest."""
        if self.problem is None:
            try:
                self._writer.write(records)
            except OSError as error:
                self._fail(error)

    def finish(self) -> None:
        """Write the end; from now on it is there. Raises Incomplete like `write`."""
        if self.problem is None:
            try:
                self._writer.close()
                self._destination.keep()
            except OSError as error:
                self._fail(error)

    def drop(self) -> None:
        """Leave nothing that is not finished, where that can be."""
        self._writer.drop()
        self._destination.drop()

    def _fail(self, error: OSError) -> None:
        self.drop()
        if isinstance(error, BrokenPipeError):
            reason = f"whoever read the records from {self._name} went away"
            raise Incomplete(reason, advice="the scan was stopped") from error
        reason = f"the records cannot be written: {error.strerror or error}"
        advice = "make room there, or write them to another place"
        self.problem = Problem("unwritten", Source(self._name), reason, advice)


class Outlets:
    """All that shall have the records; use `take` for each part of a scan, then `finish`."""

    def __init__(self, joiner: Joiner, outlets: Sequence[Outlet]) -> None:
        self._joiner = joiner
        self._outlets = outlets
        self._problems: list[Problem] = []

    def take(self, part: Summary, judge: ShapeJudge) -> None:
        """Write the records of a part, after its shapes were judged."""
        records = self._joiner.records(part, judge)
        while batch := self._batch(records):
            for outlet in self._outlets:
                outlet.write(batch)

    def _batch(self, records: Iterable[Record]) -> list[Record]:
        try:
            return [_shown(record) for record in islice(records, _TOGETHER)]
        except OSError as error:
            reason = f"records that waited there cannot be read: {error.strerror or error}"
            self._problems.append(Problem("records", Source("<records>"), reason))
            return []

    def finish(self) -> tuple[Problem, ...]:
        """Write the ends; all that went wrong."""
        for outlet in self._outlets:
            outlet.finish()
        failed = [outlet.problem for outlet in self._outlets if outlet.problem]
        return (*self._problems, *failed)


def _shown(record: Record) -> Record:
    """The same with a file name that may be shown, whatever is in it."""
    name = _name_shown(record.row.file)
    return record if name == record.row.file else Record(replace(record.row, file=name), record[1])


_name_shown = lru_cache(maxsize=1_024)(encodable)
