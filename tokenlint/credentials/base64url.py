"""Base64url as JWTs use it: read whatever stands there, and say whether it is canonical.

RFC 7515 section 2 allows the URL alphabet only, without padding, white space or line breaks.
RFC 4648 section 3.5 lets a decoder refuse bits that are set behind the last byte.
A segment that breaks either has several spellings for the same bytes,
so two systems may compare, log or revoke the same token under different names.
"""

import binascii
from dataclasses import dataclass

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_READABLE = frozenset(ALPHABET + b"+/")
_FOREIGN = bytes(sorted(set(range(256)) - _READABLE))
LAST = (
    frozenset(ALPHABET),
    frozenset[int](),
    frozenset(ALPHABET[::16]),
    frozenset(ALPHABET[::4]),
)
"""What may stand last, by the number of characters in the final group: unused bits are zero."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The bytes of one segment; `canonical` when no other spelling gives the same bytes."""

    data: bytes
    canonical: bool


def decode_segment(text: bytes) -> Segment:
    """Decode one segment, leaving out every character that cannot be part of it; never raises.

    The standard alphabet (`+`, `/`) is understood, padding and foreign characters are dropped,
    a single left-over character carries too few bits for a byte and is dropped, too.
    """
    kept = text.translate(_TO_STANDARD, _FOREIGN)
    whole = len(kept) - 1 if len(kept) % 4 == 1 else len(kept)
    data = binascii.a2b_base64(kept[:whole] + b"=" * (-whole % 4))
    return Segment(data, is_canonical(text))


def is_canonical(text: bytes) -> bool:
    """Whether the segment has the URL alphabet only, a possible length and no stray bits."""
    return not text.translate(None, ALPHABET) and ends_canonically(text)


def ends_canonically(text: bytes) -> bool:
    """Whether length and last character can end a segment (the letters before it do not matter)."""
    return not text or text[-1] in LAST[len(text) % 4]
