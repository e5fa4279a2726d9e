"""Whole tokens in log lines: their claims and fingerprint are taken, and they are forgotten."""

import hashlib
from collections import OrderedDict
from typing import Any, Final, NamedTuple

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.readers.clock import bounded
from tokenlint.credentials.groups import names_of
from tokenlint.credentials.jwt import TOKEN_LIKE, decode, fingerprint_of
from tokenlint.credentials.quick import quick_claims
from tokenlint.credentials.redact import covered
from tokenlint.credentials.secrets.places import MACAROON, second_macaroons

HIDDEN: Final = "(token not shown)"
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
_SHORTEST: Final = 43
"""Characters; a signature of HMAC-SHA256 alone has as many, and a macaroon has more."""
_LONGEST_NAME: Final = 1_024
_MOST_KEPT: Final = 4_096
_LONGEST: Final = 32_768


class Bearer(NamedTuple):
    """What an event takes from a token; the names are those of `Event`."""

    token_id: str = ""
    fingerprint: str = ""
    subject: str = ""
    issuer: str = ""
    scope: str | None = None
    audience: tuple[str, ...] | None = None
    groups: tuple[str, ...] = ()
    expiry: float = NO_TIME
    not_before: float = NO_TIME


_known: "OrderedDict[bytes, Bearer | None]" = OrderedDict()


def holds_token(text: str) -> bool:
    """Whether a token or a macaroon stands in the text."""
    return bool(TOKEN_LIKE.search(text) or MACAROON.search(text) or any(second_macaroons(text)))


def hidden(text: str) -> str:
    """The text in which tokens are covered, sign for sign."""
    if len(text) < _SHORTEST or not holds_token(text):
        return text
    left = covered(text)
    return HIDDEN if holds_token(left) else left


def named(text: str) -> str:
    """The same for what names somebody or something: no longer than any name is."""
    return hidden(text)[:_LONGEST_NAME]


def bearer_in(text: str) -> Bearer | None:
    """The claims of the first token in compact form that stands in the text; None without one.

    What was seen is kept by the hash of the token, never by the token itself.
    """
    found = TOKEN_LIKE.search(text)
    if found is None:
        return None
    start, end = found.span()
    while end < len(text) and text[end] in _LETTERS:
        end += 1
    return _claims_of(text[start : min(end, start + _LONGEST)].encode())


def with_bearer(event: Event, bearer: Bearer | None) -> Event:
    """The event with what the token says, which goes before what the log says of it."""
    if bearer is None:
        return event
    told = {name: value for name, value in bearer._asdict().items() if value not in _NOTHING}
    return msgspec.structs.replace(event, **told)


_NOTHING: Final = ("", None, (), NO_TIME)


def _claims_of(token: bytes) -> Bearer | None:
    key = hashlib.sha256(token).digest()
    if key in _known:
        return _known[key]
    if len(_known) >= _MOST_KEPT:
        _known.popitem(last=False)
    _known[key] = found = _decoded(token)
    return found


def _decoded(token: bytes) -> Bearer | None:
    quick = quick_claims(token)
    if quick is not None:
        claims = quick.claims
        signed = quick.header_segment + b"." + quick.claims_segment
        return _bearer(claims, fingerprint_of(signed))
    read = decode(token).token
    return _bearer(dict(read.claims), read.fingerprint) if read.claims else None


def _bearer(claims: dict[str, Any], fingerprint: str) -> Bearer:
    return Bearer(
        token_id=_text(claims.get("jti")),
        fingerprint=fingerprint,
        subject=_text(claims.get("sub")),
        issuer=_text(claims.get("iss")),
        scope=scope_of(claims.get("scope", claims.get("scp"))),
        audience=audience_of(claims.get("aud")),
        groups=groups_of(claims),
        expiry=_instant(claims.get("exp")),
        not_before=_instant(claims.get("nbf")),
    )


def groups_of(claims: dict[str, Any]) -> tuple[str, ...]:
    """Groups and entitlements of a token; not the names of its subject."""
    persons = {claims.get(name) for name in ("sub", "voperson_id") if _is_text(claims.get(name))}
    return tuple(hidden(name) for name in names_of(claims) if name not in persons)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _text(value: object) -> str:
    return hidden(value) if isinstance(value, str) else ""


def scope_of(value: object) -> str | None:
    """The claim `scope` as an event has it: one text, or the list that some issuers write."""
    if isinstance(value, list):
        value = " ".join(each for each in value if isinstance(each, str))
    return hidden(value) if isinstance(value, str) else None


def audience_of(value: object) -> tuple[str, ...] | None:
    """The claim `aud` as an event has it, a text or a list; None for anything else."""
    if isinstance(value, str):
        return (hidden(value),)
    if isinstance(value, list):
        return tuple(hidden(each) for each in value if isinstance(each, str))
    return None


def _instant(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return NO_TIME
    return bounded(float(value)) if abs(value) < 1 << 62 else NO_TIME
