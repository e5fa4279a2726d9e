from tests.services.xrootd.model.servers import ISSUER, OTHER, scitokens, server
from tokenlint.services.decision import Presented
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.model.presented import token_of


def sections(*lines: str) -> tuple[IssuerSection, ...]:
    config = server(scitokens(*lines)).scitokens
    assert config is not None
    return config.issuers


def test_nobody_has_no_token() -> None:
    assert token_of(Presented()) is None


def test_a_credential_becomes_claims() -> None:
    token = token_of(Presented(ISSUER, ("a", "b"), ("x", "y"), "me", profile="scitokens-2"))
    assert token is not None
    assert token.claims == {
        "iss": ISSUER,
        "sub": "me",
        "aud": ["a", "b"],
        "scope": "x y",
        "ver": "scitoken:2.0",
        "iat": 0,
        "nbf": 0,
        "exp": 1,
    }


def test_the_credential_tells_the_profile_and_the_audience_not_its_claims() -> None:
    claims = {"wlcg.ver": "9", "aud": "x", "exp": "never", "more": 1}
    token = token_of(Presented(ISSUER, claims=claims))
    assert token is not None
    assert token.claims["wlcg.ver"] == "1.0"
    assert "aud" not in token.claims
    assert token.claims["exp"] == 1
    assert token.claims["more"] == 1


CAPTURED = {"iss": ISSUER, "sub": "me", "wlcg.ver": "1.2", "scope": "storage.read:/", "exp": 9e9}


def test_a_captured_token_keeps_its_version_and_lacks_what_it_lacks() -> None:
    token = token_of(Presented(ISSUER, scopes=("storage.read:/x",), claims=CAPTURED))
    assert token is not None
    assert token.claims["wlcg.ver"] == "1.2"
    assert token.claims["scope"] == "storage.read:/x"
    assert not {"iat", "nbf", "aud"} & set(token.claims)
    assert (token.claims["exp"], type(token.claims["exp"])) == (1.0, float)
    odd = token_of(Presented(ISSUER, claims={**CAPTURED, "exp": "never", "nbf": True}))
    assert odd is not None
    assert (odd.claims["exp"], odd.claims["nbf"]) == ("never", True)


def test_a_captured_token_can_be_asked_about_without_its_scopes() -> None:
    token = token_of(Presented(ISSUER, claims=CAPTURED))
    assert token is not None
    assert "scope" not in token.claims
    empty = token_of(Presented(ISSUER, claims={**CAPTURED, "scope": ""}))
    assert empty is not None
    assert empty.claims["scope"] == ""


def test_told_claims_are_all_there_are() -> None:
    presented = Presented(ISSUER, groups=("/lab",), claims={"name": "me", "roles": ["/lab"]})
    token = token_of(presented, sections("username_claim = login", "groups_claim = other"))
    assert token is not None
    assert not {"login", "wlcg.groups", "other"} & set(token.claims)


def test_the_claims_that_a_section_asks_for_are_there() -> None:
    lines = ("groups_claim = groups", "username_claim = login")
    token = token_of(Presented(ISSUER, subject="me", groups=("/lab",)), sections(*lines))
    assert token is not None
    assert token.claims["groups"] == token.claims["wlcg.groups"] == ["/lab"]
    assert token.claims["login"] == "me"
    other = token_of(Presented(OTHER, subject="me"))
    assert other is not None
    assert "login" not in other.claims
