"""What is known of the lines that were read: a value of bounded size that can be merged.

Merging is associative and commutative, and the empty tally is its identity: parts of a log may be
read in any order, by any number of processes and machines, and come to the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

from tokenlint.audit.bounded import Few, Number, Table
from tokenlint.audit.event import Event
from tokenlint.audit.outcome import Party
from tokenlint.source import Problem

MOST_GROUPS: Final = 2_000
MOST_PARTIES: Final = 2_000
MOST_SCOPES: Final = 500  # distinct scopes of one party
MOST_USED: Final = 1_000  # distinct capabilities that one party used
MOST_SPREAD: Final = 20_000  # tokens whose addresses are counted
MOST_PLACES: Final = 64  # addresses and services of one token that are told apart
MOST_NAMED: Final = 1_000  # tokens of a group, or of a party, that are told apart
MOST_KINDS: Final = 1_000  # kinds of unread lines, by their files
MOST_OBSERVED: Final = 100_000
EXAMPLES: Final = 5
_MOST_PROBLEMS: Final = 1_000


class At(NamedTuple):
    """A line of a log as an example; ordered by time, then by place.

    `offset` counts unpacked bytes, `line` from 1, 0 where it is yet to be found out.
    No two lines share a place, so that events are never compared.
    """

    time: float
    origin: str
    offset: int
    line: int
    event: Event
    scope: str = ""


Examples = tuple[At, ...]


def first_ones(one: Examples, other: Examples, most: int = EXAMPLES) -> Examples:
    """The first of both."""
    return tuple(sorted({each[:3]: each for each in (*one, *other)}.values())[:most])


class GroupKey(NamedTuple):
    """What noted operations have in common; the gravest come first."""

    gravity: int  # of the cause, in the order of `Cause`
    mild: bool  # it loses nothing that was stored
    outside: bool
    operation: str
    party: tuple[str, str, str]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that were noted for one reason."""

    count: int
    tokens: Few[str]
    seen: Examples
    seconds: float = 0.0

    @property
    def weight(self) -> int:
        """Operations."""
        return self.count

    def merged(self, other: "Group") -> "Group":
        """Those of both."""
        return Group(
            self.count + other.count,
            self.tokens.merged(other.tokens),
            first_ones(self.seen, other.seen),
            max(self.seconds, other.seconds),
        )


