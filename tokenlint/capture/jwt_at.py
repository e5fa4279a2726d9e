"""Whether a token begins at a place, how far it goes, and what of it is missing.

The letters decide by what they decode to: a header that names an algorithm
(RFC 7515 section 4.1.1), or two JSON objects joined by a dot.
Base64 of other JSON documents is no token.
"""

import re
from typing import Any

from tokenlint.capture.redaction import mark_at
from tokenlint.capture.wrapped import Kind, Stage, Wrapped
from tokenlint.credentials.anomaly import PartName
from tokenlint.credentials.base64url import decode_segment
from tokenlint.credentials.jwt import DEFAULT_LIMITS, read_part
from tokenlint.credentials.signature import cut_short

LONGEST = 1 << 16
"""Bytes of a token that are looked at: eight times what servers of the grid take in a header."""

_SHAPE = re.compile(rb"[\w-]+(?:\.[\w-]*){0,4}", re.ASCII)
_QUICK_LOOK = 24  # letters that must decode to the beginning of a JSON object
_SHORTEST_HEADER, _LONGEST_HEADER = 8, 1 << 14  # letters: `{"alg"`, and a chain in `x5c`
_OBJECT = re.compile(rb'\{\s*(?:"[\w.#$@:/+*~ -]*(?:"|\Z)|\Z)', re.ASCII)
_FIRST_NAME = re.compile(r'\{\s*"([\w#]+)"', re.ASCII)
_JOSE = frozenset("alg enc typ kid cty crit zip jku jwk x5u x5c x5t x5t#S256 b64 ver".split())
_JWS_PARTS, _JWE_PARTS = 3, 5
# Bytes of the authentication tag: RFC 7518 sections 5.2 and 5.3.
_TAG_BYTES = {"A192CBC-HS384": 24, "A256CBC-HS512": 32}
_SHORTEST_TAG = 16


_REASONS = {
    Stage.HEADER_CUT: "cut in the header",
    Stage.HEADER: "nothing behind the header",
    Stage.CLAIMS_CUT: "cut in the claims",
    Stage.CLAIMS: "no signature",
    Stage.SIGNATURE_CUT: "the signature has not the length that its algorithm gives",
}
REDACTED = "redacted: "


_REDACTED_REASONS = {
    Stage.HEADER_CUT: "redacted in the header",
    Stage.HEADER: "claims and signature are redacted",
    Stage.CLAIMS_CUT: "redacted in the claims",
    Stage.CLAIMS: "the signature is redacted",
    Stage.SIGNATURE_CUT: "the signature is redacted",
}


def jwt_at(text: bytes, at: int, ends: tuple[int, ...] = ()) -> Wrapped | None:
    """The token whose header begins at `at`, or None when none does.

    `ends` are places at which lines were joined: the token may end at any of them.
    """
    shape = _SHAPE.match(text, at, at + LONGEST) if begins_as_object(text, at) else None
    segments = shape[0].split(b".") if shape else [b""]
    if not _SHORTEST_HEADER <= len(segments[0]) <= _LONGEST_HEADER:
        return None
    header = read_part(segments[0], PartName.HEADER, DEFAULT_LIMITS)
    names = header.value or {}
    if header.whole and "enc" in names:
        return _jwe(text, at, segments, names, ends)
    claims = read_part(segments[1], PartName.CLAIMS, DEFAULT_LIMITS) if segments[1:] else None
    readable = claims is not None and claims.value is not None
    named = _tells_so(names) if header.whole else _begins_as_header(header.text)
    if not (named or (header.whole and readable)):
        return None
    if header.whole and claims is not None and claims.whole:
        return _jws(text, at, segments, names.get("alg"), ends)
    begun = header.whole and claims is not None and claims.text.startswith("{")
    stage = Stage.HEADER if header.whole else Stage.HEADER_CUT
    return _cut(text, at, segments[: 2 if begun else 1], Stage.CLAIMS_CUT if begun else stage)


