"""Addresses: the origin that a token may go to, and the URL that an operator named.

An origin is a scheme, a host and a port (RFC 6454 section 4).
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from tokenlint.errors import UsageError

_LONGEST = 2048
_LONGEST_PORT = 65_535
_TOKEN_MARKS = ("eyJ", "access_token", "authz=")
_PORTS = {"https": 443, "http": 80, "roots": 1094, "root": 1094, "arc": 443, "condor": 9619}
_SAME_AS = {
    "davs": "https",
    "dav": "http",
    "xroot": "root",
    "xroots": "roots",
    "arc+https": "arc",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where requests go: scheme, host in lower case, port."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Host and port as in a URL; the port of the scheme is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS.get(self.scheme) else f"{host}:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether what goes there is encrypted, and the other end shows a certificate."""
        return self.scheme in {"https", "roots"}

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


@dataclass(frozen=True, slots=True)
class Address:
    """A URL that an operator named: its origin, and the path as written (`/` where it has none)."""

    origin: Origin
    path: str


def read_address(url: str) -> Address:
    """The origin and path of a URL; raises UsageError where a probe cannot take it.

    `davs` and `dav` are read as `https` and `http`, `xroot` as `root`, as gfal2 does;
    `arc` and `arc+https` are one.
    """
    if any(mark in url for mark in _TOKEN_MARKS):
        raise UsageError(
            "the URL of a service holds what looks like a token",
            advice="name the URL alone; tokens come from --token-command or files",
        )
    parts = _split(url)
    scheme = _SAME_AS.get(parts.scheme, parts.scheme)
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "the URL of a service names a user", advice="leave out what stands before the @"
        )
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise UsageError(
            "the URL of a service has a query or a fragment",
            advice="leave out what stands after the ? or #",
        )
    host = (parts.hostname or "").lower()
    if not host or scheme not in _PORTS:
        raise _unusable()
    return Address(Origin(scheme, host, parts.port or _PORTS[scheme]), parts.path or "/")


def usual_audience(origin: Origin) -> str:
    """The audience by which a service usually knows itself: its URL without the path.

    That of a computing element is what DIRAC asks for (`tokenlint.services.dirac.elements`):
    `https://host:port` for ARC, `host:port` for HTCondor-CE.
    """
    host = f"[{origin.host}]" if ":" in origin.host else origin.host
    if origin.scheme == "arc":
        return f"https://{host}:{origin.port}"
    return f"{host}:{origin.port}" if origin.scheme == "condor" else str(origin)


def origin_of(url: str) -> Origin | None:
    """The origin of an absolute http or https URL that a service names; None for any other text."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        return None
    if not host.isascii() or not host.isprintable() or port == 0:
        return None
    return Origin(parts.scheme, host, port or _PORTS[parts.scheme])


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: what is sent there crosses no network."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def check_clear_text(origin: Origin, *, allowed: bool) -> None:
    """Raises UsageError where a token would cross a network in clear text without leave."""
    if origin.secure or allowed or is_loopback(origin.host):
        return
    raise UsageError(
        f"{origin} is not encrypted: whoever listens on the way may have what is sent",
        advice="name the encrypted address, or allow clear text by --insecure-http",
    )


def _split(url: str) -> SplitResult:
    usable = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST
    try:
        parts = urlsplit(url)
        usable = usable and (parts.port is None or 0 < parts.port <= _LONGEST_PORT)
    except ValueError:
        usable = False
    if not usable:
        raise _unusable()
    return parts


def _unusable() -> UsageError:
    return UsageError(
        "the URL of a service cannot be used",
        advice="it is SCHEME://HOST[:PORT]/PATH, such as https://storage.example:8443/data; "
        f"the schemes are {', '.join(sorted(_PORTS | _SAME_AS))}",
    )
