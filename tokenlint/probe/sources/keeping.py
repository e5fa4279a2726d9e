"""Tokens that were obtained, kept in memory until shortly before they stop being what was wished.

All cells of one kind of token ask with the same wish; and what failed is not tried anew each time.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tokenlint.probe.sources.fitting import LEAST_LEFT, LENIENCE, Taken
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

RETRY_SECONDS: Final = 60.0
_ALWAYS: Final = float("inf")
_SPARED: Final = 0.25
"""The part of the time that a token has left in which it is not used: clocks of services differ."""

Outcome = Token | TokenFailed | Unobtainable


@dataclass(frozen=True, slots=True)
class _Kept:
    outcome: Outcome = field(repr=False)
    until: float


class Keeper:
    """Each wish is fulfilled once; equal ones wait for it, and get what is kept.

    A token that cannot be had is never asked for again, one that failed not for a minute:
    a command that takes half a minute to fail would else stop a whole probe.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[Wish, _Kept] = {}
        self._locks: dict[Wish, threading.Lock] = {}

    def get(self, wish: Wish, make: Callable[[], tuple[Token, float]]) -> Token:
        """What is kept, or what `make` gives: a token, and until when it is what was wished.

        Raises Unobtainable and TokenFailed as `make` does, again and again while that is kept.
        """
        with self._locks.setdefault(wish, threading.Lock()):
            kept = self._kept.get(wish)
            if kept is None or kept.until <= self._clock():
                kept = self._kept[wish] = self._made(make)
            outcome = kept.outcome
        if isinstance(outcome, Token):
            return outcome
        raise outcome.with_traceback(None)

    def _made(self, make: Callable[[], tuple[Token, float]]) -> _Kept:
        try:
            return _Kept(*make())
        except Unobtainable as never:
            return _Kept(never, _ALWAYS)
        except TokenFailed as failed:
            return _Kept(failed, self._clock() + RETRY_SECONDS)


def good_until(found: Taken, wish: Wish, now: float) -> float:
    """Until when a token that came now is what was wished; both in seconds since the epoch."""
    if wish.flaw in (Flaw.EXPIRED, Flaw.NO_EXPIRY):
        return _ALWAYS
    early = wish.flaw is Flaw.NOT_YET_VALID
    end = found.time("nbf" if early else "exp")
    if end is None:
        return _ALWAYS
    return end - max(LENIENCE if early else LEAST_LEFT, _SPARED * (end - now))
