from typing import Any

import pytest
from hypothesis import given

from tests.credentials.raw import VALUES
from tests.credentials.schema import assert_valid
from tokenlint.credentials.audience import ABSENT, audience_facts, audience_of
from tokenlint.privilege.audience import ANY, MISSING, Audience

_WILDCARD = "https://wlcg.cern.ch/jwt/v1/any"


@given(VALUES)
def test_any_value_has_facts(value: Any) -> None:
    assert_valid(audience_facts(value), "audience")
    audience_of(value)


@pytest.mark.parametrize(
    ("value", "form", "audience"),
    [
        (ABSENT, "missing", MISSING),
        ("", "empty", MISSING),
        ([], "empty", MISSING),
        ([""], "empty", MISSING),
        (5, "invalid", MISSING),
        (None, "invalid", MISSING),
        ({"a": 1}, "invalid", MISSING),
        (["https://a.example", 5], "invalid", Audience(frozenset({"https://a.example"}))),
        ("https://a.example", "list", Audience(frozenset({"https://a.example"}))),
        (("a.example", "b.example"), "list", Audience(frozenset({"a.example", "b.example"}))),
        (_WILDCARD, "any", ANY),
        (["https://a.example", "ANY"], "any", ANY),
    ],
)
def test_forms(value: Any, form: str, audience: Audience) -> None:
    assert audience_facts(value)["form"] == form
    assert audience_of(value) == audience
    assert audience_of(value).stated == audience.stated


def test_spellings_of_one_endpoint_count_once() -> None:
    values = ["https://s.example", "s.example:443", "https://s.example", "https://t.example/"]
    facts = audience_facts(values)
    assert (facts["count"], facts["endpoints"]) == (3, 2)
    assert [entry.get("same_as") for entry in facts["entries"]] == [None, 0, 0, None]
    assert facts["entries"][3]["defects"] == ["trailing-slash"]
    assert facts["entries"][0]["scheme"] == "https"
    assert "scheme" not in facts["entries"][1]


def test_kinds_of_service_come_from_the_inventory_or_the_spelling() -> None:
    facts = audience_facts(["davs://s.example", "ce.example:9619", "x"])
    assert facts["services"] == ["compute", "storage"]
    facts = audience_facts(["davs://s.example"], kind_of=lambda _: "transfer")
    assert facts["services"] == ["transfer"]
