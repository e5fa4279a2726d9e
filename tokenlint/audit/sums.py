"""The sums of what was judged, while lines come; `finish` makes a tally of them."""

from collections import Counter as Tallied
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from msgspec.structs import replace

from tokenlint.audit.bounded import Filling
from tokenlint.audit.entries import (
    MOST_GROUPS,
    MOST_OBSERVED,
    MOST_PARTIES,
    MOST_SPREAD,
    GroupKey,
)
from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.facts import Facts, Rights, scope_shortened
from tokenlint.audit.first_lines import At
from tokenlint.audit.join import Match, token_name
from tokenlint.audit.outcome import Cause
from tokenlint.audit.rights import OPERATIONS, Book
from tokenlint.audit.running import OpenGroup, OpenSpread, OpenWork, Unreads
from tokenlint.audit.sightings import Named, Sightings
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Judged, Terms, service_key, service_named
from tokenlint.credentials.redact import shown
from tokenlint.privilege.operation import destructive
from tokenlint.services.decision import Verdict
from tokenlint.source import Problem

if TYPE_CHECKING:
    from tokenlint.audit.lanes import Lane

_GRAVITY: Final = {cause: rank for rank, cause in enumerate(Cause)}
_MILD: Final = {name: not destructive(each) for name, each in OPERATIONS.items()}
_INF: Final = float("inf")


class Placed(Protocol):
    """Tells where the events of a batch stand."""

    origin: str

    def place(self, line: int) -> tuple[int, int]:
        """What orders the lines of the file, and the line where it is known (else 0)."""
        ...


class Line(NamedTuple):
    """An event, what is known of its token, and where it stands."""

    event: Event
    match: Match | None
    placed: Placed

    @property
    def token(self) -> str:
        """What names its token; empty where it is not one token that is meant."""
        return self.match.token if self.match else token_name(self.event)

    def at(self, scope: str = "") -> At:
        """As an example."""
        event = self.event
        time = _INF if event.time == NO_TIME else event.time
        offset, line = self.placed.place(event.line)
        placed = event if event.line == line else replace(event, line=line)
        return At(time, self.placed.origin, offset, line, placed, scope)


def party_at(event_workflow: str, facts: Facts) -> tuple[str, str, str]:
    """Whose operation it is, by the facts of the token."""
    return event_workflow or facts.workflow, facts.issuer, facts.client


