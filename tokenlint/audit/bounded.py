"""Values of bounded size that can be merged in any order, and come to what the whole comes to.

Of more things than are kept, the smallest by their order are kept: whatever is not among the
smallest of a part is not among the smallest of the whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Generic, Protocol, Self, TypeVar

K = TypeVar("K", bound=Any)


class Weighed(Protocol):
    """What counts some things."""

    @property
    def weight(self) -> int:
        """How many."""
        ...


class Mergeable(Weighed, Protocol):
    """What two parts make of one thing."""

    def merged(self, other: Self, /) -> Self:
        """What both come to."""
        ...


W = TypeVar("W", bound=Weighed)
V = TypeVar("V", bound=Mergeable)


@dataclass(frozen=True, slots=True)
class Few(Generic[K]):
    """Some distinct things: all of them up to `most`, else the smallest; `more` tells of others."""

    most: int
    kept: frozenset[K] = frozenset()
    more: bool = False

    @classmethod
    def of(cls, things: Iterable[K], most: int) -> "Few[K]":
        """Those of these."""
        return bounded(frozenset(things), most)

    def merged(self, other: "Few[K]") -> "Few[K]":
        """Those of both."""
        return bounded(self.kept | other.kept, self.most, more=self.more or other.more)

    def __len__(self) -> int:
        return len(self.kept)

    def __iter__(self) -> Iterator[K]:
        return iter(sorted(self.kept))


def bounded(things: AbstractSet[K], most: int, *, more: bool = False) -> Few[K]:
    """A few of some things; `more` tells that there were others before."""
    if len(things) > most:
        return Few(most, frozenset(sorted(things)[:most]), more=True)
    return Few(most, frozenset(things), more)


@dataclass(frozen=True, slots=True)
class Number:
    """A count, as a thing that can be merged."""

    weight: int

    def merged(self, other: "Number") -> "Number":
        """The sum."""
        return Number(self.weight + other.weight)


@dataclass(frozen=True, slots=True)
class Table(Generic[K, V]):
    """Things by their keys: the smallest `most` keys; `left_out` weighs what the others count."""

    most: int
    kept: Mapping[K, V] = field(default_factory=dict)
    left_out: int = 0

    @classmethod
    def of(cls, things: Mapping[K, V], most: int) -> "Table[K, V]":
        """The table of these."""
        return cls(most, *smallest(things, most))

    def merged(self, other: "Table[K, V]") -> "Table[K, V]":
        """The table of both."""
        both = dict(self.kept)
        for key, value in other.kept.items():
            mine = both.get(key)
            both[key] = value if mine is None else mine.merged(value)
        kept, left_out = smallest(both, self.most)
        return Table(self.most, kept, self.left_out + other.left_out + left_out)


def smallest(things: Mapping[K, W], most: int) -> tuple[dict[K, W], int]:
    """The things of the smallest keys, and what the others weigh."""
    if len(things) <= most:
        return dict(things), 0
    ordered = sorted(things.items(), key=itemgetter(0))
    return dict(ordered[:most]), sum(value.weight for _, value in ordered[most:])


class Filling(Generic[K, W]):
    """A table that is being filled, a thing at a time; it holds at most twice what is kept.

    Once it was full, a key above all that were kept can never be among the smallest any more:
    all things of such keys are one, of which only the weight counts.
    """

    def __init__(self, most: int, new: Callable[[], W]) -> None:
        self._most = most
        self._new = new
        self._begin()

    def _begin(self) -> None:
        self.things: dict[K, W] = {}
        self._left_out = 0
        self._greatest: K | None = None  # of those that were kept when it was full
        self._others = self._new()

    def at(self, key: K) -> W:
        """The thing of a key, a new one where there is none."""
        if self._greatest is not None and key > self._greatest:
            return self._others
        found = self.things.get(key)
        if found is None:
            if len(self.things) >= 2 * self._most:
                self.things, left_out = smallest(self.things, self._most)
                self._left_out += left_out
                self._greatest = next(reversed(self.things))
                return self.at(key)
            found = self.things[key] = self._new()
        return found

    def finish(self, freeze: Callable[[W], V]) -> "Table[K, V]":
        """The table of all, each thing as it is kept; the next one begins empty."""
        kept, left_out = smallest(self.things, self._most)
        table = Table(self._most, {key: freeze(each) for key, each in kept.items()})
        table = Table(table.most, table.kept, self._left_out + left_out + self._others.weight)
        self._begin()
        return table
