"""Records of a scan: what was asked for, and where it goes."""

import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tokenlint.errors import UsageError
from tokenlint.policy.finding import Report
from tokenlint.report.escape import visible
from tokenlint.report.output import Output, refuse_shared
from tokenlint.report.records.destination import to_file, to_stream
from tokenlint.report.records.json_lines import JsonLines
from tokenlint.report.records.outlet import Outlet, Outlets
from tokenlint.report.records.parquet import Parquet, require
from tokenlint.scan.records import Joiner
from tokenlint.scan.rows import Recording
from tokenlint.scan.run import Scan, Take, untaken
from tokenlint.scan.worker import Setup

_KEY = 32  # bytes
_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where records are to go; `lines` None: to standard output, where `asked` says so."""

    asked: bool = False
    lines: Path | None = None
    columns: Path | None = None

    @classmethod
    def of(cls, records: str | None, parquet: Path | None) -> "Wanted":
        """As the options say it. Raises UsageError for what cannot be had."""
        if parquet is not None:
            require()
            if str(parquet) == _STDOUT:
                raise UsageError("--parquet needs the name of a file", advice="--parquet FILE")
        lines = None if records in (None, _STDOUT) else Path(str(records))
        return cls(records is not None, lines, parquet)

    @property
    def any(self) -> bool:
        """Whether there shall be records at all."""
        return self.asked or self.columns is not None

    def beside(self, outputs: Sequence[Output], named: Sequence[str]) -> tuple[Output, ...]:
        """The outputs of the report beside the records.

        Where records go to standard output, a report goes nowhere but to files.
        Raises UsageError where two outputs share one place; `named` are the formats that the user
        named, and did not leave to a default.
        """
        taken = self.asked and self.lines is None
        kept = [each for each in outputs if each.file or named or not taken]
        own = [self.lines] if self.asked else []
        own += [self.columns] if self.columns else []
        refuse_shared([*(each.file for each in kept), *own])
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class Writing:
    """`setup` for those who read, `take` for what they have read."""

    setup: Setup
    take: Take = untaken
    outlets: Outlets | None = None

    def finish(self, scan: Scan) -> Scan:
        """The scan, with whatever went wrong with its records among its errors."""
        problems = self.outlets.finish() if self.outlets else ()
        report = replace(scan.report, errors=(*scan.report.errors, *problems))
        return replace(scan, report=report) if problems else scan


@contextmanager
def writing(wanted: Wanted, setup: Setup, *, far: bool = False) -> Iterator[Writing]:
    """Records while a scan runs; what is not finished then is dropped.

    `far`: others may read, on machines that share no disk with this one.
    Raises UsageError for a file that cannot be created.
    """
    if not wanted.any:
        yield Writing(setup)
        return
    with TemporaryDirectory(prefix="tokenlint-") as folder, ExitStack() as stack:
        outlets = _outlets(wanted, setup, stack)
        recording = Recording(secrets.token_bytes(_KEY), "" if far else folder)
        yield Writing(replace(setup, recording=recording), outlets.take, outlets)


def _outlets(wanted: Wanted, setup: Setup, stack: ExitStack) -> Outlets:
    outlets: list[Outlet] = []
    if wanted.asked:
        place = to_file(wanted.lines) if wanted.lines else to_stream(sys.stdout)
        name = str(wanted.lines or "<standard output>")
        outlets.append(Outlet(name, place, JsonLines(place.stream)))
        stack.callback(outlets[-1].drop)
    if wanted.columns:
        place = to_file(wanted.columns)
        columns = Parquet(place.stream, setup.settings.at)
        outlets.append(Outlet(str(wanted.columns), place, columns))
        stack.callback(outlets[-1].drop)
    return Outlets(Joiner(setup.settings), outlets)


def tell_errors(report: Report) -> None:
    """What a report says that goes nowhere, where the scan is incomplete: to standard error."""
    for problem in report.errors:
        text = f"tokenlint: {problem.source}: {problem.reason}"
        click.echo(visible(text), err=True)
        if problem.advice:
            click.echo(visible(f"  {problem.advice}"), err=True)
