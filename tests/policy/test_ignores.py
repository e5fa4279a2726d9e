"""An ignore comment under judgement."""

from typing import Any

import pytest

from tests.judging import catalogue, settings
from tests.minting import NOW
from tokenlint.policy.ignores import IgnoreSubject
from tokenlint.policy.suppress import read_ignores

KNOWN = frozenset(catalogue().rules)


def subject(comment: str, *, used: bool | None = True, **changes: Any) -> IgnoreSubject:
    (ignore,) = read_ignores(f"# tokenlint: ignore{comment}\nx: 1\n", "w.yaml")
    return IgnoreSubject(ignore, used, settings(**changes), KNOWN)


@pytest.mark.parametrize(
    ("comment", "facts"),
    [
        ("[SCP003] agreed", {"reason": True, "until": "none", "codes": "known", "used": True}),
        ("[SCP] x; until=2027-01-01", {"reason": True, "until": "future", "codes": "known",
                                       "used": True}),
        ("[SCP003]; until=2026-01-01", {"reason": False, "until": "past", "codes": "known",
                                        "used": True}),
        ("[XYZ999] x; until=soon", {"reason": True, "until": "malformed", "codes": "unknown",
                                    "used": True}),
        (" nothing named", {"reason": True, "until": "none", "codes": "missing"}),
    ],
)  # fmt: skip
def test_facts(comment: str, facts: dict[str, Any]) -> None:
    whole = subject(comment).facts
    assert whole["ignore"] == facts
    assert (whole["kind"], whole["format"]) == ("ignore", "tokenlint.input/1")


def test_use_is_unknown_where_its_rules_were_not_all_judged() -> None:
    assert "used" not in subject("[SCP003] x", used=None).facts["ignore"]
    some = frozenset({"AUD001"})
    assert "used" not in subject("[SCP003] x", codes=some).facts["ignore"]
    assert subject("[AUD001] x", codes=some, used=False).facts["ignore"]["used"] is False


def test_words_places_and_evidence() -> None:
    ignore = subject("[SCP003,AUD] agreed; until=2027-01-01")
    assert ignore.text("/ignore/codes") == "SCP003, AUD"
    assert subject(" nothing").text("/ignore/codes") == "nothing"
    assert ignore.text("/ignore/until") == "2027-01-01"
    assert ignore.text("/ignore/used") == "yes"
    assert ignore.location("/ignore").source == ignore.ignore.source
    assert ignore.document.id == "w.yaml:1:1"
    assert ignore.document.title == "the ignore at w.yaml:1:1"
    assert ignore.evidence(()) == {
        "codes": "SCP003, AUD",
        "reason": "agreed",
        "until": "2027-01-01",
    }
    assert ignore.settings.at == NOW
