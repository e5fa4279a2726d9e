"""Whether libscitokens accepts a token, and what it then reads in it.

Follows `Validator::verify` and `Enforcer` of libscitokens 0.7.3, the library of Debian 12;
1.4.1 (`modern`) differs in few points.
The plug-in takes the claims for the account and the groups afterwards (`GenerateAcls`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_PROFILES = {
    "scitoken:2.0": "scitokens-2",
    "scitokens:2.0": "scitokens-2",
    "scitokens:1.0": "scitokens-1",
}
_ANY = {"wlcg": "https://wlcg.cern.ch/jwt/v1/any", "scitokens-2": "ANY"}
_CHECKED = frozenset({"iss", "iat", "nbf", "exp", "ver", "jti", "sub", "opt", "aud", "scope"})
"""The claims for which libscitokens has a check; a SciToken 1.0 may hold no other."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as claims.

    `genuine` tells that its form is that of a JWT, and that the key of its issuer that `kid` names
    made its signature with the algorithm of that key.
    """

    claims: Mapping[str, Any]
    genuine: bool = True


@dataclass(frozen=True, slots=True)
class Trust:
    """What a server compares a token with: issuers, audiences and the time in seconds."""

    issuers: frozenset[str]
    audiences: tuple[str, ...] = ()
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in an accepted token; `wlcg` tells the profile whose words it speaks."""

    issuer: str
    scope: str
    wlcg: bool
    claims: Mapping[str, Any] = field(default_factory=dict)


def authentic(token: Token, trust: Trust, *, modern: bool = False) -> bool:
    """Whether the token's signature, issuer, times and version are accepted (`deserialize`).

    The login by ztn asks no more than this.
    """
    claims = token.claims
    issuer = claims.get("iss")
    if not token.genuine or not isinstance(issuer, str) or issuer not in trust.issuers:
        return False
    return _in_time(claims, trust.now, modern=modern) and profile_of(claims) is not None


def accepted(token: Token, trust: Trust, *, modern: bool = False) -> Read | None:
    """What the server reads in a token; None where it refuses the token."""
    if not authentic(token, trust, modern=modern):
        return None
    claims = token.claims
    profile = profile_of(claims)
    scope = claims.get("scope")
    if profile is None or not isinstance(scope, str):
        return None
    if not all(isinstance(claims.get(name, ""), str) for name in ("jti", "sub")):
        return None
    if profile == "scitokens-1" and set(claims) - _CHECKED:
        return None
    if not _for_us(claims, profile, trust.audiences):
        return None
    return Read(claims["iss"], scope, profile == "wlcg", claims)


def profile_of(claims: Mapping[str, Any]) -> str | None:
    """The profile that a token says it is of; None for one that libscitokens does not know."""
    if "ver" in claims:
        version = claims["ver"]
        profile = _PROFILES.get(version) if isinstance(version, str) else None
    elif "wlcg.ver" in claims:
        profile = "wlcg" if claims["wlcg.ver"] == "1.0" else None
    else:
        profile = "scitokens-1"
    return None if profile in _ANY and "aud" not in claims else profile


def _in_time(claims: Mapping[str, Any], now: float, *, modern: bool) -> bool:
    """Whether a token is valid now; times must be whole numbers (newer: any number)."""
    optional = {"nbf"} if modern else set()
    for name in ("iat", "nbf", "exp"):
        if name not in claims:
            if name not in optional:
                return False
            continue
        value = claims[name]
        if not _is_number(value, fractions=modern):
            return False
        if (value < now) if name == "exp" else (value > now):
            return False
    return True


def _is_number(value: object, *, fractions: bool) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (fractions and isinstance(value, float))


def _for_us(claims: Mapping[str, Any], profile: str, ours: Sequence[str]) -> bool:
    """Whether a token is for this server.

    The audience that means any server passes always, a missing one only in a SciToken 1.0
    and where the server has none either; audiences are compared sign by sign.
    """
    if "aud" not in claims:
        return not ours
    audience = claims["aud"]
    named = audience if isinstance(audience, list | tuple) else [audience]
    if not all(isinstance(each, str) for each in named):
        return False
    return any(each == _ANY.get(profile) or each in ours for each in named)


def groups_of(claims: Mapping[str, Any], claim: str) -> tuple[str, ...]:
    """The groups of a token: a list of strings; anything else counts as none.

    A group's name ends at a blank, as the plug-in hands all of them on in one string.
    """
    value = claims.get(claim)
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        return ()
    return tuple(part for each in value for part in each.split())


def safe_username(name: str) -> bool:
    """Whether a name may be an account's: letters, digits and `_.@-`, no `-` in front."""
    signs = name.replace("_", "").replace(".", "").replace("@", "").replace("-", "")
    plain = not signs or (signs.isascii() and signs.isalnum())
    return bool(name) and not name.startswith("-") and plain
