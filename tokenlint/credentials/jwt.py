"""From bytes to a claimed token, whatever the bytes are.

The decoder never raises and never gives up early: it reads what can be read
and names each irregularity, so that the rest can still be judged.
Nothing is decrypted and nothing is decompressed (`zip` is not acted upon).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tokenlint.credentials.anomaly import Anomaly, AnomalyKind, PartName
from tokenlint.credentials.base64url import decode_segment
from tokenlint.credentials.compact import unwrap
from tokenlint.credentials.json_text import scan
from tokenlint.credentials.json_value import Kind, Node, Scan, child_pointer, usable_pointer
from tokenlint.credentials.profile import dialect_of, recognise
from tokenlint.credentials.signature import shape_anomalies
from tokenlint.credentials.token import Claimed, Dialect, Form, Profile, Token

# `{` and a quote, a space or the end of a line, in base64.
TOKEN_STARTS = ("eyJ", "eyA", "ewo", "ew0", "ewk")
# The look around keeps the work linear: each word is entered at its beginning, and only with a dot.
TOKEN_LIKE = re.compile(
    rf"(?<![\w-])(?=[\w-]++\.[\w-]{{4}})[\w-]*?(?:{'|'.join(TOKEN_STARTS)})[\w-]{{4,}}+\.", re.ASCII
)
_WHOLE_TOKEN = re.compile(rb"\s*e[yw][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*){2,4}\s*")
_FINGERPRINT_DIGITS = 12
_LONGEST_NAME = 64
_JWS_PARTS = 3
_JWE_PARTS = 5


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """Bounds on the work for one token.

    `max_bytes`: bytes that are looked at; tokens of the grid stay below 8 KiB.
    `max_depth`: nesting of JSON values, deeper ones are stepped over.
    `max_values`: JSON values in one part, reading stops there.
    """

    max_bytes: int = 262_144
    max_depth: int = 64
    max_values: int = 20_000


DEFAULT_LIMITS = DecodeLimits()


@dataclass(frozen=True, slots=True)
class _Part:
    """One decoded JSON part; `whole`: it is a complete JSON object."""

    text: str = ""
    value: dict[str, Any] | None = None
    whole: bool = False
    anomalies: tuple[Anomaly, ...] = ()


def decode(data: bytes, limits: DecodeLimits = DEFAULT_LIMITS) -> Claimed:
    """Decode a token, however broken it is (RFC 7515 section 7.1, RFC 7519 section 7.2)."""
    compact = unwrap(data, limits.max_bytes)
    segments = compact.text.split(b".", _JWE_PARTS)
    header = read_part(segments[0], PartName.HEADER, limits)
    if len(segments) == _JWE_PARTS and "enc" in (header.value or {}):
        found: tuple[Anomaly, ...] = (Anomaly(AnomalyKind.ENCRYPTED, PartName.TOKEN),)
        claims, form = _Part(), Form.ENCRYPTED
    else:
        claims = _claims_part(segments, limits)
        found = shape_anomalies(segments, header.value or {})
        form = _form(header, claims, segments)
    profile, dialect = Profile.UNREADABLE, Dialect.OTHER
    if form in {Form.SIGNED, Form.UNSECURED}:
        profile = recognise(header.value or {}, claims.value or {})
        dialect = dialect_of(profile, claims.value or {})
    return Claimed(
        Token(
            fingerprint=fingerprint_of(b".".join(segments[:2])),
            form=form,
            profile=profile,
            dialect=dialect,
            size=compact.size,
            header=header.value or {},
            claims=claims.value or {},
            header_text=header.text,
            claims_text=claims.text,
            anomalies=(*compact.anomalies, *header.anomalies, *claims.anomalies, *found),
        )
    )


def fingerprint_of(signing_input: bytes) -> str:
    """What outputs show in place of a token: the beginning of SHA-256 of its signing input."""
    return hashlib.sha256(signing_input).hexdigest()[:_FINGERPRINT_DIGITS]


def _claims_part(segments: list[bytes], limits: DecodeLimits) -> _Part:
    if len(segments) == 1:
        return _Part()
    return read_part(segments[1], PartName.CLAIMS, limits)


def _form(header: _Part, claims: _Part, segments: list[bytes]) -> Form:
    if not (header.whole and claims.whole):
        return Form.UNREADABLE
    signed = len(segments) >= _JWS_PARTS and segments[2] != b""
    return Form.SIGNED if signed else Form.UNSECURED


def read_part(segment: bytes, part: PartName, limits: DecodeLimits) -> _Part:
    """Decode one base64url segment that should hold a JSON object."""
    decoded = decode_segment(segment)
    found: list[Anomaly] = []
    if not decoded.canonical:
        found.append(Anomaly(AnomalyKind.NON_CANONICAL_BASE64, part))
    if _WHOLE_TOKEN.fullmatch(decoded.data):
        found.append(Anomaly(AnomalyKind.NESTED_TOKEN, part, detail="the part is itself a token"))
        return _Part(anomalies=tuple(found))
    text = _text(decoded.data, part, found)
    scanned = scan(text, limits.max_depth, limits.max_values)
    found.extend(_in_part(scanned, part))
    root = scanned.root
    if root is not None and root.kind is not Kind.OBJECT:
        found.append(Anomaly(AnomalyKind.NOT_AN_OBJECT, part))
    if root is None or root.kind is not Kind.OBJECT:
        return _Part(text, anomalies=tuple(found))
    if "\\" in text or any(start in text for start in TOKEN_STARTS):
        found.extend(_tokens_inside(root, part))
    return _Part(text, root.plain, scanned.complete, tuple(found))


def _text(data: bytes, part: PartName, found: list[Anomaly]) -> str:
    """The part as text: without a byte order mark, with U+FFFD for what is no UTF-8."""
    if data.startswith(b"\xef\xbb\xbf"):
        found.append(Anomaly(AnomalyKind.BYTE_ORDER_MARK, part))
        data = data[3:]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        found.append(Anomaly(AnomalyKind.NOT_UTF_8, part))
        return data.decode("utf-8", errors="replace")


def _in_part(scanned: Scan, part: PartName) -> Iterator[Anomaly]:
    """Anomalies of the JSON text, without names that hold a token or are too long for a name."""
    for odd in scanned.irregularities:
        pointer = "" if TOKEN_LIKE.search(odd.pointer) else odd.pointer
        member = odd.member if len(odd.member) <= _LONGEST_NAME else ""
        yield Anomaly(odd.kind, part, pointer, odd.depth, member, odd.detail)


def _tokens_inside(root: Node, part: PartName) -> Iterator[Anomaly]:
    """The string values in which a token stands, such as a refresh token in a claim."""
    waiting = [(root, "", 0)]
    while waiting:
        node, pointer, depth = waiting.pop()
        if node.kind is Kind.STRING and TOKEN_LIKE.search(node.plain):
            detail = "a value holds a token"
            place = usable_pointer(pointer)
            yield Anomaly(AnomalyKind.NESTED_TOKEN, part, place, max(0, depth - 1), "", detail)
        is_object = node.kind is Kind.OBJECT
        waiting.extend(
            (child, child_pointer(pointer, key if is_object else str(index)), depth + 1)
            for index, (key, child) in reversed(list(enumerate(node.children)))
        )
