"""Probes of fake services, as the tests start them."""

import json
import os
from collections.abc import Iterable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from tests.probe.fake import AUDIENCE, BASE, ROOT, FakeSource, FakeStorage, resolved
from tokenlint.privilege.operation import Operation
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


def unsynced() -> AbstractContextManager[object]:
    """The disk need not turn for what a test writes; `test_journal` sees that it is asked to."""
    return mock.patch.object(os, "fsync", return_value=None)


def probe(door: FakeStorage, record: Path, *, pace: Pace = QUICK, **changes: Any) -> Probe:
    look = changes.pop("look", None)
    with unsynced(), closing(opened(record)) as journal:
        return run(plan_for(door, **changes), door, door.source, journal, look=look, pace=pace)


def cells(done: Probe, *verdicts: Verdict) -> set[str]:
    return {
        result.cell.removeprefix("https:")
        for result in done.results
        if not verdicts or result.verdict in verdicts
    }


def of_kind(names: Iterable[str], kind: str) -> set[str]:
    return {name.partition(":")[2] for name in names if name.partition(":")[0] == kind}


def only(plan: Plan, *kinds: str) -> Plan:
    """The same plan with some rows alone."""
    return replace(plan, cells=tuple(cell for cell in plan.cells if cell.kind.name in kinds))


def run_plan(plan: Plan, door: FakeStorage, record: Path, pace: Pace = QUICK) -> Probe:
    with unsynced(), closing(opened(record)) as journal:
        return run(plan, door, door.source, journal, pace=pace)


def lines_of(record: Path) -> list[dict[str, Any]]:
    """The whole lines of a record; the last one may have been cut."""
    whole = record.read_bytes().rpartition(b"\n")[0].splitlines()
    return [json.loads(line) for line in whole]


def results_in(record: Path) -> dict[str, str]:
    """Clear results by cell."""
    unclear = {"untested", "left-out"}
    lines = [line for line in lines_of(record) if line["line"] == "result"]
    return {line["cell"]: line["verdict"] for line in lines if line["verdict"] not in unclear}


def stays_inside(door: FakeStorage, records: Iterable[Path]) -> bool:
    """Whether every request led into a folder that a record names, and none deleted more."""
    lines = [line for record in records for line in lines_of(record)]
    made = {line["path"] for line in lines if line["line"] == "made"}
    folders = {line["folder"] for line in lines if line["line"] == "begun"} - {""}
    for demand in door.demands:
        for path in filter(None, (demand.path, demand.target)):
            place = resolved(path)
            if not any(f"{place}/".startswith(f"{folder}/") for folder in folders):
                return False
        if demand.operation is Operation.DELETE and resolved(demand.path) not in made:
            return False
    return True
