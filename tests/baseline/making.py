"""Findings and baselines for tests, without a policy engine."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from hypothesis import strategies as st

from tokenlint.baseline.entry import Key
from tokenlint.baseline.keys import Keys
from tokenlint.baseline.settle import Keyed
from tokenlint.policy.finding import Document, Finding, Location, Persona, Report, Severity
from tokenlint.source import Source

FOLDER = Path("/repository")


def finding(
    *sources: Source,
    rule: str = "SCP002",
    severity: Severity = Severity.MEDIUM,
    document: str = "d",
    message: str = "too much",
    evidence: Mapping[str, str] | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        name="made-up",
        title="made up",
        severity=severity,
        confidence="high",
        persona=Persona.REGULAR,
        axis="scope",
        message=message,
        document=document,
        locations=tuple(map(Location, sources)),
        evidence=evidence or {},
    )


def report(
    findings: Iterable[Finding],
    texts: Mapping[str, str] | None = None,
    documents: Iterable[Document] = (),
) -> Report:
    return Report("1", "scripted", 0, tuple(documents), tuple(findings), texts=texts or {})


def keys(made: Report, folder: Path = FOLDER) -> list[Key]:
    return [key for _, key in Keys(made, folder).of(made.findings)]


def keyed(name: str, severity: Severity) -> Keyed:
    return finding(severity=severity), Key("a.yaml", "SCP002", f"/{name}", "0" * 24)


SEVERITIES = st.sampled_from((Severity.LOW, Severity.MEDIUM, Severity.HIGH))
FOUND = st.lists(st.builds(keyed, st.sampled_from("abc"), SEVERITIES), max_size=9)
"""Findings of three keys and three severities: many are equal."""
