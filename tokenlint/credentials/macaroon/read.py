"""From bytes to a macaroon, in whatever serialization it was captured; never raises."""

import hashlib
import re
from dataclasses import replace

from tokenlint.credentials.macaroon.armour import unarmoured
from tokenlint.credentials.macaroon.json_form import read_json
from tokenlint.credentials.macaroon.macaroon import (
    FINGERPRINT_DIGITS,
    MAX_BYTES,
    SIGNATURE_BYTES,
    Caveat,
    Content,
    Defect,
    Fields,
    Form,
    Macaroon,
    Unreadable,
    fingerprint,
)
from tokenlint.credentials.macaroon.packets import BEGINNING, read_packets
from tokenlint.credentials.macaroon.sections import VERSION, read_sections

_ARMOURED = re.compile(rb"MD[A-Pg-v][A-Za-z0-9+/_-]{20}")
_WORD = re.compile(rb"[A-Za-z0-9+/_-]{20,}={0,2}")
_BEGUN = 24  # letters in base64 that hold the length and the name of the first packet
_NAMES = (b'"signature"', b'"s"', b'"s64"', b'"macaroon"')
_SCHEME = b"bearer "


def looks_like_macaroon(data: bytes) -> bool:
    """Whether the content is one macaroon; of the first format its beginning is enough.

    The second format begins with two letters only, and JSON with a bracket,
    so these count when they can be read from end to end.
    """
    if len(data) > MAX_BYTES:
        return False
    word = _word(data)
    if BEGINNING.match(word):
        return True
    if _ARMOURED.match(word) and BEGINNING.match(unarmoured(word[:_BEGUN]).data):
        return True
    return _may_be_one(word) and read_macaroon(data).readable


def _may_be_one(word: bytes) -> bool:
    if word.startswith(b"{"):
        return any(name in word for name in _NAMES)
    return word.startswith(VERSION) or (
        word.startswith(b"Ag") and _WORD.fullmatch(word) is not None
    )


def read_macaroon(data: bytes) -> Macaroon:
    """What a macaroon says; bytes that are none give one that is not readable, with the reason."""
    word = _word(data)
    try:
        form, content = _content(word, data.lstrip())
    except Unreadable as unreadable:
        digest = hashlib.sha256(data).hexdigest()[:FINGERPRINT_DIGITS]
        return Macaroon(digest, Form.UNREADABLE, defects=(unreadable.defect,), size=len(data))
    return Macaroon(
        fingerprint=fingerprint(content),
        form=form,
        version=content.version,
        location=_shown(content.location or b""),
        identifier=content.identifier,
        caveats=tuple(map(_caveat, content.caveats)),
        defects=tuple(sorted(content.defects | _more_defects(content))),
        size=len(data),
    )


def _word(data: bytes) -> bytes:
    word = data.strip()
    return word[len(_SCHEME) :].strip() if word[: len(_SCHEME)].lower() == _SCHEME else word


def _content(word: bytes, raw: bytes) -> tuple[Form, Content]:
    """The serialization and what it holds.

    `raw` still has the white space at its end, which may be part of a binary signature.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable(Defect.OVERSIZE)
    if not word:
        raise Unreadable(Defect.EMPTY)
    if word.startswith(b"{"):
        found = read_json(word)
        return (Form.JSON, found) if isinstance(found, Content) else _armoured(found)
    if _is_binary(word):
        return Form.BINARY, _plain(raw)
    return _armoured(word)


def _is_binary(word: bytes) -> bool:
    return word.startswith(VERSION) or BEGINNING.match(word) is not None


def _plain(raw: bytes) -> Content:
    return read_sections(raw) if raw.startswith(VERSION) else read_packets(raw)


def _armoured(text: bytes) -> tuple[Form, Content]:
    segment = unarmoured(text)
    if not _is_binary(segment.data):
        raise Unreadable(Defect.NOT_A_MACAROON)
    content = _plain(segment.data)
    stray = frozenset[Defect]() if segment.canonical else {Defect.NON_CANONICAL_BASE64}
    return Form.BASE64, replace(content, defects=content.defects | stray)


def _more_defects(content: Content) -> set[Defect]:
    found = set()
    if content.location is None and content.version == 1:
        found.add(Defect.NO_LOCATION)
    if len(content.signature) != SIGNATURE_BYTES:
        found.add(Defect.SIGNATURE_LENGTH)
    if any(each.location and not each.verification for each in content.caveats):
        found.add(Defect.BAD_FIELD)
    spoken = [each.identifier for each in content.caveats if not each.verification]
    places = [each.location or b"" for each in content.caveats]
    if any(map(_is_no_text, (content.location or b"", *spoken, *places))):
        found.add(Defect.NOT_UTF_8)
    return found


def _is_no_text(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _caveat(fields: Fields) -> Caveat:
    location = _shown(fields.location or b"")
    if fields.verification:
        return Caveat("", third_party=True, location=location)
    return Caveat(_shown(fields.identifier), location=location)


def _shown(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")
