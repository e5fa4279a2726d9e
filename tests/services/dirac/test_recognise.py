"""Which texts are taken for configurations of DIRAC and DiracX."""

import pytest

from tests.services.dirac.files import text
from tokenlint.services.dirac.recognise import CFG, REGISTRY, VALUES, VARIABLES, kind_of

ISSUER = "DIRACX_SERVICE_AUTH_TOKEN_ISSUER"
OURS = [
    ("dirac.cfg", "", CFG),
    ("Dirac-Prod.cfg", "Registry\n{\n  VO\n  {\n    a\n    {\n      VOMSName = a\n", CFG),
    ("dump.txt.cfg", "Resources{\nIdProviders {\n", CFG),
    (".env", f"{ISSUER}=x\n", VARIABLES),
    ("start.sh", f"export {ISSUER}=x\n", VARIABLES),
    ("values.yaml", f"a:\n  {ISSUER}: x\n", VALUES),
    ("values.tpl.yaml", f'a:\n  "{ISSUER}": x\n', VALUES),
    ("compose.yml", f"a:\n  - {ISSUER}=x\n", VALUES),
    ("pod.yaml", f"env:\n- name: {ISSUER}\n  value: x\n", VALUES),
    ("default.yml", "Registry:\n  a:\n    IdP:\n      URL: x\n", REGISTRY),
]
OTHERS = [
    ("main.tf", "Resources {\n  a = 1\n}\n"),
    ("nginx.conf", "server {\n  listen = 1\n}\n"),
    ("registry.yaml", "Registry:\n  url: x\n"),
    ("notes.md", f"{ISSUER}=x\n"),
    ("pixi.toml", f'{ISSUER} = "x"\n'),
    ("values.yaml", "a: DIRACX_SERVICE_AUTH_\n"),
    ("dirac.txt", "Registry\n{\nVOMSName = a\n}\n"),
    ("x.cfg", "[section]\nDIRAC = 1\n"),
]


@pytest.mark.parametrize(("name", "content", "kind"), OURS)
def test_ours(name: str, content: str, kind: str) -> None:
    assert kind_of(text(name, content)) == kind


@pytest.mark.parametrize(("name", "content"), OTHERS)
def test_others(name: str, content: str) -> None:
    assert kind_of(text(name, content)) is None


def test_inside_other_files() -> None:
    cfg = "Resources\n{\n  IdProviders\n  {\n  }\n}\n"
    assert kind_of(text("guide.rst", cfg, embedded=True)) == CFG
    assert kind_of(text("guide.rst", cfg)) is None
    assert kind_of(text("guide.md", f"{ISSUER}=x\n", embedded=True)) == VARIABLES
