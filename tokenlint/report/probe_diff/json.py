"""Two records beside each other for machines: `tokenlint.probe-diff/1`, see schema.json.

Within version 1 members may be added and none is removed or changes its meaning.
What is unknown is absent, never null. Cells that are the same are counted, and not listed.
"""

import json
from importlib.resources import files
from typing import Any, cast

from tokenlint.probe.comparison import CellChange, Change, RecordComparison
from tokenlint.probe.recorded import Recorded
from tokenlint.report.json import dump, error_data
from tokenlint.report.probe.json import cell_data
from tokenlint.report.view import View

SCHEMA = "tokenlint.probe-diff/1"


def render(found: RecordComparison, view: View) -> str:
    """The comparison as JSON in ASCII characters."""
    _ = view  # the facts do not depend on how they are shown
    return dump(as_data(found))


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12); a cell is that of `tokenlint.probe/1`."""
    own = cast("dict[str, Any]", json.loads(_text("tokenlint.report.probe_diff")))
    probe = cast("dict[str, Any]", json.loads(_text("tokenlint.report.probe")))
    shared = {name: probe["$defs"][name] for name in ("cell", "verdict")}
    return own | {"$defs": own["$defs"] | shared}


def _text(package: str) -> str:
    return files(package).joinpath("schema.json").read_text("utf-8")


def as_data(found: RecordComparison) -> dict[str, object]:
    """The comparison as plain data."""
    changed = (each for each in found.changes if each.change is not Change.SAME)
    return {
        "schema": SCHEMA,
        "old": _record(found.old),
        "new": _record(found.new),
        "counts": {change.value: count for change, count in found.counts.items()},
        "faults": found.faults,
        "changes": [_change(each) for each in changed],
        "notes": list(found.notes),
        "errors": [error_data(problem) for problem in found.problems],
    }


def _record(recorded: Recorded) -> dict[str, object]:
    data: dict[str, object] = {
        "file": recorded.file,
        "results": len(recorded.results),
        "unclear": recorded.unclear,
        "ended": recorded.ended is not None,
        "left": list(recorded.left),
    }
    begun = recorded.begun
    if begun is None:
        return data
    return data | {
        "endpoint": begun.endpoint,
        "name": begun.name,
        "audience": begun.audience,
        "plan": begun.plan,
        "started": begun.started,
        "planned": begun.cells,
    }


def _change(each: CellChange) -> dict[str, object]:
    data: dict[str, object] = {
        "cell": each.cell,
        "change": each.change.value,
        "fault": each.fault,
    }
    sides = {"old": each.old, "new": each.new}
    return data | {name: cell_data(side) for name, side in sides.items() if side is not None}
