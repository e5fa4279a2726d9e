"""The baseline of a run: its file, and a report settled against it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tokenlint.cli.config import Config
from tokenlint.cli.options import Run
from tokenlint.errors import Incomplete, UsageError

if TYPE_CHECKING:
    from tokenlint.baseline.entry import Baseline
    from tokenlint.baseline.reach import Reach
    from tokenlint.baseline.settle import Settled
    from tokenlint.policy.finding import Report

NAME = "tokenlint-baseline.json"

baseline_option = click.option(
    "--baseline", "baseline_file", metavar="FILE", type=click.Path(path_type=Path),
    help="Findings that were known before; written by `tokenlint baseline write`.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A baseline as it was read; `data` None where there is no file yet."""

    path: Path
    data: bytes | None
    baseline: "Baseline"

    @property
    def folder(self) -> Path:
        """What its paths are relative to."""
        return self.path.absolute().parent


def named(config: Config, given: Path | None) -> Path | None:
    """The file of the command line, else that of the configuration, else None."""
    written = config.values.get("baseline")
    if given or not written:
        return given
    path = config.folder / str(written)
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path  # as people would say it


def hold(path: Path, *, may_be_missing: bool = False) -> Held:
    """Read a baseline.

    Raises UsageError for a file that is not there, cannot be read, or is no baseline.
    """
    from tokenlint.baseline.entry import Baseline
    from tokenlint.baseline.file import MAX_BYTES, parse

    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        if may_be_missing:
            return Held(path, None, Baseline())
        advice = "write it with `tokenlint baseline write`"
        raise UsageError(f"there is no baseline {path}", advice=advice) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"the baseline {path} cannot be read: {reason}") from None
    return Held(path, data, parse(data, str(path)))


def save(held: Held, baseline: "Baseline") -> bool:
    """Write a baseline whole, or not at all; false where the file says the same already.

    Raises Incomplete where the file changed since it was read, UsageError where it cannot be
    written.
    """
    from tokenlint.baseline.file import dump
    from tokenlint.report.output import write_file

    text = dump(baseline)
    if text.encode() == held.data:
        return False
    try:
        now = held.path.read_bytes()
    except FileNotFoundError:
        now = None
    except OSError as error:
        raise UsageError(f"the baseline {held.path} cannot be read: {error.strerror}") from None
    if now != held.data:
        raise Incomplete(
            f"{held.path} changed while tokenlint ran, and nothing was written",
            advice="run the command again",
        )
    write_file(held.path, text)
    return True


def reach_of(run: Run, held: Held, paths: tuple[Path, ...], report: "Report") -> "Reach":
    """What a run over these paths could have found."""
    from tokenlint.baseline.reach import Reach

    return Reach(held.folder, paths, run.settings, run.catalogue, complete=not report.errors)


def settled(report: "Report", held: Held) -> "Settled":
    """The findings of a report against a baseline."""
    from tokenlint.baseline.keys import Keys
    from tokenlint.baseline.settle import settle

    return settle(tuple(Keys(report, held.folder).of(report.findings)), held.baseline)


def with_baseline(run: Run, report: "Report", held: Held, paths: tuple[Path, ...]) -> "Report":
    """The report with what was known before among the suppressed, and notes on the baseline."""
    from tokenlint.baseline.settle import stale, with_known

    found = settled(report, held)
    reach = reach_of(run, held, paths, report)
    notes = []
    if found.graver:
        count = len(found.graver)
        notes.append(f"{count} finding{'s'[: count != 1]} graver than {held.path} knows")
    gone = stale(held.baseline, found, reach)
    if gone:
        count = len(gone)
        notes.append(
            f"{count} {'entry' if count == 1 else 'entries'} of {held.path} "
            f"match{'es'[: 2 * (count == 1)]} no finding any more; "
            "`tokenlint baseline prune` takes them out"
        )
    told = with_known(report, found)
    return replace(told, notes=(*told.notes, *notes))
