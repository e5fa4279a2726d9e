from tests.services.xrootd.model.servers import ISSUER, OTHER, scitokens, server
from tokenlint.services.decision import Presented
from tokenlint.services.xrootd.model.presented import token_of


def test_nobody_has_no_token() -> None:
    assert token_of(Presented(), None) is None


def test_a_credential_becomes_claims() -> None:
    token = token_of(Presented(ISSUER, ("a", "b"), ("x", "y"), "me", profile="scitokens-2"), None)
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
    token = token_of(Presented(ISSUER, claims=claims), None)
    assert token is not None
    assert token.claims["wlcg.ver"] == "1.0"
    assert "aud" not in token.claims
    assert token.claims["exp"] == 1
    assert token.claims["more"] == 1


def test_told_claims_are_all_there_are() -> None:
    config = server(scitokens("username_claim = login")).scitokens
    token = token_of(Presented(ISSUER, claims={"name": "me"}), config)
    assert token is not None
    assert "login" not in token.claims


def test_the_claims_that_a_section_asks_for_are_there() -> None:
    lines = ("groups_claim = groups", "username_claim = login")
    config = server(scitokens(*lines)).scitokens
    token = token_of(Presented(ISSUER, subject="me", groups=("/lab",)), config)
    assert token is not None
    assert token.claims["groups"] == token.claims["wlcg.groups"] == ["/lab"]
    assert token.claims["login"] == "me"
    other = token_of(Presented(OTHER, subject="me"), config)
    assert other is not None
    assert "login" not in other.claims
