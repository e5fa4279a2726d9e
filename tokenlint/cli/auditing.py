"""What `tokenlint audit` needs besides its options: facts, logs, the observed operations."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from tokenlint.audit.audited import Audited
from tokenlint.audit.explained import Explained, explained
from tokenlint.audit.formats import Format, needs_order, stands_alone
from tokenlint.audit.judgement import judge
from tokenlint.audit.observed import observed_lines
from tokenlint.audit.packed_facts import packed_facts
from tokenlint.audit.readers.clock import zone_named
from tokenlint.audit.readers.log_mapping import LogMapping, read_log_mapping
from tokenlint.audit.readers.recognise import FORMATS
from tokenlint.audit.reading import Setup
from tokenlint.audit.rotated import in_line
from tokenlint.audit.run import Done, Progress, run_audit, silent
from tokenlint.audit.token_files import Known, read_token_files, with_workflow
from tokenlint.audit.verdict import Terms
from tokenlint.capture.folders import STANDARD_INPUT
from tokenlint.cli.meter import Meter
from tokenlint.cli.options import Run
from tokenlint.cli.present import wanted
from tokenlint.cli.reading import refuse_token, workflow_named
from tokenlint.cli.recording import tell_errors
from tokenlint.errors import Incomplete, NothingToCheck, UsageError
from tokenlint.policy.engine import Engine
from tokenlint.policy.release import Release, release_of
from tokenlint.report.audit.render import deliver
from tokenlint.report.escape import one_line
from tokenlint.report.output import Output, refuse_shared
from tokenlint.report.records.destination import Destination, to_file, to_stream
from tokenlint.report.view import judge as verdict_of
from tokenlint.report.view import view_for
from tokenlint.scan.hands import hands
from tokenlint.scan.jobs import plan
from tokenlint.source import Problem, Source

LARGEST_PART = 512 << 20
"""Bytes: what was decided for one part is decided anew for the next."""


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
    problems: tuple[Problem, ...] = ()  # of the workflow's file

    @classmethod
    def of(cls, workers: int, given: Mapping[str, Any]) -> "Wishes":
        """As the options say it. Raises UsageError and Incomplete for what cannot be used."""
        named = given["workflow"]
        workflow, declared = workflow_named(named) if named else (None, None)
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
            declared.problems if declared else (),
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
    return Format(name, _mapping(given["log_mapping"]), known, given["year"])


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
            in_line=partial(in_line, in_order=partial(needs_order, said=wishes.format)),
        )
        if meter:
            meter.plan = todo
        done = run_audit(
            todo,
            crew.read(setup, todo.jobs),
            tokens=len(known.facts),
            explained=wishes.explained,
            problems=(*known.problems, *wishes.problems),
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


def outputs_of(run: Run, named: Sequence[str], wishes: Wishes) -> tuple[Output, ...]:
    """The formats of the report beside the observed operations.

    Where those go to standard output, a report goes nowhere but to files.
    Raises UsageError where two outputs share one place.
    """
    outputs = wanted(run)
    taken = wishes.observed == "-"
    kept = [each for each in outputs if each.file or named or not taken]
    file = Path(wishes.observed) if wishes.observed and not taken else None
    refuse_shared([*(each.file for each in kept), *([file] if file else [None] * taken)])
    return tuple(kept)


def told(run: Run, engine: Engine, done: Done, outputs: tuple[Output, ...]) -> int:
    """Judge and deliver; the exit code. Raises NothingToCheck where no line is an access."""
    audit = done.audit
    if not audit.events and not audit.problems:
        inputs = f"{audit.inputs or 'no'} input{'s' if audit.inputs != 1 else ''}"
        advice = "name the logs of a service; `tokenlint scan` looks for tokens in any text"
        raise NothingToCheck(f"no access in {inputs}", advice=advice)
    report = judge(audit, engine, run.catalogue, run.settings)
    view = view_for(sys.stdout, os.environ, fail_on=run.settings.fail_on, rules=run.catalogue.rules)
    deliver(outputs, Audited(report, audit), sys.stdout, view)
    if not outputs:
        tell_errors(report)
        for note in report.notes:
            click.echo(f"tokenlint: {one_line(note)}", err=True)
    return verdict_of(report, run.settings.fail_on).exit_code
