"""Configurations of other products inside a ConfigMap are found, with their names and lines."""

import pytest

from tokenlint.services.discover import recognised, texts_of

RUCIO = """[client]
rucio_host = https://rucio.example
auth_type = oidc
[oidc]
idpsecrets = /opt/rucio/etc/idpsecrets.json
"""
HTVAULT = """cluster:
  name: vault.example
issuers:
  - name: vo
    clientid: x
    url: https://issuer.example
    credclaim: sub
    roles:
      - name: default
        scopes: [storage.read:/]
"""
POLICIES = """[{"description": "d", "rule": "PERMIT", "matchingPolicy": "PATH",
  "account": null, "group": null, "scopes": ["storage.read:/"]}]
"""
CONDOR = """LOCAL_CREDMON_PROVIDER_NAMES = scitokens
LOCAL_CREDMON_ISSUER = https://ap.example
"""
RULES = '{"rules": [\n  {"match": "fqan:/vo", "scopes": ["read:/vo"]}]}\n'
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n"


@pytest.mark.parametrize(
    ("name", "content", "product"),
    [
        ("rucio.cfg", RUCIO, "rucio"),
        ("10-vo.yaml", HTVAULT, "htvault-config"),
        ("policies.json", POLICIES, "indigo-iam"),
        ("50-credmon.conf", CONDOR, "htcondor"),
        ("rules.json", RULES, "x509-scitokens-issuer"),
    ],
)
@pytest.mark.parametrize("template", ["{name}: |", "{name}: |-", '"{name}": |2'])
def test_a_configuration_in_a_config_map(
    name: str, content: str, product: str, template: str
) -> None:
    lines = "".join(f"    {line}\n" for line in content.splitlines())
    whole = f"{HEAD}  {template.format(name=name)}\n{lines}"
    texts, problems = texts_of("chart/templates/map.yaml", whole.encode())
    assert problems == ()
    (inner,) = [text for text in texts if text.embedded]
    assert (inner.name, inner.line, inner.indent) == (name, 7, 4)
    found = recognised(inner)
    assert found is not None
    assert found[0] == product
