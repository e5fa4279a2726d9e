"""The facts keep the contract of `policies/schema/policy-input.json`."""

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from tests.workflows.declarations import LIMITS, workflow
from tests.workflows.strategies import held_with, scopes, workflows
from tokenlint.credentials.scope import ScopeItem, scope_item_facts
from tokenlint.shipped import policies_dir
from tokenlint.workflows.compare import compare
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.facts import (
    comparison_facts,
    entry_facts,
    issuer_form,
    item_facts,
    suggest_service,
    workflow_facts,
)
from tokenlint.workflows.held import held_of

SCHEMA = json.loads((policies_dir() / "schema" / "policy-input.json").read_text())


def _check(part: str, value: Any) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]}).validate(value)
    assert "null" not in json.dumps(value).replace('"null"', "")


def _lenient(software: str, version: str, operation: str, _: object) -> tuple[str, ...]:
    return (f"{software}-{version}-{operation}", "a")


@given(workflows(), scopes)
def test_facts_fit_the_schema(found: Workflow, items: tuple[ScopeItem, ...]) -> None:
    comparison = compare(found, held_with(items))
    _check("workflow", workflow_facts(found, comparison, LIMITS))
    _check("comparison", comparison_facts(comparison, _lenient))
    for item, added in zip(items, item_facts(comparison), strict=True):
        _check("scope_item", scope_item_facts(item) | added)
    assert len(entry_facts(comparison)) == len(comparison.held.audience_values)


OPERATIONS = (
    "[{operation: delete, service: tape, path: /a/b/, by: fts}, "
    "{operation: rename, service: disk, path: /a, to: /b, replace: true, by: payload}, "
    "{operation: submit, service: gone, by: submit-host}]"
)
TOKEN = (
    "{issuer: https://issuer.example, audience: [https://tape.example, https://x.example], "
    'scope: "storage.create:/ storage.read:/a", lifetime: 6h, grant: token-exchange, '
    "refresh: {requested: true, held_by: pilot}}"
)


def _facts(operations: str, token: str, **more: str) -> tuple[dict[str, Any], dict[str, Any]]:
    found = workflow(operations, token, **more)
    comparison = compare(found, held_of(found.request)) if found.request else None
    facts = workflow_facts(found, comparison, LIMITS)
    _check("workflow", facts)
    compared = comparison_facts(comparison, _lenient) if comparison else None
    if compared is not None:
        _check("comparison", compared)
    return facts, compared or {}


def test_a_workflow() -> None:
    facts, _ = _facts(OPERATIONS, TOKEN, usable_for="1d")
    mitigations = facts.pop("mitigations")
    assert [each["name"] for each in mitigations] == [
        "managed-service",
        "narrow-scopes",
        "risk-assessment-agreed",
        "specific-audience",
    ]
    assert mitigations[0] == {
        "name": "managed-service",
        "demanded": True,
        "declared": False,
        "holds": "no",
    }
    assert facts["operations"][0] == {
        "operation": "delete",
        "action": "modify",
        "by": "fts",
        "service": "storage",
        "path": {
            "state": "conforming",
            "depth": 2,
            "root": False,
            "directory": True,
            "defects": [],
        },
    }
    assert facts["operations"][1]["operation"] == "rename-over"
    assert facts["operations"][2] == {
        "operation": "submit",
        "action": "submit",
        "by": "submit-host",
        "service": "unknown",
    }
    del facts["operations"]
    assert facts == {
        "kind": "deletion",
        "kind_known": True,
        "derived": False,
        "composed": False,
        "runs_on_worker": True,
        "requests_token": True,
        "grant": "token-exchange",
        "issuer": {"form": "https"},
        "refresh": {"requested": True, "held_by_worker": True},
        "long_lifetime": {"recognised": False, "mitigated": False, "maximum_seconds": 86_400},
        "unknown_services": [2],
        "usable_seconds": 86_400,
    }


