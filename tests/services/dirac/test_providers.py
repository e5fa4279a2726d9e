"""Identity providers, clients, secrets and the key of the exchange."""

from tests.services.dirac.files import PROVIDERS, REGISTRY, acceptance, nested
from tokenlint.services.offer import Grant, Holder, Public

SECRET = nested("Resources/IdProviders/alpha-iam", "client_id = dirac\nclient_secret = not-one")
KEY = "diracx:legacy:InsecureChangeMe"


def exchange(key: str, url: str = "https://diracx.example") -> str:
    return nested("DiracX", f"URL = {url}\nLegacyExchangeApiKey = {key}")


def named(content: str) -> list[tuple[str, str]]:
    return [(each.name, each.value) for each in acceptance(dirac__cfg=content).settings]


def test_issuers() -> None:
    (issuer,) = acceptance(dirac__cfg=PROVIDERS).issuers
    assert (issuer.name.text, issuer.url.text) == ("alpha-iam", "https://issuer.example")
    assert issuer.url.source.line == 8


def test_a_provider_as_an_offer() -> None:
    content = nested("Resources/IdProviders/a", "client_id = x\nscope = openid, compute.read p")
    (offer,) = acceptance(dirac__cfg=content).offers
    assert [each.text for each in offer.scopes] == ["openid", "compute.read", "p"]
    assert (offer.holder, offer.public, offer.audiences) == (Holder.CLIENT, Public.UNKNOWN, ())


def test_a_client_of_the_authorization_server() -> None:
    content = nested(
        "DIRAC/Security/Authorization/Clients/web",
        "client_id = web\ngrant_types = refresh_token,\nresponse_types = device, code\n"
        "redirect_uris = https://a.example/cb",
    )
    (offer,) = acceptance(dirac__cfg=content).offers
    assert offer.grants == {Grant.REFRESH_TOKEN, Grant.DEVICE_CODE, Grant.AUTHORIZATION_CODE}
    assert [each.text for each in offer.redirects] == ["https://a.example/cb"]
    assert offer.holder is Holder.USER


def test_a_secret_that_everybody_is_served() -> None:
    assert named(REGISTRY + SECRET) == [("served credential", "client")]
    found = acceptance(dirac__cfg=REGISTRY + SECRET)
    assert "not-one" not in repr(found)


def test_a_secret_in_the_file_of_a_machine() -> None:
    assert named(SECRET) == []
    assert named(REGISTRY + SECRET + nested("LocalSite", "Site = x")) == []
    assert named(REGISTRY + SECRET + nested("DIRAC/Security", "UseServerCertificate = yes")) == []


def test_the_key_of_the_exchange() -> None:
    assert named(exchange(KEY)) == [("legacy exchange key", "published")]
    assert named(exchange("diracx:legacy:other")) == [("legacy exchange key", "set")]
    assert named(exchange(KEY, "https://diracx.invalid:8000")) == [("legacy exchange key", "set")]
    assert named(exchange("${KEY}")) == []
    assert ("served credential", "exchange") in named(exchange("x") + REGISTRY)


def test_names_that_lead_nowhere() -> None:
    other = nested("Resources/IdProviders/beta-iam", "ProviderType = IAm")
    (dead, kind) = sorted(
        acceptance(dirac__cfg=REGISTRY + other).dead, key=lambda each: each.what.text
    )
    assert (dead.what.text, dead.reason) == ("IAm", "ignored-value")
    assert "IAM" in dead.says
    assert (kind.what.text, kind.reason) == ("alpha-iam", "unreachable")


def test_types_of_extensions_and_gaps_are_left_alone() -> None:
    for name in ("IAM", "CheckIn", "Shibboleth", "{{ kind }}"):
        content = nested("Resources/IdProviders/a", f"ProviderType = {name}")
        assert acceptance(dirac__cfg=content).dead == ()
    assert acceptance(dirac__cfg=REGISTRY).dead == ()
