"""A record read again: what was probed, the results, what is still there, and whether it ended.

A record may be cut: whatever ends a run ends its last line as well.
That is no error, the line was not safe on disk and counts as never written;
the same holds for a line that stands before the `Begun` of a continuation.
Any other line that cannot be read is a problem of its own, with its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Final

import msgspec

from tokenlint.probe.cell import Verdict
from tokenlint.probe.record import SCHEMA, Begun, Ended, Gone, Line, Made, Result, Submitted
from tokenlint.source import Problem, Source

LONGEST: Final = 1 << 20
"""Bytes of a line; ours have a few hundred."""
MOST_PROBLEMS: Final = 100
"""Bad lines that are told one by one; all are counted."""

_DECODER: Final = msgspec.json.Decoder(Line)
_ADVICE_LINE: Final = "take the line away, or probe the service again"
_ADVICE_FILE: Final = "a record is written by `tokenlint probe --record FILE`"


_Wrong = tuple[int, str, str]
"""The number of a line, a stable word, the reason."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record tells.

    `results` has one for each cell, the last that was written, in the order of first mention.
    `made` and `submitted` are what was there, or might be, when the record ends:
    all that was announced since the last `Gone`; `left` is what that one could not take away.
    `begun` is the first of all runs, `ended` belongs to the last of them.
    `size` counts bytes up to the end of the last whole line:
    what a continuation cuts the file to before it appends. `cut` tells that there was more,
    `unterminated` that the last line is whole and only its line feed is missing.
    """

    file: str
    begun: Begun | None = None
    results: tuple[Result, ...] = ()
    made: tuple[Made, ...] = ()
    submitted: tuple[Submitted, ...] = ()
    left: tuple[str, ...] = ()
    ended: Ended | None = None
    runs: int = 0
    size: int = 0
    cut: bool = False
    unterminated: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def unclear(self) -> int:
        """How many of the cells that were to be tested have no clear result."""
        planned = self.begun.cells + self.begun.left_out if self.begun else 0
        missing = max(0, planned - len(self.results))
        return missing + sum(each.verdict is Verdict.UNTESTED for each in self.results)


def read_record(path: str) -> Recorded:
    """Read a record; never raises for what is in it, or for a file that cannot be read.

    Source: the lines are those of `tokenlint.probe-record/1` (`probe.record`).
    """
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  # the name is shown as it was given
            return _read(path, stream)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem("unreadable", Source(path), f"it cannot be read: {reason}", _ADVICE_FILE)
        return Recorded(path, problems=(problem,))


@dataclass(slots=True)
class _Reading:
    """What is known while lines come in."""

    file: str
    begun: Begun | None = None
    results: dict[str, Result] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    submitted: dict[str, Submitted] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    ended: Ended | None = None
    runs: int = 0
    size: int = 0
    cut: bool = False
    unterminated: bool = False
    bad: list[Problem] = field(default_factory=list)
    more_bad: int = 0

    def take(self, line: Line) -> None:
        match line:
            case Begun():
                self._begin(line)
            case Made():
                self.made[line.path] = line
            case Submitted():
                self.submitted[line.job] = line
            case Gone():
                self.left = line.left
                self.made.clear()
                self.submitted.clear()
            case Result():
                self.results[line.cell] = line
            case Ended():
                self.ended = line

    def _begin(self, line: Begun) -> None:
        self.begun = self.begun or line
        self.runs += 1
        self.ended = None

    def refuse(self, number: int, kind: str, reason: str) -> None:
        if len(self.bad) >= MOST_PROBLEMS:
            self.more_bad += 1
            return
        self.bad.append(Problem(kind, Source(self.file, number), reason, _ADVICE_LINE))


def _read(path: str, stream: IO[bytes]) -> Recorded:
    reading = _Reading(path)
    pending: _Wrong | None = None  # no JSON: no error where a run begins behind it
    for number, (text, size) in enumerate(_lines(stream), 1):
        line, wrong = _decoded(text, number) if text.strip() else (None, None)
        ends = text.endswith(b"\n") or size > len(text)
        if line is None and wrong and not ends:
            reading.cut = True
            continue
        if pending and not isinstance(line, Begun):
            reading.refuse(*pending)
        pending = wrong if wrong and wrong[1] == "syntax" else None
        if wrong and not pending:
            reading.refuse(*wrong)
        if line is not None:
            _check(reading, line, number)
            reading.take(line)
        reading.size += size
        reading.unterminated = not ends
    if pending:
        reading.refuse(*pending)
    return _recorded(reading)


def _lines(stream: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Lines with their sizes in bytes; of one that is too long only the first part."""
    while text := stream.readline(LONGEST + 1):
        size, last = len(text), text
        while len(last) > LONGEST and not last.endswith(b"\n"):
            last = stream.readline(LONGEST + 1)
            size += len(last)
        yield text, size


def _decoded(text: bytes, number: int) -> tuple[Line | None, _Wrong | None]:
    """The line, or what is wrong with it."""
    if len(text) > LONGEST:
        return None, (number, "too-long", f"a line of more than {LONGEST:,} bytes")
    try:
        return _DECODER.decode(text), None
    except msgspec.ValidationError as error:
        return None, (number, "schema", f"it is no line of a record: {error}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, (number, "syntax", f"it is no JSON: {error}")


def _check(reading: _Reading, line: Line, number: int) -> None:
    """What is wrong with a line that can be read."""
    if isinstance(line, Begun):
        if line.schema != SCHEMA:
            reading.refuse(number, "schema", f"it is of {line.schema!r}, and not of {SCHEMA}")
        first = reading.begun
        if first and (first.plan, first.endpoint) != (line.plan, line.endpoint):
            reading.refuse(number, "mixed", "it continues a run of another plan or endpoint")
    elif reading.begun is None and not reading.bad:
        reading.refuse(number, "schema", "nothing tells before it what is probed (`begun`)")


def _recorded(reading: _Reading) -> Recorded:
    problems = list(reading.bad)
    if reading.more_bad:
        reason = f"{reading.more_bad:,} more lines cannot be used"
        problems.append(Problem("syntax", Source(reading.file), reason, _ADVICE_LINE))
    if reading.begun is None and not problems:
        reason = "it holds no record of a probe"
        problems.append(Problem("empty", Source(reading.file), reason, _ADVICE_FILE))
    known = Recorded(
        reading.file, reading.begun, tuple(reading.results.values()), tuple(reading.made.values()),
        tuple(reading.submitted.values()), reading.left, reading.ended, reading.runs,
    )  # fmt: skip
    return replace(
        known,
        size=reading.size,
        cut=reading.cut,
        unterminated=reading.unterminated,
        problems=tuple(problems),
    )
