"""The report for machines, a versioned contract: `tokenlint.report/1`, see schema.json.

Within version 1 members may be added and none is removed or changes its meaning.
What is unknown is absent, never null.
"""

import json
import math
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, cast

import msgspec

from tokenlint.policy.finding import Axes, Document, Finding, Location, Report, Suppressed
from tokenlint.report.escape import encodable
from tokenlint.report.view import View, by_severity
from tokenlint.source import Problem, Source

SCHEMA = "tokenlint.report/1"


def render(report: Report, view: View) -> str:
    """The report as JSON in ASCII characters, so that no terminal obeys what is in it."""
    _ = view  # the facts do not depend on how they are shown
    return dump(as_data(report))


def dump(data: object) -> str:
    """JSON in ASCII, indented, with a last line feed; DEL is escaped as well."""
    text = msgspec.json.format(json.dumps(plain(data), allow_nan=False), indent=2)
    return text.replace("\x7f", "\\u007f") + "\n"


def plain(data: object) -> object:
    """Strings that UTF-8 can hold and without signatures; numbers that JSON can hold."""
    match data:
        case str():
            return encodable(str(data))
        case float() if not math.isfinite(data):
            return str(data)
        case Mapping():
            return {encodable(str(key)): plain(value) for key, value in data.items()}
        case list() | tuple():
            return [plain(value) for value in data]
    return data


def schema() -> dict[str, Any]:
    """The published JSON Schema of this report (draft 2020-12)."""
    text = files("tokenlint.report").joinpath("schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def as_data(report: Report) -> dict[str, object]:
    """The report as plain data."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "tokenlint", "version": report.tool_version, "engine": report.engine},
        "judged_at": report.judged_at,
        "documents": [_document(document) for document in report.documents],
        "findings": [_finding(finding) for finding in report.findings],
        "suppressed": [_suppressed(item) for item in report.suppressed],
        "errors": [error_data(problem) for problem in report.errors],
        "notes": list(report.notes),
        "summary": {
            "documents": len(report.documents),
            "findings": len(report.findings),
            "suppressed": len(report.suppressed),
            **_known(report),
            "hidden": report.hidden,
            "errors": len(report.errors),
            "by_severity": by_severity(report),
        },
    }


def _document(document: Document) -> dict[str, object]:
    data: dict[str, object] = {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "source": source_data(document.source),
        "facts": dict(document.facts),
    }
    if document.vector is not None:
        data |= {
            "vector": _vector(document.vector),
            "magnitude": document.vector.magnitude,
            "exposure": document.vector.exposure,
        }
    if document.need is not None:
        data["need"] = _vector(document.need)
    if document.excess is not None:
        data["excess"] = document.excess
    return data


def _vector(axes: Axes) -> dict[str, float]:
    return {"audience": axes.audience, "scope": axes.scope, "lifetime": axes.lifetime}


def source_data(source: Source) -> dict[str, object]:
    """File, and those of line, column, end_column and pointer that are known."""
    data: dict[str, object] = {"file": source.file}
    places = {"line": source.line, "column": source.column, "end_column": source.end_column}
    data |= {name: value for name, value in places.items() if value}
    return data | ({"pointer": source.pointer} if source.pointer else {})


def _location(location: Location) -> dict[str, object]:
    return source_data(location.source) | ({"label": location.label} if location.label else {})


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "title": finding.title,
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "persona": finding.persona.value,
        "axis": finding.axis,
        "message": finding.message,
        "document": finding.document,
        "locations": [_location(location) for location in finding.locations],
        "evidence": dict(finding.evidence),
        "fix": _fix(finding),
        "references": [
            {"title": item.title, "section": item.section, "url": item.url}
            for item in finding.references
        ],
    }


def _fix(finding: Finding) -> dict[str, object]:
    """An empty object where there is none; `safe` is absent where the fix is only advice."""
    if finding.fix is None:
        return {}
    safe = {} if finding.fix.safe is None else {"safe": finding.fix.safe}
    return {"text": finding.fix.text, **safe}


def _known(report: Report) -> dict[str, object]:
    """How many of the suppressed were known before; absent where none was."""
    count = sum(item.baseline for item in report.suppressed)
    return {"baseline": count} if count else {}


def _suppressed(item: Suppressed) -> dict[str, object]:
    data: dict[str, object] = {"finding": _finding(item.finding), "reason": item.reason}
    data |= {"until": item.until} if item.until else {}
    data |= {"baseline": True} if item.baseline else {}
    return data | ({"source": source_data(item.source)} if item.source else {})


def error_data(problem: Problem) -> dict[str, object]:
    """Something that could not be read or judged."""
    data: dict[str, object] = {
        "kind": problem.kind,
        "source": source_data(problem.source),
        "reason": problem.reason,
    }
    return data | ({"advice": problem.advice} if problem.advice else {})
