"""JUnit XML in the shape that Jenkins, GitLab and others read.

A suite is a document, a case is a finding.
A finding below the threshold passes and tells its message, a suppressed one is skipped,
a document without findings is one passed case, and what could not be judged is an error.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from tokenlint.policy.finding import Document, Finding, Location, Report
from tokenlint.report.escape import one_line, xml_text
from tokenlint.report.place import Placed, is_file, place
from tokenlint.report.view import View
from tokenlint.source import Problem, Source


def render(report: Report, view: View) -> str:
    """The report as one `testsuites` element."""
    root = ET.Element("testsuites", name="tokenlint")
    groups = _groups(report)
    for document in report.documents:
        found = groups.pop(document.id, [])
        _suite(root, document.id, document, found, report, view)
    for name, found in groups.items():
        _suite(root, name, None, found, report, view)
    if report.errors:
        _error_suite(root, report)
    _total(root, root.iter("testsuite"))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _groups(report: Report) -> dict[str, list[tuple[Placed, str | None]]]:
    """Findings by document, each with the reason of its suppression or None."""
    groups: dict[str, list[tuple[Placed, str | None]]] = defaultdict(list)
    for item in place(report, report.findings):
        groups[item.finding.document].append((item, None))
    ignored = place(report, (item.finding for item in report.suppressed))
    for item, ignore in zip(ignored, report.suppressed, strict=True):
        groups[item.finding.document].append((item, ignore.reason))
    return groups


def _suite(
    root: ET.Element,
    name: str,
    document: Document | None,
    found: Iterable[tuple[Placed, str | None]],
    report: Report,
    view: View,
) -> None:
    suite = _element(root, "testsuite", name=name, timestamp=_timestamp(report.judged_at))
    for item, reason in found:
        case = _case(suite, f"{item.finding.rule} {item.finding.name}", name, item.file_source)
        _outcome(case, item.finding, reason, view)
    if not len(suite):
        _case(suite, "no findings", name, document.source if document else Source(name))
    _count(suite)


def _timestamp(epoch: int) -> str:
    """ISO 8601 without a zone, as the format has it; what no calendar holds becomes 1970."""
    try:
        when = datetime.fromtimestamp(epoch, UTC)
    except (OverflowError, OSError, ValueError):
        when = datetime.fromtimestamp(0, UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S")


def _case(suite: ET.Element, name: str, owner: str, source: Source) -> ET.Element:
    case = _element(suite, "testcase", name=name, classname=owner, time="0")
    if is_file(source.file):
        case.set("file", one_line(source.file))
        if source.line:
            case.set("line", str(source.line))
    return case


def _outcome(case: ET.Element, finding: Finding, reason: str | None, view: View) -> None:
    if reason is not None:
        _element(case, "skipped", message=f"suppressed: {reason}")
    elif finding.severity.rank >= view.fail_on.rank:
        failure = _element(case, "failure", message=finding.message, type=finding.severity.value)
        failure.text = xml_text(_body(finding))
    else:
        _element(case, "system-out").text = xml_text(_body(finding))


def _place(location: Location) -> str:
    """Where it is; of an endpoint, in which nothing can be looked up, what was seen there."""
    source = one_line(str(location.source))
    asked = "://" in location.source.file and location.label
    return f"{source}: {one_line(location.label)}" if asked else source


def _body(finding: Finding) -> str:
    rows = [f"{finding.severity}: {one_line(finding.message)}"]
    rows += dict.fromkeys(f"at {_place(location)}" for location in finding.locations)
    if "request" in finding.evidence:
        rows.append(f"witness: {one_line(str(finding.evidence['request']))}")
    if finding.fix:
        name = "advice" if finding.fix.safe is None else "fix"
        rows += [f"{name}: {one_line(row)}" for row in finding.fix.text.strip().splitlines()]
    return "\n".join([*rows, f"more: tokenlint explain {one_line(finding.rule)}"])


def _error_suite(root: ET.Element, report: Report) -> None:
    suite = _element(root, "testsuite", name="not judged", timestamp=_timestamp(report.judged_at))
    for problem in report.errors:
        _error(suite, problem)
    _count(suite)


def _error(suite: ET.Element, problem: Problem) -> None:
    case = _case(suite, str(problem.source), "tokenlint", problem.source)
    error = _element(case, "error", message=problem.reason, type=problem.kind)
    error.text = xml_text(one_line(problem.advice or problem.reason))


def _element(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    """A child whose attributes XML can hold."""
    safe = {name: xml_text(one_line(value)) for name, value in attributes.items()}
    return ET.SubElement(parent, tag, safe)


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("time", "0")


def _total(root: ET.Element, suites: Iterable[ET.Element]) -> None:
    counted = list(suites)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in counted)))
