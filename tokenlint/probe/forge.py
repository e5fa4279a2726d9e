"""Tokens for a probe: sound ones, and ones with exactly one flaw, by whoever holds the key.

Sources: WLCG profile 1.3 section 2.1 (claims), RFC 7519 section 4.1, RFC 7515 sections 4.1.11
(`crit`) and 4 (doubled members), WLCG profile 1.3 section 2.1.1 (`wlcg.ver`).
"""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tokenlint.probe.broken import Strangers, by_a_stranger
from tokenlint.probe.signing import SigningKey, as_json, compact
from tokenlint.probe.token import Flaw, Token, Unobtainable, Wish

SUBJECT: Final = "tokenlint-probe"
"""Whom tokens of a test issuer are about: no person, and no account of anybody."""

SKEW: Final = 600
"""Seconds by which a token has expired, or half of those until it is valid.

More than the clocks of services may differ: Spring Security, on which StoRM WebDAV stands, allows
60 seconds (JwtTimestampValidator), and RFC 7519 section 4.1.4 speaks of a few minutes.
"""

BACK: Final = 60
"""Seconds before a token is made from which it is valid: a service's clock may be behind ours."""

CRITICAL: Final = "urn:tokenlint:nobody-knows-this"
UNKNOWN_VERSION: Final = "9.0"


@dataclass(frozen=True, slots=True)
class Mint:
    """An issuer's name and key, and the keys of strangers for what no issuer would sign.

    `clock` gives seconds since the epoch. Nothing here is written or sent.
    """

    issuer: str
    key: SigningKey
    strangers: Strangers = field(default_factory=Strangers)
    subject: str = SUBJECT
    clock: Callable[[], float] = time.time

    def forge(self, wish: Wish) -> Token:
        """A token as wished, made now. Raises Unobtainable for the wish for no token at all."""
        if wish.flaw is Flaw.NO_TOKEN:
            raise Unobtainable("a request without a token needs none")
        if wish.flaw in STRANGERS:
            good = self._signed(wish, self._claims(wish))
            return by_a_stranger(wish, good, self.strangers, self.key.jwk)
        return self._signed(wish, self._claims(wish))

    def _signed(self, wish: Wish, claims: dict[str, Any]) -> Token:
        header: dict[str, Any] = {"alg": self.key.algorithm, "kid": self.key.key_id, "typ": "JWT"}
        if wish.flaw is Flaw.UNKNOWN_CRITICAL:
            header |= {"crit": [CRITICAL], CRITICAL: True}
        payload = as_json(claims)
        if wish.flaw is Flaw.DUPLICATE_MEMBERS:
            payload = _doubled(payload, wish.narrow)
        return Token(compact(header, payload, self.key))

    def _claims(self, wish: Wish) -> dict[str, Any]:
        """The claims of WLCG profile 1.3 section 2.1, with the flaw that lies in them."""
        version = UNKNOWN_VERSION if wish.flaw is Flaw.UNKNOWN_VERSION else "1.0"
        claims: dict[str, Any] = {
            "wlcg.ver": version,
            "iss": self.issuer,
            "sub": self.subject,
            "jti": secrets.token_hex(16),
            **times(wish, int(self.clock())),
        }
        if wish.scope is not None:
            claims["scope"] = wish.scope
        if wish.audience is not None:
            one = len(wish.audience) == 1
            claims["aud"] = wish.audience[0] if one else list(wish.audience)
        if wish.groups:
            claims["wlcg.groups"] = list(wish.groups)
        return claims


def times(wish: Wish, now: int) -> dict[str, int]:
    """`iat`, `nbf` and `exp` of a token that is made at `now`, in seconds since the epoch."""
    if wish.flaw is Flaw.EXPIRED:
        issued = now - SKEW - wish.lifetime
        return {"iat": issued, "nbf": issued, "exp": now - SKEW}
    issued = now - BACK
    if wish.flaw is Flaw.NOT_YET_VALID:
        start = now + 2 * SKEW
        return {"iat": issued, "nbf": start, "exp": start + wish.lifetime}
    if wish.flaw is Flaw.NO_EXPIRY:
        return {"iat": issued, "nbf": issued}
    return {"iat": issued, "nbf": issued, "exp": now + wish.lifetime}


STRANGERS: Final = frozenset(
    {
        Flaw.UNSIGNED,
        Flaw.TAMPERED,
        Flaw.UNKNOWN_KEY,
        Flaw.OTHER_KEY,
        Flaw.KEY_IN_HEADER,
        Flaw.WRONG_ISSUER,
        Flaw.HMAC_PUBLIC_KEY,
    }
)
"""What anybody can make who has seen one good token of the issuer, and its public keys."""


def _doubled(payload: bytes, narrow: str) -> bytes:
    """A JSON object with a second `scope` behind all its members: the last one is the narrow."""
    second = json.dumps(narrow, ensure_ascii=False).encode()
    return payload[:-1] + b',"scope":' + second + b"}"
