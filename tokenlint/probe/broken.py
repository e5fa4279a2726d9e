"""What somebody without an issuer's key makes of one good token of it; no service may take it.

Sources: RFC 8725 sections 2.1 (`none`, HMAC with a public key) and 3.1, RFC 7515 section 4.1.3
(`jwk`: a key out of the token itself proves nothing), RFC 7519 section 4.1.1.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from tokenlint.credentials.base64url import decode_segment
from tokenlint.probe.signing import KNOWN, SigningKey, as_json, compact, encoded, new_key
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

STRANGE_ISSUER: Final = "https://tokenlint-probe.invalid"
"""An issuer that cannot exist (RFC 2606 section 2)."""


@dataclass(frozen=True, slots=True)
class Strangers:
    """Keys that no issuer publishes, made when they are first needed, one for each algorithm."""

    _made: dict[str, SigningKey] = field(default_factory=dict, repr=False)

    def key(self, algorithm: str) -> SigningKey:
        """The stranger's key for an algorithm; for RS256 in place of one that nobody knows."""
        wanted = algorithm if algorithm in KNOWN else "RS256"
        if wanted not in self._made:
            self._made[wanted] = new_key(wanted)
        return self._made[wanted]


def by_a_stranger(
    wish: Wish, good: Token, strangers: Strangers, public: Mapping[str, Any] | None = None
) -> Token:
    """A token with the flaw of the wish, made out of a good token that has all the rest of it.

    `public` is the issuer's public key as a JSON Web Key, needed for HMAC_PUBLIC_KEY alone.
    Raises Unobtainable for that without a key, and for flaws that need the issuer's signature;
    TokenFailed where the good token or the key cannot be read.
    """
    header, claims = parts_of(good)
    claims |= {"jti": secrets.token_hex(16)}
    if wish.flaw is Flaw.UNSIGNED:
        return Token(compact(header | {"alg": "none"}, as_json(claims), None))
    if wish.flaw is Flaw.TAMPERED:
        first, _, signature = good.value.split(".")
        return Token(f"{first}.{encoded(as_json(claims))}.{signature}")
    if wish.flaw is Flaw.HMAC_PUBLIC_KEY:
        return _with_public_secret(header, as_json(claims), public)
    stranger = strangers.key(str(header.get("alg")))
    changed = _changed(wish.flaw, stranger)
    if wish.flaw is Flaw.WRONG_ISSUER:
        claims |= {"iss": STRANGE_ISSUER}
    return Token(compact(header | changed, as_json(claims), stranger))


def _changed(flaw: Flaw, stranger: SigningKey) -> dict[str, Any]:
    """What a stranger's header has otherwise than that of the good token."""
    changed: dict[str, Any] = {"alg": stranger.algorithm}
    if flaw in (Flaw.UNKNOWN_KEY, Flaw.WRONG_ISSUER):
        return changed | {"kid": stranger.key_id}
    if flaw is Flaw.KEY_IN_HEADER:
        return changed | {"jwk": dict(stranger.public)}
    if flaw is Flaw.OTHER_KEY:
        return changed
    raise Unobtainable(f"nobody but the issuer can make a token that is {flaw.value}")


def parts_of(token: Token) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, as a common JSON library reads them; raises TokenFailed."""
    try:
        first, second, _ = token.value.split(".")
        return _object(first), _object(second)
    except (ValueError, RecursionError):
        raise TokenFailed("the good token cannot be read", "look at it: tokenlint token") from None


def _object(segment: str) -> dict[str, Any]:
    """The JSON object of a segment; raises ValueError."""
    found = json.loads(decode_segment(segment.encode()).data)
    if not isinstance(found, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - as for what is no JSON at all
    return found


def public_pem(public: Mapping[str, Any]) -> bytes:
    """A public key as PEM (SubjectPublicKeyInfo), the form that attackers try as a secret.

    Raises TokenFailed for a JSON Web Key that is none.
    """
    return _pem(json.dumps(dict(public), sort_keys=True))


@cache
def _pem(public: str) -> bytes:
    import jwt
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        key = jwt.PyJWK(json.loads(public)).key
        pem: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError, LookupError):
        raise TokenFailed(
            "the issuer's public key cannot be read", "look at the key set of --jwks"
        ) from None
    return pem


def _with_public_secret(
    header: Mapping[str, Any], payload: bytes, public: Mapping[str, Any] | None
) -> Token:
    if public is None:
        raise Unobtainable("the issuer's public keys are not known; give them with --jwks")
    signing_input = f"{encoded(as_json({**header, 'alg': 'HS256'}))}.{encoded(payload)}"
    signature = hmac.digest(public_pem(public), signing_input.encode(), hashlib.sha256)
    return Token(f"{signing_input}.{encoded(signature)}")
