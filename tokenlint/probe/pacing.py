"""Bounds of a probe: how many requests, how fast, one at a time, and when a service is gone."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Door, Said
from tokenlint.probe.doors.veil import veiled, veiled_text
from tokenlint.probe.token import Token

MOST_REQUESTS = 3000
PER_SECOND = 50.0
MOST_SILENCE = 5
BUSY = frozenset({"423", "3003"})
"""How a service says that a file is in use (HTTP 423, kXR_FileLocked), which is no word about
rights: XRootD 5.5.3 does, for a moment, when an upload has just been answered."""
_MOST_BUSY = 5
_WHILE_BUSY = 0.2  # seconds
Progress = Callable[[int, int], None]
"""Told before each cell how many were tested, and how many are to be."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`most` requests in all (what it takes to clean up is kept back), `per_second` at most.

    After `silence` requests in a row without an answer the service counts as gone.
    `clock` is monotonic, in seconds. A rate of 0 has no bound.
    """

    most: int = MOST_REQUESTS
    per_second: float = PER_SECOND
    silence: int = MOST_SILENCE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class PacedDoor:
    """A door that counts, waits, and notices when nobody answers any more.

    No answer of it holds the token that was sent, whatever the door makes of one that comes back.

    `sent` counts requests, `silent` those in a row that were not answered.
    `server` is the first name by which the product called itself.
    """

    door: Door
    pace: Pace
    sent: int = 0
    silent: int = 0
    server: str = ""
    _next: float = field(default=0.0)

    @property
    def protocol(self) -> str:
        """That of the door."""
        return self.door.protocol

    @property
    def gone(self) -> bool:
        """Whether the service has not answered for so long that it counts as gone."""
        return self.silent >= self.pace.silence

    def can(self, operation: Operation) -> bool:
        """Whether the protocol has such a request."""
        return self.door.can(operation)

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        """Send a request when it is time, and again while a file is in use. Raises Unsupported."""
        answer = self._asked(demand, token)
        for _ in range(_MOST_BUSY - 1):
            if answer.status not in BUSY or self.sent >= self.pace.most:
                break
            self.pace.sleep(_WHILE_BUSY)
            answer = self._asked(demand, token)
        self.silent = self.silent + 1 if answer.said is Said.NOTHING else 0
        self.server = self.server or answer.server
        return answer

    def _asked(self, demand: Demand, token: Token | None) -> Answer:
        self._wait()
        answer = without(self.door.ask(demand, token), token)
        self.sent += 1
        return answer

    def close(self) -> None:
        """Let go of the door."""
        self.door.close()

    def _wait(self) -> None:
        if not self.pace.per_second:
            return
        now = self.pace.clock()
        if now < self._next:
            self.pace.sleep(self._next - now)
            now = self._next
        self._next = now + 1 / self.pace.per_second


def without(answer: Answer, token: Token | None) -> Answer:
    """An answer in which the token does not stand."""
    if token is None:
        return answer
    return replace(
        answer,
        status=veiled_text(answer.status, token),
        content=veiled(answer.content, token),
        why=veiled_text(answer.why, token),
        job=veiled_text(answer.job, token),
        server=veiled_text(answer.server, token),
        curl=veiled_text(answer.curl, token),
        facts={name: veiled_text(text, token) for name, text in answer.facts.items()},
    )
