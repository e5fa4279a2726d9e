"""Requests with the right token: the entitled one, or that of a kind."""

from dataclasses import dataclass, field

from tokenlint.probe.demand import Answer, Demand
from tokenlint.probe.pacing import PacedDoor
from tokenlint.probe.token import Flaw, Token, TokenFailed, TokenSource, Unobtainable, Wish


@dataclass(slots=True)
class Wallet:
    """Tokens of a source, asked for at each use: it alone knows until when each of them is good.

    One that did not come is not asked for again: a command may take a minute to fail.
    While `sparing`, the last that came will do where no other comes: what is left of its time
    is enough to clean up.
    """

    source: TokenSource
    sparing: bool = False
    _last: dict[Wish, Token] = field(default_factory=dict, repr=False)
    _failed: dict[Wish, TokenFailed] = field(default_factory=dict, repr=False)

    def token(self, wish: Wish) -> Token | None:
        """The token for a wish, None for the wish for none. Raises Unobtainable, TokenFailed."""
        if wish.flaw is Flaw.NO_TOKEN:
            return None
        try:
            token = self._last[wish] = self._asked(wish)
        except (Unobtainable, TokenFailed):
            if self.sparing and wish in self._last:
                return self._last[wish]
            raise
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

    def ask_as(self, token: Token | None, demand: Demand) -> Answer:
        """With the token of a kind, as the wallet gave it, or without one. Raises Unsupported."""
        return self.door.ask(demand, token)
