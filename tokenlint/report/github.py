"""GitHub: workflow commands that annotate a pull request, and a job summary in Markdown."""

from collections.abc import Iterable

from tokenlint.policy.finding import Document, Report, Severity
from tokenlint.report.escape import log_line, markdown, markdown_code, one_line
from tokenlint.report.place import Placed, is_file, place
from tokenlint.report.view import View, by_severity, judge
from tokenlint.source import Source

COMMANDS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}
_ROWS = 100  # a summary page is for reading; the other formats hold everything


def render(report: Report, view: View) -> str:
    """One workflow command a finding or error, then the verdict as an ordinary line."""
    rows = [_annotation(item) for item in place(report, report.findings)]
    for problem in report.errors:
        title = f"tokenlint: {problem.kind}"
        text = f"{problem.reason} ({problem.advice})" if problem.advice else problem.reason
        rows.append(_command("error", problem.source, title, text))
    rows.append(log_line(f"tokenlint {judge(report, view.fail_on).words}"))
    return "".join(f"{row}\n" for row in rows)


def _annotation(item: Placed) -> str:
    finding = item.finding
    parts = [finding.message]
    if "request" in finding.evidence:
        parts.append(f"witness: {finding.evidence['request']}")
    if finding.fix:
        parts.append(f"{'advice' if finding.fix.safe is None else 'fix'}: {finding.fix.text}")
    parts.append(f"more: tokenlint explain {finding.rule}")
    title = f"{finding.rule} {finding.name} ({finding.severity})"
    text = "\n".join(row for part in parts for row in part.strip().splitlines())
    return _command(COMMANDS[finding.severity], item.file_source, title, text)


def _command(name: str, source: Source, title: str, text: str) -> str:
    """`::error file=...,line=...,title=...::text`, where nothing in the values ends them early."""
    properties = {}
    if is_file(source.file):
        properties["file"] = source.file
        places = {"line": source.line, "col": source.column}
        properties |= {key: str(value) for key, value in places.items() if value}
        if source.end_column > source.column > 0:
            properties["endColumn"] = str(source.end_column)
    properties["title"] = title
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_data(text)}"


def _data(text: str) -> str:
    """The message of a workflow command; line breaks stay as %0A."""
    rows = (one_line(row).replace("%", "%25") for row in text.split("\n"))
    return "%0A".join(rows)


def _property(text: str) -> str:
    return one_line(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def _known(report: Report) -> str:
    known = sum(item.baseline for item in report.suppressed)
    return f", {known} of them known before, in the baseline" if known else ""


def summary(report: Report, view: View) -> str:
    """The page for GITHUB_STEP_SUMMARY: verdict, counts, findings, trust space."""
    verdict = judge(report, view.fail_on)
    counts = [f"{count} {name}" for name, count in by_severity(report).items() if count]
    counted = (
        f"Documents: {len(report.documents)}, judged by {markdown(report.engine)}. "
        f"Findings: {', '.join(counts) or 'none'}. "
        f"Suppressed: {len(report.suppressed)}{_known(report)}. "
        f"Hidden by persona: {report.hidden}. "
        f"Errors: {len(report.errors)}."
    )
    lines = [
        f"## tokenlint: {markdown(verdict.words)}",
        "",
        counted,
        "",
        *_errors(report),
        *_findings(report),
        *_space(report.documents),
        *(f"- {markdown(note)}" for note in report.notes),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _table(head: str, rows: list[str], total: int) -> list[str]:
    if not rows:
        return []
    width = head.count("|") - 1
    more = [f"and {total - len(rows)} more", ""] if total > len(rows) else []
    return [head, "|" + " --- |" * width, *rows, "", *more]


def _errors(report: Report) -> list[str]:
    rows = [
        f"| {markdown_code(str(item.source))} | {markdown(item.reason)} | {markdown(item.advice)} |"
        for item in report.errors[:_ROWS]
    ]
    return _table("| Not judged | Reason | Advice |", rows, len(report.errors))


def _findings(report: Report) -> list[str]:
    ranked = sorted(report.findings, key=lambda finding: -finding.severity.rank)
    rows = [
        f"| {item.finding.severity} | {markdown(item.finding.rule)} | "
        f"{markdown_code(str(item.file_source))} | {markdown(item.finding.message)} |"
        for item in place(report, ranked[:_ROWS])
    ]
    return _table("| Severity | Rule | Place | Finding |", rows, len(ranked))


def _space(documents: Iterable[Document]) -> list[str]:
    placed = [document for document in documents if document.vector]
    rows = []
    for document in placed[:_ROWS]:
        cells = (_pair(document, name) for name in ("audience", "scope", "lifetime", "magnitude"))
        excess = "" if document.excess is None else f"{document.excess:.2f}"
        title = markdown(document.title or document.id)
        rows.append(f"| {title} | {' | '.join(cells)} | {excess} |")
    head = "| Document | Where | What | How long | Magnitude | Excess |"
    return _table(head, rows, len(placed))


def _pair(document: Document, name: str) -> str:
    """The credential's number and in brackets the need's."""
    need = "" if document.need is None else f" ({getattr(document.need, name):.2f})"
    return f"{getattr(document.vector, name):.2f}{need}"
