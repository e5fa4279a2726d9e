"""The simulation once more, one event at a time from a heap: slow, plain, and no NumPy in it.

It shares with the vectorised one what is drawn at the start, and nothing of what happens then.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from tokenlint.frontier.scenario import AT_ONCE, Retry, RetryKind, Scenario, Work

NEAR = 1e-7  # seconds; the two simulations add up times in another order


@dataclass(eq=False)
class Chain:
    stream: int
    begun: float
    ends: float = inf
    expiry: float = inf
    limit: float = inf
    holds: bool = False
    open: bool = True
    tries: int = 0
    asking: "Request | None" = None
    ask_at: float = inf


@dataclass(eq=False)
class Record:
    came: float
    answered: bool | None = None  # None: not known yet


@dataclass(eq=False)
class Request:
    chain: Chain
    came: float
    cost: float
    record: Record
    pending: bool = True  # its client still waits for it


class Reference:
    """Runs a scenario of passing and standing chains from given rows."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario, self.random = scenario, random.Random(seed)  # noqa: S311
        self.heap: list[tuple[float, int, Callable[[float], None]]] = []
        self.number = 0
        self.queue: deque[Request] = deque()
        self.serving: Request | None = None
        self.down = False
        self.served = 0  # counts what the server began, to know an outdated end of service
        self.trace: list[Record] = []
        self.tied = False  # two clients asked at the same instant, so their order is open
        self.chains: list[Chain] = []
        self.lost: dict[str, float] = {"unstarted": 0, "expired": 0, "keys": 0}
        self.issued: list[tuple[float, int]] = []
        for down in self.scenario.downs:
            self.at(down.start, self.outage)
            self.at(down.end, self.up)
            if self.scenario.issuer.key_cache < down.seconds:
                self.at(down.start + self.scenario.issuer.key_cache, self.keys)

    def at(self, time: float, do: Callable[[float], None]) -> None:
        if time < inf:
            self.number += 1
            heapq.heappush(self.heap, (time, self.number, do))

    def begin(self, stream: int, time: float) -> None:
        patience = self.scenario.held[stream].stream.patience
        chain = Chain(stream, time, limit=time + patience)
        self.chains.append(chain)
        self.plan(chain, time)

    def held(self, chain: Chain, ask_at: float) -> None:
        chain.holds = True
        self.chains.append(chain)
        self.plan(chain, ask_at)

    def plan(self, chain: Chain, ask_at: float) -> None:
        """The chain asks then, unless its limit comes first; a first request is always made."""
        chain.ask_at = ask_at
        if ask_at < chain.limit or (not chain.holds and chain.tries == 0):
            self.at(ask_at, lambda now: self.ask(chain, now, ask_at))
        self.at(chain.limit, lambda now: self.end(chain, now))

    def ask(self, chain: Chain, now: float, planned: float) -> None:
        if not chain.open or chain.ask_at != planned or now >= chain.limit > chain.begun:
            return
        record = Record(now)
        self.tied |= not self.down and bool(self.trace) and now - self.trace[-1].came < NEAR
        self.trace.append(record)
        held, issuer = self.scenario.held[chain.stream], self.scenario.issuer
        sort = held.stream.renewal if chain.holds else held.stream.first
        request = Request(chain, now, issuer.cost(sort) / issuer.capacity, record)
        chain.asking = request
        if self.down:
            self.at(now + self.scenario.refusal, lambda then: self.fail(request, then))
            return
        self.queue.append(request)
        self.at(now + self.scenario.timeout, lambda then: self.fail(request, then))
        if self.serving is None:
            self.serve(now)

    def serve(self, now: float) -> None:
        self.serving = self.queue.popleft() if self.queue else None
        self.served += 1
        if self.serving is not None:
            request, number = self.serving, self.served
            self.at(now + request.cost, lambda then: self.done(request, number, then))

    def done(self, request: Request, number: int, now: float) -> None:
        if number != self.served:
            return
        self.issued.append((now, request.chain.stream))
        if request.pending:
            self.answer(request, now)
        self.serve(now)

    def answer(self, request: Request, now: float) -> None:
        chain = request.chain
        request.pending, chain.asking = False, None
        request.record.answered = True
        if not chain.open:
            return
        held = self.scenario.held[chain.stream]
        stream = held.stream
        after = stream.renewed_after(held.lifetime)
        if not chain.holds:
            mean = stream.seconds
            constant = self.scenario.work is Work.CONSTANT
            chain.ends = now + (mean if constant else self.random.expovariate(1 / mean))
        chain.holds, chain.tries = True, 0
        chain.expiry = now + held.lifetime if after < inf else inf
        chain.limit = inf if stream.standing else min(chain.ends, chain.expiry)
        self.plan(chain, now + after)

    def fail(self, request: Request, now: float) -> None:
        chain = request.chain
        if not request.pending:
            return
        request.pending, chain.asking = False, None
        request.record.answered = False
        chain.tries += 1
        if not chain.open:
            return
        again = now + self.pause(chain)
        if chain.limit <= now:  # it waited for this answer beyond its patience
            self.end(chain, now)
        else:
            self.plan(chain, again)

    def pause(self, chain: Chain) -> float:
        retry = self.scenario.retry or Retry(first=self.scenario.held[chain.stream].stream.retry)
        pause = retry.first
        if retry.kind is RetryKind.IMMEDIATE:
            pause = AT_ONCE
        elif retry.kind is RetryKind.EXPONENTIAL:
            pause = min(retry.first * retry.factor ** (chain.tries - 1), retry.most)
        return pause * self.random.random() if retry.jitter else pause

    def end(self, chain: Chain, now: float) -> None:
        if not chain.open or now < chain.limit:
            return
        if not chain.holds and (chain.asking is not None or chain.tries == 0):
            return  # it still waits for the answer to a request
        chain.open = False
        if not chain.holds:
            self.lose("unstarted", chain)
        elif chain.expiry < chain.ends:
            self.lose("expired", chain)

    def lose(self, reason: str, chain: Chain) -> None:
        self.lost[reason] += self.scenario.held[chain.stream].stream.jobs

    def outage(self, now: float) -> None:
        self.down = True
        gone = [*([self.serving] if self.serving else []), *self.queue]
        self.queue.clear()
        self.serving = None
        self.served += 1
        for request in gone:
            self.fail(request, now)

    def keys(self, now: float) -> None:
        for chain in self.chains:
            standing = self.scenario.held[chain.stream].stream.standing
            if chain.open and chain.holds and not standing and chain.limit > now:
                chain.open = False
                self.lose("keys", chain)

    def up(self, now: float) -> None:
        self.down = False

    def run(self) -> None:
        while self.heap and self.heap[0][0] < self.scenario.horizon:
            time, _, do = heapq.heappop(self.heap)
            do(time)
