"""A credential that was found in some bytes, whatever it was written in, and what is missing."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What sort of credential it is."""

    JWT = "jwt"
    JWE = "jwe"
    MACAROON = "macaroon"
    CERTIFICATES = "certificates"
    CERTIFICATES_WITH_KEY = "certificates-with-key"


class Stage(IntEnum):
    """How much of it there is; more is better. Other kinds than tokens are cut or whole."""

    HEADER_CUT = 0
    HEADER = 1
    CLAIMS_CUT = 2
    CLAIMS = 3
    SIGNATURE_CUT = 4
    WHOLE = 5

    CUT = 0


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A credential at `start` to `end` of the bytes that were searched.

    `layers` name what it was written in, the outermost first; none for a plain one.
    `credential` is what is inside: a usable secret, which is to be judged and dropped.
    Of certificates with a private key it holds the certificates alone.
    `reason` says what is missing, and is empty for a whole one.
    """

    start: int
    end: int
    kind: Kind
    layers: tuple[str, ...]
    credential: bytes = field(repr=False)
    stage: Stage
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing of it is missing."""
        return self.stage is Stage.WHOLE
