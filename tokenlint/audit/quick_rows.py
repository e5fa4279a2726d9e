"""The short way for JSON lines: whole chunks are decoded, and most rows never become events.

A row finds its lane (see `lanes`) by the members as they stand in the line; what finds none,
or does not fit, is read by the reader of the log and takes the longer way.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from operator import attrgetter
from typing import Any, Final, Protocol

import msgspec

from tokenlint.audit.counting import MOST_LANES, Counter
from tokenlint.audit.event import NO_TIME
from tokenlint.audit.lanes import Lane
from tokenlint.audit.readers.json_lines import JsonLines
from tokenlint.audit.readers.json_rows import TELLING, Rows
from tokenlint.audit.readers.paths import HARMLESS, unusual
from tokenlint.audit.readers.reader import Batch, LogReader
from tokenlint.audit.sums import Placed

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
    """The lanes of one mapping, in one file."""

    def __init__(self, rows: Rows, reader: JsonLines, counter: Counter) -> None:
        assert rows.narrow is not None  # noqa: S101
        self._decode = rows.narrow.decode_lines
        self._key = rows.picker(_told(rows, observing=counter.observing), rows.conditions or ())
        self._token = attrgetter(rows.places["token"]) if "token" in rows.places else None
        self._varying = rows.picker(("path", "time"))
        self._path = None if reader.paths_stand else reader.path
        self._counter = counter
        self._lanes: dict[tuple[Any, ...], Lane] = {}
        self._values: dict[Any, Any] = {}

    def take(self, lines: bytes, reader: JsonLines, file: TakesRest) -> int:
        """Count the lines of a chunk, and say how many there are.

        A piece with a line that is none takes the ordinary way.
        """
        base = first = file.first
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
        return base - first

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
        seen = self._counter.seen
        lanes = map(self._lanes.get, self._keys(rows))
        for index, lane, (path, time) in zip(  # noqa: B905 - of one length
            range(len(rows)), lanes, self._pairs(rows)
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
                and (len(path) <= HARMLESS or not unusual(path))
            ):
                lane.count += 1
                lane.last = time
            elif lane is None or lane.resting or not _fits(lane, time, path):
                texts = texts or lines.split(b"\n")
                self._longer(rows[index], texts[index], base + index, reader, file)
                continue
            if seen is not None:
                lane.observed(seen, time, path)

    def _pairs(self, rows: list[Any]) -> Iterator[tuple[Any, Any]]:
        """Path and time of each row; no path where it has to be looked at carefully."""
        pairs, written = map(self._varying, rows), self._path
        if written is None:
            return pairs
        return ((path and written(path), time) for path, time in pairs)

    def _keys(self, rows: list[Any]) -> Iterator[tuple[Any, ...]]:
        """By which the lanes of rows are found; of a token only its hash."""
        keys, token = map(self._key, rows), self._token
        if token is None:
            return keys
        return ((*key, _disguised(token(row))) for key, row in zip(keys, rows))  # noqa: B905

    def _shared(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        """The key with values that other keys have too: what is compared often stays near."""
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
            if lane is not None and not (event.to and self._counter.observing):
                self._keep(row, lane)

    def _keep(self, row: Any, lane: Lane) -> None:
        """Let rows like this one find their lane, unless a token stands where none belongs."""
        (key,) = self._keys([row])
        path, _ = self._varying(row)
        if any(isinstance(each, str) and unusual(each) for each in (path, *key)):
            return
        if len(self._lanes) >= MOST_LANES:
            self._lanes.clear()
        self._lanes[self._shared(key)] = lane


def _pieces(lines: bytes) -> Iterator[bytes]:
    """Some lines at a time: few enough for their rows to stay near the processor."""
    at, size = 0, len(lines)
    while at < size:
        end = lines.find(b"\n", at + _PIECE) + 1 or size
        yield lines[at:end]
        at = end


def _fits(lane: Lane, time: float | None, path: str | None) -> bool:
    """Whether the lane counts what came out of order, or by another capability."""
    if time is None or path is None or (len(path) > HARMLESS and unusual(path)):
        return False
    return lane.counts(time, path)


def _disguised(token: msgspec.Raw | None) -> bytes | None:
    """A token is kept by the hash of how it is written."""
    return None if token is None else sha256(token).digest()


def _told(rows: Rows, *, observing: bool) -> list[str]:
    """The members by which a lane is found; a new name is told where operations are observed."""
    told = [*TELLING, "to"] if observing else TELLING
    return [name for name in told if name in rows.places]


def _instant(seconds: Callable[[Any], float], time: Any) -> float:
    """The time of a row; NO_TIME where the longer way has to look at it."""
    try:
        return seconds(time)
    except (ValueError, TypeError, OverflowError):
        return NO_TIME


def quick_rows(reader: LogReader, counter: Counter) -> QuickRows | None:
    """For a reader of JSON lines that knows a short way; None for any other."""
    rows = reader.plain_rows if isinstance(reader, JsonLines) else None
    if rows is None or not isinstance(reader, JsonLines):
        return None
    if not {"path", "time", "operation"} <= rows.places.keys():
        return None
    return QuickRows(rows, reader, counter) if len(_told(rows, observing=False)) > 1 else None
