"""How far a probe is: a line on a terminal, wiped out at the end; and how to go on after Ctrl-C."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from tokenlint.probe.journal import Journal
from tokenlint.probe.pacing import Progress, silent

_OFTEN = 0.2  # seconds between two lines
_WIDTH = 78


@contextmanager
def progress_on(stream: TextIO, name: str, *, wanted: bool) -> Iterator[Progress]:
    """Tells how many cells of a service were tested, where `stream` is a terminal."""
    if not wanted or not stream.isatty():
        yield silent
        return
    try:
        yield _telling(stream, name)
    finally:
        _show(stream, "")


def _telling(stream: TextIO, name: str, clock: Callable[[], float] = time.monotonic) -> Progress:
    from tokenlint.report.escape import visible

    started, shown = clock(), float("-inf")

    def tell(done: int, total: int) -> None:
        nonlocal shown
        now = clock()
        if now - shown < _OFTEN:
            return
        shown = now
        left = f", {(now - started) / done * (total - done):,.0f} s left" if done else ""
        told = f"{done:,} of {total:,} cells{left}"
        _show(stream, f"{visible(name)[: _WIDTH - len(told) - 2]}: {told}")

    return tell


def _show(stream: TextIO, text: str) -> None:
    stream.write(f"\r{text:{_WIDTH}}" if text else f"\r{'':{_WIDTH}}\r")
    stream.flush()


@contextmanager
def going_on(journals: Iterable[Journal]) -> Iterator[None]:
    """Say of a run that was interrupted that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        from tokenlint.report.escape import visible

        kept = ", ".join(visible(str(journal.path)) for journal in journals)
        click.echo(
            f"tokenlint: results so far are in {kept}; start the same command again, and it goes "
            "on, and takes away what may still be there",
            file=sys.stderr,
        )
        raise
