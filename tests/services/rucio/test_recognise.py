import pytest

from tests.services.rucio.configs import CLIENT, CONF, DISK
from tokenlint.services.rucio import recognise as r
from tokenlint.services.text import Text

DUMP = '{"rses": {"A": {"rse_type": "DISK", "protocols": [{"scheme": "davs", "prefix": "/"}]}}}'
INFO = "Settings:\n===\n  rse: A\nAttributes:\n===\n  a: b\nProtocols:\n===\n  davs\n"
YAML = "A:\n  oidc_support: true\n  rse_type: DISK\n  protocols:\n  - scheme: davs\n    prefix: /\n"
VALUES = "# Rucio\nconfig:\n  conveyor:\n    scheme: davs\n"


def kind(file: str, content: str, *, embedded: bool = False) -> str | None:
    return r.kind_of(Text(file, file.rpartition("/")[2], content, embedded=embedded))


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("rucio.cfg", CONF, r.CONF),
        ("rucio.cfg.j2", "[database]\n", r.CONF),
        ("rucio.config.default.cfg", "# nothing\n", r.CONF),
        ("server.cfg", CONF, r.CONF),
        ("values-prod.yaml", VALUES, r.VALUES),
        ("idpsecrets.json", CLIENT, r.SECRETS),
        ("etc/secret.json.tmpl", CLIENT, r.SECRETS),
        ("setup", "#!/bin/bash\n" + DISK, r.COMMANDS),
        ("setup.sh", "kubectl exec c -- rucio rse attribute add A --key k --value v", r.COMMANDS),
        ("rse.json", DUMP, r.DUMP),
        ("rse.yaml", YAML, r.DUMP),
        ("rse.txt", INFO, r.INFO),
    ],
)
def test_ours(file: str, content: str, expected: str) -> None:
    assert kind(file, content) == expected


@pytest.mark.parametrize(
    ("content", "expected"), [(CONF, r.CONF), (CLIENT, r.SECRETS), (DISK, r.COMMANDS)]
)
def test_in_another_file(content: str, expected: str) -> None:
    assert kind("README.md", content, embedded=True) == expected


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("README.md", CONF + DISK),
        ("rucio.cfg", "[other]\nx = y\n"),
        ("setup.cfg", "[metadata]\nname = rucio\n[conveyor]\n"),
        ("values.yaml", "config:\n  conveyor:\n    x: y\n"),
        ("values.yaml", "# rucio\nconfig:\n  other: 1\n"),
        ("client.json", '{"client_id": "a", "issuer": "https://issuer.example"}'),
        ("protocols.json", '{"protocols": [{"scheme": "a", "prefix": "b"}]}'),
        ("setup.py", DISK),
        ("setup.sh", "rucio-admin rse list\n"),
        ("notes.txt", "Attributes:\nProtocols:\n"),
    ],
)
def test_not_ours(file: str, content: str) -> None:
    assert kind(file, content) is None