@dataclass(slots=True)
class Sums:
    """All sums of one job."""

    terms: Terms = field(default_factory=Terms)
    observing: bool = False
    size: int = 0
    lines: int = 0
    events: int = 0
    allowed: int = 0
    refused: int = 0
    undecided: int = 0
    judged: int = 0
    passed_over: int = 0
    first: float = _INF
    last: float = -_INF
    products: "Tallied[str]" = field(default_factory=Tallied)
    left: "Tallied[str]" = field(default_factory=Tallied)
    unread: Unreads = field(default_factory=Unreads)
    groups: Filling[GroupKey, OpenGroup] = field(init=False)
    works: Filling[tuple[str, str, str], OpenWork] = field(init=False)
    spreads: Filling[tuple[str, str], OpenSpread] = field(init=False)
    seen: Sightings = field(init=False)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.groups = Filling(MOST_GROUPS, OpenGroup)
        self.works = Filling(MOST_PARTIES, OpenWork)
        self.spreads = Filling(MOST_SPREAD, OpenSpread)
        self.seen = Sightings(MOST_OBSERVED)

    def note(self, event: Event) -> None:
        """Count an access."""
        self.events += event.count
        if event.allowed is None:
            self.undecided += event.count
        elif event.allowed:
            self.allowed += event.count
        else:
            self.refused += event.count
        if event.time != NO_TIME:
            self.first = min(self.first, event.time)
            self.last = max(self.last, event.time)

    def spread(self, line: Line, count: int) -> None:
        """Note from where a token came, and to which service; `count` operations are new."""
        token, event = line.token, line.event
        if not token:
            return
        spread = self.spreads.at(("", token))
        service = event.service or self.terms.service
        party = self._party(line)
        spread.operations += count
        spread.take(line, party, service_key(service) if service else "")

    def _party(self, line: Line) -> tuple[str, str, str]:
        event = line.event
        if line.match:
            return party_at(event.workflow, line.match.facts)
        return event.workflow, event.issuer, shown("sub", event.subject)

    def without_facts(self, line: Line) -> None:
        """A line about a token of which nothing is known, or about no token."""
        event = line.event
        if not (event.token_id or event.fingerprint or (event.issuer and event.subject)):
            self.left["no-token"] += event.count  # a name alone may be that of a certificate
        elif event.allowed:
            key = self._key(line, Cause.UNKNOWN_TOKEN, self._party(line), ())
            self._into(key, line, "", 0.0)
        elif event.allowed is False:
            self.left["unknown-token"] += event.count

    def judged_line(self, line: Line, said: Judged, book: Book) -> None:
        """A line whose token's facts are known."""
        event = line.event
        if said.facts.rights is Rights.FOREIGN or said.facts.rights is Rights.UNREADABLE:
            self.left[said.facts.rights.value] += event.count
            return
        self.judged += event.count
        if line.match is not None and not line.match.single:
            self.left["person"] += event.count
        if event.allowed is None:
            return
        if not event.allowed:
            if said.permitted and self._is_for_sure(event, said.facts):
                self._noted(line, Cause.REFUSED, said, book)
            return
        if said.decided.verdict is Verdict.DEPENDS:
            self.left[said.facts.rights.value] += event.count
        self._allowed(line, said, book)

    def _is_for_sure(self, event: Event, facts: Facts) -> bool:
        """Whether time and service are known, so that nothing explains a refusal."""
        served = facts.audience is None or bool(event.service or self.terms.service)
        return served and event.time != NO_TIME

    def _allowed(self, line: Line, said: Judged, book: Book) -> None:
        event, match = line.event, line.match
        causes = said.causes
        if match is not None and not match.single and causes and set(causes) <= _TIMES:
            causes = (Cause.UNKNOWN_TOKEN,)  # another token of the same person
        for cause in causes:
            self._noted(line, cause, said, book)
        work = self.works.at(party_at(event.workflow, said.facts))
        work.take(line, said)
        if self.observing and causes:
            self.left["against"] += event.count
        elif self.observing:
            self.observe(line, said.facts)

    def _noted(self, line: Line, cause: Cause, said: Judged, book: Book) -> None:
        held = book.holding(said.facts).held
        party = party_at(line.event.workflow, said.facts)
        outside = cause is Cause.NOT_PERMITTED and said.decided.elsewhere
        seconds = said.seconds if cause in _TIMES else 0.0
        key = self._key(line, cause, party, held, outside=outside)
        self._into(key, line, scope_shortened(said.facts), seconds)

    def _key(
        self,
        line: Line,
        cause: Cause,
        party: tuple[str, str, str],
        held: tuple[str, ...],
        *,
        outside: bool = False,
    ) -> GroupKey:
        operation = line.event.operation
        return GroupKey(_GRAVITY[cause], _MILD[operation], outside, operation, party, held)

    def _into(self, key: GroupKey, line: Line, scope: str, seconds: float) -> None:
        self.groups.at(key).take(line, scope, seconds)

    def observe(self, line: Line, facts: Facts) -> None:
        """Keep an allowed operation for `tokenlint least --observed`."""
        event = line.event
        seen = self.seen.at(self.named(line, facts), (event.path, event.to))
        seen.take(event.time, event.count)

    def named(self, line: Line, facts: Facts) -> Named:
        """What an observed operation is told by, all but its paths."""
        event = line.event
        service = service_named(facts.audience, event.service or self.terms.service)
        return event.workflow or facts.workflow, line.token, event.operation, service

    def lane(self, lane: "Lane") -> None:
        """Count what took the short way."""
        count = sum(some for _, some in lane.uses())
        self.events += count
        self.allowed += count
        self.judged += count
        self.first = min(self.first, lane.first)
        self.last = max(self.last, lane.last)
        self.works.at(party_at(lane.workflow, lane.said.facts)).add(lane, count)
        if lane.match is not None and not lane.match.single:
            self.left["person"] += count
        if lane.match is not None and lane.match.token:
            self.spreads.at(("", lane.match.token)).operations += count

    def finish(self) -> Tally:
        """The tally of all; the sums begin anew."""
        tally = Tally(
            size=self.size,
            lines=self.lines,
            events=self.events,
            allowed=self.allowed,
            refused=self.refused,
            undecided=self.undecided,
            judged=self.judged,
            passed_over=self.passed_over,
            first=self.first,
            last=self.last,
            products=dict(self.products),
            left=dict(self.left),
            unread=self.unread.finish(),
            groups=self.groups.finish(OpenGroup.frozen),
            works=self.works.finish(OpenWork.frozen),
            spreads=self.spreads.finish(OpenSpread.frozen),
            observed=self.seen.finish(),
        ).with_problems(self.problems)
        Sums.__init__(self, self.terms, self.observing)
        return tally


_TIMES: Final = frozenset({Cause.EXPIRED, Cause.NOT_YET_VALID})
