"""The short way for JSON lines: whole chunks are decoded, and most rows never become events.

A row finds its lane (see `lanes`) by the members as they stand in the line; what finds none,
or does not fit, is read by the reader of the log and takes the longer way.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

import msgspec

from tokenlint.audit.counting import MOST_LANES, Counter
from tokenlint.audit.event import NO_TIME
from tokenlint.audit.lanes import Lane
from tokenlint.audit.readers.json_lines import JsonLines
from tokenlint.audit.readers.json_rows import Rows
from tokenlint.audit.readers.reader import Batch, LogReader
from tokenlint.audit.sums import Placed

_TELLING: Final = (
    "operation",
    "status",
    "service",
    "client",
    "token_id",
    "fingerprint",
    "subject",
    "issuer",
    "workflow",
)
"""By which a lane is found: all that has a say, but path and time."""

_PIECE: Final = 1 << 15  # bytes


class TakesRest(Placed, Protocol):
    """The file whose rows are counted."""

    @property
    def first(self) -> int:
        """The number of the first line of the chunk."""
        ...

    def told(self, batch: Batch) -> None:
        """Count what of a batch is no event."""
        ...


class QuickRows:
    """The lanes of one mapping, over all files of a worker."""

    def __init__(self, rows: Rows, counter: Counter) -> None:
        assert rows.narrow is not None  # noqa: S101
        self._decode = rows.narrow.decode_lines
        named = [name for name in _TELLING if name in rows.places]
        self._key = rows.picker(named)
        self._varying = rows.picker(("path", "time"))
        self._counter = counter
        self._lanes: dict[tuple[Any, ...], Lane] = {}
        self._values: dict[Any, Any] = {}

    def take(self, lines: bytes, reader: JsonLines, file: TakesRest) -> None:
        """Count the lines of a chunk; a piece with a line that is none takes the ordinary way."""
        base = file.first
        for piece in _pieces(lines):
            count = piece.count(b"\n") + (not piece.endswith(b"\n"))
            rows = self._rows(piece, count)
            if rows is None:
                batch = reader.read(piece, base)
                file.told(batch)
                self._counter.take(batch.events, file)
            else:
                self._count(rows, piece, base, reader, file)
            base += count

    def _rows(self, piece: bytes, count: int) -> list[Any] | None:
        """A row for each line; None where a line holds none, or several."""
        try:
            rows: list[Any] = self._decode(piece)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None
        return rows if len(rows) == count else None

    def _count(
        self, rows: list[Any], lines: bytes, base: int, reader: JsonLines, file: TakesRest
    ) -> None:
        texts: list[bytes] = []
        times = None if reader.in_seconds else reader.seconds
        lanes = map(self._lanes.get, map(self._key, rows))
        for index, lane, (path, time) in zip(  # noqa: B905 - of one length
            range(len(rows)), lanes, map(self._varying, rows)
        ):
            if times is not None:
                time = _instant(times, time)  # noqa: PLW2901
            if (
                lane is not None
                and time is not None
                and path is not None
                and lane.last <= time < lane.end
                and path.startswith(lane.prefix)
                and ".." not in path  # as `rights.climbs`, without a call
                and "%2" not in path
            ):
                lane.count += 1
                lane.last = time
            elif lane is None or lane.resting or not _fits(lane, time, path):
                texts = texts or lines.split(b"\n")
                self._longer(rows[index], texts[index], base + index, reader, file)

    def _shared(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        """The same with values that other keys have too: what is compared often stays near."""
        if len(self._values) > MOST_LANES:
            self._values.clear()
        return tuple(self._values.setdefault(value, value) for value in key)

    def _longer(
        self, row: Any, text: bytes, number: int, reader: JsonLines, file: TakesRest
    ) -> None:
        batch = reader.read(text, number)
        file.told(batch)
        for event in batch.events:
            self._counter.longer(event, file)
            lane = self._counter.lane_of(event) if event.allowed else None
            if lane is not None:
                if len(self._lanes) >= MOST_LANES:
                    self._lanes.clear()
                self._lanes[self._shared(self._key(row))] = lane


def _pieces(lines: bytes) -> Iterator[bytes]:
    """Some lines at a time: few enough for their rows to stay near the processor."""
    at, size = 0, len(lines)
    while at < size:
        end = lines.find(b"\n", at + _PIECE) + 1 or size
        yield lines[at:end]
        at = end


def _fits(lane: Lane, time: float | None, path: str | None) -> bool:
    """Whether the lane counts what came out of order, or by another capability."""
    return time is not None and path is not None and lane.counts(time, path)


def _instant(seconds: Callable[[Any], float], time: Any) -> float:
    """The time of a row; NO_TIME where the longer way has to look at it."""
    try:
        return seconds(time)
    except (ValueError, TypeError, OverflowError):
        return NO_TIME


def quick_rows(reader: LogReader, counter: Counter) -> QuickRows | None:
    """For a reader of JSON lines that knows a short way; None for any other."""
    if counter.observing or not isinstance(reader, JsonLines):
        return None
    rows = reader.plain_rows
    if rows is None or not {"path", "time", "operation"} <= rows.places.keys():
        return None
    telling = [name for name in _TELLING if name in rows.places]
    return QuickRows(rows, counter) if len(telling) > 1 else None
