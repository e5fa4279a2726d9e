"""What `tokenlint probe run` does with its options: a door, a source and a record for each URL."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import Any

from tokenlint.cli.options import Run, prepare
from tokenlint.cli.present import summarise_job, wanted
from tokenlint.cli.probe_plan import plan_of
from tokenlint.cli.probe_progress import going_on, progress_on
from tokenlint.cli.probe_records import record_of
from tokenlint.cli.probe_tokens import source_for
from tokenlint.errors import UsageError
from tokenlint.policy.engine import Engine
from tokenlint.probe.differences import differences
from tokenlint.probe.doors.address import Address, read_address, usual_audience
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.doors.settings import Limits
from tokenlint.probe.doors.settings import Settings as Way
from tokenlint.probe.earlier import earlier
from tokenlint.probe.journal import Journal
from tokenlint.probe.judgement import differences_of, judge
from tokenlint.probe.matrix import Plan
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.probed import Probed
from tokenlint.probe.settings import Settings
from tokenlint.probe.taking_up import refuse_other
from tokenlint.probe.token import TokenSource
from tokenlint.report.output import Output


@dataclass(frozen=True, slots=True)
class Target:
    """One service of the command line: the name it was given, its URL, and that taken apart."""

    name: str
    url: str
    address: Address


def probe(urls: tuple[str, ...], given: Mapping[str, Any]) -> int:
    """Probe each URL, judge and show. Raises UsageError before anything is sent."""
    targets = [_target(text) for text in urls]
    _refuse_twice(targets)
    _refuse_shared(targets, given)
    _refuse_unknown(targets, given["implementations"])
    if given["differing"] and len(targets) == 1:
        raise UsageError("--diff compares services, and only one is named", advice="name more")
    run = prepare(**given)
    outputs = wanted(run)
    plans = [_planned(target, given) for target in targets]
    if given["dry_run"]:
        return _show_plans(plans, given)
    with run.engine() as engine, ExitStack() as records:
        journals = [records.enter_context(closing(each)) for each in _opened(targets, given)]
        for plan, journal in zip(plans, journals, strict=True):
            refuse_other(plan, earlier(journal.lines), journal.path)
        todo = zip(targets, plans, journals, strict=True)
        with going_on(journals):
            probes = tuple(_probed(target, plan, journal, given) for target, plan, journal in todo)
        return _tell(run, engine, probes, outputs, differing=given["differing"])


def _opened(targets: Sequence[Target], given: Mapping[str, Any]) -> Iterator[Journal]:
    """The record of each, locked: nobody is asked while another run has one of them."""
    for target in targets:
        yield record_of(target.address, given["record"], alone=len(targets) == 1)


def _show_plans(plans: list[Plan], given: Mapping[str, Any]) -> int:
    from tokenlint.probe.planned import planned
    from tokenlint.report.output import emit
    from tokenlint.report.probe.plan import render
    from tokenlint.report.view import view_for

    view = view_for(sys.stdout, os.environ)
    shown = [planned(plan, _pace(given)) for plan in plans]
    emit(render(shown, view), sys.stdout)
    return 0


def _pace(given: Mapping[str, Any]) -> Pace:
    return Pace(most=given["max_requests"], per_second=given["rate"])


def _target(text: str) -> Target:
    """`name=URL` or a URL."""
    name, mark, url = text.partition("=")
    if not mark or "://" in name:
        name, url = "", text
    return Target(name, url, read_address(url))


def _refuse_twice(targets: list[Target]) -> None:
    urls = [f"{target.address.origin}{target.address.path}" for target in targets]
    if len(set(urls)) < len(urls):
        raise UsageError("a URL is named twice", advice="name each service once")
    names = [target.name for target in targets if target.name]
    if len(set(names)) < len(names):
        raise UsageError("two services have the same name", advice="give each a name of its own")


def _refuse_unknown(targets: list[Target], named: tuple[str, ...]) -> None:
    """An implementation of a service that is not probed is a slip of the pen."""
    known = {text for target in targets for text in (target.name, target.url) if text}
    for text in named:
        head, mark, _ = text.rpartition("=")
        if mark and head not in known:
            raise UsageError(
                "--implementation is about a service that is not named",
                advice=f"write NAME@VERSION, or one of {', '.join(sorted(known))} before the =",
            )


def _refuse_shared(targets: list[Target], given: Mapping[str, Any]) -> None:
    """What belongs to one service: a token with the audience of one is not sent to another."""
    for option in ("audience", "local"):
        if given[option] and len(targets) > 1:
            raise UsageError(
                f"--{option} is about one service, and several are named",
                advice="probe them one by one",
            )


def _settings(target: Target, given: Mapping[str, Any]) -> Settings:
    origin = target.address.origin
    return Settings(
        endpoint=target.url,
        protocol=origin.scheme,
        audience=given["audience"] or usual_audience(origin),
        root=target.address.path.rstrip("/"),
        base_path=given["base_path"].rstrip("/"),
        allow_write=given["allow_write"],
        existing=given["existing"] or "",
        group=given["group"] or "",
        negative_audience=given["negative_audience"],
        name=target.name,
    )


def _way(given: Mapping[str, Any]) -> Way:
    seconds = given["timeout"]
    limits = Limits(connect_seconds=seconds, step_seconds=seconds, total_seconds=2 * seconds)
    return Way(
        authorities=given["ca"],
        plain=given["insecure_http"],
        redirect_to=frozenset(given["redirect_to"]),
        tape_origins=frozenset(given["tape_origins"]),
        limits=limits,
    )


def _planned(target: Target, given: Mapping[str, Any]) -> Plan:
    """The plan alone; a door is opened, and nothing goes through it."""
    with ExitStack() as stack:
        door = open_door(target.url, _way(given))
        stack.callback(door.close)
        settings = _settings(target, given)
        return plan_of(settings, door.can, source_for(settings, given), given)


def _probed(target: Target, plan: Plan, journal: Journal, given: Mapping[str, Any]) -> Probe:
    from tokenlint.probe.looks import OnDisk
    from tokenlint.probe.run import run

    with ExitStack() as stack:
        door = open_door(target.url, _way(given))
        stack.callback(door.close)
        source = source_for(plan.settings, given)
        look = OnDisk(given["local"], plan.settings.root) if given["local"] else None
        shown = progress_on(sys.stderr, target.name or target.url, wanted=not given["no_progress"])
        progress = stack.enter_context(shown)
        told = run(plan, door, source, journal, look=look, pace=_pace(given), progress=progress)
        named = _implementation(target, given["implementations"]) or told.implementation
        notes = (*told.notes, *_notes(source))
        return replace(told, notes=notes, implementation=named)


def _notes(source: TokenSource) -> tuple[str, ...]:
    """What is wrong with the places that tokens came from."""
    remarks: Mapping[str, str] = getattr(source, "notes", {})
    return tuple(f"{name}: {remark}" for name, remark in remarks.items())


def _implementation(target: Target, named: tuple[str, ...]) -> str:
    """What the command line says that a service is: `URL=NAME` or `NAME`, the former first."""
    for text in named:
        head, mark, tail = text.rpartition("=")
        if mark and head in (target.url, target.name):
            return tail
    return next((text for text in named if "=" not in text), "")


def _tell(
    run: Run,
    engine: Engine,
    probes: tuple[Probe, ...],
    outputs: tuple[Output, ...],
    *,
    differing: bool,
) -> int:
    from tokenlint.report.probe.render import deliver
    from tokenlint.report.view import judge as verdict
    from tokenlint.report.view import view_for

    apart = differences(probes) if differing else None
    told = differences_of(apart.cells) if apart else ()
    report = judge(probes, engine, run.catalogue, run.settings, told)
    view = view_for(sys.stdout, os.environ, fail_on=run.settings.fail_on, rules=run.catalogue.rules)
    deliver(outputs, Probed(report, probes, apart), sys.stdout, view)
    summarise_job(outputs, report, view)
    return verdict(report, run.settings.fail_on).exit_code
