"""The first binary format: packets of a length in hexadecimal digits, a key and a value.

A packet is its length in four digits, the key, a space, the value and a newline;
the length counts all of these, its own digits too.
Order as libmacaroons writes and demands it:
location, identifier, caveats (cid, for a third party vid and cl), signature.
"""

import re

from tokenlint.credentials.macaroon.macaroon import (
    MAX_CAVEATS,
    Beginning,
    Content,
    Defect,
    Fields,
    Unreadable,
)

BEGINNING = re.compile(rb"[0-9a-f]{4}(?:location|identifier) ")
"""Length and key of the first packet."""

_DIGITS = 4
_LENGTH = re.compile(rb"[0-9a-f]{4}")
_KEYS = frozenset({b"location", b"identifier", b"cid", b"vid", b"cl", b"signature"})

Packet = tuple[bytes, bytes]


def read_packets(data: bytes) -> Content:
    """The content of a macaroon in the first binary format; raises Unreadable."""
    return begin_packets(data).alone(data)


def begin_packets(data: bytes) -> Beginning:
    """What of the bytes is a macaroon in the first binary format; never raises.

    Takes time in proportion to the bytes.
    """
    packets, caveats = _Packets(data), list[Fields]()
    try:
        content = _content(packets, caveats)
    except Unreadable as unreadable:
        return Beginning(packets.at, None, unreadable.defect, len(caveats))
    return Beginning(packets.at, content, None, len(caveats))


def _content(packets: "_Packets", caveats: list[Fields]) -> Content:
    location = packets.take(b"location")
    identifier = packets.need(b"identifier")
    while (text := packets.take(b"cid")) is not None:
        caveats.append(Fields(text, packets.take(b"vid"), packets.take(b"cl")))
        if len(caveats) > MAX_CAVEATS:
            raise Unreadable(Defect.TOO_MANY_CAVEATS)
    signature = packets.need(b"signature")
    return Content(1, location, identifier, tuple(caveats), signature)


class _Packets:
    """A position in the bytes: where the next packet begins."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self._seen: tuple[Packet, int] | None = None

    def take(self, key: bytes) -> bytes | None:
        """The value of the next packet if it has this key, else None."""
        if self._seen is None:
            if self.at == len(self.data):
                return None
            self._seen = _packet(self.data, self.at)
        (name, value), end = self._seen
        if name != key:
            return None
        self.at, self._seen = end, None
        return value

    def need(self, key: bytes) -> bytes:
        """The value of the next packet, which must have this key."""
        value = self.take(key)
        if value is None:
            raise Unreadable(Defect.TRUNCATED if self._seen is None else Defect.BAD_FIELD)
        return value


def _packet(data: bytes, at: int) -> tuple[Packet, int]:
    """The packet that begins at a place, and where it ends."""
    digits = data[at : at + _DIGITS]
    if not _LENGTH.fullmatch(digits):
        raise Unreadable(Defect.TRUNCATED if len(digits) < _DIGITS else Defect.BAD_LENGTH)
    end = at + int(digits, 16)
    if end > len(data):
        raise Unreadable(Defect.TRUNCATED)
    key, space, value = data[at + _DIGITS : end].partition(b" ")
    if not space or not value.endswith(b"\n"):
        raise Unreadable(Defect.BAD_LENGTH)
    if key not in _KEYS:
        raise Unreadable(Defect.BAD_FIELD)
    return (key, value[:-1]), end
