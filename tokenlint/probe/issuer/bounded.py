"""A server with a thread for each connection: only so many at once, and none for long."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable
from typing import Any, Final

MOST_CONNECTIONS: Final = 32
STEP_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = 20.0

Log = Callable[[str], None]


class Bounded(socketserver.ThreadingMixIn):
    """What both ports of a test issuer have in common; to be mixed into a server."""

    daemon_threads = True
    block_on_close = False
    total_seconds = TOTAL_SECONDS
    step_seconds = STEP_SECONDS

    def __init__(self, log: Log) -> None:
        self.log = log
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)

    def secured(self, connection: socket.socket) -> socket.socket:
        """The connection as it is spoken over; raises OSError where that cannot be set up."""
        return connection

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve in a thread; a connection too many is closed at once."""
        if not self._free.acquire(blocking=False):
            self.log("a connection too many was closed")
            self.shutdown_request(request)  # type: ignore[attr-defined]  # of the server
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no more threads
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, which ends when its time is over, however slowly it speaks."""
        alarm: threading.Timer | None = None
        try:
            request.settimeout(self.step_seconds)
            request = self.secured(request)  # this object has the connection from here on
            alarm = threading.Timer(self.total_seconds, _shut, (request,))
            alarm.daemon = True
            alarm.start()
            super().process_request_thread(request, client_address)
        except OSError:
            self.handle_error(request, client_address)
            self.shutdown_request(request)  # type: ignore[attr-defined]  # of the server
        finally:
            if alarm:
                alarm.cancel()
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is nothing to stop for, and what was said is not shown."""
        self.log("a connection broke")


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def serving(server: socketserver.BaseServer, name: str) -> threading.Thread:
    """Serve in a thread of that name until `server.shutdown()`."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=name, daemon=True)
    thread.start()
    return thread
