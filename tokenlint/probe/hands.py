"""Requests with the right token: the entitled one, or that of a kind; renewed before they end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tokenlint.probe.demand import Answer, Demand
from tokenlint.probe.pacing import PacedDoor
from tokenlint.probe.token import Flaw, Token, TokenFailed, TokenSource, Wish

_MARGIN = 0.25
"""The part of a token's lifetime in which it is not used any more."""


@dataclass(slots=True)
class Wallet:
    """Tokens that were obtained, each kept for three quarters of the lifetime it was asked for.

    One that did not come is not asked for again: a command may take a minute to fail.
    """

    source: TokenSource
    clock: Callable[[], float] = time.monotonic
    _kept: dict[Wish, tuple[float, Token]] = field(default_factory=dict, repr=False)
    _failed: dict[Wish, TokenFailed] = field(default_factory=dict, repr=False)

    def token(self, wish: Wish) -> Token | None:
        """The token for a wish, None for the wish for none. Raises Unobtainable, TokenFailed."""
        if wish.flaw is Flaw.NO_TOKEN:
            return None
        until, token = self._kept.get(wish, (0.0, None))
        now = self.clock()
        if token is None or now >= until:
            token = self._asked(wish)
            self._kept[wish] = (now + wish.lifetime * (1 - _MARGIN), token)
        return token

    def _asked(self, wish: Wish) -> Token:
        if wish in self._failed:
            raise self._failed[wish]
        try:
            return self.source.token(wish)
        except TokenFailed as error:
            self._failed[wish] = error
            raise


@dataclass(frozen=True, slots=True)
class Hands:
    """A door and who knocks: `ask` as the entitled one, `ask_as` with another token."""

    door: PacedDoor
    wallet: Wallet
    entitled: Wish

    def ready(self) -> None:
        """Have the entitled token, before anything is asked. Raises Unobtainable, TokenFailed."""
        self.wallet.token(self.entitled)

    def ask(self, demand: Demand) -> Answer:
        """With the entitled token. Raises Unobtainable, TokenFailed, Unsupported."""
        return self.door.ask(demand, self.wallet.token(self.entitled))

    def ask_as(self, wish: Wish, demand: Demand) -> Answer:
        """With the token of a kind. Raises Unobtainable, TokenFailed, Unsupported."""
        return self.door.ask(demand, self.wallet.token(wish))
