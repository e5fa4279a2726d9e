"""Tokens of a test issuer that runs beside the probe (`tokenlint probe issuer`), by its socket."""

import os
import socket
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from tokenlint.probe.issuer.asking import MOST_LINE, Given, not_made, written
from tokenlint.probe.sources.fitting import fits, flawed, taken
from tokenlint.probe.sources.keeping import Keeper, good_until
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

_SECONDS: Final = 10.0
_CHUNK: Final = 8_192
_ADVICE: Final = "start it with `tokenlint probe issuer`, and name its socket"


@dataclass(eq=False)
class IssuerSource:
    """A source of tokens with every flaw: `socket` is where the test issuer hands them out."""

    socket: Path
    seconds: float = _SECONDS
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self._keeper = Keeper(self.clock)

    def offers(self, wish: Wish) -> str:
        """Empty but for lifetimes that no test issuer gives."""
        return "" if wish.flaw is Flaw.NO_TOKEN else not_made(wish)

    def token(self, wish: Wish) -> Token:
        """A token as wished. Raises Unobtainable, TokenFailed."""
        if wish.flaw is Flaw.NO_TOKEN:
            raise Unobtainable("a request without a token needs none")
        if why := self.offers(wish):
            raise Unobtainable(why)
        return self._keeper.get(wish, lambda: self._asked(wish))

    def _asked(self, wish: Wish) -> tuple[Token, float]:
        given = self._answer(written(wish))
        if given.never:
            raise Unobtainable(given.refused)
        if not given.token:
            raise TokenFailed(given.refused or "the test issuer gave nothing", given.advice)
        found = taken(given.token.encode(), "the test issuer")
        fits(found, wish, self.clock())
        flawed(found, wish, self.clock())
        return found.token, good_until(found, wish, self.clock())

    def _answer(self, question: bytes) -> Given:
        _own(self.socket)
        deadline = time.monotonic() + self.seconds
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(self.seconds)
                line.connect(str(self.socket))
                line.sendall(question)
                answer = _line(line, deadline)
        except OSError as error:
            reason = error.strerror or (
                "no answer in time" if isinstance(error, TimeoutError) else ""
            )
            raise TokenFailed(
                f"the test issuer does not answer: {reason or type(error).__name__}", _ADVICE
            ) from None
        try:
            return msgspec.json.decode(answer, type=Given)
        except (msgspec.DecodeError, ValueError):
            raise TokenFailed("the test issuer answers garbage", _ADVICE) from None


def _own(path: Path) -> None:
    """Raise TokenFailed where somebody else could listen at the socket and hand out tokens."""
    try:
        status = path.stat()
    except OSError as error:
        reason = error.strerror or "its name cannot be used"
        raise TokenFailed(f"the test issuer's socket is not there: {reason}", _ADVICE) from None
    if not stat.S_ISSOCK(status.st_mode):
        raise TokenFailed("what is named as the test issuer's socket is none", _ADVICE)
    if status.st_uid != os.geteuid():
        raise TokenFailed("the test issuer's socket belongs to another user", _ADVICE)


def _line(line: socket.socket, deadline: float) -> bytes:
    """One line, before the deadline (of `time.monotonic`); raises OSError."""
    read = bytearray()
    while b"\n" not in read and len(read) <= MOST_LINE:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError(0, "no answer in time")
        line.settimeout(left)
        piece = line.recv(_CHUNK)
        if not piece:
            raise OSError(0, "it closed the connection")
        read += piece
    return bytes(read)