def begins_as_object(text: bytes, at: int) -> bool:
    """Whether the first letters stand for a brace and a name, at a glance."""
    first = text[at : at + _QUICK_LOOK].partition(b".")[0]
    return _OBJECT.match(decode_segment(first).data) is not None


def _tells_so(names: dict[str, Any]) -> bool:
    """Whether a JSON object is the header of a token, and no key, which names algorithms, too."""
    return isinstance(names.get("alg"), str) and "kty" not in names


def _begins_as_header(text: str) -> bool:
    """Whether what there is of a JSON object begins with a header parameter, and is text."""
    first = _FIRST_NAME.match(text)
    if first is None or first[1] not in _JOSE:
        return False
    return all(letter.isprintable() or letter in "\r\n\t" for letter in text[:-3])


def _jws(
    text: bytes, at: int, segments: list[bytes], algorithm: object, ends: tuple[int, ...]
) -> Wrapped:
    """Header and claims are whole: how long is the signature, and how long should it be?"""
    signed = at + len(segments[0]) + len(segments[1]) + 2
    if len(segments) < _JWS_PARTS or not segments[2] or _is_next(segments[2], signed, ends):
        if algorithm == "none" and len(segments) >= _JWS_PARTS:
            return _whole(text, at, signed)
        return _cut(text, at, segments[:2], Stage.CLAIMS)
    longest = signed + len(segments[2])
    for end in (longest, *(end for end in reversed(ends) if signed < end < longest)):
        if _fits(algorithm, end - signed):
            return _whole(text, at, end)
    if mark_at(text, signed):
        return _cut(text, at, segments[:2], Stage.CLAIMS)
    return _cut(text, at, segments[:3], Stage.SIGNATURE_CUT)


def _is_next(segment: bytes, at: int, ends: tuple[int, ...]) -> bool:
    """Whether this begins a line, and another token: one without a signature stands before it."""
    return at in ends and bool(_OBJECT.match(decode_segment(segment[:_QUICK_LOOK]).data))


def _fits(algorithm: object, letters: int) -> bool:
    """Whether a signature of so many letters is just as long as the algorithm makes it."""
    size = letters * 3 // 4
    if letters % 4 == 1 or cut_short(algorithm, size):
        return False
    return cut_short(algorithm, size - 1) or not cut_short(algorithm, 0)


def _jwe(
    text: bytes, at: int, segments: list[bytes], names: dict[str, Any], ends: tuple[int, ...]
) -> Wrapped | None:
    """An encrypted token: five parts, of which the second may be empty (RFC 7516 section 7.1)."""
    if not isinstance(names.get("alg"), str):
        return None
    if len(segments) == _JWE_PARTS and all(segments[2:4]):
        tag = at + sum(map(len, segments[:4])) + 4
        size = _TAG_BYTES.get(str(names["enc"]), _SHORTEST_TAG)
        longest = tag + len(segments[4])
        for end in (longest, *(end for end in reversed(ends) if tag < end < longest)):
            if (end - tag) * 3 // 4 == size:
                return _whole(text, at, end, Kind.JWE)
        return _cut(text, at, segments, Stage.SIGNATURE_CUT, encrypted=True)
    stage = Stage.CLAIMS_CUT if any(segments[1:]) else Stage.HEADER
    return _cut(text, at, segments, stage, encrypted=True)


def _cut(
    text: bytes, at: int, segments: list[bytes], stage: Stage, *, encrypted: bool = False
) -> Wrapped:
    """What there is of a token, without the dots behind it; redacted where a mark says so."""
    end = at + len(b".".join(segments).rstrip(b"."))
    redacted = mark_at(text, end)
    reason = _REDACTED_REASONS[stage] if redacted else _REASONS[stage]
    kind = Kind.JWE if encrypted else Kind.JWT
    return Wrapped(at, end, kind, (), text[at:end], stage, reason)


def _whole(text: bytes, at: int, end: int, kind: Kind = Kind.JWT) -> Wrapped:
    return Wrapped(at, end, kind, (), text[at:end], Stage.WHOLE)
