"""What a viewer shows of a rule."""

from dataclasses import replace

import pytest

from tests.report import samples
from tests.report.rules import RULE
from tokenlint.policy.finding import Reference, Severity
from tokenlint.report.sarif_rules import rule_entries


def test_the_catalogue_speaks_where_it_is_given() -> None:
    (entry,) = rule_entries([samples.SCP001], {"SCP001": RULE})
    assert entry["id"] == "SCP001"
    assert entry["name"] == "delete-without-modify"
    assert entry["helpUri"] == samples.DOI
    assert entry["defaultConfiguration"] == {"level": "error"}
    assert entry["properties"] == {
        "tags": ["scope", "scp", "security"],
        "precision": "very-high",
        "problem.severity": "error",
        "security-severity": "8.0",
    }
    help_ = entry["help"]
    assert isinstance(help_, dict)
    assert "\n\nWhat to write instead: scope: storage.modify:{target}\n\n" in help_["text"]
    assert "- RFC 7519" in help_["text"]
    assert help_["markdown"].startswith("**Deletes or overwrites without storage\\.modify**\n\n")
    assert "`tokenlint explain SCP001`" in help_["markdown"]


def test_without_a_catalogue_the_finding_speaks() -> None:
    (entry,) = rule_entries([samples.LIF010, samples.LIF010], {})
    assert entry["fullDescription"] == {"text": "Can delete for days"}
    bare = replace(samples.LIF010, references=(Reference("x", url="javascript:alert(1)"),))
    (entry,) = rule_entries([bare], {})
    assert "helpUri" not in entry
    silent = replace(samples.LIF010, references=())
    (entry,) = rule_entries([silent], {})
    assert "helpUri" not in entry


@pytest.mark.parametrize(
    ("severity", "level", "number"),
    [
        (Severity.CRITICAL, "error", "9.5"),
        (Severity.HIGH, "error", "8.0"),
        (Severity.MEDIUM, "warning", "5.5"),
        (Severity.LOW, "note", "2.0"),
        (Severity.INFO, "note", None),
    ],
)
def test_levels_and_security_severity(severity: Severity, level: str, number: str | None) -> None:
    (entry,) = rule_entries([replace(samples.LIF010, severity=severity, axis="none")], {})
    assert entry["defaultConfiguration"] == {"level": level}
    properties = entry["properties"]
    assert isinstance(properties, dict)
    assert properties.get("security-severity") == number
    assert properties["tags"] == ["lif", "security"]