@dataclass(frozen=True, slots=True)
class Work:
    """What a party did: `scopes` are those of its tokens (text and profile)."""

    operations: int
    tokens: Few[str]
    scopes: Few[tuple[str, str]]
    used: Table[str, Number]
    first: float
    last: float

    @property
    def weight(self) -> int:
        """Operations."""
        return self.operations

    def merged(self, other: "Work") -> "Work":
        """That of both."""
        return Work(
            self.operations + other.operations,
            self.tokens.merged(other.tokens),
            self.scopes.merged(other.scopes),
            self.used.merged(other.used),
            min(self.first, other.first),
            max(self.last, other.last),
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """From where, and at which services, one token was used.

    `seen` are the first lines, by place, of the first addresses and services.
    `explained` is how many services its audience names.
    """

    operations: int
    party: tuple[str, str, str]
    clients: Few[str]
    services: Few[str]
    seen: Examples
    held: tuple[str, ...] = ()
    explained: int = 1

    @property
    def weight(self) -> int:
        """Operations."""
        return self.operations

    def merged(self, other: "Spread") -> "Spread":
        """That of both."""
        return Spread(
            self.operations + other.operations,
            min(self.party, other.party),
            self.clients.merged(other.clients),
            self.services.merged(other.services),
            first_apart(self.seen, other.seen),
            min(self.held, other.held),
            max(self.explained, other.explained),
        )


def first_apart(one: Examples, other: Examples) -> Examples:
    """Of both, the first line of each pair of address and service, and the first of these lines."""
    first: dict[tuple[str, str], At] = {}
    for each in sorted({each[1:3]: each for each in (*one, *other)}.values(), key=_by_place):
        first.setdefault((each.event.client, each.event.service), each)
    return tuple(first.values())[:EXAMPLES]


def _by_place(at: At) -> tuple[str, int]:
    return at.origin, at.offset


@dataclass(frozen=True, slots=True)
class Broken:
    """Lines of one file that could not be used for one reason, and the first of them."""

    count: int
    offset: int
    line: int
    reason: str

    @property
    def weight(self) -> int:
        """Lines."""
        return self.count

    def merged(self, other: "Broken") -> "Broken":
        """Those of both."""
        first = min(self, other, key=lambda each: (each.offset, each.line, each.reason))
        return replace(first, count=self.count + other.count)


@dataclass(frozen=True, slots=True)
class Often:
    """Equal operations: how many, from when to when."""

    count: int
    first: float
    last: float

    @property
    def weight(self) -> int:
        """Operations."""
        return self.count

    def merged(self, other: "Often") -> "Often":
        """Those of both."""
        first, last = min(self.first, other.first), max(self.last, other.last)
        return Often(self.count + other.count, first, last)


ObservedKey = tuple[str, str, str, str, str, str]
"""Workflow, token, operation, service, path, and the new path of a rename."""


@dataclass(frozen=True, slots=True)
class Tally:
    """All that an audit keeps of what it has read.

    `left` counts what was not judged, by a word that says why.
    `first` and `last` are inf and -inf where no time is known.
    """

    size: int = 0  # bytes, unpacked
    lines: int = 0
    events: int = 0
    allowed: int = 0
    refused: int = 0
    undecided: int = 0
    judged: int = 0
    passed_over: int = 0
    first: float = float("inf")
    last: float = float("-inf")
    products: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    unread: Table[tuple[str, str], Broken] = field(default_factory=partial(Table, MOST_KINDS))
    groups: Table[GroupKey, Group] = field(default_factory=partial(Table, MOST_GROUPS))
    works: Table[tuple[str, str, str], Work] = field(default_factory=partial(Table, MOST_PARTIES))
    spreads: Table[tuple[str, str], Spread] = field(default_factory=partial(Table, MOST_SPREAD))
    observed: Table[ObservedKey, Often] = field(default_factory=partial(Table, MOST_OBSERVED))
    problems: tuple[Problem, ...] = ()

    def merged(self, other: "Tally") -> "Tally":
        """The tally of both inputs."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in _SUMS}
        return Tally(
            **sums,
            first=min(self.first, other.first),
            last=max(self.last, other.last),
            products=_added(self.products, other.products),
            left=_added(self.left, other.left),
            unread=self.unread.merged(other.unread),
            groups=self.groups.merged(other.groups),
            works=self.works.merged(other.works),
            spreads=self.spreads.merged(other.spreads),
            observed=self.observed.merged(other.observed),
            problems=_first_problems(self.problems, other.problems),
        )

    def with_problems(self, problems: Iterable[Problem]) -> "Tally":
        """The same with further problems."""
        return replace(self, problems=_first_problems(self.problems, tuple(problems)))

    def __repr__(self) -> str:
        return f"Tally(lines={self.lines}, events={self.events})"


_SUMS: Final = (
    "size",
    "lines",
    "events",
    "allowed",
    "refused",
    "undecided",
    "judged",
    "passed_over",
)


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    both = dict(one)
    for key, count in other.items():
        both[key] = both.get(key, 0) + count
    return both


def _first_problems(one: tuple[Problem, ...], other: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Each once, in an order of their own."""
    return tuple(sorted({*one, *other}, key=_place_and_words)[:_MOST_PROBLEMS])


def _place_and_words(problem: Problem) -> tuple[str, int, int, str, str, str, str]:
    source = problem.source
    words = source.pointer, problem.reason, problem.kind, problem.advice
    return source.file, source.line, source.column, *words


def party_of(key: tuple[str, str, str]) -> Party:
    """The party of a key."""
    return Party(*key)
