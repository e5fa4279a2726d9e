import pytest

from tokenlint.services.text import Text
from tokenlint.services.vault.policy import Policy, read_policy


def policy(content: str, name: str = "a.hcl") -> Policy:
    return read_policy(Text(name, name, content))


def rules(**paths: str) -> Policy:
    lines = [f'path "{path}" {{ capabilities = ["{right}"] }}' for path, right in paths.items()]
    return policy("\n".join(lines))


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/b/c", False),
        ("/a/b", "a/b", True),
        ("a/*", "a/b/c", True),
        ("a/b*", "a/bc", True),
        ("a/*", "a", False),
        ("*", "a/b", True),
        ("a/+/c", "a/b/c", True),
        ("a/+/c", "a/b/d/c", False),
        ("a/+/c*", "a/b/cd/e", True),
        ("a/+/c*", "a/b", False),
        ("+/b", "a/b", True),
        ("+", "a", True),
        ("+", "a/b", False),
        ("a/{{identity.entity.id}}/c", "a/an-identity/c", True),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    (rule,) = rules(**{pattern: "read"}).rules
    assert rule.matches(path) is matches


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        ("a/b", "a/*"),
        ("a/b*", "a/*"),
        ("a/+/c", "a/*"),
        ("a/b/*", "a/+/c"),
        ("a/+/c", "a/+/*"),
        ("a/+/c", "+/+/c"),
    ],
)
def test_the_more_specific_rule_decides(stronger: str, weaker: str) -> None:
    held = rules(**{weaker: "read", stronger: "deny"})
    one, other = sorted(held.rules, key=lambda rule: rule.precedence)
    assert (one.path.text, other.path.text) == (weaker, stronger)


def test_deny_wins_on_its_path_only() -> None:
    held = rules(**{"a/*": "read", "a/b": "deny"})
    assert held.allows("a/c", ["read"]) is not None
    assert held.allows("a/b", ["read"]) is None
    assert held.allows("a/c", ["update"]) is None
    twice = policy('path "a" { capabilities = ["read"] }\npath "a" { capabilities = ["deny"] }\n')
    assert twice.allows("a", ["read"]) is None


def test_capabilities_of_two_rules_for_one_path_add_up() -> None:
    held = policy('path "a/*" { policy = "read" }\npath "a/*" { capabilities = ["update"] }\n')
    assert held.allows("a/b", ["list"]) is not None
    assert held.allows("a/b", ["update"]) is not None


def test_json_says_the_same() -> None:
    held = policy('{"path": {"a/*": {"capabilities": ["read"]}}}', "a.json")
    rule = held.allows("a/b", ["read"])
    assert rule is not None
    assert rule.path.source.column == 12
    listed = policy('{"path": [{"a": {"policy": "sudo"}}, {"b": {}}]}', "a.json")
    assert [each.path.text for each in listed.rules] == ["a", "b"]
    assert listed.allows("a", ["sudo"]) is not None


@pytest.mark.parametrize(
    ("content", "line", "told", "advice"),
    [
        ('path "a" {\n  capabilties = ["read"]\n}', 2, "key", "capabilities"),
        ('path "a" {\n  capabilities = ["raed"]\n}', 2, "capability", "read"),
        ('path "a" {\n  policy = "writ"\n}', 2, "policy", "write"),
        ('path "a/+*" {\n}', 1, "plus", "mend"),
        ('path "a" {\n}\npaths = 1', 3, "key", "path"),
    ],
)
def test_what_vault_refuses(content: str, line: int, told: str, advice: str) -> None:
    (problem,) = policy(content).problems
    assert (problem.kind, problem.source.line) == ("schema", line)
    assert told in problem.reason
    assert advice in problem.advice


def test_placeholders_are_no_mistakes() -> None:
    held = policy('path "secret/<issuer>/*" {\n  capabilities = ["{{ right }}"]\n}\n')
    assert held.problems == ()
    assert held.rules[0].pattern is None
    assert held.allows("secret/a/b", ["read"]) is None
