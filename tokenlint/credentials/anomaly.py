"""What is wrong with the form of a token, whatever it may grant."""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.source import Pointer


class AnomalyKind(StrEnum):
    """The words of `anomaly.kind` in the policy input schema."""

    DUPLICATE_MEMBER = "duplicate-member"
    NON_CANONICAL_BASE64 = "non-canonical-base64"
    NOT_UTF_8 = "not-utf-8"
    NOT_JSON = "not-json"
    NOT_AN_OBJECT = "not-an-object"
    NON_FINITE_NUMBER = "non-finite-number"
    HUGE_NUMBER = "huge-number"
    DEEP_NESTING = "deep-nesting"
    OVERSIZE = "oversize"
    ENCRYPTED = "encrypted"
    NESTED_TOKEN = "nested-token"
    TRUNCATED = "truncated"
    EXTRA_PARTS = "extra-parts"
    LONE_SURROGATE = "lone-surrogate"
    BYTE_ORDER_MARK = "byte-order-mark"
    TRAILING_DATA = "trailing-data"


class PartName(StrEnum):
    """Where in a compact token something stands; `token` is the whole of it."""

    TOKEN = "token"
    HEADER = "header"
    CLAIMS = "claims"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One irregularity of form.

    `pointer` names the JSON value inside the part, `depth` its nesting depth (0: top-level member),
    both empty where the anomaly is not about one JSON value.
    `member` is the name of a doubled member; `detail` says more, without any letter of the token.
    """

    kind: AnomalyKind
    part: PartName
    pointer: Pointer = ""
    depth: int | None = None
    member: str = ""
    detail: str = ""
