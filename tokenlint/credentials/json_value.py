"""JSON values that keep every member in its order, doubled ones too."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tokenlint.credentials.anomaly import AnomalyKind
from tokenlint.source import Pointer

MAX_POINTER = 256  # characters; nothing real is nested so far under names so long
MAX_DIGITS = 400  # longer numbers are not converted: Python's own limit may be as low as 640
_INT64 = 1 << 63


class Kind(StrEnum):
    """The kind of a JSON value; `literal` is true, false, null and the non-standard NaN."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    NUMBER = "number"
    LITERAL = "literal"


@dataclass(slots=True)
class Node:
    """One JSON value: `plain` is what a common JSON library would give (last member wins).

    `children` are the members or elements in order, with the key of each (elements have "").
    `text` holds the letters of a number or literal; `skipped` marks a container not looked into.
    """

    kind: Kind
    plain: Any
    text: str = ""
    children: list[tuple[str, "Node"]] = field(default_factory=list)
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Irregularity:
    """Something that a strict reader refuses; `depth` is 0 for a top-level member."""

    kind: AnomalyKind
    pointer: Pointer
    depth: int
    member: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text holds: its value as far as it could be read, and all irregularities in order."""

    root: Node | None
    complete: bool
    irregularities: tuple[Irregularity, ...]


def escape_pointer(key: str) -> str:
    """One reference token of an RFC 6901 JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def child_pointer(pointer: Pointer, step: str) -> Pointer:
    """The pointer one step further.

    Beyond `MAX_POINTER` characters it stays as it is, so that deep values under long names
    cost no memory; such a pointer is to be given up, see `usable_pointer`.
    """
    if len(pointer) > MAX_POINTER:
        return pointer
    return f"{pointer}/{escape_pointer(step[: MAX_POINTER + 1])}"


def usable_pointer(pointer: Pointer) -> Pointer:
    """The pointer, or for one that is too long that of the whole part."""
    return pointer if len(pointer) <= MAX_POINTER else ""


def read_number(text: str, *, whole: bool) -> tuple[int | float, bool]:
    """The value of a JSON number and whether it is absurd.

    Absurd is an integer beyond 64 bits, a float beyond the range of a double (it becomes
    infinite), and a number of more than `MAX_DIGITS` characters (not converted at all).
    RFC 7493 section 2.2 asks to stay within what a double holds.
    """
    if len(text) > MAX_DIGITS:
        return float("-inf" if text[0] == "-" else "inf"), True
    if whole:
        number = int(text)
        return number, not -_INT64 <= number < _INT64
    value = float(text)
    return value, value in (float("inf"), float("-inf"))
