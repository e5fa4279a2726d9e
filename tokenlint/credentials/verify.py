"""Checking a signature with known public keys: the one step from `Claimed` to `Verified`.

The keys come from the caller, never from the token: `jwk`, `jku`, `x5u` and `x5c` are not read,
and `kid` is only compared. Audience and times are judged elsewhere.
Sources: RFC 7515 section 5.2, RFC 8725 sections 3.1 and 3.5, WLCG profile 1.3 section 4.3.3.
"""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.credentials.compact import unwrap
from tokenlint.credentials.jwt import DEFAULT_LIMITS, DecodeLimits, fingerprint_of
from tokenlint.credentials.keys import SUPPORTED, Key, KeySet
from tokenlint.credentials.token import Claimed, Form, Token, Verified

_JWS_PARTS = 3


class Reason(StrEnum):
    """Why a token is not verified."""

    INVALID = "invalid"
    NO_MATCHING_KEY = "no-matching-key"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Unverified:
    """A token whose signature could not be confirmed; `detail` says why in words.

    `tried` counts the keys; `by_name` says whether the token's `kid` chose them.
    """

    token: Token
    reason: Reason
    detail: str
    tried: int = 0
    by_name: bool = False


def verify(
    data: bytes, claimed: Claimed, keys: KeySet, limits: DecodeLimits = DEFAULT_LIMITS
) -> Verified | Unverified:
    """Check the signature of the token in `data`, which `claimed` was decoded from.

    With a `kid` that a key of the set bears, only keys of that name are tried;
    else all keys that fit the algorithm are, and the result says so.
    Raises ValueError when `data` is not the token that was decoded.
    """
    token = claimed.token
    compact = unwrap(data, limits.max_bytes).text
    segments = compact.split(b".")
    if fingerprint_of(b".".join(segments[:2])) != token.fingerprint:
        raise ValueError("these bytes are not the token that was decoded")
    refusal = _refusal(token) or ("" if len(segments) == _JWS_PARTS else "it has extra parts")
    if refusal:
        return Unverified(token, Reason.UNSUPPORTED, refusal)
    algorithm = token.header["alg"]
    fitting = [key for key in keys.keys if algorithm in key.algorithms]
    named = [key for key in keys.keys if key.key_id and key.key_id == token.header.get("kid")]
    candidates = [key for key in named if algorithm in key.algorithms] if named else fitting
    if not candidates:
        whose = "the key of that name" if named else "no key of the set"
        detail = f"{whose} is for another algorithm" if named else f"{whose} is for its algorithm"
        return Unverified(token, Reason.NO_MATCHING_KEY, detail, by_name=bool(named))
    return _try(compact, token, candidates, keys.source, bool(named))


def _refusal(token: Token) -> str:
    """Why no key can verify this token; empty when one may."""
    if token.form is not Form.SIGNED:
        return f"the token is {token.form.value}"
    algorithm = token.header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in SUPPORTED:
        return "its algorithm has no public key"
    if "crit" in token.header:
        return "its header demands an extension (crit)"
    if token.header.get("b64", True) is not True:
        return "its payload is not encoded (b64)"
    return ""


def _try(
    compact: bytes, token: Token, candidates: list[Key], source: str, by_name: bool
) -> Verified | Unverified:
    """The first key that the signature holds for."""
    import jwt

    for key in candidates:
        try:
            jwt.PyJWS().decode_complete(compact, key.public, algorithms=[token.header["alg"]])
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        return Verified(token, key.key_id, source, by_name)
    detail = "the key of that name did not make this signature"
    if not by_name:
        detail = f"none of {len(candidates)} fitting keys made this signature"
    return Unverified(token, Reason.INVALID, detail, len(candidates), by_name)
