"""Whether a token that came is the one that was wished for; a probe with another one would lie.

An issuer may widen or narrow what it was asked for (RFC 6749 section 3.3), add audiences, or ignore
a lifetime: a wider token makes a service look lenient, a narrower one makes it look broken.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from tokenlint.credentials.anomaly import AnomalyKind
from tokenlint.credentials.claims import claims_facts
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.privilege_of import scope_items
from tokenlint.credentials.redact import quoted, shown
from tokenlint.credentials.scope import ScopeItem, read_scope
from tokenlint.credentials.token import Dialect, Form
from tokenlint.credentials.token import Token as Decoded
from tokenlint.credentials.vocabulary import ScopeKind
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.endpoint import WILDCARDS
from tokenlint.probe.token import Flaw, Token, TokenFailed, Wish

MOST_BYTES: Final = 65_536
LEAST_LEFT: Final = 30
"""Seconds that a token must still be valid when it is handed out."""
LENIENCE: Final = 120
"""Seconds after its end until every service must see that a token has expired, or before its
beginning as long as none may take it.

WLCG profile 1.3 lets services be lenient by 60 seconds, for the sake of their clocks;
the other 60 are for the clock of this machine, which is not theirs.
"""
LONGEST: Final = 21_600
"""Seconds: what WLCG profile 1.3 recommends as the longest lifetime of an access token.

