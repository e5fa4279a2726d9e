import json

import pytest

from tests.services.iam.files import ENV, PACKAGED, YAML, matchers, text
from tokenlint.services.discover import recognised, texts_of
from tokenlint.services.iam.recognise import APPLICATION, CLIENTS, ENVIRONMENT, JAVA, kind_of

_CLIENT = {"client_id": "a", "grant_types": ["password"], "reuse_refresh_token": True}
_CAMEL: dict[str, object] = {"clientId": "a", "grantTypes": [], "refreshTokenValiditySeconds": None}
_COMPOSE = (
    "services:\n  iam:\n    environment:\n      IAM_BASE_URL: https://iam.example\n"
    "      IAM_JWT_DEFAULT_PROFILE: wlcg\n"
)
_CONTAINER = (
    "spec:\n  env:\n  - name: IAM_HOST\n    value: iam.example\n"
    "  - name: IAM_ACCESS_TOKEN_INCLUDE_SCOPE\n    value: 'true'\n"
)
_POLICY = '[{"rule": "PERMIT", "matchingPolicy": "EQ", "scopes": null, "account": null}]'


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("application.yml", YAML, APPLICATION),
        ("application-prod.yaml.j2", PACKAGED, APPLICATION),
        ("application-wlcg-scopes.yml", matchers("type: path, prefix: a, path: /"), APPLICATION),
        ("application-cern.yml", "cern:\n  sso-issuer: https://sso.example\n", APPLICATION),
        ("application-mfa.yml", "mfa:\n  x: ${IAM_TOTP_X:y}\n", APPLICATION),
        ("application.yml", "client-registration.allow-for: ANYONE\n", APPLICATION),
        ("application.yml", "iam:\n  issuer: https://iam.example/\n", APPLICATION),
        ("iam.env", ENV, ENVIRONMENT),
        (".env", ENV, ENVIRONMENT),
        ("env", ENV.replace("IAM_", "export IAM_"), ENVIRONMENT),
        ("compose.yaml", _COMPOSE, ENVIRONMENT),
        ("deployment.yml", _CONTAINER, ENVIRONMENT),
        ("client.json", json.dumps(_CLIENT), CLIENTS),
        ("clients.json", json.dumps([_CAMEL]), CLIENTS),
        ("policies.json", _POLICY, JAVA),
    ],
)
def test_files_by_name_and_content(name: str, content: str, kind: str) -> None:
    assert kind_of(text("repo/" + name, content)) == kind
    assert kind_of(text("repo/" + name, content.replace("\n", "\r\n"))) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        # IAM's test client, its VOMS attribute authority, StoRM WebDAV
        ("application.yml", "iam:\n  issuer: ${IAM_CLIENT_ISSUER:x}\n  hide-tokens: true\n"),
        ("application.yml", "voms:\n  aa:\n    host: voms.example\n"),
        ("application.yml", "oauth:\n  issuers:\n  - name: iam\nstorm:\n  tls: {}\n"),
        ("application.yml", "spring:\n  main: {}\n"),
        ("values.yaml", "iam:\n  baseUrl: https://iam.example\n"),
        ("prometheus.yml", "scope:\n  matchers: []\n"),
        # variables of clients, and of a cloud
        (".env", "IAM_ISSUER=https://iam.example\nIAM_HOST=iam.example\n"),
        (".env", "IAM_ROLE_ARN=arn:x\nIAM_USER=x\n"),
        ("settings.py", ENV),
        ("README.md", ENV),
        # registrations at other issuers
        ("client.json", '{"client_id": "a", "grant_types": [], "redirect_uris": []}'),
        ("client.json", json.dumps({**_CLIENT, "issuer_url": "https://op.example"})),
    ],
)
def test_files_of_others(name: str, content: str) -> None:
    assert kind_of(text("repo/" + name, content)) is None


def test_inside_a_config_map() -> None:
    lines = "".join(f"    {line}\n" for line in YAML.splitlines())
    data = f"apiVersion: v1\nkind: ConfigMap\ndata:\n  application.yml: |\n{lines}"
    texts, _ = texts_of("map.yaml", data.encode())
    assert [recognised(each) for each in texts] == [None, ("indigo-iam", APPLICATION)]


def test_inside_a_page() -> None:
    texts, _ = texts_of("page.md", f"# Words\n\n```\n{ENV}```\n".encode())
    assert [recognised(each) for each in texts] == [None, ("indigo-iam", ENVIRONMENT)]
