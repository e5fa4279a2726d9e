"""What is simulated: streams of tokens, an issuer, its outages, and how clients ask again.

Times are in seconds from the start of the simulation, rates are events a second.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tokenlint.frontier.model import Issuer, Stream

AT_ONCE: Final = 1.0  # what a new connection and its answer take of a client that does not wait


class RetryKind(StrEnum):
    """How a client whose request failed asks again."""

    FIXED = "fixed"
    EXPONENTIAL = "exponential"
    IMMEDIATE = "immediate"


@dataclass(frozen=True, slots=True)
class Retry:
    """The pauses between a failed request and the next one.

    fixed: `first` each time; exponential: `first`, then `factor` times the last one, at most
    `most`; immediate: `AT_ONCE`. With `jitter` a pause is drawn uniformly from (0, pause].
    """

    kind: RetryKind = RetryKind.FIXED
    first: float = 60.0
    most: float = 3_600.0
    factor: float = 2.0
    jitter: bool = False


class Work(StrEnum):
    """How long the work of one passing chain lasts: as the formulas assume, or always the same."""

    EXPONENTIAL = "exponential"
    CONSTANT = "constant"


class Begins(StrEnum):
    """How passing chains begin: independently of each other, or one after each 1 / rate."""

    POISSON = "poisson"
    REGULAR = "regular"


class Phases(StrEnum):
    """The ages of standing tokens at the start: independent, or all of them new at one instant."""

    RANDOM = "random"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Spells:
    """Busy spells: for `seconds` chains begin at the peak rate of their stream.

    Between spells they begin at `quiet` of the mean rate. There is one spell in each period,
    at a random place of it; the period follows, so that the mean rate is the stream's.
    """

    seconds: float = 60.0
    quiet: float = 0.8


@dataclass(frozen=True, slots=True)
class Held:
    """A stream and the lifetime of its tokens in seconds."""

    stream: Stream
    lifetime: float


@dataclass(frozen=True, slots=True)
class Down:
    """From `start` on the issuer refuses every request for so many seconds.

    `worst`: at that time every token that has successors is about to be renewed.
    """

    start: float
    seconds: float
    worst: bool = False

    @property
    def end(self) -> float:
        """When it answers again."""
        return self.start + self.seconds


@dataclass(frozen=True, slots=True)
class Scenario:
    """All that one simulation needs, except for its seed.

    The issuer is one server that works first come, first served, a request for
    `cost / capacity` seconds each, and does not notice that a client has gone away.
    A client gives up on a request after `timeout` and asks again as `retry` says;
    where that is None, after the pause that its stream names.
    `refusal` is how long it takes a client to learn that the issuer is down.
    `window` is the width in seconds over which peaks are taken.
    """

    held: tuple[Held, ...]
    issuer: Issuer
    horizon: float
    downs: tuple[Down, ...] = ()
    retry: Retry | None = None
    timeout: float = 30.0
    refusal: float = 0.0
    window: float = 1.0
    spells: Spells | None = None
    work: Work = Work.EXPONENTIAL
    begins: Begins = Begins.POISSON
    phases: Phases = Phases.RANDOM
    most_events: float = 200e6


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the time in which the issuer answers all the while, or not at all.

    `keys`: when it begins, services have dropped the keys of the issuer.
    """

    start: float
    end: float
    down: Down | None = None
    keys: bool = False


def spans(scenario: Scenario) -> tuple[Span, ...]:
    """The whole time, cut where an outage begins, ends, or outlasts the keys of the services."""
    found: list[Span] = []
    now, keys = 0.0, scenario.issuer.key_cache
    for down in scenario.downs:
        found.append(Span(now, down.start))
        last = min(down.end, scenario.horizon)
        dry = min(down.start + keys, last)
        found.append(Span(down.start, dry, down))
        if dry < last:
            found.append(Span(dry, last, down, keys=True))
        now = last
    return (*found, Span(now, scenario.horizon))
