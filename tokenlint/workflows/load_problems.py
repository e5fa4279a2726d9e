"""What is wrong with a declared load: rates that cannot be, and words that contradict each other.

A load with a problem is not computed with.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.source import Pointer, Problem
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.load import Load

ABSURD: Final = 1_000_000.0
"""Jobs a second that no grid has: a thousand times what its issuers are asked for today."""

GRANULARITY_OF: Final = {
    "file": "file",
    "transfer": "file",
    "job": "job",
    "pilot": "job",
    "dataset": "dataset",
    "site": "site",
    "user": "workflow",
}
"""The granularity that `per` of `asked_for` comes to."""

_TOLERANCE: Final = 1.05  # rates are written with two digits

Wrong = tuple[Pointer, str, str]


def load_problems(workflow: Workflow) -> tuple[Problem, ...]:
    """Everything that is wrong with the load of a workflow; nothing where it declares none."""
    load = workflow.load
    if load is None:
        return ()
    return tuple(
        Problem("load", workflow.places.nearest(pointer), reason, advice)
        for check in (_rates, _times, _renewal, _units, _waiting, _asked_for)
        for pointer, reason, advice in check(workflow, load)
    )


def _rates(_: Workflow, load: Load) -> Iterator[Wrong]:
    if load.jobs <= 0:
        yield "/load/jobs", "no job ever begins at this rate", "write how many begin: `30/s`"
    elif load.peak < load.jobs:
        reason = "the peak is lower than the average"
        yield "/load/peak", reason, "write the rate at the busiest time, or leave `peak` out"
    for rate, name in {load.peak: "peak", load.jobs: "jobs"}.items():
        if rate > ABSURD:
            reason = f"{rate:,.0f} jobs a second are more than any infrastructure has"
            yield f"/load/{name}", reason, "did you mean `/h` or `/d`?"


def _times(workflow: Workflow, load: Load) -> Iterator[Wrong]:
    usable = workflow.usable_seconds
    if load.duration is None and not usable:
        reason = "nothing says how long a job holds its token"
        yield "/load", reason, "add `duration` here, or `usable_for` to the workflow"
    passes = load.granularity not in ("site", "workflow") and not asks_at_intervals(workflow)
    if passes and load.duration and usable is None and not renews(workflow, load):
        reason = "one token has to last, and nothing says for how long at the most"
        yield "/load", reason, "add `usable_for` to the workflow, or a `refresh_rule` here"
    if load.duration == 0:
        yield "/load/duration", "a job of no duration needs no token", "write how long it lasts"
    if load.duration is not None and usable is not None and load.duration > usable:
        reason = "jobs hold their tokens for longer on average than `usable_for` says at the most"
        yield "/load/duration", reason, "`usable_for` is the longest case: raise it"
    whole = load.dataset_duration
    if whole is not None and whole < (load.duration or usable or 0):
        reason = "work on a data set ends before one of its jobs does"
        yield "/load/dataset_duration", reason, "write how long work on a whole data set goes on"


def renews(workflow: Workflow, load: Load) -> bool:
    """Whether the holder of a token asks for the next one before it ends."""
    asks = workflow.request is not None and workflow.request.refresh_requested
    return load.margin is not None or load.fraction is not None or (asks and not load.never)


def _renewal(workflow: Workflow, load: Load) -> Iterator[Wrong]:
    lifetime = workflow.request.lifetime if workflow.request else None
    if load.margin is not None and lifetime is not None and load.margin >= lifetime:
        reason = "the margin is no shorter than the token's lifetime, so it is renewed all the time"
        yield "/load/refresh_rule", reason, "renew later, or ask for a longer lifetime"
    if load.retry == 0:
        yield "/load/retry", "requests without a pause between them", "write a time, as `1m`"


def _units(workflow: Workflow, load: Load) -> Iterator[Wrong]:
    per = workflow.asked_for.per if workflow.asked_for else None
    asked = GRANULARITY_OF[per] if per else None
    if asked and load.granularity and asked != load.granularity:
        reason = f"`granularity` says {load.granularity}, and `asked_for` says per {per}"
        yield "/load/granularity", reason, "keep one of the two"
    at = load.granularity or asked
    if at == "dataset" and load.files_per_dataset is None:
        reason = "one token a data set, and nothing says how many files a data set has"
        yield "/load", reason, "add `files_per_dataset`"
    if at == "site" and load.sites is None:
        reason = "one token a site, and nothing says how many sites there are"
        yield "/load", reason, "add `sites`"


def _waiting(_: Workflow, load: Load) -> Iterator[Wrong]:
    if load.waits is False and load.patience is not None:
        reason = "a job that fails without a token has no patience"
        yield "/load/patience", reason, "remove `patience`, or write `without_token: wait`"


def _asked_for(workflow: Workflow, load: Load) -> Iterator[Wrong]:
    rate = workflow.asked_for.rate if workflow.asked_for else None
    lifetime = workflow.request.lifetime if workflow.request else None
    if not rate:
        return
    at = load.granularity or ("workflow" if asks_at_intervals(workflow) else "job")
    if at in ("site", "workflow"):
        between = (load.sites or 1 if at == "site" else 1) / rate
        if lifetime is not None and between > lifetime * _TOLERANCE:
            reason = "tokens expire before the next ones are asked for"
            yield "/asked_for", reason, "ask more often, or for a longer lifetime"
        return
    least = first_tokens(load, at)
    if least > rate * _TOLERANCE:
        reason = (
            f"`asked_for` says {rate:g} tokens a second at the peak, "
            f"and the jobs of `load` need {least:g} to begin"
        )
        yield "/asked_for", reason, "correct one of the two, or remove `asked_for`"


def asks_at_intervals(workflow: Workflow) -> bool:
    """Whether one token is asked for `every` so long, whatever the number of jobs."""
    return "/asked_for/every" in workflow.places


def first_tokens(load: Load, granularity: str) -> float:
    """Tokens that work needs a second at the peak to begin, with one for each unit."""
    files = load.peak * load.files_per_job
    if granularity == "file":
        return files
    if granularity == "dataset" and load.files_per_dataset:
        return files / load.files_per_dataset
    return load.peak
