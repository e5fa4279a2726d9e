"""A line of progress for what reads much: on a terminal, and wiped out at the end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from tokenlint.report.scan.words import human_size
from tokenlint.scan.jobs import Plan
from tokenlint.scan.work import Job

_OFTEN = 0.2  # seconds between two lines of progress


class Sized(Protocol):
    """Sums of a run."""

    @property
    def size(self) -> int:
        """Bytes that were read, unpacked."""
        ...


class Meter:
    """A line that tells how far a run is, at which rate, and how long it will still take.

    `unit` is what is counted: an attribute of the sums, which also have a `size` in bytes.
    """

    def __init__(self, stream: TextIO, unit: str) -> None:
        self._stream = stream
        self._unit = unit
        self._start = time.monotonic()
        self._last = 0.0
        self._done = 0
        self.plan: Plan | None = None

    def __call__(self, job: Job, sums: Sized) -> None:
        """A job was read, or a portion of one that goes on; `sums` are of all so far."""
        now = time.monotonic()
        self._done += bool(job)
        if now - self._last < _OFTEN or self.plan is None:
            return
        self._last = now
        seconds = max(now - self._start, 1e-3)
        share = self._done / max(1, len(self.plan.jobs))
        left = seconds / share - seconds if share else 0.0
        bytes_a_second = human_size(round(sums.size / seconds))
        count, unit = getattr(sums, self._unit), self._unit
        rate = f"{count / seconds:,.0f} {unit}/s, {bytes_a_second}/s"
        ahead = "" if self.plan.unbounded or not share else f", {left:,.0f} s left"
        text = f"{share:.0%}  {count:,} {unit}  {rate}{ahead}"
        self._stream.write(f"\r{text:78}")
        self._stream.flush()

    def wipe(self) -> None:
        """Nothing of it stays on the screen."""
        self._stream.write(f"\r{'':78}\r")
        self._stream.flush()


@contextmanager
def progress_on(stream: TextIO, unit: str, *, wanted: bool) -> Iterator[Meter | None]:
    """Progress on a terminal only."""
    meter = Meter(stream, unit) if wanted and stream.isatty() else None
    try:
        yield meter
    finally:
        if meter:
            meter.wipe()
