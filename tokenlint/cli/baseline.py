"""`tokenlint baseline`: the findings that were known before; what is new stays a finding."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenlint.cli.config import Config, load_config
from tokenlint.cli.known import NAME, Held, baseline_option, hold, named, reach_of, save, settled
from tokenlint.cli.options import Run, common_options, prepare
from tokenlint.errors import NothingToCheck, UnfinishedError, UsageError

if TYPE_CHECKING:
    from tokenlint.baseline.entry import Baseline, Entry
    from tokenlint.baseline.reach import Reach
    from tokenlint.baseline.settle import Settled
    from tokenlint.policy.finding import Report

_OF_REPORTS = {"formats": (), "fail_on": None}
_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))


@click.group(name="baseline")
def command() -> None:
    """Findings that were known before, so that a check tells only what is new.

    They stay counted in every report. The file is `tokenlint-baseline.json`,
    or what the key `baseline` of the configuration names;
    `tokenlint check` looks at it where that key or `--baseline` says so.
    """


@command.command(name="write")
@_paths
@baseline_option
@click.option(
    "--allow-incomplete",
    is_flag=True,
    help="Write although something could not be read or judged; nothing known is taken out then.",
)
@common_options
def write(
    paths: tuple[Path, ...], baseline_file: Path | None, allow_incomplete: bool, **given: Any
) -> int:
    """Write all findings at or below PATHS to the baseline; without any, the current folder.

    Entries of other files, and of rules that are not judged, are kept.
    """
    work = _work(paths, baseline_file, given, may_be_missing=True)
    if work.report.errors and not allow_incomplete:
        raise _unfinished(work.report, "the baseline was not written", "; or --allow-incomplete")
    kept = tuple(entry for entry in work.settled.unmatched if not work.may_drop(entry))
    baseline = work.written(kept)
    changed = save(work.held, baseline)
    lines = [*_problem_lines(work.report), *_changes(work, baseline, changed=changed)]
    if work.held.data is None and not work.named_in_configuration:
        lines.append(
            f"`tokenlint check --baseline {work.held.path}` looks at it; "
            f"so does every check where tokenlint.toml says baseline = "
            f'"{work.held.path.name}"'
        )
    _say(lines)
    return 0


@command.command(name="prune")
@_paths
@baseline_option
@common_options
def prune(paths: tuple[Path, ...], baseline_file: Path | None, **given: Any) -> int:
    """Take entries out of the baseline that match no finding any more; nothing is added.

    Without PATHS, it looks through what the baseline was written for.
    A run that is not complete, or over a part, takes out nothing.
    """
    from tokenlint.baseline.settle import pruned, stale

    work = _work(paths, baseline_file, given, recorded=True)
    if work.report.errors:
        raise _unfinished(work.report, "nothing was taken out of the baseline", "")
    if not work.reach.covers(work.held.baseline):
        known = ", ".join(work.held.baseline.paths) or "the files of its entries"
        raise UsageError(
            f"{work.held.path} was written for {known}, and this run looked only at a part",
            advice="leave the paths out, or name all of them",
        )
    gone = stale(work.held.baseline, work.settled, work.reach)
    if gone:
        save(work.held, pruned(work.held.baseline, gone))
    left = len(work.held.baseline.entries) - len(gone)
    _say([*_listed("-", gone), f"{work.held.path}: {_counted(len(gone))} taken out, {left} left"])
    return 0


for _judging in (write, prune):  # they have no report, so nothing to format and no threshold
    _judging.params = [each for each in _judging.params if each.name not in _OF_REPORTS]


@command.command(name="show")
@baseline_option
@click.option(
    "--config", "config_file", metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False), help="Use this configuration file.",
)  # fmt: skip
@click.option("--no-config", is_flag=True, help="Use no configuration file.")
def show(baseline_file: Path | None, config_file: Path | None, no_config: bool) -> int:
    """List the entries of the baseline by file, and count them."""
    config = Config({}) if no_config else load_config(config_file, Path.cwd())
    held = hold(named(config, baseline_file) or Path(NAME))
    entries = held.baseline.entries
    by_severity = Counter(entry.severity for entry in entries)
    counts = " · ".join(
        f"{by_severity[severity]} {severity}"
        for severity in sorted(by_severity, key=lambda each: -each.rank)
    )
    lines = list(_listed("", entries))
    _say([*lines, f"{held.path}: {_counted(len(entries))}{f' ({counts})' if counts else ''}"])
    return 0


@dataclass(frozen=True, slots=True)
class _Work:
    """A run over the paths of a baseline, and the baseline as it was before."""

    held: Held
    report: "Report"
    reach: "Reach"
    settled: "Settled"
    named_in_configuration: bool

    def may_drop(self, entry: "Entry") -> bool:
        """Whether this run would have found what the entry stands for."""
        reach = self.reach
        return reach.complete and reach.judges(entry) and reach.reads(entry)

    def written(self, kept: Sequence["Entry"]) -> "Baseline":
        """The baseline with all findings of this run, and entries that are kept."""
        from tokenlint.baseline.entry import Baseline
        from tokenlint.baseline.settle import entries_of

        found = (*self.settled.open, *self.settled.known)
        paths = self.reach.joined(self.held.baseline.paths)
        return Baseline(entries_of(found, kept), paths)


def _work(
    paths: tuple[Path, ...],
    baseline_file: Path | None,
    given: dict[str, Any],
    *,
    may_be_missing: bool = False,
    recorded: bool = False,
) -> _Work:
    """Read the baseline and judge; the paths of the baseline where `recorded` and none given."""
    run = prepare(**_OF_REPORTS, **given)
    held = hold(named(run.config, baseline_file) or Path(NAME), may_be_missing=may_be_missing)
    if not paths and recorded and held.baseline.paths:
        paths = tuple(Path(os.path.relpath(held.folder / each)) for each in held.baseline.paths)
    paths = paths or (Path(),)
    report = _judged(run, paths, wanted=not given["no_progress"])
    reach, in_configuration = reach_of(run, held, paths, report), "baseline" in run.config.values
    return _Work(held, report, reach, settled(report, held), in_configuration)


def _judged(run: Run, paths: tuple[Path, ...], *, wanted: bool) -> "Report":
    with run.engine() as engine:
        engine.warm("workflow")  # it starts while the rooms below are imported
        from tokenlint.cli.present import progress_for
        from tokenlint.cli.reading import gather
        from tokenlint.lint import lint

        gathered = gather(run, paths, None)
        if gathered.empty:
            raise NothingToCheck(
                "nothing to check, so no baseline is needed",
                advice="name the files or folders that `tokenlint check` looks at",
            )
        progress = progress_for(sys.stderr, wanted=wanted)
        return lint(gathered.inputs, run.catalogue, engine, run.settings, progress)


def _unfinished(report: "Report", what: str, way_out: str) -> UnfinishedError:
    count = len(report.errors)
    some = "one thing" if count == 1 else f"{count} things"
    return UnfinishedError(
        f"{some} could not be read or judged, so {what}",
        report.errors,
        advice=f"mend what is listed above{way_out}",
    )


def _problem_lines(report: "Report") -> Iterator[str]:
    for problem in report.errors:
        yield f"not read: {problem.source}: {problem.reason}"


def _changes(work: _Work, baseline: "Baseline", *, changed: bool) -> Iterator[str]:
    """What is other than before: entries by key, counted."""
    before = Counter(entry.key for entry in work.held.baseline.entries)
    after = Counter(entry.key for entry in baseline.entries)
    added, removed = after - before, before - after
    if work.held.data is not None:
        yield from _listed("+", _first(baseline.entries, added))
        yield from _listed("-", _first(work.held.baseline.entries, removed))
    graver = len(work.settled.graver)
    told = [f"{_counted(len(baseline.entries))}"]
    if work.held.data is not None:
        told.append(f"{added.total()} added, {removed.total()} taken out")
        told += [f"{graver} graver than before"] if graver else []
    told += [] if changed else ["unchanged"]
    yield f"{work.held.path}: {'; '.join(told)}"


def _first(entries: Iterable["Entry"], wanted: "Counter[Any]") -> Iterator["Entry"]:
    """As many entries of each key as are wanted."""
    left = Counter(wanted)
    for entry in entries:
        if left[entry.key] > 0:
            left[entry.key] -= 1
            yield entry


def _listed(sign: str, entries: Iterable["Entry"]) -> Iterator[str]:
    """One line for equal entries: how grave, which rule, where."""
    lead = f"{sign} " if sign else ""
    counts = Counter(
        (entry.key.file, entry.severity, entry.key.rule, entry.key.pointer) for entry in entries
    )
    for (file, severity, rule, pointer), count in counts.items():
        times = f"  x{count}" if count > 1 else ""
        place = f"{file}#{pointer}" if pointer else file
        yield f"{lead}{severity:8} {rule:8} {place}{times}"


def _counted(count: int) -> str:
    return f"{count} {'finding' if count == 1 else 'findings'}"


def _say(lines: Iterable[str]) -> None:
    """To standard output, as it may be shown: file names are a stranger's."""
    from tokenlint.report.escape import visible
    from tokenlint.report.output import emit

    emit("".join(f"{visible(line)}\n" for line in lines), sys.stdout)
