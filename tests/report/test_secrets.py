"""No report of any format shows the value of a secret that a file holds."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.command import USUAL, tokenlint, use_running
from tests.credentials.secrets.made import encoded, jwks, key_members, macaroon, noise, pem
from tests.credentials.secrets.made import vault_token as vault
from tests.judging import Scripted
from tests.minting import claims, mint
from tokenlint.policy.engine import Engine
from tokenlint.report.json import schema
from tokenlint.report.render import FORMATS

VAULT_TOKEN = vault()
MACAROON = macaroon()
TOKEN = mint(claims())
SHORT = "Tr0ub4dor"
CONFIGURATION = """\
[Global]
audience = https://storage.example
# client_secret = {noise}
# curl -H "Authorization: Bearer {token}" https://storage.example
# vault login {vault}; macaroon {macaroon}

[Issuer alpha]
issuer = https://issuer.example
base_path = /data/alpha
client_secret = {noise}
password = {short}
"""
DEPLOYED = """\
apiVersion: v1
kind: Secret
data:
  password: {encoded}
  tls.key: {key}
stringData:
  keys.json: |
{jwks}
---
kind: ConfigMap
data:
  signing.key: |
{pem}
  scitokens.cfg: |
    [Global]
    audience = https://storage.example

    [Issuer alpha]
    issuer = https://issuer.example
    base_path = /data/alpha
    onmising = fail
"""
WORKFLOWS = """\
tokenlint: workflows/1
# curl -H "Authorization: Bearer {token}" https://storage.example
services:
  disk: {{audience: "https://storage.example", kind: storage}}
workflows:
  cleaner:
    kind: deletion
    operations: [{{operation: delete, service: disk, path: /x, by: service}}]
    usable_for: 1h  # token {macaroon}
    token:
      issuer: https://issuer.example
      audience: ["https://storage.example"]
      scope: storage.read:/  # {vault}
      lifetime: 1h
"""


def _indented(text: str) -> str:
    return "".join(f"    {row}\n" for row in text.splitlines()).rstrip()


VALUES = {
    "noise": noise(),
    "token": TOKEN,
    "vault": VAULT_TOKEN,
    "macaroon": MACAROON,
    "short": SHORT,
    "encoded": encoded(noise(1)),
    "key": encoded(pem()),
    "jwks": _indented(jwks("RSA", "EC", "oct", indent=1)),
    "pem": _indented(pem()),
}


@pytest.fixture(autouse=True)
def judged(shipped_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """Commands are answered by the real engine, which stays when they end."""
    return use_running(monkeypatch, shipped_engine)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    texts = {
        "scitokens.cfg": CONFIGURATION,
        "deploy/storage.yaml": DEPLOYED,
        "workflows.yaml": WORKFLOWS,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.format(**VALUES))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _secret_parts() -> list[str]:
    """What must not be seen: every value, and of long ones every row."""
    members = [str(key_members(kind)[name]) for kind, name in _PRIVATE]
    rows = [row for row in pem().splitlines() if "-----" not in row]
    words = [noise(), noise(1), TOKEN.rpartition(".")[2], VAULT_TOKEN, MACAROON, SHORT]
    return [*words, *rows, *members, encoded(noise(1)), encoded(pem())[40:80]]


_PRIVATE = (("RSA", "d"), ("RSA", "p"), ("RSA", "dq"), ("EC", "d"), ("oct", "k"))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_shows_a_value(folder: Path, form: str) -> None:
    assert folder.is_dir()
    done = tokenlint("check", ".", *USUAL, "--format", form, "--persona", "auditor")
    assert done.exit_code == 4  # XRootD reads 199 characters of a line, which is a problem here
    shown = [part for part in _secret_parts() if part in done.output or part[-40:] in done.output]
    assert len(shown) == 0, "a value is shown"


def test_every_secret_is_one_finding(folder: Path) -> None:
    assert folder.is_dir()
    done = tokenlint("check", ".", *USUAL, "--format", "json", "--select", "SVC047,SVC048,SVC049")
    data = json.loads(done.stdout)
    jsonschema.validate(data, schema())
    places = [
        (each["locations"][0]["file"], each["locations"][0]["line"], each["evidence"]["kind"])
        for each in data["findings"]
    ]
    keys = [place for place in places if place[2] == "signing-key"]
    assert len(keys) == 5  # in base64, three in JSON, in PEM
    assert [place for place in places if place not in keys] == [
        ("deploy/storage.yaml", 4, "password"),
        ("scitokens.cfg", 3, "client-secret"),
        ("scitokens.cfg", 4, "jwt"),
        ("scitokens.cfg", 5, "vault-token"),
        ("scitokens.cfg", 5, "macaroon"),
        ("scitokens.cfg", 10, "client-secret"),
        ("scitokens.cfg", 11, "password"),
        ("workflows.yaml", 2, "jwt"),
        ("workflows.yaml", 9, "macaroon"),
        ("workflows.yaml", 13, "vault-token"),
    ]


def test_an_ignore_comment_holds_for_a_secret(folder: Path) -> None:
    text = (
        f"[Global]\naudience = a\nclient_secret = {noise()} # tokenlint: ignore[SVC047] revoked\n"
    )
    (folder / "scitokens.cfg").write_text(text)
    done = tokenlint("check", "scitokens.cfg", *USUAL, "--format", "json", "--select", "SVC047,IGN")
    data = json.loads(done.stdout)
    assert (data["findings"], len(data["suppressed"])) == ([], 1)
