"""Counting the lines of a log: most of them the short way, by what was decided before.

A lane is what was decided for one token, operation and service: in this span of time, below these
paths, an allowed operation is as it should be. What fits a lane is counted there and forgotten;
everything else takes the longer way and is judged.
"""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.join import Ledger, Match
from tokenlint.audit.readers.clock import LATEST
from tokenlint.audit.rights import OPERATIONS, Book, climbs
from tokenlint.audit.sums import Line, Placed, Sums
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Judged, Terms, judged
from tokenlint.privilege.operation import Operation

_MOST_LANES: Final = 100_000
_LATE: Final = float("inf")
_TWO_PATHS: Final = frozenset({Operation.RENAME.value, Operation.RENAME_OVER.value})
_key_of = attrgetter(
    "token_id",
    "operation",
    "service",
    "fingerprint",
    "subject",
    "issuer",
    "scope",
    "audience",
    "expiry",
    "not_before",
    "workflow",
)


class Lane:
    """What is as it should be, how often it was seen, and when; see the module."""

    __slots__ = (
        "clients",
        "end",
        "first",
        "last",
        "match",
        "opens",
        "said",
        "shorts",
        "start",
        "workflow",
    )

    def __init__(
        self, match: Match, said: Judged, shorts: list[list[Any]], skew: float, workflow: str
    ) -> None:
        start, end = said.span or (float("-inf"), _LATE)
        self.opens, self.end = start - skew, min(end + skew, LATEST)
        self.match = match
        self.said = said
        self.shorts = shorts
        self.workflow = workflow
        self.rest()

    def fitting(self, event: Event) -> list[Any] | None:
        """By which path an event is as it should be; None where it has to be judged."""
        if not (event.allowed and event.count == 1 and self.opens <= event.time < self.end):
            return None
        path = event.path
        if climbs(path):
            return None
        return next((short for short in self.shorts if path.startswith(short[0])), None)

    def rest(self) -> None:
        """Nothing is counted; the next event takes the longer way, and wakes the lane."""
        for short in self.shorts:
            short[1] = 0
        self.start = self.first = _LATE
        self.last = float("-inf")
        self.clients: set[str] = set()


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
        if self.observing:
            for event in events:
                self.longer(event, placed)
            return
        find, key_of = self._lanes.get, _key_of
        for event in events:
            lane = find(key_of(event))
            if (
                lane is not None
                and lane.start <= event.time < lane.end
                and event.allowed is True
                and event.count == 1
                and event.client in lane.clients
                and not climbs(event.path)
            ):
                path = event.path
                for short in lane.shorts:
                    if path.startswith(short[0]):
                        short[1] += 1
                        lane.last = max(lane.last, event.time)
                        break
                else:
                    self.longer(event, placed)
            else:
                self.longer(event, placed)

    def longer(self, event: Event, placed: Placed) -> None:
        """Judge one event."""
        sums = self.sums
        if not event.operation:
            sums.passed_over += 1
            return
        lane = None if self.observing else self._lanes.get(_key_of(event))
        if lane is not None and (short := lane.fitting(event)):
            sums.spread(Line(event, lane.match, placed), 0)  # the lane counts it
            short[1] += 1
            self._wake(lane, event)
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
        if event.allowed and said.permitted and event.time != NO_TIME and not self.observing:
            self._open(event, match, said)

    def _open(self, event: Event, match: Match, said: Judged) -> None:
        """Let events like this one take the short way from now on."""
        if event.operation in _TWO_PATHS:
            return
        key = _key_of(event)
        lane = self._lanes.get(key)
        if lane is None or lane.said.facts is not said.facts or lane.said.span != said.span:
            lane = self._new_lane(key, event, match, said)
        if lane is None:
            return
        self._wake(lane, event)

    def _wake(self, lane: Lane, event: Event) -> None:
        """Let the lane count events like this one, which is counted already."""
        if lane.start == _LATE:
            self._awake.append(lane)
        lane.first = min(lane.first, event.time)
        lane.start = max(lane.opens, lane.first)
        lane.last = max(lane.last, event.time)
        lane.clients.add(event.client)

    def lane_of(self, event: Event) -> Lane | None:
        """The lane of events like this one."""
        return self._lanes.get(_key_of(event))

    def _new_lane(
        self, key: tuple[Any, ...], event: Event, match: Match, said: Judged
    ) -> Lane | None:
        rule = self.book.rule(said.facts, OPERATIONS[event.operation])
        if not rule.short:
            return None
        old = self._lanes.pop(key, None)
        if old is not None:
            self._count(old)
        if len(self._lanes) >= _MOST_LANES:
            self._close()
            self._lanes.clear()
        shorts = [[each.prefix, 0, each.used] for each in rule.short]
        lane = self._lanes[key] = Lane(match, said, shorts, self.terms.skew, event.workflow)
        return lane

    def _close(self) -> None:
        """Count what the lanes have seen, and let them rest."""
        for lane in self._awake:
            self._count(lane)
        self._awake.clear()

    def _count(self, lane: Lane) -> None:
        if lane.start != _LATE:
            self.sums.lane(lane)
            lane.rest()

    def finish(self) -> Tally:
        """What all came to; the next tally begins empty."""
        self.end_of_file()
        return self.sums.finish()

    def end_of_file(self) -> None:
        """What comes next is of another file."""
        self._close()
