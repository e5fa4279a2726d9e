"""What is counted while a simulation runs."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tokenlint.frontier.scenario import Scenario
from tokenlint.frontier.simulate.chains import Floats, Streams, Whole

SLOW: Final = 1.0  # seconds in the queue after which an issuer has not caught up
UNSTARTED: Final = "found no token when it began"
EXPIRED: Final = "lost its token while it worked"
KEYS: Final = "services dropped the keys of the issuer"


@dataclass(slots=True)
class AfterOutage:
    """What one outage did; times are seconds after its end, infinite where it never came so far.

    `at_stake` and `lost` are jobs, by stream: those that ran when it began or began while it
    lasted. `slow` is when the last request waited more than `SLOW`, `refused` when the last holder
    that had been refused was answered or gave up.
    """

    start: float
    end: float
    at_stake: Floats
    lost: Floats
    slow: float = 0.0
    refused: float = 0.0


@dataclass(slots=True)
class Tally:
    """The counts of one replication; arrays have one place for each stream or each window."""

    scenario: Scenario
    streams: Streams
    asked: Floats = field(init=False)  # requests in each window
    alive: Floats = field(init=False)  # change of the tokens alive in each window
    token_seconds: Floats = field(init=False)  # of all tokens, within the horizon
    requests: Floats = field(init=False)
    begun: Floats = field(init=False)
    lost: dict[str, Floats] = field(init=False)  # jobs by reason, then by stream
    outages: list[AfterOutage] = field(default_factory=list)
    events: int = 0
    refused: int = 0  # by an issuer that was down
    gave_up: int = 0  # the client, after its timeout
    longest_queue: int = 0
    longest_wait: float = 0.0
    queue_seconds: float = 0.0  # of all requests in the queue and in service

    def __post_init__(self) -> None:
        windows = int(np.ceil(self.scenario.horizon / self.scenario.window)) + 1
        many = len(self.streams)
        self.asked, self.alive = np.zeros(windows), np.zeros(windows)
        self.token_seconds, self.requests = np.zeros(many), np.zeros(many)
        self.begun = np.zeros(many)
        self.lost = {reason: np.zeros(many) for reason in (UNSTARTED, EXPIRED, KEYS)}

    def ask(self, stream: Whole, arrival: Floats) -> None:
        """Requests that reached the issuer, or would have."""
        self.events += len(arrival)
        self.requests += self._by_stream(stream)
        self._windows(self.asked, arrival, 1.0)

    def skip(self, stream: Whole, times: Floats) -> None:
        """So many requests of each client that were refused: no events, and in no window."""
        self.requests += self._by_stream(stream, times)
        self.refused += int(times.sum())

    def issue(self, stream: Whole, ready: Floats, weight: float = 1.0) -> None:
        """Tokens that were issued, each of which stands for `weight` tokens."""
        horizon = self.scenario.horizon
        expiry = ready + self.streams.lifetime[stream]
        inside = np.minimum(expiry, horizon) - np.clip(ready, 0.0, horizon)
        seconds = np.maximum(inside, 0.0)
        self.token_seconds += weight * self._by_stream(stream, seconds)
        self._windows(self.alive, np.maximum(ready, 0.0), weight)
        self._windows(self.alive, np.maximum(expiry, 0.0), -weight)

    def lose(self, reason: str, stream: Whole, jobs: Floats, of_outage: Floats) -> None:
        """Jobs that were lost, and how many of them were at stake in the last outage."""
        self.lost[reason] += self._by_stream(stream, jobs)
        if self.outages:
            self.outages[-1].lost += self._by_stream(stream, of_outage)

    def wait(self, arrival: Floats, ready: Floats, known: Floats) -> None:
        """How long requests of one batch waited; `ready` may be after its client gave up."""
        waited = ready - arrival
        self.queue_seconds += float(waited.sum())
        longest = float(waited.max())
        self.longest_wait = max(self.longest_wait, longest)
        if longest > SLOW and self.outages and arrival[0] >= self.outages[-1].end:
            last = float(known[np.flatnonzero(waited > SLOW)[-1]])
            self.outages[-1].slow = max(self.outages[-1].slow, last - self.outages[-1].end)

    def answered_again(self, when: Floats) -> None:
        """Holders that had been refused have a token again, or have given up."""
        if len(when) and self.outages:
            last = float(when.max()) - self.outages[-1].end
            self.outages[-1].refused = max(self.outages[-1].refused, last)

    def _by_stream(self, stream: Whole, weights: Floats | None = None) -> Floats:
        if len(self.streams) == 1:
            return np.array([len(stream) if weights is None else weights.sum()], dtype=np.float64)
        return np.bincount(stream, weights, minlength=len(self.streams)).astype(np.float64)

    def _windows(self, into: Floats, times: Floats, weight: float) -> None:
        """Add to the windows in which these times lie; later ones are outside the horizon."""
        if not len(times):
            return
        place = (times * (1 / self.scenario.window)).astype(np.intp)
        place = np.minimum(place, len(into) - 1, out=place)
        low = int(place.min())
        counts = np.bincount(place - low)
        into[low : low + len(counts)] += weight * counts
