"""A connection to a host by name, within a time that also bounds the resolver."""

import socket
import threading
import time
from typing import Any

from tokenlint.probe.doors.address import is_loopback


def connected(host: str, port: int, until: float) -> socket.socket:
    """A connection to the first address that takes one; raises OSError of the last that did not."""
    failed: OSError = TimeoutError()
    found = _addresses(host, port, until)
    for number, (family, address) in enumerate(found):
        left = until - time.monotonic()
        if left <= 0:
            break
        raw = socket.socket(family, socket.SOCK_STREAM)
        raw.settimeout(left / (len(found) - number))  # some for those behind, if nobody answers
        try:
            raw.connect(address)
        except OSError as error:
            raw.close()
            failed = error
        else:
            return raw
    raise failed


def _addresses(host: str, port: int, until: float) -> list[tuple[int, Any]]:
    """The addresses of a host, in the order to try them; raises OSError.

    Resolvers wait as long as they like, so a thread waits for them.
    """
    found: list[tuple[int, Any]] = []
    failed: list[Exception] = []

    def resolve() -> None:
        try:
            for family, *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append((family, address))  # until it fails
        except (OSError, UnicodeError) as error:
            failed.append(error)

    if is_loopback(host):
        resolve()
    else:
        resolver = threading.Thread(target=resolve, daemon=True)
        resolver.start()
        resolver.join(max(until - time.monotonic(), 0))
        if resolver.is_alive():
            raise TimeoutError
    if failed:
        raise socket.gaierror from None  # also for names that no resolver takes
    return found
