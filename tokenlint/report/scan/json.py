"""A scan for machines: `tokenlint.scan/1`, the report of any run with the numbers of the scan."""

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, cast

from tokenlint.report.json import as_data, dump
from tokenlint.report.json import schema as report_schema
from tokenlint.report.view import View
from tokenlint.scan.run import Scan
from tokenlint.scan.statistics import Estimate, Group, Seen
from tokenlint.scan.summary import Place

SCHEMA = "tokenlint.scan/1"


def render(scan: Scan, view: View) -> str:
    """The scan as JSON in ASCII characters."""
    _ = view  # the facts do not depend on how they are shown
    return dump(scan_data(scan))


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12): a report's, with the members of a scan."""
    text = files("tokenlint.report.scan").joinpath("schema.json").read_text("utf-8")
    own, common = cast("dict[str, Any]", json.loads(text)), report_schema()
    return own | {
        "required": list(dict.fromkeys((*common["required"], *own["required"]))),
        "properties": common["properties"] | own["properties"],
        "$defs": common["$defs"] | own["$defs"],
    }


def scan_data(scan: Scan) -> dict[str, object]:
    """The report's members, and the scan's."""
    numbers, plan = scan.statistics, scan.plan
    return as_data(scan.report) | {
        "schema": SCHEMA,
        "inputs": {
            "read": plan.inputs,
            "passed_over": len(plan.passed_over),
            "bytes": numbers.size,
        },
        "tokens": {
            "found": numbers.tokens,
            "distinct": _estimate(numbers.distinct),
            "valid": numbers.valid,
            "not_judged": numbers.left_out,
        },
        "shapes": {"found": numbers.shapes, "evaluated": scan.evaluated},
        "subjects": _estimate(numbers.subjects),
        "token_ids_shared": _estimate(numbers.reused.ids)
        | {
            "examples": [
                [{"fingerprint": name} | _place(place) for name, place in twins]
                for twins in numbers.reused.examples
            ]
        },
        "worst": {
            "by_magnitude": [document.id for document in scan.worst],
            "by_excess": [document.id for document in scan.neediest],
        },
        "distributions": {
            "issuers": _groups(numbers.issuers),
            "profiles": _groups(numbers.profiles),
            "audiences": _groups(numbers.audiences),
            "lifetimes": _groups(numbers.lifetimes),
            "magnitudes": _groups(numbers.magnitudes),
        },
        "noted": {
            "presented": _seen(numbers.presented),
            "wrapped": _seen(numbers.wrapped),
            "broken": _seen(numbers.broken),
            "others": _seen(numbers.others),
        },
    }


def _estimate(estimate: Estimate) -> dict[str, object]:
    return {"count": estimate.count, "exact": estimate.exact}


def _groups(groups: Iterable[Group]) -> list[dict[str, object]]:
    return [{"name": g.name, "tokens": g.tokens, "shapes": g.shapes} for g in groups]


def _seen(seen: Iterable[Seen]) -> list[dict[str, object]]:
    return [
        {
            "name": each.name,
            "tokens": each.tokens,
            "places": [
                _place(place) | ({"fingerprint": name} if name else {})
                for place, name in each.places
            ],
        }
        for each in seen
    ]


def _place(place: Place) -> dict[str, object]:
    data: dict[str, object] = {"file": place.input, "offset": place.offset}
    return data | ({"line": place.line} if place.line else {})
