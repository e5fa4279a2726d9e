"""Facts about a token's claims, as a policy sees them.

Sources: WLCG profile 1.3 section 2.1, the SciTokens claims language, RFC 9068 section 2.2,
OpenID Connect Core section 2, HTCondor's manual on IDTOKENS.
"""

import re
from typing import Any

from tokenlint.credentials.groups import entitlement_count, group_facts
from tokenlint.credentials.issuer import issuer_facts
from tokenlint.credentials.register import CLAIMS, TYPES
from tokenlint.credentials.subject import personal_claims, subject_readable, subject_state
from tokenlint.credentials.token import Profile, Token

REQUIRED: dict[Profile, frozenset[str]] = {
    Profile.WLCG: frozenset("sub exp iss wlcg.ver aud iat jti".split()),
    Profile.SCITOKENS_1: frozenset("iss exp scope".split()),
    Profile.SCITOKENS_2: frozenset("ver sub nbf exp iss aud jti iat scope".split()),
    Profile.AT_JWT: frozenset("iss exp aud sub client_id iat jti".split()),
    Profile.ID_TOKEN: frozenset("iss sub aud exp iat".split()),
    Profile.HTCONDOR: frozenset("iss sub".split()),
    Profile.ENTITLEMENT: frozenset("iss sub exp".split()),
    Profile.KEYCLOAK: frozenset("iss exp".split()),
}
_WLCG_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")
_SCITOKEN_VERSION = re.compile(r"scitokens?:([0-9]{1,9})\.([0-9]{1,9})")
_ONLY_ID_TOKENS = ("at_hash", "c_hash", "s_hash", "sub_jwk")
_SHORT_TOKEN_ID = 8


def claims_facts(token: Token, *, token_id_reused: bool = False) -> dict[str, Any]:
    """The `claims` object of the policy input schema, without letters."""
    claims = token.claims
    names = CLAIMS & claims.keys()
    missing = REQUIRED.get(token.profile, frozenset()) - claims.keys()
    return {
        "present": sorted(names),
        "unknown_count": "some" if len(names) < len(claims) else "none",
        "missing": sorted(missing),
        "wrong_type": sorted(n for n in names if n in TYPES and not TYPES[n](claims[n])),
        "personal": personal_claims(token),
        "version": _version(token),
        "issuer": issuer_facts(claims, pool=token.profile is Profile.HTCONDOR),
        "subject": subject_state(claims),
        "subject_readable": subject_readable(token),
        "token_id": _token_id(claims),
        "token_id_reused": token_id_reused,
        "groups": group_facts(claims),
        "entitlements": entitlement_count(claims),
        "identity_marks": _identity_marks(claims),
        "confirmation": isinstance(claims.get("cnf"), dict) and bool(claims["cnf"]),
        "delegation_depth": _delegation_depth(claims),
    }


def _version(token: Token) -> str:
    if token.profile is Profile.WLCG:
        return _version_state(token.claims, "wlcg.ver", _WLCG_VERSION, major=1)
    if token.profile is Profile.SCITOKENS_2:
        return _version_state(token.claims, "ver", _SCITOKEN_VERSION, major=2)
    if token.profile is Profile.SCITOKENS_1:
        if "ver" not in token.claims:  # the claims language: absent means 1.0
            return "ok"
        return _version_state(token.claims, "ver", _SCITOKEN_VERSION, major=1)
    return "not-applicable"


def _version_state(claims: dict[str, Any], name: str, form: re.Pattern[str], major: int) -> str:
    """What WLCG profile 1.3 section 2.1.1 makes of a version: newer minor ones are accepted."""
    if name not in claims:
        return "missing"
    if not isinstance(claims[name], str):
        return "wrong-type"
    version = form.fullmatch(claims[name])
    if not version or any(len(part) > 1 and part[0] == "0" for part in version.groups()):
        return "malformed"
    if int(version[1]) != major:
        return "unknown-major"
    return "newer-minor" if int(version[2]) else "ok"


def _token_id(claims: dict[str, Any]) -> str:
    if "jti" not in claims:
        return "missing"
    value = claims["jti"]
    if not isinstance(value, str):
        return "wrong-type"
    if not value.strip():
        return "empty"
    return "short" if len(value) < _SHORT_TOKEN_ID else "present"


def _identity_marks(claims: dict[str, Any]) -> list[str]:
    """Claims that only an ID token has.

    Access tokens of Keycloak say `typ: Bearer` and may carry a nonce and a time of login.
    """
    marks = [name for name in _ONLY_ID_TOKENS if name in claims]
    if claims.get("typ") == "ID":
        marks.append("typ")
    if claims.get("typ") != "Bearer":
        marks += [name for name in ("nonce",) if name in claims]
        marks += ["auth_time"] if {"auth_time", "azp"} <= claims.keys() else []
    return sorted(marks)


def _delegation_depth(claims: dict[str, Any]) -> int:
    """How many actors stand behind one another (RFC 8693 section 4.1)."""
    depth, value = 0, claims.get("act")
    while isinstance(value, dict):
        depth += 1
        value = value.get("act")
    return depth
