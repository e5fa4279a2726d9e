from dataclasses import replace

import pytest

from tests.workflows.declarations import LIMITS, workflow
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.audience import ANY
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.workflows.compare import compare
from tokenlint.workflows.held import EVERYTHING, Held, held_of
from tokenlint.workflows.kinds import shipped_kinds
from tokenlint.workflows.mitigations import MitigationState, mitigated, mitigation_states

KINDS = shipped_kinds()


def _states(
    operations: str, token: str, mitigations: str = "[]", kind: str = "third-party-copy"
) -> dict[str, MitigationState]:
    found = workflow(operations, token, mitigations=mitigations, kind=kind)
    comparison = compare(found, held_of(found.request)) if found.request else None
    return {each.name: each for each in mitigation_states(found, comparison, KINDS, LIMITS)}


def _holds(name: str, operations: str, token: str, kind: str = "third-party-copy") -> str:
    return _states(operations, token, f"[{name}]", kind)[name].holds


COPY = (
    "[{operation: create, service: disk, path: /a/b/f}, "
    "{operation: read, service: tape, path: /a/c/f}]"
)
ONE = "[{operation: create, service: disk, path: /a/b}]"


@pytest.mark.parametrize(
    ("operations", "scope", "holds"),
    [
        (ONE, "storage.create:/a/b", "yes"),
        (ONE, "storage.create:/a/b/c", "yes"),
        (ONE, "storage.create:/a", "no"),
        (ONE, "storage.create:/", "no"),
        (ONE, "storage.create", "no"),
        (ONE, "storage.create:", "no"),
        (ONE, "storage.create:/a/b/../..", "no"),
        (ONE, "storage.create:/ab", "no"),
        (COPY, "storage.create:/a storage.read:/a", "yes"),
        (
            (
                "[{operation: read, service: disk, path: /a}, "
                "{operation: read, service: disk, path: /b}]"
            ),
            "storage.read:/a storage.read:/b",
            "yes",
        ),
        (
            (
                "[{operation: read, service: disk, path: /a}, "
                "{operation: read, service: disk, path: /b}]"
            ),
            "storage.read:/",
            "no",
        ),
        ("[{operation: submit, service: ce}]", "compute.create", "yes"),
        ("[{operation: submit, service: ce}]", "storage.read:/a", "unverifiable"),
        (ONE, "wlcg.groups:/atlas", "no"),
    ],
)
def test_narrow_scopes(operations: str, scope: str, holds: str) -> None:
    assert _holds("narrow-scopes", operations, f'{{scope: "{scope}"}}') == holds


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        ("storage.create:/a", "yes"),
        ("storage.modify:/a", "no"),
        ("write:/a", "no"),
        ("read:/a", "yes"),
        ("wlcg.groups:/atlas", "no"),
    ],
)
def test_no_modify(scope: str, holds: str) -> None:
    assert _holds("no-modify", ONE, f'{{scope: "{scope}"}}') == holds


def test_what_the_token_shows_needs_no_declaration() -> None:
    shown = MitigationState("no-modify", demanded=True, declared=False, holds="yes")
    believed = MitigationState("pull-mode", demanded=True, declared=True, holds="unverifiable")
    missing = MitigationState("pull-mode", demanded=True, declared=False, holds="unverifiable")
    assert mitigated((shown, believed))
    assert not mitigated((shown, missing))


@pytest.mark.parametrize("name", ["no-modify", "narrow-scopes", "fetch-payload-only"])
def test_a_scope_that_the_issuer_fills_in_shows_nothing(name: str) -> None:
    assert _holds(name, ONE, "{lifetime: 6h}") == "unverifiable"


@pytest.mark.parametrize(
    ("audience", "holds"),
    [
        ("https://storage.example", "yes"),
        ("[https://storage.example, davs://storage.example:443]", "yes"),
        ("[https://storage.example, https://other.example]", "no"),
        ("https://wlcg.cern.ch/jwt/v1/any", "no"),
        ("ANY", "no"),
        ("[]", "no"),
    ],
)
def test_specific_audience(audience: str, holds: str) -> None:
    token = f"{{scope: storage.create:/a/b, audience: {audience}}}"
    assert _holds("specific-audience", ONE, token) == holds


