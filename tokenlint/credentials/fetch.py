"""One document over https, fetched so that nobody can steer, stretch or swell the request.

Certificates are checked, proxies and cookies are not used,
only public addresses are asked unless private ones are allowed,
redirects stay within one origin, and size and time are bounded.
Source: RFC 8725 section 3.10 (requests that a token must not be able to steer).
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPMessage
from typing import IO
from urllib.parse import SplitResult, urlsplit

_CHUNK = 65_536
_NOT_THERE = frozenset({400, 401, 403, 404, 405, 406, 410, 501})
_HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds on a fetch: seconds for one step, seconds in all, bytes, redirects."""

    step_seconds: float = 10.0
    total_seconds: float = 30.0
    max_bytes: int = 1_048_576
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach a server.

    `tls` may trust other authorities than the system does, but always checks;
    `private` allows addresses that are not public, such as those of a test bed.
    """

    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    private: bool = False
    limits: FetchLimits = field(default_factory=FetchLimits)


class Refused(Exception):
    """A fetch that must not or cannot be done; the text says why."""


class NotThere(Refused):
    """The server has no such document."""


def checked(address: str) -> SplitResult:
    """The parts of an address that may be fetched; raises `Refused` for any other."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "https" and bool(parts.hostname)
        usable = usable and (parts.port or _HTTPS_PORT) > 0 and parts.username is None
    except ValueError:
        usable = False
    if not usable or not address.isascii() or not address.isprintable() or " " in address:
        raise Refused("an address is no plain https URL")
    return parts


def fetch(address: str, network: Network, deadline: float) -> bytes:
    """The document at an address, before `deadline` (of `time.monotonic`); raises `Refused`."""
    target = checked(address)
    left = deadline - time.monotonic()
    if left <= 0:
        raise Refused("the time for the fetch is over")
    doors = _SafeHTTPS(network)
    alarm = threading.Timer(left, doors.shut)  # also ends a reply that comes letter by letter
    alarm.daemon = True
    alarm.start()
    try:
        opener = _opener(doors, _SameOrigin(target, network.limits.redirects))
        with opener.open(address, timeout=min(left, network.limits.step_seconds)) as answer:
            return _read(answer, network.limits.max_bytes, deadline)
    except urllib.error.HTTPError as error:
        error.close()
        kind = NotThere if error.code in _NOT_THERE else Refused
        raise kind(f"{target.netloc} answers with status {error.code}") from None
    except urllib.error.URLError as error:
        raise Refused(f"{target.netloc} cannot be reached: {_cause(error.reason)}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused(f"{target.netloc} cannot be read: {_cause(error)}") from None
    finally:
        alarm.cancel()


def _cause(reason: object) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted ({reason.verify_message})"
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    return getattr(reason, "strerror", None) or type(reason).__name__


def _read(answer: http.client.HTTPResponse, most: int, deadline: float) -> bytes:
    """The body, piece by piece, so that a long one is not kept."""
    body = bytearray()
    while piece := answer.read1(_CHUNK):
        body += piece
        if len(body) > most:
            raise Refused(f"the document is longer than {most} bytes")
    if time.monotonic() >= deadline:
        raise Refused("the time for the fetch is over")
    return bytes(body)


def _opener(*handlers: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """An opener with these handlers and no others: no proxy, no file, no plain http."""
    opener = urllib.request.OpenerDirector()
    opener.addheaders = [("Accept", "application/json"), ("User-Agent", "tokenlint")]
    errors = (urllib.request.HTTPErrorProcessor(), urllib.request.HTTPDefaultErrorHandler())
    for handler in (*handlers, *errors):
        opener.add_handler(handler)
    return opener


class _SafeHTTPS(urllib.request.HTTPSHandler):
    """Connects only to addresses that the network allows, looking at the one really used."""

    def __init__(self, network: Network) -> None:
        super().__init__(context=network.tls)
        self._network = network
        self._sockets: list[socket.socket] = []

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        private, sockets = self._network.private, self._sockets

        class Connection(http.client.HTTPSConnection):
            def connect(self) -> None:
                if not private:
                    _refuse_private(self.host, self.port)
                super().connect()
                sockets.append(self.sock)
                if not private and not is_public(self.sock.getpeername()[0]):
                    raise OSError(0, "its address is not public")

        return self.do_open(Connection, req, context=self._network.tls)

    def shut(self) -> None:
        """End every connection; who reads from one sees its end."""
        for connection in self._sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _refuse_private(host: str, port: int) -> None:
    """Before any packet is sent: raises OSError when a host has an address that is not public."""
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not is_public(str(address[0])):
            raise OSError(0, "its address is not public")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to one host on the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return found.is_global and not found.is_multicast


class _SameOrigin(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to the same scheme, host and port, and only a few times."""

    def __init__(self, target: SplitResult, redirects: int) -> None:
        self._origin = (target.scheme, target.netloc)
        self._left = redirects

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        parts = urlsplit(newurl)
        if (parts.scheme, parts.netloc) != self._origin:
            raise Refused(f"{self._origin[1]} redirects to another place")
        self._left -= 1
        if self._left < 0:
            raise Refused(f"{self._origin[1]} redirects too often")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
