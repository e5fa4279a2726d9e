"""A test issuer on loopback, and plain clients of its two doors."""

import http.client
import socket
import ssl
from pathlib import Path
from typing import Any

from tokenlint.credentials.fetch import FetchLimits, Network
from tokenlint.probe.issuer.server import TestIssuer


def trusting(issuer: TestIssuer) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=issuer.authority.decode())


def network(issuer: TestIssuer) -> Network:
    """Trusts its authority and allows this machine's own address."""
    limits = FetchLimits(step_seconds=5, total_seconds=10)
    return Network(trusting(issuer), private=True, limits=limits)


def asked(issuer: TestIssuer, path: str, method: str = "GET", **more: Any) -> tuple[int, bytes]:
    """Status and body of one request."""
    line = http.client.HTTPSConnection(
        "localhost", issuer.port, timeout=5, context=trusting(issuer)
    )
    try:
        line.request(method, path, **more)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def told(path: Path, *lines: bytes, seconds: float = 5.0) -> bytes:
    """All that comes back for these bytes at the socket, until it closes or the time is over."""
    got = bytearray()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(seconds)
        line.connect(str(path))
        try:
            for each in lines:
                line.sendall(each)
            line.shutdown(socket.SHUT_WR)
            while piece := line.recv(4096):
                got += piece
        except (ConnectionError, TimeoutError):
            pass
    return bytes(got)
