"""The simulation itself: events in batches, each as long as none of them can cause an earlier one.

A batch is cut before the first request that one of its own requests leads to,
so the queue sees every request in the order of time, as it would one by one.
While the issuer is down, requests fail without a queue and do not touch each other:
then each round handles the next try of every client.
"""

from collections.abc import Callable
from math import inf
from typing import Final, TypeAlias

import numpy as np

from tokenlint.errors import UsageError
from tokenlint.frontier.scenario import Down, Scenario, Span, spans
from tokenlint.frontier.simulate.begin import (
    Draws,
    at_the_start,
    begin_later,
    draws_of,
    tokens_of_the_past,
)
from tokenlint.frontier.simulate.chains import Floats, Mask, Whole, streams_of
from tokenlint.frontier.simulate.endings import Endings
from tokenlint.frontier.simulate.pauses import even, pauses
from tokenlint.frontier.simulate.queue import Served, length_at, serve
from tokenlint.frontier.simulate.tally import SLOW, Tally

_BATCH: Final = 1 << 18  # events at once: they fit into the cache of a core, more or less
_FEW: Final = 1 << 16

Trace: TypeAlias = Callable[[Floats, Mask], None]


def run(scenario: Scenario, random: np.random.Generator, trace: Trace | None = None) -> Tally:
    """Simulate once; `trace` is told of each request's arrival, and whether it was answered."""
    streams = streams_of(scenario)
    draws = draws_of(scenario, streams, random)
    engine = Engine(scenario, draws, trace)
    for span in spans(scenario):
        engine.through(span)
    engine.at_the_end()
    return engine.tally


