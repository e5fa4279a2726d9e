"""Things of a tally while they grow; each has its own bounds."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tokenlint.audit.bounded import Few, Filling, Number, Table, bounded
from tokenlint.audit.entries import (
    MOST_KINDS,
    MOST_NAMED,
    MOST_PLACES,
    MOST_SCOPES,
    MOST_USED,
    Broken,
    Group,
    Often,
    Spread,
    Work,
)
from tokenlint.audit.event import NO_TIME
from tokenlint.audit.first_lines import EXAMPLES, At, first_apart, first_ones

if TYPE_CHECKING:
    from tokenlint.audit.lanes import Lane
    from tokenlint.audit.sums import Line
    from tokenlint.audit.verdict import Judged

_INF: Final = float("inf")


@dataclass(slots=True)
class Names:
    """Distinct names, at most twice `most` of them."""

    most: int
    kept: set[str] = field(default_factory=set)
    more: bool = False

    def add(self, name: str) -> None:
        """Take one more."""
        kept = self.kept
        kept.add(name)
        if len(kept) > 2 * self.most:
            self.kept, self.more = set(sorted(kept)[: self.most]), True

    def frozen(self) -> Few[str]:
        """As they are kept."""
        return bounded(self.kept, self.most, more=self.more)


@dataclass(slots=True)
class OpenGroup:
    """Noted operations that have the same in common."""

    count: int = 0
    seconds: float = 0.0
    tokens: Names = field(default_factory=lambda: Names(MOST_NAMED))
    seen: tuple[At, ...] = ()

    @property
    def weight(self) -> int:
        """Operations."""
        return self.count

    def take(self, line: "Line", scope: str, seconds: float) -> None:
        """One more; kept as an example where it is one of the first."""
        self.count += line.event.count
        self.seconds = max(self.seconds, seconds)
        if line.token:
            self.tokens.add(line.token)
        time = line.event.time
        if len(self.seen) == EXAMPLES and self.seen[-1].time < (_INF if time == NO_TIME else time):
            return
        self.seen = first_ones(self.seen, (line.at(scope),))

    def frozen(self) -> Group:
        """As it is kept."""
        return Group(self.count, self.tokens.frozen(), self.seen, self.seconds)


@dataclass(slots=True)
class OpenWork:
    """What a party did."""

    operations: int = 0
    first: float = _INF
    last: float = -_INF
    tokens: Names = field(default_factory=lambda: Names(MOST_NAMED))
    scopes: set[tuple[str, str]] = field(default_factory=set)
    more_scopes: bool = False
    used: Filling[str, "_Count"] = field(default_factory=lambda: Filling(MOST_USED, _Count))

    @property
    def weight(self) -> int:
        """Operations."""
        return self.operations

    def take(self, line: "Line", said: "Judged") -> None:
        """One allowed operation."""
        self.operations += line.event.count
        time = line.event.time
        if time != NO_TIME:
            self.first, self.last = min(self.first, time), max(self.last, time)
        self._token(line.token, said)
        if said.decided.used:
            self.used.at(said.decided.used).weight += line.event.count

    def _token(self, token: str, said: "Judged") -> None:
        if token:
            self.tokens.add(token)
        self.scopes.add((said.facts.scope, said.facts.profile))
        if len(self.scopes) > 2 * MOST_SCOPES:
            self.scopes, self.more_scopes = set(sorted(self.scopes)[:MOST_SCOPES]), True

    def add(self, lane: "Lane", count: int) -> None:
        """What took the short way."""
        self.operations += count
        self.first, self.last = min(self.first, lane.first), max(self.last, lane.last)
        self._token(lane.match.token if lane.match else "", lane.said)
        for used, some in lane.uses():
            self.used.at(used).weight += some

    def frozen(self) -> Work:
        """As it is kept."""
        return Work(
            self.operations,
            self.tokens.frozen(),
            bounded(self.scopes, MOST_SCOPES, more=self.more_scopes),
            self.used.finish(lambda each: Number(each.weight)),
            self.first,
            self.last,
        )


@dataclass(slots=True)
class _Count:
    weight: int = 0


@dataclass(slots=True)
class OpenSpread:
    """From where one token was used."""

    operations: int = 0
    party: tuple[str, str, str] | None = None
    clients: Names = field(default_factory=lambda: Names(MOST_PLACES))
    services: Names = field(default_factory=lambda: Names(MOST_PLACES))
    seen: tuple[At, ...] = ()
    held: tuple[str, ...] = ()
    explained: int = 1
    _pairs: set[tuple[str, str]] = field(default_factory=set)
    _origin: str = ""

    @property
    def weight(self) -> int:
        """Operations."""
        return self.operations

    def take(self, line: "Line", party: tuple[str, str, str], service: str) -> None:
        """From where, and to which service, the token was used."""
        event = line.event
        if self.party is None or party < self.party:
            self.party = party
        if event.client:
            self.clients.add(event.client)
        if service:
            self.services.add(service)
        if line.match and line.match.facts.audience:
            self.explained = max(self.explained, len(line.match.facts.audience))
        self._example(line)

    def _example(self, line: "Line") -> None:
        """The first lines with an address or a service of their own; files come one by one."""
        if self._origin != line.placed.origin:
            self._origin = line.placed.origin
            self._pairs.clear()
        pair = line.event.client, line.event.service
        if pair in self._pairs or len(self._pairs) >= EXAMPLES:
            return  # no later line of the file is among the first
        self._pairs.add(pair)
        self.seen = first_apart(self.seen, (line.at(),))

    def frozen(self) -> Spread:
        """As it is kept."""
        return Spread(
            self.operations,
            self.party or ("", "", ""),
            self.clients.frozen(),
            self.services.frozen(),
            self.seen,
            self.held,
            self.explained,
        )


@dataclass(slots=True)
class OpenOften:
    """Equal operations."""

    weight: int = 0
    first: float = _INF
    last: float = -_INF

    def take(self, time: float, count: int) -> None:
        """So many more."""
        self.weight += count
        if time != NO_TIME:
            self.first, self.last = min(self.first, time), max(self.last, time)

    def frozen(self) -> Often:
        """As it is kept."""
        return Often(self.weight, self.first, self.last)


class Unreads:
    """Lines that could not be used, by their files and the kinds of their faults."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Broken] = {}

    def add(self, origin: str, kind: str, broken: Broken) -> None:
        """Count some."""
        known = self._kept.get((origin, kind))
        self._kept[origin, kind] = broken if known is None else known.merged(broken)

    def finish(self) -> Table[tuple[str, str], Broken]:
        """As they are kept."""
        return Table.of(self._kept, MOST_KINDS)
