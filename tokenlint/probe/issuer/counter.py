"""Where a test issuer hands out tokens: a socket in the file system, for one user alone."""

import contextlib
import os
import socket
import socketserver
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from tokenlint.credentials.redact import quoted, shown
from tokenlint.errors import UsageError
from tokenlint.probe.issuer.asking import MOST_LINE, Given, wish_in
from tokenlint.probe.issuer.bounded import Bounded, Log
from tokenlint.probe.token import Token, TokenFailed, Unobtainable, Wish

_MOST_REQUESTS: Final = 100  # of one connection
_CREDENTIALS: Final = struct.Struct("3i")  # struct ucred of Linux: process, user, group
_SHOWN: Final = 200

Peer = Callable[[socket.socket], int | None]


def peer_user(connection: socket.socket) -> int | None:
    """The user id at the other end; None on systems that do not tell it (SO_PEERCRED, unix(7))."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return None
    data = connection.getsockopt(socket.SOL_SOCKET, option, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(data)[1])


class _Handler(socketserver.StreamRequestHandler):
    """Answers line by line; what cannot be read ends the connection after its answer."""

    server: "Counter"

    def handle(self) -> None:
        """Serve one user's connection."""
        user = self.server.peer(self.request)
        if user is not None and user != os.geteuid():
            self.server.log(f"user {user} was refused at the socket")
            self.rfile.readline(MOST_LINE + 1)  # who is still sending when we close gets no answer
            self._say(Given(refused="this issuer serves another user", never=True))
            return
        for _ in range(_MOST_REQUESTS):
            line = self.rfile.readline(MOST_LINE + 1)
            if not line:
                return
            if len(line) > MOST_LINE or not line.endswith(b"\n"):
                self._say(Given(refused="a line is too long, or has no end"))
                return
            self._say(self.server.answer(line))

    def _say(self, given: Given) -> None:
        self.wfile.write(msgspec.json.encode(given) + b"\n")


class Counter(Bounded, socketserver.UnixStreamServer):
    """The server at the socket `path`, which it makes, and takes away when it is closed.

    `make` makes the tokens, `peer` tells who asks. Raises UsageError where it cannot listen.
    """

    request_queue_size = 16

    def __init__(
        self, path: Path, make: Callable[[Wish], Token], log: Log, peer: Peer = peer_user
    ) -> None:
        Bounded.__init__(self, log)
        self.peer = peer
        self._make = make
        self._path = path
        _clear(path)
        mask = os.umask(0o177)  # the socket must never be open to others, not even for a moment
        try:
            socketserver.UnixStreamServer.__init__(self, str(path), _Handler)
        except OSError as error:
            reason = error.strerror or str(error)  # of a name that is too long: no number
            raise UsageError(
                f"--socket: cannot listen at {path}: {reason}",
                advice="name a short path in a folder of your own",
            ) from None
        finally:
            os.umask(mask)
        self._inode = path.stat().st_ino

    def answer(self, line: bytes) -> Given:
        """The answer to one line, and a line in the log."""
        try:
            wish = wish_in(line)
            token = self._make(wish)
        except Unobtainable as never:
            self.log(f"no token: {never}")
            return Given(refused=str(never), never=True)
        except TokenFailed as failed:
            self.log(f"no token: {failed.reason}")
            return Given(refused=failed.reason, advice=failed.advice)
        self.log(_told(wish, token))
        return Given(token=token.value)

    def server_close(self) -> None:
        """Stop listening, and take away the socket if it is still the one that was made."""
        super().server_close()
        with contextlib.suppress(OSError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()


def _clear(path: Path) -> None:
    """Take away a socket at which nobody listens any more; raises UsageError for anything else."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise UsageError(f"--socket: {path}: {reason}") from None
    if not stat.S_ISSOCK(status.st_mode) or status.st_uid != os.geteuid():
        raise UsageError(f"--socket: {path} is there already", advice="name another path")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
        trial.settimeout(1)
        try:
            trial.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"--socket: {path}: {error.strerror or 'no answer'}") from None
        else:
            raise UsageError(
                f"--socket: another issuer serves at {path}", advice="end it, or name another path"
            )


def _told(wish: Wish, token: Token) -> str:
    """A wish for the log; what a client wrote may hold a token, so it goes through `shown`."""
    scope = "none" if wish.scope is None else f'"{_brief(wish.scope)}"'
    audience = "none" if wish.audience is None else _brief(" ".join(wish.audience))
    groups = f" groups {_brief(' '.join(wish.groups))}" if wish.groups else ""
    return (
        f"token {token.fingerprint} scope {scope} audience {audience}{groups} "
        f"for {wish.lifetime} s, flaw {wish.flaw.value}"
    )


def _brief(text: str) -> str:
    text = quoted(shown("scope", text))
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
