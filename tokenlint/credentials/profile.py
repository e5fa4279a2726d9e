"""Which profile a token follows, and in which language its scopes are.

A token rarely says so in one place.
Explicit statements come first (`wlcg.ver`, `ver`, `typ`),
then what only one profile has (scope words, entitlements, marks of an ID token),
then the habits of an issuer's software.
"""

import re
from typing import Any

from tokenlint.credentials.token import Dialect, Profile

_WLCG_SCOPE = re.compile(r"(?:^|\s)(?:storage|compute)\.[a-z]+(?=[\s:]|$)")
_SCITOKENS_SCOPE = re.compile(
    r"(?:^|\s)(?:https://scitokens\.org/v1/authz/)?(?:read|write|queue|execute):|(?:^|\s)condor:/"
    r"|(?:^|\s)https://scitokens\.org/v1/authz/"
)
_CONDOR_SCOPE = re.compile(r"(?:^|\s)condor:/")
ENTITLEMENT_CLAIMS = ("eduperson_entitlement", "entitlements")
_ID_TOKEN_CLAIMS = ("nonce", "at_hash", "c_hash", "s_hash")
_KEYCLOAK_CLAIMS = ("realm_access", "resource_access", "session_state")


def scope_claim(claims: dict[str, Any]) -> str:
    """The name of the claim that holds the scope: `scope`, or `scp` where only that exists."""
    return "scp" if "scope" not in claims and "scp" in claims else "scope"


def scope_text(claims: dict[str, Any]) -> str:
    """The scope as one string, also where an issuer writes a list; else empty."""
    value = claims.get(scope_claim(claims))
    if isinstance(value, list):
        return " ".join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""


def recognise(header: dict[str, Any], claims: dict[str, Any]) -> Profile:
    """The profile of a readable token; `jwt` when nothing tells."""
    return _stated(header, claims) or _by_scope(claims) or _by_claims(claims) or Profile.JWT


def _stated(header: dict[str, Any], claims: dict[str, Any]) -> Profile | None:
    version = claims.get("ver")
    if "wlcg.ver" in claims:
        return Profile.WLCG
    if isinstance(version, str) and version.startswith("scitoken"):
        one = version.partition(":")[2].startswith("1.")
        return Profile.SCITOKENS_1 if one else Profile.SCITOKENS_2
    if _is_htcondor(header, claims):
        return Profile.HTCONDOR
    kind = header.get("typ")
    if isinstance(kind, str) and kind.lower().removeprefix("application/") == "at+jwt":
        return Profile.AT_JWT
    return None


def _is_htcondor(header: dict[str, Any], claims: dict[str, Any]) -> bool:
    """An IDTOKEN: HMAC with a key of the pool, and the pool's name in place of an issuer's URL."""
    algorithm, issuer = header.get("alg"), claims.get("iss")
    hmac = isinstance(algorithm, str) and algorithm.startswith("HS")
    pool = isinstance(issuer, str) and "://" not in issuer
    marked = "aud" not in claims or _CONDOR_SCOPE.search(scope_text(claims)) is not None
    return hmac and pool and marked


def _by_scope(claims: dict[str, Any]) -> Profile | None:
    scope = scope_text(claims)
    if "wlcg.groups" in claims or _WLCG_SCOPE.search(scope):
        return Profile.WLCG
    if _SCITOKENS_SCOPE.search(scope):
        return Profile.SCITOKENS_1
    return None


def _by_claims(claims: dict[str, Any]) -> Profile | None:
    kind = claims.get("typ")
    if kind == "ID" or (kind != "Bearer" and any(name in claims for name in _ID_TOKEN_CLAIMS)):
        return Profile.ID_TOKEN
    if any(name in claims for name in ENTITLEMENT_CLAIMS):
        return Profile.ENTITLEMENT
    if kind == "Bearer" or any(name in claims for name in _KEYCLOAK_CLAIMS):
        return Profile.KEYCLOAK
    return None


_DIALECTS = {
    Profile.WLCG: Dialect.WLCG,
    Profile.SCITOKENS_1: Dialect.SCITOKENS,
    Profile.SCITOKENS_2: Dialect.SCITOKENS,
    Profile.HTCONDOR: Dialect.HTCONDOR,
    Profile.ENTITLEMENT: Dialect.ENTITLEMENT,
}


def dialect_of(profile: Profile, claims: dict[str, Any]) -> Dialect:
    """The language of the scopes: the profile's, or else what the claims speak."""
    if profile in _DIALECTS:
        return _DIALECTS[profile]
    spoken = _by_scope(claims)
    if spoken is not None:
        return _DIALECTS[spoken]
    entitled = any(name in claims for name in ENTITLEMENT_CLAIMS)
    return Dialect.ENTITLEMENT if entitled else Dialect.OTHER
