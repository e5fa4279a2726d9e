"""The catalogue as a table and as JSON."""

import json
from dataclasses import replace

from tests.report.rules import RULE
from tokenlint.policy.finding import Persona, Severity
from tokenlint.report.rules_table import as_json, render
from tokenlint.report.view import View

OTHER = replace(
    RULE,
    code="AUD001",
    title="Accepted by every service",
    severity=Severity.CRITICAL,
    axis="audience",
    persona=Persona.PEDANTIC,
    fix_safe=None,
)


def test_a_row_a_rule() -> None:
    assert render([OTHER, RULE], View()) == (
        "CODE    SEVERITY  AXIS      PERSONA   TITLE\n"
        "AUD001  critical  audience  pedantic  Accepted by every service\n"
        "SCP001  high      scope     regular   Deletes or overwrites without storage.modify\n"
        "\n"
        "2 rules; `tokenlint explain CODE` tells more of each\n"
    )


def test_on_a_narrow_terminal_the_title_has_its_own_row() -> None:
    rows = render([RULE], View(width=40)).splitlines()
    assert rows[1:3] == ["SCP001  high      scope  regular", "  Deletes or overwrites without"]
    assert rows[-1].startswith("1 rule;")


def test_no_rules_are_a_table_too() -> None:
    assert render([], View()).endswith("0 rules; `tokenlint explain CODE` tells more of each\n")


def test_json_has_the_whole_entry_without_examples() -> None:
    data = json.loads(as_json([RULE, OTHER]))
    assert data["schema"] == "tokenlint.rules/1"
    first, second = data["rules"]
    assert first["code"] == "SCP001"
    assert first["severity"] == "high"
    assert first["kinds"] == ["workflow", "token"]
    assert first["fix_safe"] is False
    assert "fix_safe" not in second
    assert first["references"][1] == {"title": "RFC 7519", "section": "", "url": ""}
    assert "examples" not in first
