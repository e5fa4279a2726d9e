"""Secrets that say by their form what they are: tokens, macaroons, keys."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from tokenlint.credentials.anomaly import AnomalyKind
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.credentials.macaroon.values import read_instant
from tokenlint.credentials.secret_names import SecretKind, Trust
from tokenlint.credentials.secrets.places import (
    BASIC,
    CRYPT,
    ENCODED_ARMOUR,
    MACAROON,
    PRIVATE,
    PRIVATE_MEMBER,
    VAULT,
    WHOLE_TOKEN,
    key_objects,
    second_macaroons,
)
from tokenlint.credentials.secrets.secret import Sighting, fingerprint
from tokenlint.credentials.secrets.values import Standing, Written, noise, standing
from tokenlint.credentials.token import Form, Profile, Token

_SHORTEST_KEY = 64  # letters; an Ed25519 key in PKCS#8 has 64, and is the shortest
_BEFORE = 40  # characters before a token in which its name stands
_LATEST = 253_402_300_799  # the last second of the year 9999
_DOTS = 2


def spoken(text: str) -> Iterator[Sighting]:
    """All of a text, and beginnings of tokens that are no use to anybody as `kind` None."""
    for found in WHOLE_TOKEN.finditer(text):
        yield _token(text, found)
    yield from _macaroons(text)
    for found in VAULT.finditer(text):
        if found[0].startswith("hv") or noise(found[0][2:]):
            yield _of(SecretKind.VAULT_TOKEN, found, found[0])
    for found in PRIVATE.finditer(text):
        yield from _armoured(found)
    for found in ENCODED_ARMOUR.finditer(text):
        yield from _encoded(found)
    for found in CRYPT.finditer(text):
        yield replace(_of(SecretKind.PASSWORD, found, found[0]), hashed=True)
    for found in BASIC.finditer(text):
        yield from _basic(found)
    for found in key_objects(text):
        yield from _member(found)


def _of(kind: SecretKind, found: re.Match[str], value: str, expires: int | None = None) -> Sighting:
    return Sighting(*found.span(), kind, fingerprint(value), expires)


def _token(text: str, found: re.Match[str]) -> Sighting:
    compact = found[0].rstrip(".") if found[0].count(".") > _DOTS else found[0]
    end = found.start() + len(compact)
    token = decode(compact.encode("ascii", "replace")).token
    kind = _kind(token, text[max(0, found.start() - _BEFORE) : found.start()])
    exp = token.claims.get("exp")
    expires = int(exp) if isinstance(exp, int | float) and 0 <= exp <= _LATEST else None
    return Sighting(found.start(), end, kind, token.fingerprint, expires, _is_sample(token))


def _kind(token: Token, before: str) -> SecretKind | None:
    """None for what no service takes: cut, or without a signature where one is due."""
    unsigned = token.form is Form.UNSECURED and str(token.header.get("alg")).lower() != "none"
    cut = any(each.kind is AnomalyKind.TRUNCATED for each in token.anomalies)
    if token.form is Form.UNREADABLE or unsigned or (cut and token.form is Form.SIGNED):
        return None
    if _REFRESH.search(before):
        return SecretKind.REFRESH_TOKEN
    return SecretKind.ID_TOKEN if token.profile is Profile.ID_TOKEN else SecretKind.JWT


_REFRESH = re.compile(r"""refresh[-_]?token\W{0,8}$""", re.IGNORECASE)


def _is_sample(token: Token) -> bool:
    """Whether it is the token that jwt.io has shown for years, which is signed with a known key."""
    return token.claims.get("sub") == "1234567890" and token.claims.get("name") == "John Doe"


def _macaroons(text: str) -> Iterator[Sighting]:
    for found in MACAROON.finditer(text):
        yield from _macaroon(found)
    for found in second_macaroons(text):
        yield _of(SecretKind.MACAROON, found, found[0], _until(read_macaroon(found[0].encode())))


def _macaroon(found: re.Match[str]) -> Iterator[Sighting]:
    """A macaroon in the first format: packets with their length in four hexadecimal digits.

    dCache and XRootD write its end as a caveat `before:`.
    """
    content = _decoded(found[0])
    if not _PACKET.match(content):
        return
    ends = [end for each in _UNTIL.findall(content) if (end := _instant(each)) is not None]
    yield _of(SecretKind.MACAROON, found, found[0], min(ends, default=None))


_PACKET = re.compile(rb"[0-9a-f]{4}(?:location|identifier) ")
_UNTIL = re.compile(rb"cid before:([0-9TZ:.+-]{10,40})")


def _until(macaroon: Macaroon) -> int | None:
    """The earliest end that a caveat names."""
    named = (each.text.removeprefix("before:") for each in macaroon.caveats if ":" in each.text)
    ends = [end for each in named if (end := read_instant(each)) is not None]
    return min(ends, default=None)


def _instant(text: bytes) -> int | None:
    try:
        instant = datetime.fromisoformat(text.decode("ascii"))
    except ValueError:
        return None
    return int((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp())


def _armoured(found: re.Match[str]) -> Iterator[Sighting]:
    """A private key in PEM, also indented, quoted or on one line with its breaks escaped."""
    body = _HEADERS.sub("", found[2])
    whole = _LETTERS.match(_BETWEEN.sub("", body))
    letters = whole[0] if whole else ""
    ended = found.end() < len(found.string)
    if len(letters) < _SHORTEST_KEY or (ended and whole and whole.end() != len(whole.string)):
        return
    encrypted = "ENCRYPTED" in found[1] or "ENCRYPTED" in found[2][:200]
    yield Sighting(
        found.start(), found.end(), SecretKind.SIGNING_KEY, fingerprint(letters), hashed=encrypted
    )


def _encoded(found: re.Match[str]) -> Iterator[Sighting]:
    """A private key in PEM that was put into base64 once more; perhaps its first row only."""
    armour = PRIVATE.search(_decoded(found[0]).decode("ascii", "replace"))
    for each in _armoured(armour) if armour else ():
        yield replace(each, start=found.start(), end=found.end())
        return
    if armour:
        yield _of(SecretKind.SIGNING_KEY, found, found[0])


_HEADERS = re.compile(r"(?:Proc-Type|DEK-Info|Version|Comment): ?[^\r\n\\]*")
_BETWEEN = re.compile(r"""\\[nr]|[\s"'|>#,]+""")
_LETTERS = re.compile(r"[A-Za-z0-9+/=]+")


