"""The frame of DER (X.690): tags, lengths and contents, as far as splitting needs it.

pyasn1 reads what lies within; a signature covers bytes as they stood, so these are cut out first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE = 0x30
INTEGER = 0x02
BIT_STRING = 0x03
OBJECT_IDENTIFIER = 0x06
EXPLICIT_1 = 0xA1
_LONG_LENGTH = 0x80
_MOST_LENGTH_BYTES = 4
_HIGH_TAG = 0x1F
_LONGEST_OID = 64


class DerError(ValueError):
    """The bytes are no DER, or not of the form that was expected."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, its contents, and all of it with tag and length."""

    tag: int
    content: bytes
    whole: bytes

    def inside(self) -> tuple["Element", ...]:
        """The elements that the contents are made of. Raises DerError."""
        return tuple(_elements(self.content))


def element(data: bytes, tag: int) -> Element:
    """The one element that the bytes are. Raises DerError where they are more, or another one."""
    found = _first(data, 0)
    if found.tag != tag or len(found.whole) != len(data):
        raise DerError("not the element that belongs here")
    return found


def _elements(data: bytes) -> Iterator[Element]:
    at = 0
    while at < len(data):
        found = _first(data, at)
        yield found
        at += len(found.whole)


def _first(data: bytes, at: int) -> Element:
    if len(data) < at + 2 or data[at] & _HIGH_TAG == _HIGH_TAG:
        raise DerError("cut short")
    length, start = data[at + 1], at + 2
    if length & _LONG_LENGTH:
        count = length & ~_LONG_LENGTH
        if not 1 <= count <= _MOST_LENGTH_BYTES:
            raise DerError("no definite length")
        length, start = int.from_bytes(data[start : start + count]), start + count
    if start + length > len(data):
        raise DerError("cut short")
    return Element(data[at], data[start : start + length], data[at : start + length])


def unwrapped(part: Element) -> tuple[Element, ...]:
    """What a sequence is made of; any other element itself. Raises DerError."""
    return part.inside() if part.tag == SEQUENCE else (part,)


def small_integer(content: bytes) -> int:
    """The value of an INTEGER of at most eight bytes. Raises DerError."""
    if not 1 <= len(content) <= 8:  # noqa: PLR2004 - bytes of a machine word
        raise DerError("no small number")
    return int.from_bytes(content, signed=True)


def dotted(content: bytes) -> str:
    """An OBJECT IDENTIFIER as dotted numbers. Raises DerError."""
    if not content or len(content) > _LONGEST_OID or content[-1] & _LONG_LENGTH:
        raise DerError("no object identifier")
    arcs: list[int] = []
    value = 0
    for byte in content:
        value = value << 7 | byte & ~_LONG_LENGTH
        if not byte & _LONG_LENGTH:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))
