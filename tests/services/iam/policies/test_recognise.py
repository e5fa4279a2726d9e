import pytest

from tokenlint.services.iam.policies.recognise import JAVA, OPA, RULES, kind_of
from tokenlint.services.text import Text

POLICY = '{"rule": "DENY", "matchingPolicy": "EQ", "account": null, "group": null, "scopes": null}'
ACTOR = (
    '{"actor": {"id": "1", "type": "group"}, "rule": "DENY", "matchingPolicy": "EQ", "scopes": []}'
)


def kind(name: str, content: str, *, embedded: bool = False) -> str | None:
    return kind_of(Text(f"iam/{name}", name, content, embedded=embedded))


@pytest.mark.parametrize("content", [POLICY, f"[{POLICY}]", f"[\n  {POLICY},\n  {POLICY}\n]"])
def test_an_export_of_iam(content: str) -> None:
    assert kind("policies.json", content) == JAVA
    assert kind("README.md", content, embedded=True) == JAVA


def test_a_policy_that_is_to_be_created() -> None:
    written = '{"rule": "PERMIT", "scopes": ["compute.read"], "group": {"uuid": "1"}}'
    assert kind("policy.json", written) == JAVA


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("policies.json", f"[{ACTOR}]"),
        ("policies.json", f'{{"policies": [{POLICY}]}}'),
        ("data.json", f"[{POLICY}]"),
    ],
)
def test_the_data_of_opa(name: str, content: str) -> None:
    assert kind(name, content) == OPA


def test_the_rules_of_opa() -> None:
    assert kind("order.rego", 'package rules\n\ndefault scope_permission(_) := "DENY"\n') == RULES
    assert (
        kind("order.rego", "package rules.entity_matching\n\nx if data.policies[n].actor") == RULES
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("order_test.rego", "package test\n\nscope_permission\n"),
        ("rules.rego", "package rules\n\nallow := true\n"),
        # Policies on the exchange of tokens have neither scopes nor a matching policy.
        ("exchange.json", '{"rule": "PERMIT", "originClient": {"type": "ANY"}}'),
        ("firewall.json", '[{"rule": "DENY", "from": "192.0.2.1"}]'),
        ("openapi.json", '{"rule": {"type": "string"}, "matchingPolicy": {"type": "string"}}'),
        ("page.md", f"# Policies\n\n{POLICY}\n"),
        ("values.yaml", "{{ policies }}\n"),
        ("empty.json", ""),
    ],
)
def test_nothing_of_ours(name: str, content: str) -> None:
    assert kind(name, content) is None
