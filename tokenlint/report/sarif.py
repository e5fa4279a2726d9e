"""SARIF 2.1.0 (OASIS standard with errata 01), as GitHub code scanning and others read it.

A finding inside a captured token has a logical location (the claim)
and, where the token came from a file, that file as its physical location.
"""

from collections.abc import Sequence

from tokenlint.policy.finding import Finding, Location, Report, Suppressed
from tokenlint.report.escape import one_line
from tokenlint.report.json import dump
from tokenlint.report.place import Placed, is_file, place, uri
from tokenlint.report.sarif_rules import LEVELS, rule_entries
from tokenlint.report.view import View, judge
from tokenlint.source import Problem, Source

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

Data = dict[str, object]


def render(report: Report, view: View) -> str:
    """One run with its rules, results, suppressions and errors."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, view)]})


def _run(report: Report, view: View) -> Data:
    placed = place(report, report.findings)
    suppressed = place(report, (item.finding for item in report.suppressed))
    rules = rule_entries((item.finding for item in [*placed, *suppressed]), view.rules)
    order = {str(rule["id"]): index for index, rule in enumerate(rules)}
    results = [_result(item, order) for item in placed]
    for item, ignore in zip(suppressed, report.suppressed, strict=True):
        results.append(_result(item, order) | {"suppressions": [_suppression(ignore)]})
    return {
        "tool": {
            "driver": {
                "name": "tokenlint",
                "version": report.tool_version,
                "rules": rules,
                "properties": {"engine": report.engine},
            }
        },
        "automationDetails": {"id": "tokenlint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, view)],
        "results": results,
    }


def _invocation(report: Report, view: View) -> Data:
    verdict = judge(report, view.fail_on)
    return {
        "executionSuccessful": not report.errors,
        "exitCode": verdict.exit_code,
        "exitCodeDescription": verdict.words,
        "toolExecutionNotifications": [
            *(_notification(problem) for problem in report.errors),
            *({"level": "note", "message": {"text": _text(note)}} for note in report.notes),
        ],
        "properties": {"judgedAt": report.judged_at, "hiddenByPersona": report.hidden},
    }


def _notification(problem: Problem) -> Data:
    text = f"{problem.reason} ({problem.advice})" if problem.advice else problem.reason
    notification: Data = {
        "level": "error",
        "descriptor": {"id": problem.kind},
        "message": {"text": _text(text)},
    }
    return notification | {"locations": [_at(problem.source)]}


def _result(item: Placed, order: dict[str, int]) -> Data:
    finding = item.finding
    main, *others = finding.locations or (Location(item.source),)
    result: Data = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_place(item, main)],
        "partialFingerprints": {"tokenlint/v1": item.fingerprint},
        "properties": _properties(item),
    }
    if others:
        result["relatedLocations"] = [
            {"id": number, **_place(item, location)} for number, location in enumerate(others, 1)
        ]
    return result


def _message(finding: Finding) -> str:
    """What, witness and fix; GitHub shows only this beside the code."""
    parts = [finding.message]
    if "request" in finding.evidence:
        parts.append(f"Witness: {finding.evidence['request']}")
    if finding.fix:
        parts.append(f"{'Advice' if finding.fix.safe is None else 'Fix'}: {finding.fix.text}")
    return "\n".join(_text(part) for part in parts)


def _text(text: str) -> str:
    r"""Plain message text: control characters spelled out, brackets no link (section 3.11.6).

    The blank keeps `](` from being a link also where a viewer reads `\\` as one backslash.
    """
    shown = "\n".join(one_line(row) for row in text.strip().splitlines()) or "-"
    return shown.replace("](", "] (").replace("[", "\\[").replace("]", "\\]")


def _place(item: Placed, location: Location) -> Data:
    """A location of the finding; inside a token the file is the one the token came from."""
    if is_file(location.source.file):
        where = _at(location.source)
    else:
        owner = item.document.source if item.document else Source("")
        where = _physical(Source(owner.file)) if owner.file and is_file(owner.file) else {}
        where |= {"logicalLocations": _logical(item, location.source)}
    return where | ({"message": {"text": _text(location.label)}} if location.label else {})


def _at(source: Source) -> Data:
    if is_file(source.file):
        return _physical(source)
    return {"logicalLocations": [{"fullyQualifiedName": source.file or "-", "kind": "resource"}]}


def _physical(source: Source) -> Data:
    physical: Data = {"artifactLocation": {"uri": uri(source.file)}}
    if source.line:
        region: Data = {"startLine": source.line}
        if source.column:
            region["startColumn"] = source.column
            if source.end_column > source.column:
                region["endColumn"] = source.end_column
        physical["region"] = region
    return {"physicalLocation": physical}


def _logical(item: Placed, source: Source) -> Sequence[Data]:
    part = source.file.strip("<>").partition(" of ")[0] or "-"  # claims, header
    name = source.pointer.rpartition("/")[2] or part
    full = f"{item.finding.document}/{part}{source.pointer}"
    return [{"name": name, "fullyQualifiedName": full, "kind": "member"}]


def _suppression(item: Suppressed) -> Data:
    """An ignore comment is in the source, one of the configuration is external to it."""
    data: Data = {
        "kind": "inSource" if item.source else "external",
        "status": "accepted",
        "justification": _text(item.reason),
    }
    if item.source:
        data["location"] = _at(item.source)
    return data | ({"properties": {"until": item.until}} if item.until else {})


def _properties(item: Placed) -> Data:
    finding = item.finding
    data: Data = {
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "persona": finding.persona.value,
        "axis": finding.axis,
        "document": finding.document,
        "evidence": dict(finding.evidence),
    }
    if finding.fix and finding.fix.safe is not None:
        data["fixSafe"] = finding.fix.safe
    vector = item.document.vector if item.document else None
    if vector:
        data["magnitude"], data["exposure"] = vector.magnitude, vector.exposure
    return data