def _basic(found: re.Match[str]) -> Iterator[Sighting]:
    """Name and password of a header (RFC 7617), in base64; the fingerprint is the password's."""
    _, colon, password = _decoded(found[1]).partition(b":")
    value = password.decode("utf-8", "replace")
    told = standing(Written(value, 0, quoted=True), Trust.ANY)
    if colon and value.isprintable() and told is not Standing.NONE:
        guessed = told is Standing.GUESSABLE
        yield Sighting(*found.span(1), SecretKind.PASSWORD, fingerprint(value), well_known=guessed)


def _member(key: re.Match[str]) -> Iterator[Sighting]:
    """A private key in JSON: its private exponent, its secret scalar, or the shared secret."""
    members = {found[1]: found for found in PRIVATE_MEMBER.finditer(key[0])}
    private = members.get("d") or (members.get("k") if _SHARED.search(key[0]) else None)
    if private:
        start, end = (key.start() + at for at in private.span(2))
        yield Sighting(start, end, SecretKind.SIGNING_KEY, fingerprint(private[2]))


_SHARED = re.compile(r"""kty\\?"\s*+:\s*+\\?"oct""")


def _decoded(text: str) -> bytes:
    letters = text.rstrip("=").translate(_URL_SAFE)
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


_URL_SAFE = str.maketrans("-_", "+/")
