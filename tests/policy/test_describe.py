"""From decision to words: templates are filled with exact values, never with guesses."""

from dataclasses import replace

import pytest

from tests.judging import catalogue, token, workflow
from tokenlint.errors import PolicyError
from tokenlint.policy.describe import describe
from tokenlint.policy.finding import RawFinding

RULE = replace(catalogue().rules["SCP003"], message="{item} in {document}: {reach}", fix="do {n}")


def test_a_template_is_filled() -> None:
    subject = token()
    raw = RawFinding("SCP003", ("/credential/items/0",), {"item": "#/credential/items/0", "n": 3})
    finding = describe(raw, subject, RULE)
    fingerprint = subject.token.fingerprint
    assert finding.message == (
        f"storage.read:/data/set1 in token {fingerprint}:"
        " READ /data/set1/... at https://storage.example until 2026-11-20 13:00 UTC"
    )
    assert finding.fix is not None
    assert (finding.fix.text, finding.fix.safe) == ("do 3", RULE.fix_safe)
    assert finding.document == subject.document.id
    assert finding.locations[0].source.pointer == "/scope"
    assert finding.evidence["request"]
    assert finding.evidence["fingerprint"] == fingerprint
    assert (finding.severity, finding.references) == (RULE.severity, RULE.references)


def test_words_of_the_policy_are_not_templates() -> None:
    raw = RawFinding("SCP003", ("/credential",), {"item": "{document}", "n": "{x}"})
    assert describe(raw, token(), RULE).message.startswith("{document} in token")


def test_a_rule_without_a_fix_has_none() -> None:
    rule = replace(RULE, message="plain", fix="")
    assert describe(RawFinding("SCP003", ("/credential",)), token(), rule).fix is None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (RawFinding("SCP003", ()), "names no place"),
        (RawFinding("SCP003", ("/credential",), {"item": "x"}), "wants 'n'"),
        (RawFinding("SCP003", ("/credential",), {"item": "#/nowhere", "n": 1}), "/nowhere"),
        (RawFinding("SCP003", ("/credential/items/9",), {"item": "x", "n": 1}), "items/9"),
        (RawFinding("SCP003", ("/credential/audience/entries/9",), {"item": "x", "n": 1}),
         "entries/9"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_put_into_words_is_refused(raw: RawFinding, words: str) -> None:
    for subject in (token(), workflow()):
        with pytest.raises(PolicyError, match=words):
            describe(raw, subject, RULE)
