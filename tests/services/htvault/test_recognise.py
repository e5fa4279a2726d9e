import pytest

from tokenlint.services.htvault.recognise import CONFIG, MANAGED, kind_of
from tokenlint.services.text import Text

ROLES = "issuers:\n  - name: a\n    credclaim: sub\n"
SECRETS = "issuers:\n  - name: a\n    secret: x\n"
MACHINES = "experiments:\n  a:\n    roles:\n      b:\n        destinationNodes: [c]\n"


def text(name: str, content: str, *, embedded: bool = False) -> Text:
    return Text(name, name.rpartition("/")[2], content, embedded=embedded)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("20-a.yaml", ROLES, CONFIG),
        ("20-a.yaml.j2", ROLES, CONFIG),
        ("10-ssh.yaml", "ssh:\n  self-registration: allowed\n", CONFIG),
        ("10-kerberos.yaml", "kerberos: # which\r\n  - name: a\r\n    ldapattr: uid\r\n", CONFIG),
        ("10-limits.yaml", "ratelimits:\n- name: a\n  block_interval: 5m\n", CONFIG),
        ("10-cluster.yaml", "cluster:\n  peer1: a.example\n", CONFIG),
        ("htvault/80-secrets.yaml", SECRETS, CONFIG),
        ("etc/config.d/80-secrets.yaml", SECRETS, CONFIG),
        ("managedTokens.yml", MACHINES, MANAGED),
        ("x.json", '{"experiments": {"a": {"roles": {"b": {"destinationNodes": []}}}}}', MANAGED),
    ],
)
def test_ours(name: str, content: str, kind: str) -> None:
    assert kind_of(text(name, content)) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("80-secrets.yaml", SECRETS),  # issuers with secrets have others, too
        ("a.yaml", "oauth:\n  issuers:\n    - name: a\n      credclaim: x\n"),
        ("a.yaml", "ssh:\n  port: 22\n"),
        ("a.yaml", "cluster:\n  name: a\n"),
        ("a.yaml", ""),
        ("a.conf", ROLES),
        ("a.json", ROLES),
        ("a.yaml", "experiments:\n  - destinationNodes\n"),
    ],
)
def test_not_ours(name: str, content: str) -> None:
    assert kind_of(text(name, content)) is None


def test_a_block_without_a_name() -> None:
    assert kind_of(text("block", ROLES, embedded=True)) == CONFIG
    assert kind_of(text("block", ROLES)) is None
