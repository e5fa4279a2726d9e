"""A line of progress for `tokenlint audit`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from tokenlint.audit.tally import Tally
from tokenlint.report.scan.words import human_size
from tokenlint.scan.jobs import Plan
from tokenlint.scan.work import Job

_OFTEN = 0.2  # seconds between two lines of progress


class Meter:
    """A line that tells how far an audit is, and at which rate."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._start = time.monotonic()
        self._last = 0.0
        self._done = 0
        self.plan: Plan | None = None

    def __call__(self, job: Job, tally: Tally) -> None:
        """A job was read, or a portion of one that goes on; `tally` is of all so far."""
        now = time.monotonic()
        self._done += bool(job)
        if now - self._last < _OFTEN or self.plan is None:
            return
        self._last = now
        seconds = max(now - self._start, 1e-3)
        share = self._done / max(1, len(self.plan.jobs))
        rate = f"{tally.lines / seconds:,.0f} lines/s, {human_size(round(tally.size / seconds))}/s"
        self._stream.write(f"\r{f'{share:.0%}  {tally.lines:,} lines  {rate}':78}")
        self._stream.flush()

    def wipe(self) -> None:
        """Nothing of it stays on the screen."""
        self._stream.write(f"\r{'':78}\r")
        self._stream.flush()


@contextmanager
def progress_on(stream: TextIO, *, wanted: bool) -> Iterator[Meter | None]:
    """Progress on a terminal only."""
    meter = Meter(stream) if wanted and stream.isatty() else None
    try:
        yield meter
    finally:
        if meter:
            meter.wipe()