def test_a_comparison() -> None:
    _, compared = _facts(OPERATIONS, TOKEN, usable_for="1d")
    assert compared["missing"] == [
        {
            "operation": "delete",
            "index": 0,
            "action": "modify",
            "destructive": True,
            "cause": "action",
            "held": ["read", "create"],
            "at_htcondor": False,
            "lenient": ["a", "dcache-9.2.1-delete"],
        },
        {
            "operation": "rename-over",
            "index": 1,
            "action": "modify",
            "destructive": True,
            "cause": "audience",
            "held": [],
            "at_htcondor": False,
            "lenient": [],
        },
        {
            "operation": "rename-over",
            "index": 1,
            "action": "modify",
            "destructive": True,
            "cause": "action",
            "held": ["create"],
            "at_htcondor": False,
            "lenient": ["--rename-over", "a"],
        },
        {
            "operation": "submit",
            "index": 2,
            "action": "submit",
            "destructive": False,
            "cause": "action",
            "held": [],
            "at_htcondor": False,
            "lenient": [],
        },
    ]
    assert compared["excess"] is True
    assert compared["lifetime"] == {
        "needed_seconds": 86_400,
        "given_seconds": 21_600,
        "excess_seconds": 0,
        "missing_seconds": 64_800,
    }


def test_what_the_need_adds_to_a_credential() -> None:
    found = workflow(
        "[{operation: create, service: disk, path: /a}]",
        "{audience: [https://storage.example, https://x.example, ANY], "
        'scope: "storage.modify:/ openid"}',
    )
    assert found.request is not None
    comparison = compare(found, held_of(found.request))
    assert item_facts(comparison) == [{"needed": "partly", "needed_action": "create"}, {}]
    assert entry_facts(comparison) == [{"needed": True}, {"needed": False}, {}]


def test_without_a_declared_need_there_is_no_comparison() -> None:
    _, compared = _facts("[]", TOKEN)
    assert compared == {}


def test_a_declared_time_of_use_alone_is_compared() -> None:
    _, compared = _facts("[]", TOKEN, usable_for="1h")
    assert compared["missing"] == []
    assert compared["excess"] is True
    assert compared["lifetime"]["excess_seconds"] == 18_000


def test_what_is_not_declared_is_absent() -> None:
    facts, compared = _facts("[{operation: query, service: arc}]", "{}")
    assert "usable_seconds" not in facts
    assert facts["issuer"] == {"form": "missing"}
    assert facts["grant"] == "undeclared"
    assert facts["refresh"] == {"requested": False, "held_by_worker": False}
    assert compared["lifetime"] == {"missing_seconds": 0}
    assert [each["cause"] for each in compared["missing"]] == ["group-based"]


def test_a_workflow_without_a_token() -> None:
    facts, _ = _facts("[{operation: query, service: arc}]", "")
    assert facts["requests_token"] is False
    assert "issuer" not in facts


def test_an_agreed_assessment_makes_any_kind_an_exception() -> None:
    agreed = "[{name: risk-assessment-agreed, evidence: https://docs.example}]"
    facts, _ = _facts("[]", "{}", mitigations=agreed)
    assert facts["long_lifetime"]["recognised"] is True
    assert facts["long_lifetime"]["mitigated"] is True
    assert [each["name"] for each in facts["mitigations"]] == ["risk-assessment-agreed"]


def test_the_kinds_of_the_profile_are_recognised() -> None:
    facts, _ = _facts("[]", "{}", kind="pilot-job")
    assert facts["long_lifetime"]["recognised"] is True


@pytest.mark.parametrize(
    ("issuer", "form"),
    [
        (None, "missing"),
        ("", "missing"),
        ("https://issuer.example/", "https"),
        ("http://issuer.example", "http"),
        ("issuer.example", "not-a-url"),
        ("https://", "not-a-url"),
        ("https://[::1", "not-a-url"),
        ("ftp://issuer.example", "not-a-url"),
    ],
)
def test_the_form_of_an_issuer(issuer: str | None, form: str) -> None:
    assert issuer_form(issuer) == form


def test_an_unknown_service_suggests_a_known_one() -> None:
    found = workflow("[{operation: query, service: acr}, {operation: query, service: zzz}]")
    assert suggest_service(found, 0) == "arc"
    assert suggest_service(found, 1) is None