oidc-token cannot ask for a lifetime, only for one that is left at least (oidc-token(1)),
so a token may live longer than wished.
"""

_JWT: Final = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_IDLE: Final = frozenset(
    {
        ScopeKind.IDENTITY,
        ScopeKind.GROUP_REQUEST,
        ScopeKind.VERSION_REQUEST,
        ScopeKind.REFRESH,
    }
)
_SHOWN: Final = 120
_SKEW: Final = 5


class Declined(TokenFailed):
    """Who was asked is well, and gave nothing or something else: it will again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A token with what it says of itself."""

    token: Token
    decoded: Decoded

    @property
    def claims(self) -> dict[str, Any]:
        """What a common JSON library makes of its claims."""
        return self.decoded.claims

    def time(self, name: str) -> float | None:
        """The value of a time claim in seconds since the epoch; None where it has no usable one."""
        value = self.claims.get(name)
        usable = isinstance(value, int | float) and not isinstance(value, bool)
        return value if usable else None


def taken(data: bytes, whose: str) -> Taken:
    """The one JWT in `data`, with white space behind it at most. Raises TokenFailed.

    `whose` names where it came from, for the message; nothing of `data` is in it.
    """
    text = data.rstrip(b" \t\r\n")
    if not text:
        raise TokenFailed(f"{whose} gave nothing", "let it print one token and nothing else")
    if len(text) > MOST_BYTES or not _JWT.fullmatch(text):
        raise TokenFailed(
            f"{whose} gave something that is not one signed token (JWT) on one line",
            "let it print the token alone: no quotes, no JSON around it, no second token",
        )
    decoded = decode(text).token
    if not decoded.readable:
        raise TokenFailed(f"{whose} gave a token that cannot be read", "ask for a WLCG token")
    return Taken(Token(text.decode("ascii")), decoded)


def fits(found: Taken, wish: Wish, now: float, *, roomy: bool = False) -> None:
    """Raise Declined where the token is not what was wished; the flaw is looked at elsewhere.

    `roomy` is for the token that looks at what is stored: it may do more than is asked.
    """
    _right_audience(found, wish)
    _right_scope(found, wish, roomy=roomy)
    _right_groups(found, wish, roomy=roomy)
    if wish.flaw is not Flaw.UNSIGNED and found.decoded.form is not Form.SIGNED:
        raise TokenFailed("the token that came is not signed", "ask an issuer for it")
    if wish.flaw not in (Flaw.EXPIRED, Flaw.NO_EXPIRY, Flaw.NOT_YET_VALID):
        _right_time(found, now)
    if wish.flaw is Flaw.NONE and _doubled(found):
        raise TokenFailed("the token that came has members twice", "ask the issuer why")


def flawed(found: Taken, wish: Wish, now: float) -> None:
    """Raise TokenFailed where a token has not the flaw that was wished, as far as it shows it.

    Whose key signed it does not show.
    """
    header, claims = found.decoded.header, found.claims
    expiry, start = found.time("exp"), found.time("nbf")
    version = claims_facts(found.decoded)["version"] if "wlcg.ver" in claims else ""
    has = {
        Flaw.EXPIRED: expiry is not None and expiry <= now - LENIENCE,
        Flaw.NOT_YET_VALID: start is not None and start > now + LENIENCE,
        Flaw.NO_EXPIRY: "exp" not in claims,
        Flaw.KEY_IN_HEADER: "jwk" in header,
        Flaw.UNSIGNED: found.decoded.form is Form.UNSECURED and header.get("alg") == "none",
        Flaw.HMAC_PUBLIC_KEY: str(header.get("alg")).startswith("HS"),
        Flaw.DUPLICATE_MEMBERS: _doubled(found),
        Flaw.UNKNOWN_CRITICAL: "crit" in header,
        Flaw.UNKNOWN_VERSION: version == "unknown-major",
    }
    if not has.get(wish.flaw, True):
        raise TokenFailed(
            f"the token is not {wish.flaw.value}, as it should be", "give another token"
        )


def _doubled(found: Taken) -> bool:
    return any(each.kind is AnomalyKind.DUPLICATE_MEMBER for each in found.decoded.anomalies)


def _right_audience(found: Taken, wish: Wish) -> None:
    value = found.claims.get("aud")
    came = value if isinstance(value, list) else [value]
    wished = list(wish.audience or ())
    if "aud" not in found.claims:
        if wish.audience is not None:
            raise Declined(
                f"the token that came names no audience, and not {_words(wished, ', ')}",
                "ask for the audience by name",
            )
        return
    if wish.audience is None or {str(each) for each in came} != set(wished):
        raise Declined(
            f"the token that came is for {_words(came, ', ')}, and not for {_words(wished, ', ')}",
            "let the issuer give exactly the audience that it is asked for",
        )


def _right_scope(found: Taken, wish: Wish, *, roomy: bool) -> None:
    """By the letter: how a path is written is what a probe is about."""
    came = scope_items(found.decoded)
    counts = wish.narrow if wish.flaw is Flaw.DUPLICATE_MEMBERS else wish.scope
    wished = read_scope(counts or "", Dialect.WLCG)
    if roomy and _granted(came).covers(_granted(wished)):
        return
    if missing := _beside(wished, came):
        raise Declined(
            f"the token that came lacks {_words(missing)}",
            "register the client with these scopes, or ask another issuer",
        )
    if more := _beside(tuple(item for item in came if not _idle(item)), wished):
        raise Declined(
            f"the token that came may do more than was asked for: {_words(more)}",
            "let the issuer give the scopes that it is asked for and no others",
        )
    if wish.scope is None and "scope" in found.claims and not wish.groups:
        raise Declined(
            "the token that came has a scope, and none was wished", "give one without the claim"
        )


def _beside(some: tuple[ScopeItem, ...], others: tuple[ScopeItem, ...]) -> list[str]:
    known = {item.text for item in others}
    return [item.text for item in some if item.text not in known]


def _granted(items: tuple[ScopeItem, ...]) -> CapabilitySet:
    return CapabilitySet.of(capability for item in items for capability in item.capabilities)


def _idle(item: ScopeItem) -> bool:
    """A scope that lets its bearer do nothing at a service: it asks the issuer for claims."""
    return item.kind in _IDLE and not item.capabilities


def _right_groups(found: Taken, wish: Wish, *, roomy: bool) -> None:
    value = found.claims.get("wlcg.groups", [])
    came = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    if missing := [group for group in wish.groups if group not in came]:
        raise Declined(
            f"the token that came lacks the groups {_words(missing)}",
            "ask for it as a member of these groups",
        )
    if came and not wish.groups and not roomy:
        raise Declined(
            f"the token that came names groups that were not asked for: {_words(came)}",
            "let the issuer give groups only to who asks for them (wlcg.groups)",
        )


def _right_time(found: Taken, now: float) -> None:
    expiry, start = found.time("exp"), found.time("nbf")
    if expiry is None:
        raise TokenFailed("the token that came never expires", "ask for a lifetime")
    if expiry <= now:
        raise TokenFailed(
            f"the token that came expired {int(now - expiry):,} seconds ago",
            "have a new one, or look at the clock of this machine",
        )
    if expiry < now + LEAST_LEFT:
        raise TokenFailed(
            f"the token that came is valid for {int(expiry - now)} more seconds only",
            "ask for a longer lifetime, or look at the clock of this machine",
        )
    if start is not None and start > now + _SKEW:
        raise TokenFailed(
            f"the token that came is valid only in {int(start - now)} seconds",
            "look at the clock of this machine and of the issuer",
        )
    if expiry - now > LONGEST + _SKEW:
        raise TokenFailed(
            f"the token that came is valid for {int(expiry - now)} seconds",
            f"a probe takes tokens of at most {LONGEST} seconds",
        )


def _words(values: list[Any], between: str = " ") -> str:
    """Values of claims as a message may hold them: no token, no control characters, not long."""
    texts = [
        "any service" if value in WILDCARDS else shown("scope", str(value)) for value in values
    ]
    text = quoted(between.join(texts)) or "no name"
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
