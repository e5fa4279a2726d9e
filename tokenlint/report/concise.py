"""One line a finding, for editors, grep and log files: `file:line:col: severity CODE message`."""

from tokenlint.policy.finding import Finding, Report
from tokenlint.report.escape import log_line, one_line
from tokenlint.report.view import View, judge


def render(report: Report, view: View) -> str:
    """Findings in their order, then errors, notes and one line with the verdict."""
    rows = [_finding(finding) for finding in report.findings]
    rows += [
        f"{one_line(str(error.source))}: error {one_line(error.kind)} {one_line(error.reason)}"
        for error in report.errors
    ]
    rows += [f"note: {one_line(note)}" for note in report.notes]
    verdict = judge(report, view.fail_on)
    rows.append(
        f"{verdict.words} ({len(report.findings)} findings, {len(report.suppressed)} suppressed, "
        f"{report.hidden} hidden, {len(report.errors)} errors; exit {verdict.exit_code})"
    )
    return "".join(f"{log_line(row)}\n" for row in rows)


def _finding(finding: Finding) -> str:
    place = str(finding.locations[0].source) if finding.locations else finding.document
    owner = f" [{finding.document}]" if place.startswith("<") else ""
    message = one_line(f"{finding.message}{owner}")
    return f"{one_line(place)}: {finding.severity} {one_line(finding.rule)} {message}"
