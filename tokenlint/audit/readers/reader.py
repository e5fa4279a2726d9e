"""What a reader of a log is: chunks of lines go in, events come out, in the order of the lines.

A reader belongs to one file and is used up with it; `in_order` tells whether it keeps something
from one line for the next (a login, half a record), so that the chunks of a file may not be
spread over several readers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final, NamedTuple, Protocol

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers.paths import stripped
from tokenlint.source import Problem, Source

LONGEST_LINE: Final = 65_536
"""Bytes; a longer line is not read. URLs with a token and its chain of proxies stay below."""

Told = Event | Unread | None
"""What one line tells: None where it is about something else."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a log besides its lines.

    `origin` is the file as messages name it. `zone` is that of times that do not say theirs
    (None: nobody said, and UTC is taken), `year` that of times without one, at the log's end
    (None: nobody said). `changed` is when the file was last written, in seconds since the epoch
    (None: not known): it tells the year where `year` does not.
    `service` is the endpoint for logs that do not name it. `strip` is a beginning of paths that
    scopes do not have, such as the base path of an issuer; whole segments are taken off.
    """

    origin: str = "<log>"
    zone: tzinfo | None = None
    year: int | None = None
    changed: float | None = None
    service: str = ""
    strip: str = ""

    @property
    def zone_or_utc(self) -> tzinfo:
        """The zone of times that do not say theirs."""
        return UTC if self.zone is None else self.zone

    def problem(self, kind: str, reason: str, advice: str, line: int = 0) -> Problem:
        """A problem of this log."""
        return Problem(kind, Source(self.origin, line), reason, advice)


class Batch(NamedTuple):
    """What a chunk of lines told; `passed_over` counts lines that are no access."""

    events: list[Event]
    unread: list[Unread]
    passed_over: int


class LogReader(Protocol):
    """Turns the lines of one log into events; no bytes whatsoever make it raise."""

    name: str
    """The format, as `--log-format` and the counts by product name it."""
    in_order: bool
    """Whether all chunks of a file have to go through one reader, in their order."""

    def read(self, chunk: bytes, first: int) -> Batch:
        """The events of whole lines, of which the first has the number `first`."""
        ...

    def end(self) -> Batch:
        """What was waiting for more lines when the log ended; nothing for most formats."""
        ...

    def remarks(self) -> tuple[Problem, ...]:
        """What the reader had to assume about the file as a whole, each once."""
        ...


def numbered(chunk: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, without line ends; lines end with LF or CR LF."""
    lines = chunk.split(b"\n")
    if not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, first):
        yield number, line[:-1] if line[-1:] == b"\r" else line


class ByLine:
    """A reader that looks at one line of text after the other: what such readers share.

    A product's reader defines `line`, and `rest` where something may be left at the end.
    """

    name: str = ""
    in_order: bool = False
    keeps_empty: bool = False  # whether empty lines mean something
    latest: float = NO_TIME  # of the times whose year had to be found

    def __init__(self, where: Circumstances) -> None:
        self.where = where
        self._remarks: dict[str, Problem] = {}

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format, beyond doubt."""
        raise NotImplementedError

    def line(self, text: str, number: int) -> Told | list[Told]:
        """What a line tells."""
        raise NotImplementedError

    def rest(self) -> list[Told]:
        """What was waiting for further lines."""
        return []

    def read(self, chunk: bytes, first: int) -> Batch:
        """The events of whole lines, of which the first has the number `first`."""
        told: list[Told] = []
        for number, line in numbered(chunk, first):
            if line or self.keeps_empty:
                here = self._told(line, number)
                if isinstance(here, list):  # an empty one: the line waits for others
                    told += here
                else:
                    told.append(here)
        return self._stripped(sorted_out(told))

    def end(self) -> Batch:
        """What was waiting for more lines when the log ended."""
        return self._stripped(sorted_out(self.rest()))

    def remarks(self) -> tuple[Problem, ...]:
        """What the reader had to assume about the file as a whole, each once."""
        return tuple(self._remarks.values())

    def go_on(self, where: Circumstances) -> tuple[Problem, ...]:
        """Read another file of the log from now on; the remarks on the one before."""
        told = self.remarks()
        self.where = where
        self._remarks = {}
        return told

    def remark(self, kind: str, reason: str, advice: str, line: int = 0) -> None:
        """Note an assumption about the file, once for each kind."""
        if kind not in self._remarks:
            self._remarks[kind] = self.where.problem(kind, reason, advice, line)

    def _stripped(self, batch: Batch) -> Batch:
        prefix = self.where.strip.rstrip("/")
        if not prefix:
            return batch
        events = [
            msgspec.structs.replace(
                each, path=stripped(each.path, prefix), to=stripped(each.to, prefix)
            )
            for each in batch.events
        ]
        return batch._replace(events=events)

    def _told(self, line: bytes, number: int) -> Told | list[Told]:
        if len(line) > LONGEST_LINE:
            return too_long(number)
        try:
            text = line.decode()
        except UnicodeDecodeError:
            return Unread("encoding", "the line is not UTF-8", number)
        if "\0" in text:
            return Unread("encoding", "the line holds NUL: the file was cut or damaged", number)
        return self.line(text, number)


def too_long(number: int) -> Unread:
    """What stands for a line beyond the bound."""
    return Unread("too-long", f"the line is longer than {LONGEST_LINE:,} bytes", number)


def sorted_out(told: list[Told]) -> Batch:
    """What many lines told, by its kind."""
    events = [each for each in told if isinstance(each, Event)]
    unread = [each for each in told if isinstance(each, Unread)]
    return Batch(events, unread, len(told) - len(events) - len(unread))
