import pytest

from tests.services.pelican.servers import origin, text
from tokenlint.services.discover import recognised, texts_of
from tokenlint.services.pelican.recognise import ENVIRONMENT, YAML, kind_of

TELLING = [
    "Origin:\n  StorageType: posix\n",
    "# a comment\n\nCache:\n  Port: 8443\n  StorageLocation: /cache\n",
    "XRootD:\n  Sitename: SITE\n",
    "Federation:\n  DiscoveryUrl: https://federation.example\n",
    "TLSSkipVerify: true\n",
    'ConfigLocations:\n  - "/etc/pelican/config.d"\n',
    "Issuer:\n  AuthorizationTemplates: []\n",
]


@pytest.mark.parametrize("content", TELLING)
def test_settings_that_nobody_else_has(content: str) -> None:
    assert kind_of(text(content, "config.d/50-site.yaml")) == YAML
    assert kind_of(text(content, "README.md", embedded=True)) == YAML
    assert kind_of(text(content, "README.md")) is None


@pytest.mark.parametrize(
    "content",
    [
        "Origin:\n  DomainName: www.example\n",
        "Resources:\n  Origin:\n    StorageType: posix\n",
        "Server:\n  Port: 80\n",
        "ConfigLocations: [/etc/app]\n",
        "origin:\n  url: https://www.example\n",
        "",
    ],
)
def test_files_of_others(content: str) -> None:
    assert kind_of(text(content, "values.yaml")) is None


@pytest.mark.parametrize(
    "name", ["pelican.yaml", "osdf.yaml", "osdf-cache.yml", "pelican-origin.yaml"]
)
def test_names(name: str) -> None:
    assert kind_of(text("", name)) == YAML
    assert kind_of(text("Logging:\n  Level: debug\n", name)) == YAML
    assert kind_of(text("apiVersion: v1\nkind: ConfigMap\n", name)) is None


def test_variables_of_an_environment() -> None:
    content = "# site\nexport PELICAN_ORIGIN_STORAGEPREFIX=/srv\n"
    for name in (".env", "site.env", "pelican-origin", "env.sample"):
        assert kind_of(text(content, name)) == ENVIRONMENT
    assert kind_of(text(content, "run.sh")) is None
    assert kind_of(text("PATH=/bin\n", ".env")) is None


def test_inside_a_config_map() -> None:
    inner = "".join(f"    {line}\n" for line in origin().splitlines())
    whole = f"apiVersion: v1\nkind: ConfigMap\ndata:\n  pelican.yaml: |\n{inner}"
    texts, _ = texts_of("deploy/configmap.yaml", whole.encode())
    found = [each for each in texts if recognised(each) == ("pelican", YAML)]
    assert [(each.name, each.line) for each in found] == [("pelican.yaml", 5)]
