"""The short way for volume: tokens without any irregularity of form.

`quick_claims` decodes a token with a fast JSON library when it can be sure, by counting and by
looking at a few bytes, that the forensic decoder would find nothing irregular;
otherwise it gives None, and the caller takes the forensic way.
It may give up too often, never too seldom.
"""

import binascii
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from tokenlint.credentials.anomaly import PartName
from tokenlint.credentials.base64url import ALPHABET, ends_canonically
from tokenlint.credentials.jwt import DEFAULT_LIMITS, TOKEN_STARTS, fingerprint_of, read_part
from tokenlint.credentials.profile import dialect_of, recognise
from tokenlint.credentials.signature import cut_short
from tokenlint.credentials.token import Form, Token

LONGEST = 16_384
_DOTS = 2
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_LETTERS = ALPHABET + b"."
_PADDING = (b"", b"", b"==", b"=")
_INT64 = 1 << 63
_UNUSUAL = b"\n\t\r\\"
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_STARTS = tuple(start.encode() for start in TOKEN_STARTS)


class QuickToken(NamedTuple):
    """A regular token: its header segment (a key for caches), header, claims and their texts.

    Tokens with one header share the same `header` object: it is not to be changed.
    """

    header_segment: bytes
    header: dict[str, Any]
    header_text: str
    claims: dict[str, Any]
    claims_json: bytes
    claims_segment: bytes
    size: int

    def __repr__(self) -> str:
        """Never the token."""
        return f"QuickToken(size={self.size})"


class _Header(NamedTuple):
    value: dict[str, Any]
    text: str


def quick_claims(token: bytes) -> QuickToken | None:
    """The claims of a signed token that is regular in every respect, else None; never raises."""
    size = len(token)
    if size > LONGEST or token.count(b".") != _DOTS or token.translate(None, _LETTERS):
        return None
    header_segment, segment, signature = token.split(b".")
    header = _header(header_segment)
    if header is None or not signature or not ends_canonically(signature):
        return None
    if cut_short(header.value.get("alg"), len(signature) * 3 // 4):
        return None
    return quick_parts(header_segment, segment, size)


def quick_parts(header_segment: bytes, segment: bytes, size: int) -> QuickToken | None:
    """The same for a token of `size` bytes whose signature is known to be regular."""
    header = _header(header_segment)
    rest = len(segment) % 4
    if header is None or rest == 1 or not ends_canonically(segment):
        return None
    text = binascii.a2b_base64(segment.translate(_TO_STANDARD) + _PADDING[rest])
    claims = _regular_object(text)
    if claims is None:
        return None
    return QuickToken(header_segment, header.value, header.text, claims, text, segment, size)


def token_of(quick: QuickToken) -> Token:
    """The same value that `decode` gives for this token."""
    profile = recognise(quick.header, quick.claims)
    return Token(
        fingerprint=fingerprint_of(quick.header_segment + b"." + quick.claims_segment),
        form=Form.SIGNED,
        profile=profile,
        dialect=dialect_of(profile, quick.claims),
        size=quick.size,
        header=quick.header,
        claims=quick.claims,
        header_text=quick.header_text,
        claims_text=quick.claims_json.decode(),
    )


@lru_cache(maxsize=1024)
def _header(segment: bytes) -> _Header | None:
    """The header, decoded the forensic way once for each that occurs; None for an irregular one."""
    part = read_part(segment, PartName.HEADER, DEFAULT_LIMITS)
    if part.anomalies or not part.whole or part.value is None:
        return None
    return _Header(part.value, part.text)


def _regular_object(text: bytes) -> dict[str, Any] | None:
    """The JSON object in `text` if nothing about it can be irregular.

    Doubled members: each member has a quote directly before its colon (white space there is
    refused), so there are at least as many of these pairs as members;
    if there are just as many as the decoded members, no member is doubled.
    Strings that hold such a pair only make the count too high.
    ASCII without escapes other than for the slash excludes marks, surrogates and wrong UTF-8.
    """
    if not (text[:1] == b"{" and text[-1:] == b"}" and text.isascii()):
        return None
    if len(text.translate(None, _UNUSUAL)) != len(text) and _is_irregular(text):
        return None
    if b" :" in text or _may_hold_a_token(text):
        return None
    try:
        claims = _decode(text)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return claims if _count(claims) == text.count(b'":') else None


def _is_irregular(text: bytes) -> bool:
    """Whether it holds an escape but that of a slash, or white space that may hide a member."""
    if text.count(b"\\") != text.count(b"\\/"):
        return True
    return b"\n" in text or b"\t" in text or b"\r" in text


def _may_hold_a_token(text: bytes) -> bool:
    return (b"ey" in text or b"ew" in text) and any(start in text for start in _STARTS)


def _count(claims: dict[str, Any]) -> int:
    """Members of the claims and of objects directly in them; -1 where a closer look is due."""
    members = len(claims)
    for value in claims.values():
        kind = type(value)
        if kind is str or kind is bool or value is None:
            continue
        if kind is int:
            if not -_INT64 <= value < _INT64:
                return -1
        elif kind is list:
            if not all(type(item) is str for item in value):
                return -1
        elif kind is dict:
            if not all(type(item) is str for item in value.values()):
                return -1
            members += len(value)
        else:  # a fraction may have been written with absurdly many digits
            return -1
    return members
