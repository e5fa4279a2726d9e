import pytest

from tokenlint.services.acceptance import Dead
from tokenlint.services.text import Text
from tokenlint.services.vault.policy import read_policy
from tokenlint.services.vault.reach import dead, reach


def reached(content: str, name: str = "robot.hcl") -> list[str]:
    policy = read_policy(Text(name, name, content))
    return [setting.value for setting in reach(policy, name)]


def vain(content: str) -> list[Dead]:
    return list(dead(read_policy(Text("a.hcl", "a.hcl", content))))


def path(pattern: str, *rights: str) -> str:
    words = ", ".join(f'"{right}"' for right in rights)
    return f'path "{pattern}" {{\n  capabilities = [{words}]\n}}\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (path("*", "create", "read", "update"), ["everything"]),
        (path("*", "read"), ["every-secret"]),
        (path("+/*", "read"), ["every-secret"]),
        (path("*", "read") + path("*", "deny"), []),
        (path("*", "update") + path("sys/*", "deny"), ["logins"]),
        (path("sys/policies/acl/*", "update"), ["everything"]),
        (path("sys/polic*", "read"), []),
        (path("auth/*", "create", "update"), ["logins"]),
        (path("auth/approle/*", "update"), []),
        (path("sys/*", "sudo", "read"), ["logins"]),
        (path("sys/raw/*", "sudo"), ["system"]),
        (path("secret/oauth/creds/*", "read"), ["every-token"]),
        (path("secret/oauth/creds/alpha/*", "read"), []),
        (path("secret/oauth/creds/+/*", "read"), ["every-token"]),
        (path("secret/*", "read"), []),
        (path("secret/team/*", "read", "update"), []),
        (path("+/+/q7q7/*", "read", "deny"), []),
        (path("secret/oauth/creds/<issuer>/*", "read"), []),
        (path("secret/oauth/creds/{{identity.entity.id}}/*", "read"), []),
    ],
)
def test_reach(content: str, words: list[str]) -> None:
    assert reached(content) == words


def test_it_is_shown_at_the_rule_that_allows_it() -> None:
    content = path("a", "read") + path("*", "read")
    policy = read_policy(Text("a.hcl", "a.hcl", content))
    (setting,) = reach(policy, "a.hcl")
    assert (setting.source.line, setting.source.column) == (4, 7)


def test_an_administrators_policy_is_meant_so() -> None:
    for name in ("admin.hcl", "vault-admins.hcl", "superuser.hcl", "break-glass.hcl"):
        assert reached(path("*", "sudo", "update"), name) == []
    assert reached(path("*", "update"), "badminton.hcl") == ["everything"]


@pytest.mark.parametrize(
    "pattern", ["v1/secret/a", "/v1/secret/a", "secret/*/a", "secret//a", "secret/a "]
)
def test_paths_that_no_request_has(pattern: str) -> None:
    (found,) = vain(path(pattern, "read"))
    assert (found.reason, found.what.text, found.what.source.line) == ("never-matches", pattern, 1)


def test_paths_that_some_request_has() -> None:
    for pattern in (
        "secret/<a>//b",
        "secret/a*",
        "secret/+/a",
        "sys/v1/a",
        "secret/{{identity.entity.id}}/a",
    ):
        assert vain(path(pattern, "read")) == []


def test_deny_takes_the_others_away() -> None:
    first, second = vain(path("a", "read", "deny", "list"))
    assert (first.what.text, second.what.text) == ("read", "list")
    assert first.by is not None
    assert first.by.column == 28


def test_denied_parameters_win() -> None:
    content = """\
path "a" {
  capabilities = ["update"]
  allowed_parameters = { "Key" = [], "part" = ["x"] }
  denied_parameters = { "key" = [], "part" = ["y"] }
}
"""
    (found,) = vain(content)
    assert (found.what.text, found.what.source.line) == ("Key", 3)