@pytest.mark.parametrize(
    ("name", "unknown", "holds"),
    [
        ("specific-audience", "audience", "unverifiable"),
        ("specific-audience", "scope", "no"),
        ("no-modify", "scope", "unverifiable"),
        ("no-modify", "audience", "no"),
    ],
)
def test_a_part_that_a_template_fills_in_shows_nothing(name: str, unknown: str, holds: str) -> None:
    found = workflow(ONE, "{scope: 'storage.modify:/a/b'}", kind="third-party-copy")
    assert found.request is not None
    request = replace(found.request, unknown=frozenset({unknown}))
    found = replace(found, request=request)
    states = mitigation_states(found, compare(found, held_of(request)), KINDS, LIMITS)
    assert {each.name: each.holds for each in states}[name] == holds


def test_a_missing_audience_is_not_specific() -> None:
    assert _holds("specific-audience", ONE, "{scope: storage.create:/a/b}") == "no"


def test_an_audience_at_an_unknown_service_cannot_be_told() -> None:
    token = "{scope: storage.create:/a, audience: https://x.example}"
    operations = "[{operation: create, service: gone, path: /a}]"
    assert _holds("specific-audience", operations, token) == "unverifiable"


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        ("compute.read", "yes"),
        ("compute.read offline_access", "yes"),
        ("compute.read payload.fetch", "unverifiable"),
        ("compute.create", "no"),
        ("compute.read storage.read:/a", "no"),
    ],
)
def test_fetch_payload_only(scope: str, holds: str) -> None:
    assert _holds("fetch-payload-only", "[]", f'{{scope: "{scope}"}}', "pilot-job") == holds


@pytest.mark.parametrize(
    ("by", "lifetime", "holds"),
    [
        ("payload", "6h", "yes"),
        ("payload", "7h", "no"),
        ("pilot", "7h", "unverifiable"),
    ],
)
def test_short_payload_tokens(by: str, lifetime: str, holds: str) -> None:
    operations = f"[{{operation: read, service: disk, path: /a, by: {by}}}]"
    token = f"{{scope: storage.read:/a, lifetime: {lifetime}}}"
    assert _holds("short-payload-tokens", operations, token, "pilot-job") == holds


@pytest.mark.parametrize("name", ["managed-service", "not-delegated"])
def test_a_token_on_a_worker_node_is_neither_kept_nor_managed(name: str) -> None:
    for by, holds in (("pilot", "no"), ("payload", "no"), ("service", "unverifiable")):
        operations = f"[{{operation: read, service: disk, path: /a, by: {by}}}]"
        assert _holds(name, operations, "{scope: storage.read:/a}") == holds


@pytest.mark.parametrize(
    "name", ["pull-mode", "sender-constrained", "monitored-use", "risk-assessment-agreed"]
)
def test_of_some_only_the_declaration_speaks(name: str) -> None:
    assert _holds(name, ONE, "{scope: storage.create:/a/b}") == "unverifiable"


def test_without_a_credential_nothing_can_be_verified() -> None:
    assert {each.holds for each in _states(ONE, "").values()} == {"unverifiable"}


def test_demanded_or_declared_in_order() -> None:
    states = _states(ONE, "{scope: storage.create:/a/b}", "[pull-mode, monitored-use]")
    assert list(states) == sorted({*KINDS.demands("third-party-copy"), "monitored-use"})
    assert not states["monitored-use"].demanded
    assert states["pull-mode"].declared
    assert not states["no-modify"].declared


FULL = "[narrow-scopes, no-modify, specific-audience, pull-mode, managed-service]"
NARROW = "{scope: storage.create:/a/b, audience: https://storage.example}"


@pytest.mark.parametrize(
    ("token", "mitigations", "expected"),
    [
        (NARROW, FULL, True),
        (NARROW, "[narrow-scopes, no-modify, specific-audience, pull-mode]", False),
        (NARROW.replace("create", "modify"), FULL, False),
        (NARROW, "[risk-assessment-agreed]", False),
        (NARROW, "[{name: risk-assessment-agreed, evidence: https://docs.example}]", True),
        (
            NARROW.replace("create", "modify"),
            "[no-modify, {name: risk-assessment-agreed, evidence: https://docs.example}]",
            False,
        ),
    ],
)
def test_mitigated(token: str, mitigations: str, expected: bool) -> None:
    assert mitigated(tuple(_states(ONE, token, mitigations).values())) is expected


def test_a_captured_token_is_checked_in_the_same_way() -> None:
    found = workflow(ONE, mitigations="[narrow-scopes, no-modify]", kind="third-party-copy")
    items = read_scope("wlcg.groups:/atlas", Dialect.WLCG)
    held = Held(items, (), Privilege(EVERYTHING, ANY, Validity(0, 60)), 60, group_based=True)
    states = mitigation_states(found, compare(found, held), KINDS, LIMITS)
    assert {each.name: each.holds for each in states if each.declared} == {
        "narrow-scopes": "no",
        "no-modify": "no",
    }
