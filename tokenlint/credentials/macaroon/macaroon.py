"""A macaroon that was read: what it says, without its signature.

The signature is all that makes a macaroon usable, so it is kept nowhere.
Source: "Macaroons: Cookies with Contextual Caveats" (NDSS 2014),
and the formats of libmacaroons (`doc/format.txt`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MAX_BYTES = 262_144
"""The largest macaroon that is read; services take headers of 8 to 64 kilobytes."""

MAX_CAVEATS = 500
"""The most caveats that are read; the ones that services issue have five to ten."""

SIGNATURE_BYTES = 32  # HMAC with SHA-256
FINGERPRINT_DIGITS = 12


class Form(StrEnum):
    """The serialization that a macaroon came in."""

    BINARY = "binary"
    BASE64 = "base64"
    JSON = "json"
    UNREADABLE = "unreadable"  # none of these: no service can read it


class Defect(StrEnum):
    """What is wrong with the form; the words of `macaroon.defects` in the policy input schema."""

    EMPTY = "empty"
    NOT_A_MACAROON = "not-a-macaroon"
    OVERSIZE = "oversize"
    TOO_MANY_CAVEATS = "too-many-caveats"
    TRUNCATED = "truncated"
    BAD_LENGTH = "bad-length"
    BAD_FIELD = "bad-field"  # unknown, doubled, missing or out of its order
    BAD_VALUE = "bad-value"  # a JSON value of the wrong type
    TRAILING_DATA = "trailing-data"
    NON_CANONICAL_BASE64 = "non-canonical-base64"
    NOT_UTF_8 = "not-utf-8"
    DUPLICATE_MEMBER = "duplicate-member"
    NO_LOCATION = "no-location"
    SIGNATURE_LENGTH = "signature-length"


class Unreadable(Exception):
    """The bytes are no macaroon; raised and caught within this room only."""

    def __init__(self, defect: Defect) -> None:
        super().__init__(defect.value)
        self.defect = defect


@dataclass(frozen=True, slots=True)
class Fields:
    """One caveat as bytes; `verification` and `location` belong to a caveat for a third party."""

    identifier: bytes
    verification: bytes | None = None
    location: bytes | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """What a serialization holds, before it is understood; lives only while it is read.

    `location` None: the serialization has no such field.
    """

    version: int
    location: bytes | None
    identifier: bytes
    caveats: tuple[Fields, ...]
    signature: bytes
    defects: frozenset[Defect] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Beginning:
    """The macaroon that some bytes begin with, whatever follows it.

    `content` None: it cannot be read to its end, `defect` tells why.
    `size` is how many bytes belong to it, as far as it could be read;
    `caveats` counts those that were read.
    """

    size: int
    content: Content | None
    defect: Defect | None = None
    caveats: int = 0

    def alone(self, data: bytes) -> Content:
        """The content where nothing else is in `data`; raises Unreadable."""
        if self.content is None:
            raise Unreadable(self.defect or Defect.NOT_A_MACAROON)
        if data[self.size :].strip():  # a file may end with a newline of its own
            raise Unreadable(Defect.TRAILING_DATA)
        return self.content


@dataclass(frozen=True, slots=True)
class Caveat:
    """One condition.

    `text` is what a caveat of the first party says; of a third party's caveat it is empty,
    since only that party understands it, and `location` is where the party is.
    """

    text: str
    third_party: bool = False
    location: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Macaroon:
    """What a macaroon says of itself; `location` is a hint that no signature covers.

    `fingerprint` is the beginning of SHA-256 over everything but the signature,
    so one macaroon has the same in every serialization.
    `identifier` is opaque to everybody but the issuer. `size` counts bytes as captured.
    """

    fingerprint: str
    form: Form
    version: int = 0  # 1 or 2; 0 for what cannot be read
    location: str = ""
    identifier: bytes = b""
    caveats: tuple[Caveat, ...] = ()
    defects: tuple[Defect, ...] = ()
    size: int = field(default=0, compare=False)

    @property
    def readable(self) -> bool:
        """Whether a service could read it."""
        return self.form is not Form.UNREADABLE

    def __repr__(self) -> str:
        """The fingerprint, and nothing that the macaroon says."""
        return f"Macaroon(fingerprint={self.fingerprint!r}, form={self.form.value!r})"


def fingerprint(content: Content) -> str:
    """The beginning of SHA-256 over all fields but the signature, each with its length."""
    digest = hashlib.sha256()
    for part in _parts(content):
        digest.update(b"-" if part is None else len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()[:FINGERPRINT_DIGITS]


def _parts(content: Content) -> Iterator[bytes | None]:
    yield content.location or b""
    yield content.identifier
    for caveat in content.caveats:
        yield caveat.identifier
        yield caveat.verification
        yield caveat.location
