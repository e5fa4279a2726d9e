"""The comparison for machines keeps its contract."""

import json
from typing import Any

from hypothesis import given, settings
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.report.comparison.made import AT_A, COMPARISON, COMPARISONS, JOB, can, one
from tokenlint.comparison import Comparison, compare_all
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity
from tokenlint.report.comparison.json import render, schema
from tokenlint.report.view import View

VALID = Draft202012Validator(schema())


def data(comparison: Comparison) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(render(comparison, View()))
    return whole


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@settings(max_examples=examples(60))
@given(COMPARISONS)
def test_every_comparison_fits_the_schema(comparison: Comparison) -> None:
    text = render(comparison, View())
    assert text.isascii()
    VALID.validate(json.loads(text))


def test_what_is_in_it() -> None:
    whole = data(COMPARISON)
    assert whole["schema"] == "tokenlint.compare/1"
    assert whole["lifetimes"] == "lengths"
    proxy, job, other = whole["credentials"]
    assert [each["id"] for each in whole["credentials"]] == ["A", "B", "C"]
    assert "audience" not in proxy["privilege"]
    assert job["privilege"] == {
        "scope": ["storage.read:/data", "storage.create:/prod"],
        "not_before": 0,
        "audience": ["https://a.example"],
        "expiry": 21_600,
    }
    assert other["notes"] == ["a note"]
    last = whole["pairs"][-1]
    assert (last["relation"], last["relation_by_endpoint"]) == ("incomparable", "covers")
    assert last["spelled_otherwise"] == [
        ["a.example", "https://a.example"], ["https://a.example", "a.example"],
    ]  # fmt: skip
    assert whole["errors"][0]["kind"] == "unreadable"


def test_no_end_is_absent() -> None:
    endless = data(compare_all([one("x", hours=None)]))["credentials"][0]["privilege"]
    assert "expiry" not in endless


def _privilege(found: dict[str, Any]) -> Privilege:
    """What a reader of the JSON would make of it, without tokenlint's own words for actions."""
    names = {action.scope_name: action for action in Action}
    pairs = (scope.partition(":") for scope in found["scope"])
    capabilities = CapabilitySet.of(
        Capability(names[name], ScopePath.parse(path or "/")) for name, _, path in pairs
    )
    audience = Audience(frozenset(found["audience"]) if "audience" in found else None)
    return Privilege(capabilities, audience, Validity(found["not_before"], found.get("expiry")))


def test_witnesses_can_be_checked_from_the_json_alone() -> None:
    whole = data(COMPARISON)
    held = {each["id"]: _privilege(each["privilege"]) for each in whole["credentials"]}
    checked = 0
    for pair in whole["pairs"]:
        sides = (
            ("only_one", pair["one"], pair["other"]),
            ("only_other", pair["other"], pair["one"]),
        )
        for side, mine, other in sides:
            for part in pair[side]["parts"]:
                found = part["witness"]
                path = ScopePath.parse(found["path"])
                where, when = found["endpoint"], found["instant"]
                request = Request(Operation(found["operation"]), path, where, when)
                assert allows(held[mine], request)
                assert not allows(held[other], request)
                checked += 1
    assert checked > 10


def test_at_most_a_hundred_parts_of_an_axis_are_listed() -> None:
    many = one("x", can(*((Action.READ, f"/{number}") for number in range(150))), AT_A, 6)
    (pair,) = data(compare_all([many, JOB]))["pairs"]
    assert pair["only_one"]["counts"]["scope"] == 150
    assert len(pair["only_one"]["parts"]) == 100
