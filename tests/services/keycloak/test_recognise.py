import json

import pytest

from tests.services.keycloak.realms import client, realm, text
from tokenlint.services.discover import recognised, texts_of
from tokenlint.services.keycloak.recognise import CLIENT, REALM, kind_of

_ALONE = json.dumps(client(publicClient=True, standardFlowEnabled=True))
_IMPORT = (
    "apiVersion: k8s.keycloak.org/v2alpha1\nkind: KeycloakRealmImport\n"
    "spec:\n  realm:\n    realm: vo\n    sslRequired: none\n"
)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("realm.json", realm(sslRequired="none"), REALM),
        ("export.json.j2", realm(accessTokenLifespan=300), REALM),
        ("realms.json", f"[{realm(clientScopes=[])}]", REALM),
        ("client.json", _ALONE, CLIENT),
        ("import.yaml", _IMPORT, REALM),
    ],
)
def test_files_by_what_they_say(name: str, content: str, kind: str) -> None:
    assert kind_of(text(content, name)) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("keycloak.json", '{"realm": "vo", "auth-server-url": "x", "ssl-required": "none"}'),
        ("config.json", '{"realm": "vo", "url": "https://sso.example", "clientId": "ui"}'),
        ("client.json", '{"clientId": "ui", "redirectUris": [], "publicClient": true}'),
        ("realm.md", realm(sslRequired="none")),
        ("values.yaml", "keycloak:\n  realm: vo\n  sslRequired: none\n"),
        ("list.json", "[1, 2]"),
    ],
)
def test_files_of_others(name: str, content: str) -> None:
    assert kind_of(text(content, name)) is None


def test_a_realm_within_a_config_map() -> None:
    lines = "".join(f"    {line}\n" for line in realm(sslRequired="none").splitlines())
    data = f"apiVersion: v1\nkind: ConfigMap\ndata:\n  realm.json: |\n{lines}"
    texts, _ = texts_of("map.yaml", data.encode())
    assert [recognised(each) for each in texts] == [None, ("keycloak", REALM)]
