"""From a declared workflow to the chains of tokens that it would use at each granularity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tokenlint.frontier.model import Ask, Granularity, Refresh, RefreshRule, Stream
from tokenlint.source import Problem
from tokenlint.workflows.declaration import TokenRequest, Workflow
from tokenlint.workflows.load import Load
from tokenlint.workflows.load_problems import (
    GRANULARITY_OF,
    asks_at_intervals,
    load_problems,
    renews,
)

USUAL_MARGIN: Final = 300.0
"""Seconds; when a refresh token is used where nothing else is declared.

FTS renews a token with less than this left just before it is needed.
"""


@dataclass(frozen=True, slots=True)
class Work:
    """A workflow as streams of chains, one for each granularity that its declaration tells of.

    `own` is the granularity that it declares, None where it declares none.
    `sites` are the endpoints that a token of the whole workflow names, at the least;
    `files_per_job` is how many files a token of a job is for.
    """

    workflow: Workflow
    own: Granularity | None
    streams: Mapping[Granularity, Stream]
    sites: int = 1
    files_per_job: int = 1


def work_of(workflow: Workflow) -> Work | Problem:
    """The streams of a workflow; a Problem where nothing tells how much work it has.

    Of a load that contradicts itself the first problem; all of them are among those of its file.
    """
    problems = load_problems(workflow)
    if problems:
        return problems[0]
    if not workflow.operations:
        reason = f"{workflow.name} declares no operation, so nothing tells what a token may do"
        return Problem("need-not-declared", workflow.source, reason, "declare its operations")
    load = workflow.load or _load_by_requests(workflow)
    if isinstance(load, Problem):
        return load
    streams = {
        each: stream
        for each, make in _MAKERS.items()
        if (stream := make(workflow, load)) is not None
    }
    return Work(workflow, _own(workflow, load), streams, load.sites or 1, load.files_per_job)


def _load_by_requests(workflow: Workflow) -> Load | Problem:
    """The load of a workflow that says how often it asks, and no more."""
    rate = workflow.asked_for.rate if workflow.asked_for else None
    if not rate:
        reason = f"nothing says how much work {workflow.name} has"
        advice = "add `load: {jobs: 30/s, duration: 20m}` with its true numbers"
        return Problem("load", workflow.source, reason, advice)
    if not workflow.usable_seconds:
        reason = f"nothing says how long {workflow.name} uses a token"
        return Problem("load", workflow.source, reason, "add `usable_for`, or `load`")
    if not asks_at_intervals(workflow):
        return Load(rate, rate, granularity="job")
    lifetime = workflow.request.lifetime if workflow.request else None
    early = 1 / rate / lifetime if lifetime else 1.0
    return Load(rate, rate, granularity="workflow", fraction=early if early < 1 else None)


def _own(workflow: Workflow, load: Load) -> Granularity | None:
    per = workflow.asked_for.per if workflow.asked_for else None
    named = load.granularity or (GRANULARITY_OF[per] if per else None)
    if named is None and asks_at_intervals(workflow):
        return Granularity.WORKFLOW
    return Granularity(named) if named else None


def _refresh(workflow: Workflow, load: Load) -> Refresh:
    if not renews(workflow, load):
        return Refresh(RefreshRule.NONE)
    if load.fraction is not None:
        return Refresh(RefreshRule.FRACTION, load.fraction)
    return Refresh(RefreshRule.MARGIN, USUAL_MARGIN if load.margin is None else load.margin)


def _asks(request: TokenRequest | None) -> tuple[Ask, Ask]:
    """How the first token is asked for, and how its successors are."""
    grant = request.grant if request else None
    first = {"token-exchange": Ask.EXCHANGE, "refresh-token": Ask.REFRESH}.get(
        grant or "", Ask.ISSUE
    )
    return first, Ask.REFRESH if request and request.refresh_requested else first


def _passing(workflow: Workflow, load: Load, units: float, seconds: float) -> Stream:
    """Chains of work that begins and ends: so many `units` of it for one job."""
    count = workflow.asked_for.count if workflow.asked_for else 1
    chains = units * count
    first, renewal = _asks(workflow.request)
    return Stream(
        rate=load.jobs * chains,
        peak=load.peak * chains,
        seconds=seconds,
        standing=0,
        jobs=1 / chains,
        refresh=_refresh(workflow, load),
        longest=max(workflow.usable_seconds or 0, seconds),
        patience=load.waiting,
        retry=load.retry,
        first=first,
        renewal=renewal,
    )


def _standing(workflow: Workflow, load: Load, chains: int) -> Stream:
    first, renewal = _asks(workflow.request)
    return Stream(
        rate=0,
        peak=0,
        seconds=_duration(workflow, load),
        standing=chains,
        jobs=load.jobs / chains,
        refresh=_refresh(workflow, load),
        patience=load.waiting,
        retry=load.retry,
        first=first,
        renewal=renewal,
    )


def _duration(workflow: Workflow, load: Load) -> float:
    return float(load.duration or workflow.usable_seconds or 1)


def _by_file(workflow: Workflow, load: Load) -> Stream:
    return _passing(workflow, load, load.files_per_job, _duration(workflow, load))


def _by_job(workflow: Workflow, load: Load) -> Stream:
    return _passing(workflow, load, 1, _duration(workflow, load))


def _by_dataset(workflow: Workflow, load: Load) -> Stream | None:
    if load.files_per_dataset is None:
        return None
    seconds = float(load.dataset_duration or _duration(workflow, load))
    return _passing(workflow, load, load.files_per_job / load.files_per_dataset, seconds)


def _by_site(workflow: Workflow, load: Load) -> Stream | None:
    return None if load.sites is None else _standing(workflow, load, load.sites)


def _by_workflow(workflow: Workflow, load: Load) -> Stream:
    return _standing(workflow, load, 1)


_MAKERS: Final[Mapping[Granularity, Callable[[Workflow, Load], Stream | None]]] = {
    Granularity.FILE: _by_file,
    Granularity.JOB: _by_job,
    Granularity.DATASET: _by_dataset,
    Granularity.SITE: _by_site,
    Granularity.WORKFLOW: _by_workflow,
}
