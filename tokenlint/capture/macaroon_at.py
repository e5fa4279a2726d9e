"""Whether a macaroon begins at a place; nothing in it is judged here.

The formats are those of `tokenlint.credentials.macaroon`, whose readers say how far one goes.
"""

import binascii
import re

from tokenlint.capture.wrapped import Kind, Stage, Wrapped
from tokenlint.credentials.macaroon.macaroon import SIGNATURE_BYTES, Beginning, Defect
from tokenlint.credentials.macaroon.packets import BEGINNING, begin_packets
from tokenlint.credentials.macaroon.sections import VERSION, begin_sections

LONGEST = 1 << 15
_LETTERS = re.compile(rb"[A-Za-z0-9+/_-]+")
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_FOREIGN = bytes(byte for byte in range(256) if not _LETTERS.match(bytes([byte])))
_LOCATION = re.compile(rb"[\x21-\x7e]{4,}")
_SHORTEST_BEGINNING = 7  # bytes: version, type, length and four of the location
_BEFORE_LOCATION = 6  # letters of the length that stands before the first name
_CUT = "cut before its signature"
_MANY = "more caveats than are read"


def macaroon_at(text: bytes, at: int) -> Wrapped | None:
    """The macaroon whose anchor stands at `at`, or None when its structure is not that of one."""
    for start, read in ((at - _BEFORE_LOCATION, _packets), (at, _sections)):
        if start < 0 or (start and _LETTERS.match(text, start - 1, start)):
            continue
        found = _LETTERS.match(text, start, start + LONGEST)
        if found is None:
            continue
        beginning = read(binascii.a2b_base64(_padded(found[0].translate(_TO_STANDARD))))
        if beginning is not None:
            end = start + -(-beginning.size * 4 // 3)
            stage = Stage.WHOLE if _is_whole(beginning) else Stage.CUT
            many = beginning.defect is Defect.TOO_MANY_CAVEATS
            reason = "" if stage is Stage.WHOLE else _MANY if many else _CUT
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


def _is_whole(beginning: Beginning) -> bool:
    content = beginning.content
    return content is not None and len(content.signature) == SIGNATURE_BYTES


def _packets(data: bytes) -> Beginning | None:
    """Version 1; of one that is cut, what there is, with its last packet."""
    if BEGINNING.match(data) is None:
        return None
    beginning = begin_packets(data)
    if beginning.defect is Defect.TRUNCATED:
        return Beginning(len(data), None, beginning.defect, beginning.caveats)
    return beginning if beginning.size else None


def _sections(data: bytes) -> Beginning | None:
    """Version 2; one that is cut is told from chance by a location that is a name, or a caveat."""
    if not data.startswith(VERSION):
        return None
    beginning = begin_sections(data)
    if beginning.content is not None or beginning.defect is Defect.TOO_MANY_CAVEATS:
        return beginning
    named = data[1:2] == b"\1" and _LOCATION.match(data, 3) is not None
    cut = beginning.defect is Defect.TRUNCATED and (named or beginning.caveats > 0)
    return Beginning(len(data), None, beginning.defect, beginning.caveats) if cut else None
