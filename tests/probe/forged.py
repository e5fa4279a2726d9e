"""A mint for tests, with a clock that stands still, and what other eyes make of its tokens."""

import base64
import json
from functools import cache
from typing import Any

import jwt

from tests.minting import NOW
from tests.signatures import REGISTER
from tokenlint.probe.forge import Mint
from tokenlint.probe.signing import SigningKey, key_set, new_key
from tokenlint.probe.token import Flaw, Token, Wish

ISSUER = "https://issuer.example"
AUDIENCE = "https://storage.example"
SCOPE = "storage.read:/data storage.create:/data/new"
NARROW = "storage.read:/data/narrow"
GOOD = Wish(SCOPE, (AUDIENCE,))


def key(algorithm: str = "ES256") -> SigningKey:
    """One key for each algorithm in a session."""
    return mint(algorithm).key


def mint(algorithm: str = "ES256") -> Mint:
    return _mint(algorithm)


@cache
def _mint(algorithm: str) -> Mint:
    return Mint(ISSUER, new_key(algorithm), clock=lambda: NOW)


def wish(flaw: Flaw = Flaw.NONE, **changes: Any) -> Wish:
    narrow = NARROW if flaw is Flaw.DUPLICATE_MEMBERS else ""
    return Wish(
        **{"scope": SCOPE, "audience": (AUDIENCE,), "flaw": flaw, "narrow": narrow} | changes
    )


def forged(flaw: Flaw = Flaw.NONE, algorithm: str = "ES256", **changes: Any) -> Token:
    token = mint(algorithm).forge(wish(flaw, **changes))
    REGISTER.record_token(token.value)
    return token


def parts(token: Token) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """Header, claims and signature, by the standard library alone."""
    first, second, third = (_decoded(part) for part in token.value.split("."))
    return json.loads(first), json.loads(second), third


def claims_text(token: Token) -> str:
    return _decoded(token.value.split(".")[1]).decode()


def signing_input(token: Token) -> bytes:
    return token.value.rpartition(".")[0].encode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def judged(token: Token, algorithm: str = "ES256", *, at: int = NOW, **options: bool) -> str:
    """`ok`, or the name of PyJWT's error, for a careful service that knows the published keys."""
    published = jwt.PyJWKSet.from_dict(key_set([key(algorithm)]))
    name = parts(token)[0].get("kid")
    found = [each for each in published.keys if each.key_id == name]
    if not found:
        return "NoSuchKey"
    required = ["exp", "iss", "aud", "sub", "iat", "jti"] if options.get("verify_exp", True) else []
    timeless = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    try:
        claims = jwt.decode(
            token.value,
            found[0],
            algorithms=[algorithm],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={"require": required} | timeless,
        )
    except jwt.PyJWTError as error:
        return type(error).__name__
    return _in_time(claims, at, options)


def _in_time(claims: dict[str, Any], at: int, options: dict[str, bool]) -> str:
    """PyJWT knows the present alone; this is RFC 7519 at any instant."""
    if options.get("verify_exp", True) and claims["exp"] <= at:
        return "Expired"
    if options.get("verify_nbf", True) and claims["nbf"] > at:
        return "Immature"
    return "ok"
