"""The second binary format: sections of fields, each with a type and a length as varints.

Source: libmacaroons, `doc/format.txt`: the byte 2; location and identifier, end of section;
one section a caveat; end of sections; the signature.
"""

from tokenlint.credentials.macaroon.macaroon import (
    MAX_CAVEATS,
    Beginning,
    Content,
    Defect,
    Fields,
    Unreadable,
)

VERSION = b"\x02"
_END, _LOCATION, _IDENTIFIER, _VERIFICATION, _SIGNATURE = 0, 1, 2, 4, 6
_MOST_DIGITS = 4  # bytes of a varint: no length in a macaroon that is read needs more
_CONTINUED = 0x80

Section = dict[int, bytes]


def read_sections(data: bytes) -> Content:
    """The content of a macaroon in the second binary format; raises Unreadable."""
    return begin_sections(data).alone(data)


def begin_sections(data: bytes) -> Beginning:
    """What of the bytes is a macaroon in the second binary format; never raises.

    Takes time in proportion to the bytes.
    """
    fields, caveats = _Fields(data, len(VERSION)), list[Fields]()
    try:
        content = _content(fields, caveats)
    except Unreadable as unreadable:
        return Beginning(min(fields.at, len(data)), None, unreadable.defect, len(caveats))
    return Beginning(fields.at, content, None, len(caveats))


def _content(fields: "_Fields", caveats: list[Fields]) -> Content:
    head = fields.section()
    if not {_IDENTIFIER} <= head.keys() <= {_LOCATION, _IDENTIFIER}:
        raise Unreadable(Defect.BAD_FIELD)
    while section := fields.section():
        caveats.append(_caveat(section))
        if len(caveats) > MAX_CAVEATS:
            raise Unreadable(Defect.TOO_MANY_CAVEATS)
    kind, signature = fields.field()
    if kind != _SIGNATURE:
        raise Unreadable(Defect.BAD_FIELD)
    return Content(2, head.get(_LOCATION), head[_IDENTIFIER], tuple(caveats), signature)


def _caveat(section: Section) -> Fields:
    """A caveat has an identifier; a location only beside the verification of a third party."""
    known = section.keys() <= {_LOCATION, _IDENTIFIER, _VERIFICATION}
    stray = _LOCATION in section and _VERIFICATION not in section
    if _IDENTIFIER not in section or not known or stray:
        raise Unreadable(Defect.BAD_FIELD)
    return Fields(section[_IDENTIFIER], section.get(_VERIFICATION), section.get(_LOCATION))


class _Fields:
    """A position in the bytes."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def section(self) -> Section:
        """The fields up to the end of the section, whose types must rise."""
        found: Section = {}
        last = _END
        while True:
            kind, value = self.field()
            if kind == _END:
                return found
            if kind <= last:
                raise Unreadable(Defect.BAD_FIELD)
            found[kind] = value
            last = kind

    def field(self) -> tuple[int, bytes]:
        """Type and value of the next field; the end of a section has no value."""
        kind = self._number()
        if kind == _END:
            return kind, b""
        length = self._number()
        start, self.at = self.at, self.at + length
        if self.at > len(self.data):
            raise Unreadable(Defect.TRUNCATED)
        return kind, self.data[start : self.at]

    def _number(self) -> int:
        number = 0
        for place in range(_MOST_DIGITS):
            if self.at >= len(self.data):
                raise Unreadable(Defect.TRUNCATED)
            digit = self.data[self.at]
            self.at += 1
            number |= (digit & ~_CONTINUED) << (7 * place)
            if digit < _CONTINUED:
                return number
        raise Unreadable(Defect.BAD_LENGTH)
