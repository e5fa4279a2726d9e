"""A secret that was found: its kind, its place and a fingerprint, never its value."""

import hashlib
from dataclasses import dataclass

from tokenlint.credentials.secret_names import SecretKind

FINGERPRINT_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in a text.

    `line` and `column` count from 1; `end_column` is exclusive, on the line where it begins;
    `start` and `end` are offsets in the text.
    `fingerprint` is the beginning of SHA-256: of the signing input of a token in compact form,
    of the letters of a key without the breaks of its lines, of the value itself for all others.
    `expires` is in seconds since the epoch, None where it says nothing of that.
    `well_known`: a default or a word that everybody tries; `hashed`: a hash, or encrypted.
    """

    kind: SecretKind
    line: int
    column: int
    end_column: int
    start: int
    end: int
    fingerprint: str
    expires: int | None = None
    well_known: bool = False
    hashed: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """A secret before its line is known; `kind` None: what stands there is none, for sure."""

    start: int
    end: int
    kind: SecretKind | None
    fingerprint: str = ""
    expires: int | None = None
    well_known: bool = False
    hashed: bool = False


def fingerprint(value: str) -> str:
    """The beginning of SHA-256 of a value, which stands for it in outputs."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:FINGERPRINT_DIGITS]
