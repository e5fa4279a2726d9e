"""The rules of a SARIF run: what a viewer shows beside a result without asking anyone."""

from collections.abc import Iterable, Mapping

from tokenlint.policy.catalogue import Rule
from tokenlint.policy.finding import Finding, Reference, Severity
from tokenlint.report.escape import markdown, markdown_code, one_line

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}

# GitHub reads a CVSS-like number: above 9 critical, from 7 high, from 4 medium, from 0.1 low.
_SECURITY = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}


def rule_entries(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> list[dict[str, object]]:
    """A reportingDescriptor for every rule that a finding names, in the order of the codes.

    The catalogue's text where `rules` has it, else what the finding itself says.
    """
    named = {finding.rule: finding for finding in findings}
    return [_entry(named[code], rules.get(code)) for code in sorted(named)]


def _entry(finding: Finding, rule: Rule | None) -> dict[str, object]:
    text, formatted = _help(finding, rule)
    severity = rule.severity if rule else finding.severity
    tags = ["security", finding.rule.rstrip("0123456789").lower() or "rule", finding.axis]
    properties: dict[str, object] = {
        "tags": sorted(set(tags) - {"none"}),
        "precision": "very-high" if finding.confidence == "high" else finding.confidence,
        "problem.severity": {"error": "error", "warning": "warning"}.get(
            LEVELS[severity], "recommendation"
        ),
    }
    if severity in _SECURITY:
        properties["security-severity"] = _SECURITY[severity]
    entry: dict[str, object] = {
        "id": finding.rule,
        "name": finding.name,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": _prose(rule.why) if rule else finding.title},
        "help": {"text": text, "markdown": formatted},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": properties,
    }
    address = next((item.url for item in finding.references if item.url), "")
    return entry | ({"helpUri": address} if address.startswith("https://") else {})


def _help(finding: Finding, rule: Rule | None) -> tuple[str, str]:
    """The help of a rule as plain text and as Markdown."""
    why = _prose(rule.why) if rule else finding.title
    fix = _prose(rule.fix) if rule else finding.fix.text if finding.fix else ""
    references = rule.references if rule else finding.references
    parts = [finding.title, why]
    rich = [f"**{markdown(finding.title)}**", markdown(why)]
    if fix:
        parts.append(f"What to write instead: {fix}")
        rich.append(f"**What to write instead:** {markdown(fix)}")
    if references:
        parts.append("\n".join(f"- {_cite(item)}" for item in references))
        rich.append("\n".join(f"- {markdown(_cite(item))}" for item in references))
    explain = f"tokenlint explain {finding.rule}"
    parts.append(f"More: {explain}")
    rich.append(f"More: {markdown_code(explain)}")
    return "\n\n".join(parts), "\n\n".join(rich)


def _cite(reference: Reference) -> str:
    section = f", section {reference.section}" if reference.section else ""
    return one_line(f"{reference.title}{section} {reference.url}".strip())


def _prose(text: str) -> str:
    """Text of the catalogue as one paragraph."""
    return " ".join(text.split())
