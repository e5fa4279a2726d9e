"""Counting the lines of a log: most of them the short way, by what was decided before.

What fits a lane is counted there and forgotten; everything else is judged.
"""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.join import Ledger, Match
from tokenlint.audit.lanes import Lane
from tokenlint.audit.rights import OPERATIONS, Book, climbs
from tokenlint.audit.sightings import Sightings
from tokenlint.audit.sums import Line, Placed, Sums
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Judged, Terms, judged
from tokenlint.privilege.operation import Operation

MOST_LANES: Final = 60_000
_TWO_PATHS: Final = frozenset({Operation.RENAME.value, Operation.RENAME_OVER.value})
_key_of = attrgetter(
    "token_id",
    "operation",
    "service",
    "client",
    "fingerprint",
    "subject",
    "issuer",
    "scope",
    "audience",
    "expiry",
    "not_before",
    "workflow",
)


@dataclass(slots=True)
class Counter:
    """Takes events of one file after the other; `finish` gives what they come to."""

    ledger: Ledger
    book: Book
    terms: Terms = field(default_factory=Terms)
    observing: bool = False
    sums: Sums = field(init=False)
    _lanes: dict[tuple[Any, ...], Lane] = field(default_factory=dict)
    _awake: list[Lane] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sums = Sums(self.terms, observing=self.observing)

    def take(self, events: list[Event], placed: Placed) -> None:
        """Count some events of one file."""
        find, seen = self._lanes.get, self.seen
        for event in events:
            lane = find(_key_of(event))
            if (
                lane is not None
                and lane.last <= event.time < lane.end
                and event.path.startswith(lane.prefix)
                and event.allowed is True
                and event.count == 1
                and not climbs(event.path)
            ):
                lane.count += 1
                lane.last = event.time
                if seen is not None:
                    lane.observed(seen, event.time, event.path, event.to)
            else:
                self.longer(event, placed)

    @property
    def seen(self) -> Sightings | None:
        """Where observed operations are kept until the next `finish`; None: nobody wants them."""
        return self.sums.seen if self.observing else None

    def longer(self, event: Event, placed: Placed) -> None:
        """Judge one event, unless its lane knows that it is as it should be."""
        sums = self.sums
        if not event.operation:
            sums.passed_over += 1
            return
        lane = self.lane_of(event)
        if lane is not None and self._fits(lane, event, placed):
            return
        sums.note(event)
        match = self.ledger.match(event)
        known = Line(event, match, placed)
        sums.spread(known, event.count)
        if match is None:
            sums.without_facts(known)
            return
        said = judged(event, match, self.book, self.terms)
        sums.judged_line(known, said, self.book)
        if event.allowed and said.permitted and event.time != NO_TIME and _first_of(match, said):
            self._open(known, said)

    def _fits(self, lane: Lane, event: Event, placed: Placed) -> bool:
        """Whether the lane counts the event; one that rested is awake then."""
        rested = lane.resting
        if not event.allowed or event.count != 1 or not lane.counts(event.time, event.path):
            return False
        if self.seen is not None:
            lane.observed(self.seen, event.time, event.path, event.to)
        if rested:
            self._awake.append(lane)
            self.sums.spread(Line(event, lane.match, placed), 0)  # the lane counts it
        return True

    def _open(self, line: Line, said: Judged) -> None:
        """Let events like this one take the short way from now on."""
        event = line.event
        shorts = self.book.rule(said.facts, OPERATIONS[event.operation]).short
        if event.operation in _TWO_PATHS or not shorts:
            return
        key = _key_of(event)
        old = self._lanes.get(key)
        if old is not None:
            if old.said.facts is said.facts and old.said.span == said.span:
                return
            self._count(old)
        if len(self._lanes) >= MOST_LANES:
            self._close()
            self._lanes.clear()
        named = self.sums.named(line, said.facts)
        self._lanes[key] = Lane(said, shorts, line, self.terms.skew, named)

    def lane_of(self, event: Event) -> Lane | None:
        """The lane of events like this one."""
        return self._lanes.get(_key_of(event))

    def _close(self) -> None:
        """Count what the lanes have seen, and let them rest."""
        for lane in self._awake:
            self._count(lane)
        self._awake.clear()

    def _count(self, lane: Lane) -> None:
        if not lane.resting:
            self.sums.lane(lane)
            lane.rest()

    def finish(self) -> Tally:
        """What all came to; the next tally begins empty."""
        self.end_of_file()
        return self.sums.finish()

    def end_of_file(self) -> None:
        """What comes next is of another file."""
        self._close()


def _first_of(match: Match, said: Judged) -> bool:
    """Whether no other shape of the tokens could permit another path, and be the one that counts.

    Of shapes that permit the same, the first counts.
    """
    return said.facts is match.shapes[0].facts
