"""Probes of a CE in memory, as the tests start them."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.probe.fake import AUDIENCE, FakeSource
from tests.probe.fake_jobs import FakeJobs
from tests.probe.running import cells, only, unsynced
from tokenlint.probe.cell import Verdict
from tokenlint.probe.job_kinds import job_plan
from tokenlint.probe.journal import opened
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.run import run
from tokenlint.probe.settings import Settings

BAD = (
    Verdict.CHANGED_THOUGH_REFUSED,
    Verdict.EXCESS,
    Verdict.UNTESTED,
    Verdict.SHORTFALL,
    Verdict.HOLLOW,
)
SETTINGS = Settings("https://ce.example", "arc", AUDIENCE, allow_write=True, negative_audience=True)
PACE = Pace(per_second=0, sleep=lambda _: None)


def ce(*flaws: str, **more: Any) -> FakeJobs:
    return FakeJobs(FakeSource(), frozenset(flaws), **more)


def probe(door: FakeJobs, record: Path, *kinds: str, pace: Pace = PACE, **changes: Any) -> Probe:
    """Some kinds of tokens alone where they are named."""
    settings = replace(SETTINGS, protocol=door.protocol, **changes)
    plan = job_plan(settings, door.can, door.source)
    plan = only(plan, *kinds) if kinds else plan
    with unsynced(), closing(opened(record)) as journal:
        return run(plan, door, door.source, journal, pace=pace)


def found(done: Probe, *verdicts: Verdict) -> set[str]:
    return {name.removeprefix("arc:").removeprefix("condor:") for name in cells(done, *verdicts)}
