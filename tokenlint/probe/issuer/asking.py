"""What is said at the socket of a test issuer: one line of JSON asks, one line answers."""

from typing import Final

import msgspec

from tokenlint.probe.token import Flaw, TokenFailed, Wish

MOST_LINE: Final = 65_536
"""Bytes of one line, either way."""
LONGEST: Final = 3_600
"""Seconds that a token lives at most: this is no issuer for work."""
_MOST_VALUES: Final = 64
_MOST_LETTERS: Final = 16_384


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wish as it is sent; see `probe.token.Wish`."""

    scope: str | None
    audience: tuple[str, ...] | None
    lifetime: int
    flaw: Flaw = Flaw.NONE
    groups: tuple[str, ...] = ()
    narrow: str = ""


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer: a token, or why there is none (`never`: it would be of no use to ask again)."""

    token: str = ""
    refused: str = ""
    advice: str = ""
    never: bool = False

    def __repr__(self) -> str:
        """Never the token."""
        return f"Given(refused={self.refused!r})"


def written(wish: Wish) -> bytes:
    """The line that asks for a token."""
    asked = Asked(wish.scope, wish.audience, wish.lifetime, wish.flaw, wish.groups, wish.narrow)
    return msgspec.json.encode(asked) + b"\n"


def wish_in(line: bytes) -> Wish:
    """The wish of a line; raises TokenFailed for one that is none, or beyond the bounds."""
    try:
        asked = msgspec.json.decode(line, type=Asked)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise TokenFailed(
            "this is no wish", "one JSON object a line, as tokenlint writes"
        ) from None
    wish = Wish(asked.scope, asked.audience, asked.lifetime, asked.flaw, asked.groups, asked.narrow)
    values = [wish.scope or "", wish.narrow, *(wish.audience or ()), *wish.groups]
    if len(values) > _MOST_VALUES or sum(map(len, values)) > _MOST_LETTERS:
        raise TokenFailed("this wish is too large", "ask for fewer scopes, audiences and groups")
    return wish


def not_made(wish: Wish) -> str:
    """Why a test issuer does not make such a token; empty where it does."""
    if wish.flaw is Flaw.NO_EXPIRY or 0 < wish.lifetime <= LONGEST:
        return ""
    return f"a test issuer makes tokens for 1 to {LONGEST} seconds, and not for {wish.lifetime}"
