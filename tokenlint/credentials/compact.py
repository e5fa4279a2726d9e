"""Finding the compact token in what was handed over: prefixes, quotes, line breaks, marks.

A relying party takes a token as it stands and refuses anything around it.
A person who captured one has often kept more than the token.
Both matter: the token is read, and what had to be removed is noted.
"""

import re
from dataclasses import dataclass

from tokenlint.credentials.anomaly import Anomaly, AnomalyKind, PartName

C99_SPACE = b" \f\n\r\t\v"
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PREFIX = re.compile(
    rb"(?:authorization\s*[:=]\s*)?bearer\b[\s:=]+|(?:export\s+)?[a-z_]{0,40}token\s*[:=]\s*",
    re.IGNORECASE,
)
_RESPONSE = re.compile(rb'\{[^{}]*?"access_token"\s*:\s*"([^"]*)"')  # RFC 6749 section 5.1
_PIECES = re.compile(rb"[^ \f\n\r\t\v]+")
_TOKEN_LETTERS = re.compile(rb"[A-Za-z0-9._~+/=-]+")
_MAX_WRAPPINGS = 4
_DOTS = 2  # of a JWS


@dataclass(frozen=True, slots=True)
class Compact:
    """The compact token and what stood around it; `size` counts the bytes of the whole token."""

    text: bytes
    size: int
    anomalies: tuple[Anomaly, ...]

    def __repr__(self) -> str:
        """Never the token."""
        return f"Compact(size={self.size})"


def unwrap(data: bytes, max_bytes: int) -> Compact:
    """The compact token in `data`, of which at most `max_bytes` bytes are looked at."""
    anomalies: list[Anomaly] = []
    oversize = len(data) > max_bytes
    text = _without_mark(data[:max_bytes], anomalies).strip(C99_SPACE)
    if oversize:
        anomalies.append(_about(AnomalyKind.OVERSIZE, f"more than {max_bytes} bytes"))
    text = _without_spaces(_without_wrapping(text, anomalies), anomalies)
    return Compact(text, len(data) if oversize else len(text), tuple(anomalies))


def _about(kind: AnomalyKind, detail: str) -> Anomaly:
    return Anomaly(kind, PartName.TOKEN, detail=detail)


def _without_mark(text: bytes, anomalies: list[Anomaly]) -> bytes:
    """Without a byte order mark, and out of UTF-16, which some shells write to files."""
    if text.startswith(_UTF_8_MARK):
        anomalies.append(_about(AnomalyKind.BYTE_ORDER_MARK, "UTF-8"))
        return text[len(_UTF_8_MARK) :]
    if text.startswith(_UTF_16_MARKS):
        anomalies.append(_about(AnomalyKind.BYTE_ORDER_MARK, "UTF-16"))
        return text.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    return text


def _without_wrapping(text: bytes, anomalies: list[Anomaly]) -> bytes:
    """Without `Authorization: Bearer`, variable names, quotes or a token response around it."""
    for _ in range(_MAX_WRAPPINGS):
        prefix, response = _PREFIX.match(text), _RESPONSE.match(text)
        if response:
            anomalies.append(_about(AnomalyKind.TRAILING_DATA, "a token response of an issuer"))
            text = response[1]
        elif prefix:
            anomalies.append(_about(AnomalyKind.TRAILING_DATA, "a prefix before the token"))
            text = text[prefix.end() :]
        elif len(text) > 1 and text[0] == text[-1] and text[:1] in {b'"', b"'", b"`"}:
            anomalies.append(_about(AnomalyKind.TRAILING_DATA, "quotes around the token"))
            text = text[1:-1].strip(C99_SPACE)
        else:
            break
    return text


def _without_spaces(text: bytes, anomalies: list[Anomaly]) -> bytes:
    """One token out of text with white space in it: wrapped lines are joined, the rest is cut."""
    first = _PIECES.match(text)
    if first is None or first.end() == len(text):
        return text
    following = text[first.end() :].lstrip(C99_SPACE)
    whole = first[0].count(b".") >= _DOTS
    if not (whole and following.startswith(b"eyJ")):
        joined = text.translate(None, C99_SPACE)
        if _TOKEN_LETTERS.fullmatch(joined):
            anomalies.append(_about(AnomalyKind.NON_CANONICAL_BASE64, "white space in the token"))
            return joined
    anomalies.append(_about(AnomalyKind.TRAILING_DATA, "more text behind the token"))
    return first[0]
