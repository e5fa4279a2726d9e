"""Counting what is distinct in bounded memory: the smallest hashes stand for all.

A sketch keeps the `size` smallest of all hashes; while there are no more, the count is exact.
Above that, how close together the smallest stand tells how many there are
(Bar-Yossef et al., "Counting Distinct Elements in a Data Stream", 2002);
the standard error is 1 / sqrt(size - 2).
Two sketches of the same hash make the one of both inputs, in whatever order they are merged.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Generic, TypeVar
from zlib import crc32

V = TypeVar("V")

HEAD_BITS, TAIL_BITS = 32, 64
HIGHEST = (1 << HEAD_BITS) - 1


def digest_of(*parts: bytes, size: int = 16) -> bytes:
    """A hash of some byte strings, as so many bytes; the parts are kept apart."""
    digest = blake2b(digest_size=size)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def tail_of(*parts: bytes) -> int:
    """What tells apart two things of one head."""
    return int.from_bytes(digest_of(*parts, size=TAIL_BITS // 8), "big")


head_of = crc32
"""A hash that costs little, and only tells whether the tail is worth its price."""


@dataclass(slots=True, eq=False)
class Sketch(Generic[V]):  # noqa: PLW1641 - it changes, so nobody may hash it
    """The smallest hashes, each with a value. A hash has a head, that is cheap, and a tail.

    `limit`: no head above it can be among the smallest; it never grows.
    `join` makes one value of two for the same hash.
    """

    size: int
    join: Callable[[V, V], V]
    kept: dict[int, V] = field(default_factory=dict)
    more: bool = False  # than are kept
    limit: int = HIGHEST

    def add(self, head: int, tail: int, value: V) -> None:
        """Count one thing; things of a head above the limit need not be told."""
        key = head << TAIL_BITS | tail
        known = self.kept.get(key)
        self.kept[key] = value if known is None else self.join(known, value)
        if len(self.kept) > 2 * self.size:
            self.trim()

    def trim(self) -> None:
        """Keep the smallest only."""
        if len(self.kept) > self.size:
            smallest = sorted(self.kept)[: self.size]
            self.kept = {key: self.kept[key] for key in smallest}
            self.more = True
            self.limit = smallest[-1] >> TAIL_BITS

    def merged(self, other: "Sketch[V]") -> "Sketch[V]":
        """The sketch of both inputs; neither is changed."""
        both = Sketch(self.size, self.join, dict(self.kept), self.more or other.more)
        for key, value in other.kept.items():
            known = both.kept.get(key)
            both.kept[key] = value if known is None else self.join(known, value)
        both.trim()
        both.limit = min(both.limit, self.limit, other.limit)
        return both

    @property
    def exact(self) -> bool:
        """Whether `count` is no estimate."""
        return not self.more and len(self.kept) <= self.size

    @property
    def count(self) -> int:
        """How many distinct things there are."""
        self.trim()
        if self.exact:
            return len(self.kept)
        told = sum(key >> TAIL_BITS <= self.limit for key in self.kept)
        if told < self.size:  # a part alone, without those that set the limit
            return round(told * (HIGHEST + 1) / (self.limit + 1))
        share = (max(self.kept) + 1) / (1 << HEAD_BITS + TAIL_BITS)
        return round((self.size - 1) / share)

    @property
    def part(self) -> float:
        """Which part of all things is kept: 1 while the count is exact."""
        return 1.0 if self.exact else len(self.kept) / max(1, self.count)

    def __iter__(self) -> Iterator[tuple[int, V]]:
        self.trim()
        return iter(sorted(self.kept.items()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sketch):
            return NotImplemented
        return (self.size, list(self), self.exact) == (other.size, list(other), other.exact)


class Running(Generic[V]):
    """The sketch of the part that is being read, with the limit of all that this process read.

    What is above that limit cannot be among the smallest of the whole input,
    since all parts come together in the end; so the further, the less there is to note.
    """

    def __init__(self, size: int, join: Callable[[V, V], V]) -> None:
        self._join = join
        self._all: Sketch[None] = Sketch(size, either)
        self._part: Sketch[V] = Sketch(size, join)
        self.limit = HIGHEST

    def add(self, head: int, tail: int, value: V) -> None:
        """As for a sketch."""
        self._part.add(head, tail, value)
        self._all.add(head, tail, None)
        self.limit = self._all.limit

    def next_part(self) -> Sketch[V]:
        """The sketch of the part that ends here."""
        part = self._part
        part.more |= self._all.more
        part.limit = min(part.limit, self.limit)
        self._part = Sketch(part.size, self._join)
        return part


def either(one: None, other: None) -> None:
    """Join nothing and nothing."""
    del one, other
