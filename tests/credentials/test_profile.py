from typing import Any

import pytest

from tests.minting import NOW, claims, mint
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.profile import scope_claim, scope_text

_PLAIN = {"iss": "https://issuer.example", "sub": "x", "exp": NOW + 60}
_RS = {"alg": "RS256", "kid": "a", "typ": "JWT"}
_HS = {"alg": "HS256", "kid": "POOL"}


@pytest.mark.parametrize(
    ("header", "body", "profile", "dialect"),
    [
        (_RS, claims(), "wlcg", "wlcg"),
        (_RS, claims(nonce="n"), "wlcg", "wlcg"),
        (_RS | {"typ": "at+jwt"}, claims(), "wlcg", "wlcg"),
        (_RS, _PLAIN | {"scope": "storage.read:/x"}, "wlcg", "wlcg"),
        (_RS, _PLAIN | {"scope": "openid compute.create"}, "wlcg", "wlcg"),
        (_RS, _PLAIN | {"wlcg.groups": ["/cms"]}, "wlcg", "wlcg"),
        (_RS, _PLAIN | {"ver": "scitoken:2.0", "scope": "read:/"}, "scitokens-2", "scitokens"),
        (_RS, _PLAIN | {"ver": "scitokens:3.1"}, "scitokens-2", "scitokens"),
        (_RS, _PLAIN | {"ver": "scitoken:1.0"}, "scitokens-1", "scitokens"),
        (_RS, _PLAIN | {"scope": "read:/a write:/b"}, "scitokens-1", "scitokens"),
        (_RS, _PLAIN | {"scope": ["read:/a"]}, "scitokens-1", "scitokens"),
        (
            _RS,
            _PLAIN | {"scope": "https://scitokens.org/v1/authz/read:/"},
            "scitokens-1",
            "scitokens",
        ),
        (_RS, _PLAIN | {"scope": "condor:/READ"}, "scitokens-1", "scitokens"),
        (_HS, {"iss": "pool.example", "sub": "a@pool.example"}, "htcondor", "htcondor"),
        (_HS, {"iss": "pool.example", "scope": "condor:/READ", "aud": "x"}, "htcondor", "htcondor"),
        (_HS, {"iss": "pool.example", "aud": "x"}, "jwt", "other"),
        (_HS, _PLAIN, "jwt", "other"),
        (_RS | {"typ": "at+jwt"}, _PLAIN, "at+jwt", "other"),
        (_RS | {"typ": "application/AT+JWT"}, _PLAIN | {"scope": "read:/"}, "at+jwt", "scitokens"),
        (_RS | {"typ": "at+jwt"}, _PLAIN | {"entitlements": ["urn:x"]}, "at+jwt", "entitlement"),
        (_RS, _PLAIN | {"nonce": "n"}, "id-token", "other"),
        (_RS, _PLAIN | {"typ": "ID"}, "id-token", "other"),
        (_RS, _PLAIN | {"eduperson_entitlement": ["urn:x"]}, "entitlement", "entitlement"),
        (_RS, _PLAIN | {"typ": "Bearer", "nonce": "n"}, "keycloak", "other"),
        (_RS, _PLAIN | {"realm_access": {"roles": []}}, "keycloak", "other"),
        (_RS, _PLAIN | {"scope": "read write"}, "jwt", "other"),
        (_RS, _PLAIN | {"ver": 2}, "jwt", "other"),
        ({"alg": 5, "typ": 5}, _PLAIN | {"iss": 5, "scope": {}}, "jwt", "other"),
    ],
)
def test_profiles_are_recognised(
    header: dict[str, Any], body: dict[str, Any], profile: str, dialect: str
) -> None:
    token = decode(mint(body, header).encode()).token
    assert (token.profile.value, token.dialect.value) == (profile, dialect)


def test_the_scope_may_stand_in_scp() -> None:
    assert scope_claim({"scp": ["a"]}) == "scp"
    assert scope_claim({"scp": ["a"], "scope": "b"}) == "scope"
    assert scope_text({"scp": ["a", 5, "b"]}) == "a b"
    assert scope_text({"scope": 5}) == ""
