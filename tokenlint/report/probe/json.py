"""A probe for machines: `tokenlint.probe/1`, the report of any run with all cells of the matrix."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, cast

import msgspec

from tokenlint.probe.differences import Differences, Differing, Implementation, Service
from tokenlint.probe.outcome import Probe
from tokenlint.probe.probed import Probed
from tokenlint.probe.record import Result
from tokenlint.report.json import as_data, dump, error_data
from tokenlint.report.json import schema as report_schema
from tokenlint.report.view import View

SCHEMA = "tokenlint.probe/1"
_ALWAYS = ("cell", "protocol", "kind", "group", "case", "operation", "reach", "expected", "verdict")


def render(probed: Probed, view: View) -> str:
    """The probe as JSON in ASCII characters."""
    _ = view  # the facts do not depend on how they are shown
    return dump(probe_data(probed))


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12): a report's, with the members of a probe."""
    text = files("tokenlint.report.probe").joinpath("schema.json").read_text("utf-8")
    return joined(cast("dict[str, Any]", json.loads(text)))


def joined(own: dict[str, Any]) -> dict[str, Any]:
    """A schema of its own members with those of a report."""
    common = report_schema()
    return own | {
        "required": list(dict.fromkeys((*common["required"], *own["required"]))),
        "properties": common["properties"] | own["properties"],
        "$defs": common["$defs"] | own["$defs"],
    }


def probe_data(probed: Probed) -> dict[str, object]:
    """The report's members, the endpoints with their cells, and where they differ."""
    data = as_data(probed.report) | {
        "schema": SCHEMA,
        "endpoints": [_endpoint(probe) for probe in probed.probes],
    }
    if probed.differences is not None:
        data["differences"] = _differences(probed.differences)
    return data


def _endpoint(probe: Probe) -> dict[str, object]:
    begun = probe.begun
    data: dict[str, object] = {
        "endpoint": begun.endpoint,
        "name": begun.name,
        "audience": begun.audience,
        "plan": begun.plan,
        "started": begun.started,
        "continued": probe.continued,
        "requests": probe.requests,
        "seconds": probe.seconds,
        "planned": begun.cells,
        "tested": probe.tested,
        "counts": {verdict.value: count for verdict, count in probe.counts.items()},
        "cells": [cell_data(result) for result in probe.results],
        "problems": [error_data(problem) for problem in probe.problems],
        "left": list(probe.left),
        "notes": list(probe.notes),
    }
    told = {
        "implementation": probe.implementation, "folder": begun.folder, "record": probe.record
    }  # fmt: skip
    return data | known(told)


def known(told: Mapping[str, object]) -> dict[str, object]:
    """What is unknown is absent."""
    return {name: value for name, value in told.items() if value not in ("", None)}


def cell_data(result: Result) -> dict[str, object]:
    """All that is known of a cell; members that need no value and have none are absent."""
    told = msgspec.structs.asdict(result)
    return {name: told[name] for name in _ALWAYS} | known(told)


def _differences(found: Differences) -> dict[str, object]:
    return {
        "compared": found.compared,
        "cells": [_differing(each) for each in found.cells],
        "services": [_service(each) for each in found.services],
        "implementations": [_implementation(each) for each in found.implementations],
    }


def _differing(each: Differing) -> dict[str, object]:
    about = each.about
    return {
        "kind": about.kind,
        "title": about.title,
        "group": about.group,
        "case": about.case,
        "case_title": about.case_title,
        "operation": about.operation,
        "expected": about.expected,
        "says": about.says,
        "section": about.section,
        "allowed": list(each.allowed),
        "refused": list(each.refused),
        "unclear": list(each.unclear),
        "divided": list(each.divided),
    }


def _service(each: Service) -> dict[str, object]:
    return {
        "name": each.name,
        "implementation": each.implementation,
        "endpoint": each.endpoint,
        "protocol": each.protocol,
        "tested": each.tested,
        **_numbers(each),
    }


def _implementation(each: Implementation) -> dict[str, object]:
    return {
        "name": each.name,
        "services": list(each.services),
        "divided": each.divided,
        **_numbers(each),
    }


def _numbers(each: Service | Implementation) -> dict[str, object]:
    return {
        "allows_more": each.allows_more,
        "refuses_more": each.refuses_more,
        "excesses": each.excesses,
        "shortfalls": each.shortfalls,
        "changed_though_refused": each.changed,
    }
