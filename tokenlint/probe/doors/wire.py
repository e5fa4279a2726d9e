"""One connection over HTTP/1.1 that a server can neither stretch nor swell.

What is sent goes out as it stands: no proxy, no cookie, no normalisation, nothing sent twice.
"""

import contextlib
import http.client
import select
import socket
import ssl
import threading
import time
from typing import Any, cast

from tokenlint.probe.doors.address import Origin
from tokenlint.probe.doors.failure import Failure, failure_of
from tokenlint.probe.doors.message import Reply, Request
from tokenlint.probe.doors.reach import connected
from tokenlint.probe.doors.settings import Limits

_CHUNK = 65_536
_LEAST_STATUS, _GREATEST_STATUS = 200, 599


class Wire:
    """A connection to one origin; after any failure it is closed and of no more use."""

    def __init__(self, origin: Origin, tls: ssl.SSLContext | None, limits: Limits) -> None:
        self.origin = origin
        self._limits = limits
        self._connection = _Connection(origin, tls, limits)
        self._used = 0.0
        self._overdue = False

    @property
    def usable(self) -> bool:
        """Whether another request may go over it: open, used just now, and nothing waits in it.

        What waits there is the end of the connection, or words that nobody asked for.
        """
        opened = self._connection.sock
        if opened is None or time.monotonic() - self._used > self._limits.idle_seconds:
            return False
        with contextlib.suppress(OSError, ValueError):
            return not select.select([opened], [], [], 0)[0]
        return False

    def exchange(self, request: Request, deadline: float) -> Reply:
        """Send a request and read its answer before `deadline` (of `time.monotonic`).

        Raises Failure.
        """
        left = deadline - time.monotonic()
        alarm = threading.Timer(max(left, 0), self._end)  # ends what comes letter by letter, too
        alarm.daemon = True
        alarm.start()
        try:
            reply = self._exchange(request, deadline)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise failure_of(error, self.origin, overdue=self._overdue) from None
        except Failure:
            self.close()
            raise
        finally:
            alarm.cancel()
        self._used = time.monotonic()
        return reply

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
        self._connection.let_go()

    def _exchange(self, request: Request, deadline: float) -> Reply:
        self._connection.reach(deadline)
        if self._overdue:
            raise TimeoutError
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._send(request)  # a server may answer and close before it has read all
        with contextlib.closing(self._connection.getresponse()) as response:
            return self._reply(response)

    def _reply(self, response: http.client.HTTPResponse) -> Reply:
        if not _LEAST_STATUS <= response.status <= _GREATEST_STATUS:
            where, status = self.origin.authority, response.status
            raise Failure("garbage", f"{where} answers with status {status}, which HTTP has not")
        body, cut = self._body(response)
        if cut or response.will_close:
            self.close()
        headers = {name.lower(): value for name, value in reversed(response.getheaders())}
        return Reply(response.status, headers, body, cut)

    def _send(self, request: Request) -> None:
        connection = self._connection
        connection.putrequest(
            request.method, request.target, skip_host=True, skip_accept_encoding=True
        )
        connection.putheader("Host", self.origin.authority)
        for name, value in request.headers.items():
            connection.putheader(name, value)
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)

    def _body(self, response: http.client.HTTPResponse) -> tuple[bytes, bool]:
        """The body, and whether it is longer than what is kept; raises OSError and its like."""
        body, most = bytearray(), self._limits.body_bytes
        while piece := response.read1(_CHUNK):
            body += piece
            if len(body) > most:
                return bytes(body[:most]), True
        if self._overdue:
            raise TimeoutError
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return bytes(body), False

    def _end(self) -> None:
        self._overdue = True
        self._connection.shut()


class _WholeLines:
    """Lines of a head; the end of the connection among them is an error, not the head's end.

    http.client takes it for that, and an answer broken off after its status for a success.
    """

    def __init__(self, lines: Any) -> None:
        self._lines = lines

    def readline(self, limit: int) -> bytes:
        """The next line, its end included. Raises IncompleteRead."""
        line: bytes = self._lines.readline(limit)
        if not line.endswith(b"\n") and len(line) < limit:
            raise http.client.IncompleteRead(b"")
        return line

    def close(self) -> None:
        """Close what is read from."""
        self._lines.close()


class _Response(http.client.HTTPResponse):
    """An answer whose head must be complete."""

    def begin(self) -> None:
        """Read the head."""
        whole: Any = self.fp
        self.fp = cast("Any", _WholeLines(whole))
        try:
            super().begin()
        finally:
            if self.fp is not None:  # else it was closed, and so is the whole
                self.fp = whole


class _Connection(http.client.HTTPConnection):
    """A connection whose socket stays at hand while an answer is read, so that it can be ended."""

    response_class = _Response

    def __init__(self, origin: Origin, tls: ssl.SSLContext | None, limits: Limits) -> None:
        super().__init__(origin.host, origin.port)
        self._origin = origin
        self._tls = tls if origin.scheme == "https" else None
        self._limits = limits
        self._raw: socket.socket | None = None

    def reach(self, deadline: float) -> None:
        """Connect where that is not done: each address in turn, within the time for it."""
        if self.sock is not None:
            return
        until = min(deadline, time.monotonic() + self._limits.connect_seconds)
        raw = connected(self.host, self.port, until)
        raw.settimeout(self._limits.step_seconds)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._raw = raw
        if self._tls is not None:
            raw = self._tls.wrap_socket(
                raw, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._raw = raw
            raw.do_handshake()
        self.sock = raw

    def connect(self) -> None:
        """Never by itself: a request that may have been processed must not be sent again."""
        raise ConnectionResetError

    def shut(self) -> None:
        """End the connection; who reads from it sees its end."""
        if self._raw is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._raw, socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Close a socket that never became the connection's (a handshake that failed)."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None
