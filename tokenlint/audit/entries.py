"""What a tally keeps of each thing that it counts; the bounds of its tables stand here, too.

Each of them can be merged with what another part of the logs says of the same thing.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from tokenlint.audit.bounded import Few, Number, Table
from tokenlint.audit.first_lines import Examples, first_apart, first_ones

MOST_GROUPS: Final = 2_000
MOST_PARTIES: Final = 2_000
MOST_SCOPES: Final = 500  # distinct scopes of one party
MOST_USED: Final = 1_000  # distinct capabilities that one party used
MOST_SPREAD: Final = 20_000  # tokens whose addresses are counted
MOST_PLACES: Final = 64  # addresses and services of one token that are told apart
MOST_NAMED: Final = 1_000  # tokens of a group, or of a party, that are told apart
MOST_KINDS: Final = 1_000  # kinds of unread lines, by their files
MOST_OBSERVED: Final = 100_000


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
