"""INDIGO IAM: audit events about tokens, JSON inside the lines of its log.

    2026-11-20 12:00:00.123  INFO 1 --- [nio-8080-exec-1] AUDIT : {"@type":"AccessTokenIssuedEvent",
        "category":"TOKEN","timestamp":1795176000123,"subject":"someone","scopes":["storage.read:/"],
        "grantType":"client_credentials","payload":{"jti":"...","sub":"...","iss":"..."}}

One line. Source: indigo-iam/iam, `iam-login-service/src/main/java/it/infn/mw/iam/audit`
(`IamAuditEventLogger`, `events/tokens/TokenEvent` at commit 18d89d3: `subject`, `scopes`,
`grantType` and `payload`, the claims; at commit 828d20a the claims were the member `body`).

These are facts about tokens and no operations: `about` tells what was done with the token
(`token-issued`, `token-refreshed`, `token-revoked`, `token-introspected`, ...). Where the log has
the claims, their scope counts; otherwise the scopes of the event. Client addresses are not told.
"""

import re
from typing import Any, Final

import msgspec

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers.bearer import audience_of, groups_of, hidden, scope_of
from tokenlint.audit.readers.clock import LATEST, bounded
from tokenlint.audit.readers.reader import ByLine, Told

_decode: Final = msgspec.json.Decoder().decode
_START: Final = re.compile(r'\{(?="(?:timestamp|@type|category)":)')
_ABOUT: Final = {
    "AccessTokenIssuedEvent": "token-issued",
    "AccessTokenRefreshedEvent": "token-refreshed",
    "RefreshTokenIssuedEvent": "refresh-token-issued",
    "IdTokenIssuedEvent": "id-token-issued",
    "RevocationEvent": "token-revoked",
    "IntrospectionEvent": "token-introspected",
}


class Iam(ByLine):
    """The reader of one log of IAM."""

    name = "iam"

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        return '"@type":' in text and '"category":' in text and _START.search(text) is not None

    def line(self, text: str, number: int) -> Told:
        """What a line tells; other lines of the log are passed over."""
        try:
            data = _data(text)
        except (ValueError, RecursionError):
            return Unread("syntax", "the audit event is no JSON", number)
        if data is None:
            return None
        about = _ABOUT.get(str(data.get("@type", "")))
        if about is None:
            return None
        when = _instant(data.get("timestamp"))
        if when == NO_TIME:
            return Unread("time", "the event has no time that can be used", number)
        return _event(data, about, when, number, self.where.service)


def _data(text: str) -> dict[str, Any] | None:
    """The audit event in a line, None where there is none. Raises ValueError, RecursionError."""
    start = _START.search(text)
    return None if start is None else _decode(text[start.start() :])


def claims_told(text: str) -> dict[str, Any] | None:
    """The claims of an access token that an audit event tells; None for any other line.

    Times are in seconds, as a token has them. Tokens that were revoked or looked at count, too.
    Raises ValueError and RecursionError for an event that was cut, or is no JSON otherwise.
    """
    data = _data(text)
    if data is None or data.get("@type") not in _OF_ACCESS_TOKENS:
        return None
    claims = data.get("payload", data.get("body"))
    if not isinstance(claims, dict) or not claims:
        return None
    times = {name: _instant(claims[name]) for name in _TIMES if name in claims}
    return claims | {name: when for name, when in times.items() if when != NO_TIME}


_TIMES: Final = ("iat", "nbf", "exp")
_OF_ACCESS_TOKENS: Final = frozenset(_ABOUT) - {"RefreshTokenIssuedEvent", "IdTokenIssuedEvent"}


def _event(data: dict[str, Any], about: str, when: float, number: int, service: str) -> Event:
    claims = data.get("payload", data.get("body"))
    claims = claims if isinstance(claims, dict) else {}
    scope = scope_of(claims.get("scope"))
    return Event(
        time=when,
        service=service or _text(claims.get("iss")),
        token_id=_text(claims.get("jti")),
        subject=_text(claims.get("sub")) or _text(data.get("subject")),
        issuer=_text(claims.get("iss")),
        scope=scope_of(data.get("scopes")) if scope is None else scope,
        audience=audience_of(claims.get("aud")),
        groups=groups_of(claims),
        expiry=_instant(claims.get("exp")),
        not_before=_instant(claims.get("nbf")),
        user=_text(data.get("principal")),
        about=about,
        line=number,
    )


def _text(value: object) -> str:
    return hidden(value) if isinstance(value, str) else ""


def _instant(value: object) -> float:
    """Seconds, or the milliseconds that Java writes for a date."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1 << 53:
        return NO_TIME
    return bounded(value / 1000 if value >= LATEST else float(value))
