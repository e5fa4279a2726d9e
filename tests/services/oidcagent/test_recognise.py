import pytest

from tokenlint.services.oidcagent.recognise import ACCOUNT, ENCRYPTED, ISSUERS, PARAMETERS, kind_of
from tokenlint.services.text import Text

ACCOUNT_TEXT = '{"issuer_url": "https://a.example/", "client_id": "a", "cert_path": "/b"}'
LOCKED = "MDAwMA==\nGenerated using version: 5.2.3\n"


def text(name: str, content: str, *, embedded: bool = False) -> Text:
    return Text(name, name.rpartition("/")[2], content, embedded=embedded)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("issuer.config", "", ISSUERS),
        ("issuer.config", '[{"issuer": "https://a.example/"}]', ISSUERS),
        ("issuer.config.j2", "# ours\n[]\n", None),
        ("issuer.config", "https://a.example/ one\nhttps://b.example\n", ISSUERS),
        ("etc/issuer.config.d/alpha", '{"issuer": "https://a.example/"}', ISSUERS),
        ("custom_parameters.config", '[{"parameter": "a"}]', PARAMETERS),
        ("custom_parameters.config.alpha", '[{"parameter": "a"}]', PARAMETERS),
        ("account.json", ACCOUNT_TEXT, ACCOUNT),
        ("alpha", ACCOUNT_TEXT, ACCOUNT),
        ("home/.oidc-agent/alpha", LOCKED, ENCRYPTED),
        # Nobody's, or somebody else's.
        ("issuer.config", "not an address\n", None),
        ("issuer.config.d/README", "Put files here.\n", None),
        ("custom_parameters.config", "[]", None),
        ("account.json", '{"issuer_url": "https://a.example/", "client_id": "a"}', None),
        ("alpha", LOCKED, None),
        ("alpha", "", None),
    ],
)
def test_kinds(name: str, content: str, kind: str | None) -> None:
    assert kind_of(text(name, content)) == kind


def test_in_a_config_map() -> None:
    issuers = '[{"issuer": "https://a.example/"}]'
    assert kind_of(text("issuer.config", issuers, embedded=True)) == ISSUERS
    assert kind_of(text("block", issuers, embedded=True)) is None
