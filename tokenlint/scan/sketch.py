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
from heapq import nsmallest
from typing import Generic, TypeVar

V = TypeVar("V")

HEAD_BITS, TAIL_BITS = 32, 64
HIGHEST = (1 << HEAD_BITS) - 1


def tail_of(*parts: bytes) -> int:
    """What tells apart two things of one head; parts are kept apart."""
    digest = blake2b(digest_size=TAIL_BITS // 8)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return int.from_bytes(digest.digest(), "big")


@dataclass(slots=True, eq=False)
class Sketch(Generic[V]):
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
            smallest = nsmallest(self.size, self.kept)
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
