import pytest

from tokenlint.services.discover import recognised
from tokenlint.services.text import Text
from tokenlint.services.x509issuer.recognise import CFG, CONF, MAPPING, RULES, kind_of

HOME = "etc/x509-scitokens-issuer"
RULE = '{"rules": [{"match": "fqan:/vo", "scopes": ["read:/vo"]}]}'


def text(file: str, content: str, *, embedded: bool = False) -> Text:
    return Text(file, file.rpartition("/")[2], content, embedded=embedded)


@pytest.mark.parametrize(
    ("file", "content", "kind"),
    [
        (f"{HOME}/conf.d/10-site.cfg", "LIFETIME=600\n", CFG),
        ("x509_scitokens_issuer.cfg", "# LIFETIME=3600\n", CFG),
        (f"{HOME}/rules.json", '{"rules": []}', RULES),
        ("somewhere/mine.json", RULE, RULES),
        (f"{HOME}/dn_mapping.json", "{}", MAPPING),
        ("x509.conf", "WSGIScriptAlias / /var/www/x509-scitokens-issuer.wsgi\n", CONF),
    ],
)
def test_our_files(file: str, content: str, kind: str) -> None:
    assert kind_of(text(file, content)) == kind


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.cfg", "LIFETIME=600\n"),
        (f"{HOME}/other.cfg", "[section]\nkey = 1\n"),
        ("rules.json", '{"rules": [{"match": "*.js", "use": "loader"}]}'),
        ("dn_mapping.json", "{}"),
        ("site.conf", "WSGIScriptAlias / /var/www/app.wsgi\n"),
        (f"{HOME}/issuer_key.json", '{"keys": []}'),
    ],
)
def test_files_of_others(file: str, content: str) -> None:
    assert kind_of(text(file, content)) is None


def test_rules_in_a_config_map_are_found() -> None:
    found = recognised(text("map.yaml", RULE, embedded=True))
    assert found == ("x509-scitokens-issuer", RULES)
