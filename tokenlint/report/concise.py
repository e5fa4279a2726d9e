"""One line a finding, for editors, grep and log files: `file:line:col: severity CODE message`."""

from tokenlint.policy.finding import Finding, Report
from tokenlint.report.escape import log_line, one_line
from tokenlint.report.view import View, judge
from tokenlint.source import Problem


def render(report: Report, view: View) -> str:
    """Findings in their order, then errors, notes and one line with the verdict."""
    rows = [_finding(finding) for finding in report.findings]
    rows += [_error(error) for error in report.errors]
    rows += [f"note: {one_line(note)}" for note in report.notes]
    verdict = judge(report, view.fail_on)
    found, errors = len(report.findings), len(report.errors)
    rows.append(
        f"{verdict.words} ({found} finding{'s' * (found != 1)}, "
        f"{len(report.suppressed)} suppressed{_known(report)}, {report.hidden} hidden, "
        f"{errors} error{'s' * (errors != 1)}; exit {verdict.exit_code})"
    )
    return "".join(f"{log_line(row)}\n" for row in rows)


def _known(report: Report) -> str:
    known = sum(item.baseline for item in report.suppressed)
    return f" ({known} known before, in the baseline)" if known else ""


def _finding(finding: Finding) -> str:
    place = str(finding.locations[0].source) if finding.locations else finding.document
    owner = f" [{finding.document}]" if place.startswith("<") else ""
    message = one_line(f"{finding.message}{owner}")
    return f"{one_line(place)}: {finding.severity} {one_line(finding.rule)} {message}"


def _error(error: Problem) -> str:
    place, advice = one_line(str(error.source)), f"; {error.advice}" if error.advice else ""
    return f"{place}: error {one_line(error.kind)} {one_line(error.reason + advice)}"
