"""Probes of fake services, as the tests start them."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.probe.fake import AUDIENCE, BASE, ROOT, FakeSource, FakeStorage
from tokenlint.probe.cell import Verdict
from tokenlint.probe.journal import opened
from tokenlint.probe.matrix import Plan, storage_plan
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.run import run
from tokenlint.probe.settings import Settings

SETTINGS: dict[str, Any] = {
    "endpoint": f"https://storage.example{ROOT}",
    "protocol": "https",
    "audience": AUDIENCE,
    "root": ROOT,
    "base_path": BASE,
    "allow_write": True,
    "group": "/wlcg",
    "negative_audience": True,
}
QUICK = Pace(per_second=0)


def storage(*flaws: str, **changes: Any) -> FakeStorage:
    return FakeStorage(changes.pop("source", FakeSource()), frozenset(flaws), **changes)


def plan_for(door: FakeStorage, **changes: Any) -> Plan:
    return storage_plan(Settings(**(SETTINGS | changes)), door.can, door.source)


def probe(door: FakeStorage, record: Path, *, pace: Pace = QUICK, **changes: Any) -> Probe:
    look = changes.pop("look", None)
    with closing(opened(record)) as journal:
        return run(plan_for(door, **changes), door, door.source, journal, look=look, pace=pace)


def cells(done: Probe, *verdicts: Verdict) -> set[str]:
    return {
        result.cell.removeprefix("https:")
        for result in done.results
        if not verdicts or result.verdict in verdicts
    }


def of_kind(names: Iterable[str], kind: str) -> set[str]:
    return {name.partition(":")[2] for name in names if name.partition(":")[0] == kind}
