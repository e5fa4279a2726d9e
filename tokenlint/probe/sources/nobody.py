"""In the place of a source of tokens where only a plan is wanted."""

from tokenlint.probe.token import Token, Unobtainable, Wish


class Nobody:
    """Could have every token, so that a plan tells all that would be wanted; has none."""

    def offers(self, _wish: Wish) -> str:
        """Always empty."""
        return ""

    def token(self, wish: Wish) -> Token:
        """Raises Unobtainable, whatever is wished."""
        raise Unobtainable(f"no source of tokens is named for {wish.scope or 'a token'}")
