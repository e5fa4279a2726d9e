"""One rule in full."""

from dataclasses import replace

import pytest

from tests.report.rules import RULE
from tokenlint.policy.finding import Persona
from tokenlint.report.explain import render
from tokenlint.report.view import View


def test_a_rule_in_full() -> None:
    assert render(RULE, View(width=100)) == (
        " HIGH  SCP001 delete-without-modify\n"
        "Deletes or overwrites without storage.modify\n"
        "\n"
        "  confidence high · axis scope (what) · shown to everyone · judges workflows and tokens"
        " · since\n"
        "  0.1.0\n"
        "\n"
        "What it says\n"
        "  {operation} on {target} needs storage.modify, which the request does not hold\n"
        "\n"
        "Why it matters\n"
        "  The storage refuses the deletion.\n"
        "  Or it is more lenient than the profile, and then every holder of such a token deletes.\n"
        "\n"
        "Wrong: a reaper that may only create\n"
        "  │ workflows:\n"
        "  │   reaper:\n"
        "  │     kind: deletion\n"
        "  │     token: {scope: x}\n"
        "\n"
        "What to write instead\n"
        "  scope: storage.modify:{target}\n"
        "  `tokenlint fix --unsafe` writes this where only one text is right; check it first.\n"
        "\n"
        "Right: a token that may delete\n"
        "  │ {\n"
        '  │   "scope": "storage.modify:/x",\n'
        '  │   "exp": "now+1h"\n'
        "  │ }\n"
        "  │ workflows: {}\n"
        "\n"
        "Right: raw\n"
        '  │ header: {"alg":"none"}\n'
        '  │ {"a":1,"a":2}\n'
        "\n"
        "Right: header\n"
        '  │ header: {"alg": "RS256"}\n'
        "  │ {}\n"
        "\n"
        "Sources\n"
        "  - WLCG Common JWT Profiles 1.3, section 2.2.1 https://doi.org/10.5281/zenodo.20734267\n"
        "  - RFC 7519\n"
        "\n"
        "To ignore it at one place\n"
        "  # tokenlint: ignore[SCP001] the reason; until=2027-01-31\n"
    )


@pytest.mark.parametrize("width", [40, 60])
def test_it_fits_a_narrow_terminal(width: int) -> None:
    rows = render(RULE, View(width=width)).splitlines()
    commented = [row for row in rows if "ignore[" not in row]
    assert max(map(len, commented)) <= width


def test_a_rule_without_axis_references_and_fix_safety() -> None:
    rule = replace(
        RULE, axis="none", references=(), fix_safe=None, persona=Persona.AUDITOR, why="One.\n\nTwo."
    )
    shown = render(rule, View())
    assert "no axis · shown to auditor" in shown
    assert "Sources" not in shown
    assert "tokenlint fix" not in shown
    assert "  One.\n\n  Two.\n" in shown


def test_a_safe_fix_says_so() -> None:
    assert "nothing changes its meaning" in render(replace(RULE, fix_safe=True), View())
