"""Tokens that are made in this process, by a key that it holds."""

from dataclasses import dataclass

from tokenlint.probe.forge import Mint
from tokenlint.probe.issuer.asking import not_made
from tokenlint.probe.sources.fitting import fits, flawed, taken
from tokenlint.probe.sources.keeping import Keeper, good_until
from tokenlint.probe.token import Flaw, Token, Unobtainable, Wish


@dataclass(eq=False)
class MintSource:
    """A source of tokens with every flaw, for who holds the key of an issuer."""

    mint: Mint

    def __post_init__(self) -> None:
        self._keeper = Keeper(self.mint.clock)

    def offers(self, wish: Wish) -> str:
        """Empty but for lifetimes that no test issuer gives."""
        return "" if wish.flaw is Flaw.NO_TOKEN else not_made(wish)

    def token(self, wish: Wish) -> Token:
        """A token as wished. Raises Unobtainable, TokenFailed."""
        if why := self.offers(wish):
            raise Unobtainable(why)
        return self._keeper.get(wish, lambda: self._made(wish))

    def _made(self, wish: Wish) -> tuple[Token, float]:
        token = self.mint.forge(wish)
        found = taken(token.value.encode(), "the test issuer")
        fits(found, wish, self.mint.clock())
        flawed(found, wish, self.mint.clock())
        return token, good_until(found, wish, self.mint.clock())