class Engine:
    """The state between two batches."""

    def __init__(self, scenario: Scenario, draws: Draws, trace: Trace | None) -> None:
        self.scenario, self.draws, self.streams = scenario, draws, draws.streams
        self.tally = Tally(scenario, self.streams)
        self.chains = at_the_start(draws)
        self.trace = trace
        self.free = 0.0
        self.due: Floats = np.empty(0)  # answers that are not given yet, in order
        self.endings = Endings(self.tally, draws)
        for index in range(len(self.streams)):
            issued, weight = tokens_of_the_past(draws, index, self.chains)
            self.tally.issue(np.full(len(issued), index, dtype=np.intp), issued, weight)

    def through(self, span: Span) -> None:
        """Simulate a time in which the issuer answers all the while, or not at all."""
        down = span.down
        if down is not None and not span.keys:
            self.endings.outage_begins(self.chains, down)
            self._drop_queue(down)
        elif down is not None:
            self.endings.keys_dropped(self.chains, span.start)
        now = span.start
        while now < span.end:
            now = self._begin(now, span)
            if down is None:
                self._open(now, span.end if span.end < self.scenario.horizon else inf)
            else:
                self._closed(now)
        if down is not None and span.end >= down.end:
            self.endings.outage_ends(self.chains, down.end)

    def at_the_end(self) -> None:
        """Say of the last outage where its end, or that of its consequences, was not seen."""
        if not self.tally.outages:
            return
        last, horizon = self.tally.outages[-1], self.scenario.horizon
        if last.end >= horizon or self.free > horizon + SLOW:
            last.slow = inf
        if (self.chains.open & self.chains.refused).any():
            last.refused = inf

    def _drop_queue(self, down: Down) -> None:
        """What was in the queue is gone, and nothing is served before the outage ends."""
        self.free, self.due = down.end, np.empty(0)

    def _begin(self, start: float, span: Span) -> float:
        """Let chains begin that do so soon, and forget those that have ended; until when."""
        rate = float(self.streams.rate.sum())
        soon = max(_FEW, len(self.chains) // 2) / rate if rate else inf
        end = min(span.end, start + soon)
        new = begin_later(self.draws, start, end)
        self.endings.begun(new, at_stake=span.down is not None)
        self.chains = self.chains.joined(new)
        return end

    def _open(self, until: float, close: float) -> None:
        """All requests up to a time at which the issuer still answers."""
        while True:
            due = np.flatnonzero(self.chains.next < until)
            if not len(due):
                return
            times = self.chains.next[due]
            if len(due) > _BATCH:
                latest = np.partition(times, _BATCH)[_BATCH]
                soon = times <= latest
                due, times = due[soon], times[soon]
            self._batch(due, times, close)

    def _batch(self, due: Whole, times: Floats, close: float) -> None:
        ended = times >= self.chains.limit[due]
        if ended.any():
            self.endings.finish(self.chains, due[ended])
            due, times = due[~ended], times[~ended]
        if not len(due):
            return
        order = np.argsort(times)
        due, times = due[order], times[order]
        served = serve(times, self._cost(due), self.free, self.scenario.timeout, close)
        again, tries = self._again(due, served)
        count = int(np.searchsorted(times, again.min()))
        if count < len(due):
            due, times, again, tries = due[:count], times[:count], again[:count], tries[:count]
            served = served.first(count)
        self._commit(due, times, served, close)
        self._settle(due, served, again, tries)

    def _cost(self, due: Whole) -> Floats:
        stream = self.chains.stream[due]
        first, renewal = self.streams.first_cost, self.streams.renewal_cost
        if (first == renewal).all():
            return first[stream]
        return np.where(self.chains.holds[due], renewal[stream], first[stream])

    def _again(self, due: Whole, served: Served) -> tuple[Floats, Whole]:
        """When each client would ask next, and how often in a row it has failed by then."""
        stream = self.chains.stream[due]
        if served.answered.all():
            return served.known + self.streams.after[stream], np.zeros(len(due), dtype=np.intp)
        tries = np.where(served.answered, 0, self.chains.tries[due] + 1)
        pause = self._pause(stream, tries)
        wait = np.where(served.answered, self.streams.after[stream], pause)
        return served.known + wait, tries

    def _pause(self, stream: Whole, tries: Whole) -> Floats:
        usual = self.streams.pause[stream]
        return pauses(self.scenario.retry, usual, tries, self.draws.random)

    def _commit(self, due: Whole, times: Floats, served: Served, close: float) -> None:
        """Count what is now certain, and move the server on."""
        tally, ready = self.tally, served.ready
        stream = self.chains.stream[due]
        tally.ask(stream, times)
        tally.wait(times, np.minimum(ready, close), served.known)
        tally.longest_queue = max(tally.longest_queue, length_at(times, ready, self.due))
        tally.gave_up += len(due) - int(np.count_nonzero(served.answered))
        made = ready <= close  # also for clients that have gone away
        tally.issue(*((stream, ready) if made.all() else (stream[made], ready[made])))
        self.free = float(ready[-1])
        waiting = np.concatenate([self.due, ready]) if len(self.due) else ready
        self.due = waiting[np.searchsorted(waiting, times[-1], side="right") :]
        if self.trace is not None:
            self.trace(times, served.answered)
        self._check_size()

    def _settle(self, due: Whole, served: Served, again: Floats, tries: Whole) -> None:
        """Give the clients their answers, or let them try again."""
        chains, answered = self.chains, served.answered
        if self.tally.refused or self.tally.gave_up:  # else no try has ever failed
            chains.tries[due] = tries
        if answered.all():
            self.endings.answer(chains, due, served.known, again)
            return
        self.endings.answer(chains, due[answered], served.known[answered], again[answered])
        failed = due[~answered]
        chains.next[failed] = np.minimum(again[~answered], chains.limit[failed])

    def _closed(self, until: float) -> None:
        """All requests up to a time at which the issuer is still down: each of them fails."""
        chains = self.chains
        due = np.flatnonzero(chains.next < until)
        while len(due):
            times = chains.next[due]
            ended = times >= chains.limit[due]
            self.endings.finish(chains, due[ended])
            due, times = due[~ended], times[~ended]
            self._refuse(due, times)
            if self.trace is None:
                self._skip(due, until)
            due = due[chains.next[due] < until]

    def _refuse(self, due: Whole, times: Floats) -> None:
        chains, stream = self.chains, self.chains.stream[due]
        tries = chains.tries[due] + 1
        again = times + self.scenario.refusal + self._pause(stream, tries)
        chains.tries[due], chains.refused[due] = tries, True
        chains.next[due] = np.minimum(again, chains.limit[due])
        self.tally.ask(stream, times)
        self.tally.refused += len(due)
        if self.trace is not None:
            self.trace(times, np.zeros(len(due), dtype=np.bool_))
        self._check_size()

    def _skip(self, due: Whole, until: float) -> None:
        """Pass over tries that fail at even intervals, all but the last one before `until`.

        They are counted, but in no window. The most clients wait near the end of an outage,
        and their last tries are there, so the peak is that of the busiest window all the same.
        """
        chains = self.chains
        pause = self.scenario.refusal + even(
            self.scenario.retry, self.streams.pause[chains.stream[due]], chains.tries[due]
        )
        room = np.minimum(until, chains.limit[due]) - chains.next[due]
        steps = np.floor(np.maximum(room, 0.0) / pause)
        some = steps >= 1
        due, steps, pause = due[some], steps[some], pause[some]
        chains.next[due] += steps * pause
        chains.tries[due] += steps.astype(np.intp)
        self.tally.skip(chains.stream[due], steps)

    def _check_size(self) -> None:
        if self.tally.events > self.scenario.most_events:
            raise UsageError(
                f"more than {self.scenario.most_events:.2g} token events in one replication",
                advice="shorten the outage or the horizon, let clients pause longer, "
                "or divide rate, standing and capacity by one number",
            )
