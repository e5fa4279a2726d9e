"""What `tokenlint scan` needs besides its options: the setup, the jobs."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tokenlint.cli.meter import Meter
from tokenlint.cli.options import Run
from tokenlint.cli.reading import calibration_for, mapping_in, refuse_token, workflow_named
from tokenlint.cli.recording import Wanted, Writing, writing
from tokenlint.credentials.keys import MAX_BYTES, read_keys
from tokenlint.errors import UsageError
from tokenlint.policy.engine import Engine
from tokenlint.scan.hands import hands
from tokenlint.scan.jobs import plan
from tokenlint.scan.run import Judging, Progress, Scan, scan, silent
from tokenlint.scan.worker import Setup

# What a need is compared with, letter for letter, so that it is part of a shape, too.
_COMPARED = frozenset({"path_text"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a scan was asked for, beyond what all commands share."""

    workers: int
    against: str | None
    keys: Path | None
    log_of: str
    dask: str | None
    records: Wanted


def scanned(
    run: Run, paths: tuple[str, ...], engine: Engine, meter: Meter | None, wishes: Wishes
) -> Scan:
    """The scan of these paths. Raises UsageError for what cannot be meant."""
    for path in paths:
        refuse_token(path)
    against = wishes.against
    setup = _setup(run, wishes.keys, letters=_COMPARED if against else frozenset())
    workflow, declared = workflow_named(against) if against else (None, None)
    judging = Judging(engine, run.catalogue, setup, workflow, wishes.log_of)
    progress: Progress = meter or silent
    with hands(wishes.dask, wishes.workers) as crew:
        todo = plan(paths, crew.cores)  # before there are files of records, which are no inputs
        if declared:
            todo = replace(todo, problems=(*todo.problems, *declared.problems))
        if meter:
            meter.plan = todo
        lines = partial(crew.lines, todo.locations())
        with _written(wishes, setup) as out:
            reading = crew.read(out.setup, todo.jobs)
            return out.finish(scan(todo, reading, judging, progress, lines, out.take))


def _written(wishes: Wishes, setup: Setup) -> AbstractContextManager[Writing]:
    return writing(wishes.records, setup, far=wishes.dask is not None)


def _setup(run: Run, keys: Path | None, *, letters: frozenset[str]) -> Setup:
    text, name = b"", ""
    if keys is not None:
        known = read_keys(keys)
        if known.problems and not known.keys:
            first = known.problems[0]
            raise UsageError(f"{keys}: {first.reason}", advice=first.advice)
        text, name = keys.read_bytes()[:MAX_BYTES], str(keys)
    return Setup(
        run.settings,
        calibration_for(run.inventory),
        run.policies.letters | letters,
        text,
        name,
        mapping_in(run.mapping),
    )
