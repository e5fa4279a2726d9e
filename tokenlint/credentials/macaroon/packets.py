"""The first binary format: packets of a length in hexadecimal digits, a key and a value.

A packet is its length in four digits, the key, a space, the value and a newline;
the length counts all of these, its own digits too.
Order as libmacaroons writes and demands it:
location, identifier, caveats (cid, for a third party vid and cl), signature.
"""

import re

from tokenlint.credentials.macaroon.macaroon import (
    MAX_CAVEATS,
    Content,
    Defect,
    Fields,
    Unreadable,
)

_DIGITS = 4
_LENGTH = re.compile(rb"[0-9a-f]{4}")
_KEYS = frozenset({b"location", b"identifier", b"cid", b"vid", b"cl", b"signature"})

Packet = tuple[bytes, bytes]


def read_packets(data: bytes) -> Content:
    """The content of a macaroon in the first binary format; raises Unreadable."""
    packets = _Packets(data)
    location = packets.take(b"location")
    identifier = packets.need(b"identifier")
    caveats: list[Fields] = []
    while (text := packets.take(b"cid")) is not None:
        caveats.append(Fields(text, packets.take(b"vid"), packets.take(b"cl")))
        if len(caveats) > MAX_CAVEATS:
            raise Unreadable(Defect.TOO_MANY_CAVEATS)
    signature = packets.need(b"signature")
    if packets.rest.strip():  # a file may end with a newline of its own
        raise Unreadable(Defect.TRAILING_DATA)
    return Content(1, location, identifier, tuple(caveats), signature)


class _Packets:
    """A position in the bytes, and the packet that stands there."""

    def __init__(self, data: bytes) -> None:
        self.rest = data
        self._next: Packet | None = None
        self._advance()

    def take(self, key: bytes) -> bytes | None:
        """The value of the next packet if it has this key, else None."""
        if self._next is None or self._next[0] != key:
            return None
        value = self._next[1]
        if key == b"signature":  # whatever follows is none of its packets
            self._next = None
        else:
            self._advance()
        return value

    def need(self, key: bytes) -> bytes:
        """The value of the next packet, which must have this key."""
        value = self.take(key)
        if value is None:
            raise Unreadable(Defect.TRUNCATED if self._next is None else Defect.BAD_FIELD)
        return value

    def _advance(self) -> None:
        self._next = None
        if self.rest:
            self._next, self.rest = _packet(self.rest)


def _packet(data: bytes) -> tuple[Packet, bytes]:
    digits = data[:_DIGITS]
    if not _LENGTH.fullmatch(digits):
        raise Unreadable(Defect.TRUNCATED if len(digits) < _DIGITS else Defect.BAD_LENGTH)
    length = int(digits, 16)
    if length > len(data):
        raise Unreadable(Defect.TRUNCATED)
    key, space, value = data[_DIGITS:length].partition(b" ")
    if not space or not value.endswith(b"\n"):
        raise Unreadable(Defect.BAD_LENGTH)
    if key not in _KEYS:
        raise Unreadable(Defect.BAD_FIELD)
    return (key, value[:-1]), data[length:]
