"""The PanDA server: whose tokens it takes."""

from tests.services.panda.files import acceptance, made
from tokenlint.services.acceptance import State
from tokenlint.services.offer import Grant, Holder, Public

CLIENT = """\
{
  "client_id": "panda-client",
  "client_secret": "not-one",
  "audience": "https://panda.example",
  "oidc_config_url": "https://issuer.example/.well-known/openid-configuration",
  "vo": "alpha",
  "robot_ids": ["robot"]
}
"""
SCITOKENS = """\
[server]
token_authType = scitokens
token_issuers = https://one.example, https://two.example
token_audience = https://panda.example
"""


def server(lines: str) -> dict[str, str]:
    return {"panda_server.cfg": f"[server]\n{lines}"}


def test_scitokens() -> None:
    found = acceptance({"panda_server.cfg": SCITOKENS})
    assert [each.url.text for each in found.issuers] == [
        "https://one.example",
        "https://two.example",
    ]
    assert (found.issuers[1].url.source.line, found.issuers[1].url.source.column) == (3, 38)
    assert found.audience is not None
    assert found.audience.checked is State.YES
    assert [each.text for each in found.audience.accepted] == ["https://panda.example"]
    assert found.service == "web"


def test_without_tokens_nobody_is_trusted() -> None:
    for kind in ("None", "none", "${KIND}"):
        found = acceptance({"panda_server.cfg": SCITOKENS.replace("scitokens", kind)})
        assert (found.issuers, found.audience, found.dead) == ((), None, ())
    assert acceptance(server("logdir = /x\n")).issuers == ()


def test_a_kind_that_it_does_not_know() -> None:
    for kind in ("OIDC", "jwt"):
        (dead,) = acceptance(server(f"token_authType = {kind}\n")).dead
        assert (dead.what.text, dead.reason) == (kind, "ignored-value")


def test_clients_of_a_server() -> None:
    files = server("token_authType = oidc\nlegacy_token_issuers = https://old.example\n")
    found = acceptance(files | {"alpha_auth_config.json": CLIENT})
    assert [each.url.text for each in found.issuers] == [
        "https://old.example",
        "https://issuer.example",
    ]
    assert found.audience is None
    (offer,) = found.offers
    assert (offer.name.text, offer.who, offer.holder) == ("panda-client", "alpha", Holder.USER)
    assert offer.grants == {Grant.DEVICE_CODE, Grant.CLIENT_CREDENTIALS}
    assert offer.public is Public.NO
    assert offer.name.source.line == 2
    assert "not-one" not in repr(found)


def test_a_client_alone() -> None:
    content = CLIENT.replace('"not-one"', '""').replace('["robot"]', "[]")
    found = acceptance({"alpha_auth_config.json": content})
    (offer,) = found.offers
    assert offer.public is Public.YES
    assert offer.grants == {Grant.DEVICE_CODE}
    assert found.service == "issuer"


def test_folders_are_servers_of_their_own() -> None:
    assembled = made({"a/panda_server.cfg": SCITOKENS, "b/panda_server.cfg": SCITOKENS})
    assert len(assembled.services) == 2
