"""The structure of a regular expression.

Signs are the 128 of ASCII and one that stands for all others; a set of them is a bit mask.
"""

from dataclasses import dataclass
from typing import Literal

_ASCII = 128
OTHER = 1 << _ASCII
EVERY = (1 << (_ASCII + 1)) - 1


def mask_of(signs: str) -> int:
    """The set of the signs of a text."""
    mask = 0
    for sign in signs:
        mask |= 1 << ord(sign) if sign.isascii() else OTHER
    return mask


def between(first: str, last: str) -> int:
    """The set of the signs from `first` to `last`, both included."""
    low, high = ord(first), ord(last)
    ascii_part = ((1 << min(high + 1, _ASCII)) - 1) & ~((1 << min(low, _ASCII)) - 1)
    return ascii_part | (OTHER if high >= _ASCII else 0)


NEWLINE = mask_of("\n")
ANY = EVERY & ~NEWLINE
DIGITS = mask_of("0123456789")
LOWER = between("a", "z")
UPPER = between("A", "Z")
WORD = DIGITS | LOWER | UPPER | mask_of("_")
SPACE = mask_of(" \t\n\r\f\v")


def any_case(mask: int) -> int:
    """The set with the letters of the other case."""
    shift = ord("a") - ord("A")
    return mask | (mask & UPPER) << shift | (mask & LOWER) >> shift


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sign out of a set; `literal` is the sign where the expression names it."""

    signs: int
    literal: str = ""

    @property
    def any_sign(self) -> bool:
        """Whether it is a plain dot."""
        return self.signs == ANY


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start or the end of the text."""

    at: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; there are two at least."""

    options: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same `least` to `most` times; no `most`: without limit."""

    item: "Node"
    least: int
    most: int | None


Node = Leaf | Anchor | Sequence | Choice | Repeat

EMPTY = Sequence(())


def nullable(node: Node) -> bool:
    """Whether the empty text matches; an anchor counts as something that can fail."""
    match node:
        case Sequence(items):
            return all(nullable(item) for item in items)
        case Choice(options):
            return any(nullable(option) for option in options)
        case Repeat(item, least, _):
            return least == 0 or nullable(item)
        case _:
            return False
