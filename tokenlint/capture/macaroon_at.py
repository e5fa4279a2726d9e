"""Whether a macaroon begins at a place, by its structure; nothing in it is judged here.

Version 1 is a row of packets, each with four hexadecimal digits of length, a name and a value.
Version 2 is the byte 2 and then fields of type, length and value, with an end after each section
(libmacaroons, `doc/format.txt`).
"""

import binascii
import re
from dataclasses import dataclass

from tokenlint.capture.wrapped import Kind, Stage, Wrapped

LONGEST = 1 << 15
_LETTERS = re.compile(rb"[A-Za-z0-9+/_-]+")
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_FOREIGN = bytes(byte for byte in range(256) if not _LETTERS.match(bytes([byte])))
_LOCATION = re.compile(rb"[\x21-\x7e]{4,}")
_SHORTEST_BEGINNING = 7  # bytes: version, type, length and four of the location
_BEFORE_LOCATION = 6  # letters of the length that stands before the first name
_LENGTH, _SHORTEST_PACKET = 4, 6
_NAMES = (b"location ", b"identifier ", b"cid ", b"vid ", b"cl ", b"signature ")
_VERSION_2, _END, _SIGNATURE, _TYPES = 2, 0, 6, {1, 2, 4}
_SIGNATURE_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Extent:
    """How many bytes belong to it, and whether it ends with a signature."""

    size: int
    whole: bool


def macaroon_at(text: bytes, at: int) -> Wrapped | None:
    """The macaroon whose anchor stands at `at`, or None when its structure is not that of one."""
    for start, read in ((at - _BEFORE_LOCATION, _packets), (at, _fields)):
        if start < 0 or (start and _LETTERS.match(text, start - 1, start)):
            continue
        found = _LETTERS.match(text, start, start + LONGEST)
        if found is None:
            continue
        extent = read(binascii.a2b_base64(_padded(found[0].translate(_TO_STANDARD))))
        if extent is not None:
            end = start + -(-extent.size * 4 // 3)
            stage = Stage.WHOLE if extent.whole else Stage.CUT
            reason = "" if extent.whole else "cut before its signature"
            return Wrapped(start, end, Kind.MACAROON, (), text[start:end], stage, reason)
    return None


def may_begin(text: bytes, at: int) -> bool:
    """Whether the anchor of a version 2 may be more than chance, at a glance.

    The first field is a location, which is text, or else the letters begin here.
    """
    first = binascii.a2b_base64(_padded(text[at : at + 24].translate(_TO_STANDARD, _FOREIGN)))
    if first[1:2] == b"\1":
        location = first[3 : 3 + first[2]] if len(first) > _SHORTEST_BEGINNING else b""
        return _LOCATION.fullmatch(location) is not None
    return at == 0 or _LETTERS.match(text, at - 1, at) is None


def _padded(letters: bytes) -> bytes:
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return whole + b"=" * (-len(whole) % 4)


def _packets(data: bytes) -> _Extent | None:
    at = 0
    while at < len(data):
        length = data[at : at + _LENGTH]
        if not re.fullmatch(rb"[0-9a-f]{4}", length) or int(length, 16) < _SHORTEST_PACKET:
            break
        end = at + int(length, 16)
        name = next((name for name in _NAMES if data.startswith(name, at + _LENGTH)), None)
        if name is None or (end <= len(data) and data[end - 1 : end] != b"\n"):
            break
        if end > len(data):
            return _Extent(len(data), whole=False)
        if name == b"signature ":
            size = end - at - _LENGTH - len(name) - 1
            return _Extent(end, whole=size == _SIGNATURE_BYTES)
        at = end
    return _Extent(at, whole=False) if at else None


def _fields(data: bytes) -> _Extent | None:
    """The fields of version 2, until the signature; None where what is read cannot be one."""
    if data[:1] != bytes([_VERSION_2]):
        return None
    at, ends_in_a_row, seen = 1, 0, 0
    while at < len(data):
        kind = data[at]
        if kind == _END:
            ends_in_a_row, at = ends_in_a_row + 1, at + 1
            continue
        value = _varint(data, at + 1)
        if value is None or kind not in _TYPES | {_SIGNATURE}:
            return None
        size, begin = value
        if kind == _SIGNATURE:
            whole = size == _SIGNATURE_BYTES and begin + size <= len(data)
            return _Extent(min(begin + size, len(data)), whole) if ends_in_a_row and seen else None
        if kind == 1 and not data[begin : begin + size].isascii():
            return None
        at, ends_in_a_row, seen = begin + size, 0, seen + 1
    return _Extent(len(data), whole=False) if _says_enough(data, seen) else None


def _says_enough(data: bytes, fields: int) -> bool:
    """Whether a macaroon that is cut can be told from chance: by a location that is a name."""
    return fields > 0 and data[1:2] == b"\1" and _LOCATION.match(data, 3) is not None


def _varint(data: bytes, at: int) -> tuple[int, int] | None:
    """A length of at most three bytes, seven bits each, and the place behind it."""
    value = 0
    for step in range(3):
        if at + step >= len(data):
            return None
        value |= (data[at + step] & 0x7F) << (7 * step)
        if data[at + step] < 0x80:  # noqa: PLR2004  # the last byte has no continuation bit
            return value, at + step + 1
    return None
