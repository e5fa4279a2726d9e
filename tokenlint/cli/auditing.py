"""What `tokenlint audit` needs besides its options: facts, logs, the observed operations."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from tokenlint.audit.explained import Explained, explained
from tokenlint.audit.formats import Format, stands_alone
from tokenlint.audit.observed import observed_lines
from tokenlint.audit.packed_facts import packed_facts
from tokenlint.audit.readers.clock import zone_named
from tokenlint.audit.readers.log_mapping import LogMapping, read_log_mapping
from tokenlint.audit.readers.recognise import FORMATS
from tokenlint.audit.reading import Setup
from tokenlint.audit.run import Done, Progress, run_audit, silent
from tokenlint.audit.tally import Tally
from tokenlint.audit.token_files import Known, read_token_files, with_workflow
from tokenlint.audit.verdict import Terms
from tokenlint.capture.folders import STANDARD_INPUT
from tokenlint.cli.options import Run
from tokenlint.cli.reading import refuse_token, workflow_named
from tokenlint.errors import Incomplete, UsageError
from tokenlint.policy.release import Release, release_of
from tokenlint.report.records.destination import Destination, to_file, to_stream
from tokenlint.report.scan.words import human_size
from tokenlint.scan.hands import hands
from tokenlint.scan.jobs import Plan, plan
from tokenlint.scan.work import Job
from tokenlint.source import Problem, Source

LARGEST_PART = 256 << 20
"""Bytes: what was decided for one part is decided anew for the next."""
_OFTEN = 0.2  # seconds between two lines of progress


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an audit was asked for, beyond what all commands share."""

    workers: int
    dask: str | None
    tokens: tuple[str, ...]
    format: Format
    terms: Terms
    bases: tuple[tuple[str, str], ...]
    release: Release | None
    workflow: str
    explained: Explained
    observed: str | None

    @classmethod
    def of(cls, workers: int, given: Mapping[str, Any]) -> "Wishes":
        """As the options say it. Raises UsageError and Incomplete for what cannot be used."""
        named = given["workflow"]
        workflow = workflow_named(named)[0] if named else None
        release = given["implementation"]
        return cls(
            workers,
            given["dask"],
            given["token_files"],
            _format(given),
            Terms(given["service"], given["skew"]),
            _bases(given["bases"]),
            release_of(release) if release else None,
            workflow.name if workflow else "",
            explained(workflow, given["addresses"], given["services"]),
            given["observed"],
        )


def _format(given: Mapping[str, Any]) -> Format:
    name, zone = given["log_format"], given["zone"]
    if name and name not in FORMATS:
        raise UsageError(
            f"--log-format: {name[:40]!r} is none", advice=f"there are {', '.join(FORMATS)}"
        )
    known = zone_named(zone) if zone else None
    if zone and known is None:
        advice = "write UTC, +01:00 or Europe/Zurich"
        raise UsageError(f"--log-time-zone: {zone[:40]!r} is no zone", advice=advice)
    return Format(name, _mapping(given["log_mapping"]), known)


def _mapping(path: Path | None) -> LogMapping | None:
    if path is None:
        return None
    file = read_log_mapping(path)
    if file.mapping is None:
        told = "; ".join(f"{each.source}: {each.reason}" for each in file.problems[:3])
        advice = "`tokenlint schema log-mapping` prints its format"
        raise Incomplete(f"the mapping of logs {path} cannot be used: {told}", advice=advice)
    return file.mapping


def _bases(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Base paths by issuer; a path begins with a slash, and an issuer does not."""
    found: dict[str, str] = {}
    for text in given:
        issuer, path = ("", text) if text.startswith("/") else _issuer_and_path(text)
        if issuer in found:
            raise UsageError(f"--base-path names two paths for {issuer or 'all issuers'}")
        found[issuer] = path.rstrip("/")
    return tuple(found.items())


def _issuer_and_path(text: str) -> tuple[str, str]:
    issuer, _, path = text.rpartition("=")
    if not issuer or not path.startswith("/"):
        raise UsageError(
            f"--base-path: {text[:60]!r} is no path", advice="write /data or https://issuer=/data"
        )
    return issuer, path


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


def audited(paths: tuple[str, ...], meter: Meter | None, wishes: Wishes) -> Done:
    """The audit of these logs. Raises UsageError for what cannot be meant."""
    for path in (*paths, *wishes.tokens):
        refuse_token(path)
    if STANDARD_INPUT in paths and STANDARD_INPUT in wishes.tokens:
        raise UsageError("standard input is either a log or token facts", advice="name a file")
    progress: Progress = meter or silent
    with ExitStack() as stack:
        out = _destination(wishes, stack)
        crew = stack.enter_context(hands(wishes.dask, wishes.workers))
        known = read_token_files(wishes.tokens)
        setup = _setup(wishes, known, stack)
        todo = plan(
            paths,
            crew.cores,
            divisible=partial(stands_alone, said=wishes.format),
            largest=LARGEST_PART,
        )
        if meter:
            meter.plan = todo
        done = run_audit(
            todo,
            crew.read(setup, todo.jobs),
            tokens=len(known.facts),
            explained=wishes.explained,
            problems=known.problems,
            progress=progress,
            lines=partial(crew.lines, todo.locations()),
        )
        return _observed(out, done)


def _setup(wishes: Wishes, known: Known, stack: ExitStack) -> Setup:
    facts = with_workflow(known.facts, wishes.workflow) if wishes.workflow else known.facts
    packed = stack.enter_context(packed_facts(facts, far=wishes.dask is not None))
    return Setup(
        packed,
        wishes.format,
        wishes.terms,
        wishes.bases,
        wishes.release,
        observing=wishes.observed is not None,
    )


def _destination(wishes: Wishes, stack: ExitStack) -> Destination | None:
    """Where observed operations go; before anything is read, so that a slip costs no time."""
    if wishes.observed is None:
        return None
    out = to_stream(sys.stdout) if wishes.observed == "-" else to_file(Path(wishes.observed))
    stack.callback(out.drop)
    return out


def _observed(out: Destination | None, done: Done) -> Done:
    if out is None:
        return done
    try:
        out.stream.writelines(observed_lines(done.tally.observed))
        out.keep()
    except BrokenPipeError as error:
        reason = "whoever read the observed operations went away"
        raise Incomplete(reason, advice="the audit was stopped") from error
    except OSError as error:
        reason = f"the observed operations cannot be written: {error.strerror or error}"
        problem = Problem("unwritten", Source("<observed>"), reason, "write them elsewhere")
        problems = (*done.audit.problems, problem)
        return replace(done, audit=replace(done.audit, problems=problems))
    return done


def exit_as(run: Run, done: Done) -> int:
    """Until there is a report, the numbers."""
    del run
    sys.stdout.write(f"{done.audit}\n")
    return 4 if done.audit.problems else int(bool(done.audit.noted))
