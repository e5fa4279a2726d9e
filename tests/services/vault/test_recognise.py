import pytest

from tokenlint.services.text import Text
from tokenlint.services.vault.recognise import POLICY, ROLE, SERVER, kind_of

PATH = 'path "a" {\n  capabilities = ["read"]\n}\n'
LISTENER = 'listener "tcp" {\n}\nmax_lease_ttl = "1h"\n'


def text(name: str, content: str, *, embedded: bool = False) -> Text:
    return Text(name, name.rpartition("/")[2], content, embedded=embedded)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.hcl", PATH, POLICY),
        ("oidcpolicy.template", PATH, POLICY),
        ("a.hcl.j2", PATH, POLICY),
        ("a.hcl", 'path "a" { policy = "write" }\n', POLICY),
        ("a.json", '{"path": {"a": {"capabilities": []}}}', POLICY),
        ("vault.hcl", LISTENER, SERVER),
        ("vault.common.template", LISTENER, SERVER),
        ("a.json", '{"user_claim": "sub", "bound_claims": {}}', ROLE),
    ],
)
def test_ours(name: str, content: str, kind: str) -> None:
    assert kind_of(text(name, content)) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tf", PATH),
        ("a.hcl", 'namespace "a" {\n  path "b" {\n    capabilities = ["read"]\n  }\n}\n'),  # Nomad
        ("a.hcl", 'key "a" { policy = "read" }\n'),  # Consul
        ("a.hcl", 'path "a" {}\n'),
        ("a.hcl", 'listener "tcp" {\n  purpose = "api"\n}\nstorage "x" {}\n'),  # Boundary
        ("agent.hcl", "auto_auth {\n}\n" + LISTENER),
        ("a.json", '{"user_claim": "sub"}'),
        ("a.json", '{"paths": {"capabilities": 1}}'),
        ("a.hcl", ""),
        ("a.txt", PATH),
    ],
)
def test_not_ours(name: str, content: str) -> None:
    assert kind_of(text(name, content)) is None


def test_inside_other_files() -> None:
    assert kind_of(text("policy.hcl", PATH, embedded=True)) == POLICY
    assert kind_of(text("block", PATH, embedded=True)) == POLICY
    assert kind_of(text("config", LISTENER, embedded=True)) == SERVER
    role = '{\n  "user_claim": "sub", "role_type": "jwt"}'
    assert kind_of(text("EOF", role, embedded=True)) == ROLE
