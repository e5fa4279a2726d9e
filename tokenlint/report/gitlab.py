"""GitLab Code Quality: a JSON list that a merge request shows beside the changed lines."""

from hashlib import sha256

from tokenlint.policy.finding import Report, Severity
from tokenlint.report.escape import encodable, one_line
from tokenlint.report.json import dump
from tokenlint.report.place import Placed, is_file, place
from tokenlint.report.view import View
from tokenlint.source import Problem, Source

SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def render(report: Report, view: View) -> str:
    """Findings, and what could not be judged as blockers; suppressed findings are left out."""
    _ = view  # GitLab has no place for a threshold: the job's exit code is the gate
    issues = [_issue(item) for item in place(report, report.findings)]
    issues += [_error(number, problem) for number, problem in enumerate(report.errors)]
    return dump(issues)


def _issue(item: Placed) -> dict[str, object]:
    finding = item.finding
    return {
        "description": one_line(f"{finding.rule}: {finding.message}"),
        "check_name": one_line(f"{finding.rule} {finding.name}"),
        "fingerprint": item.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": _location(item.file_source),
    }


def _error(number: int, problem: Problem) -> dict[str, object]:
    name = encodable(f"{problem.kind}\0{problem.source.file}\0{number}")
    return {
        "description": one_line(f"not judged: {problem.reason}"),
        "check_name": one_line(f"tokenlint {problem.kind}"),
        "fingerprint": sha256(name.encode()).hexdigest()[:32],
        "severity": "blocker",
        "location": _location(problem.source),
    }


def _location(source: Source) -> dict[str, object]:
    """GitLab wants a path relative to the repository without `./`, and a line from 1."""
    path = one_line(source.file) if is_file(source.file) else "tokenlint"
    return {
        "path": path.removeprefix("./") or "tokenlint",
        "lines": {"begin": max(1, source.line if is_file(source.file) else 1)},
    }
