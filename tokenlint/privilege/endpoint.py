"""Audience strings: how they are spelled, and which spellings mean one endpoint.

WLCG profile 1.3 section 2.1.1 wants `scheme://host` as RFC 3986 section 6 normalises it.
In the field one endpoint goes by `https://h`, `https://h:443`, `h:443`, `h`, `davs://h`
and `root://h:1094`, so its name is a host and, away from the usual ports, a port.
"""

import re
from enum import StrEnum
from typing import NamedTuple

WILDCARDS = frozenset({"https://wlcg.cern.ch/jwt/v1/any", "ANY"})
"""The audiences that mean any service: of the WLCG profile, and of SciTokens 2.0."""

_DEFAULT_PORTS = {
    "https": "443",
    "http": "80",
    "davs": "443",
    "dav": "80",
    "root": "1094",
    "roots": "1094",
    "xroot": "1094",
    "xroots": "1094",
    "condor": "9619",
    "gsiftp": "2811",
}
# Ports that belong to a host's usual service: audiences seldom tell its doors apart.
_USUAL_PORTS = frozenset({"80", "443", "1094"})
_SERVICES = {
    "davs": "storage",
    "dav": "storage",
    "root": "storage",
    "roots": "storage",
    "xroot": "storage",
    "xroots": "storage",
    "gsiftp": "storage",
    "srm": "storage",
    "condor": "compute",
}
_SERVICES_BY_PORT: dict[str | None, str] = {
    "1094": "storage",
    "1095": "storage",
    "2811": "storage",
    "2880": "storage",
    "9619": "compute",
    "8446": "transfer",
}

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]+\])"
_URI = re.compile(
    r"""([A-Za-z][A-Za-z0-9+.-]*)://  # scheme
    (?:([^/?#\s]*)@)?                 # userinfo
    ([^/?#@\s]+?)                     # host, or whatever stands in its place
    (?::([0-9]*))?                    # port
    ((?:/[^?#]*)?)                    # path
    ((?:[?#].*)?)                     # query and fragment""",
    re.DOTALL | re.VERBOSE,
)
_HOST_PORT = re.compile(rf"({_HOST}):([0-9]{{1,5}})")
_DOTTED_HOST = re.compile(rf"(?=.*[.:]){_HOST}")


class Spelling(StrEnum):
    """The form of one audience value."""

    URI = "uri"
    HOST_PORT = "host-port"
    HOST = "host"
    NAME = "name"
    WILDCARD = "wildcard"
    EMPTY = "empty"
    NOT_A_STRING = "not-a-string"


class _Uri(NamedTuple):
    """The parts of `scheme://userinfo@host:port/path?more`; None: not even its mark is there."""

    scheme: str
    userinfo: str | None
    host: str
    port: str | None
    path: str
    more: str


def _uri(text: str) -> _Uri | None:
    parts = _URI.fullmatch(text.strip())
    return _Uri(*parts.groups()) if parts else None


def spelling(value: object) -> Spelling:
    """The form of an audience value; white space around it does not count."""
    if not isinstance(value, str):
        return Spelling.NOT_A_STRING
    text = value.strip()
    if text in WILDCARDS:
        return Spelling.WILDCARD
    if not text:
        return Spelling.EMPTY
    if _uri(text):
        return Spelling.URI
    if _HOST_PORT.fullmatch(text):
        return Spelling.HOST_PORT
    return Spelling.HOST if _DOTTED_HOST.fullmatch(text) else Spelling.NAME


def scheme(text: str) -> str | None:
    """The scheme of a URI in lower case; None for every other spelling."""
    uri = _uri(text)
    return uri.scheme.lower() if uri else None


def endpoint_key(text: str) -> tuple[str, ...]:
    """What is equal for two spellings of one endpoint: (host, port, path), or (text,).

    The port is empty for the ports of the web and of XRootD, which lead to the same storage.
    A scheme without a known port stands in for it.
    """
    uri = _uri(text)
    if uri and text.strip() not in WILDCARDS:
        name = uri.scheme.lower()
        port = uri.port or _DEFAULT_PORTS.get(name, name)
        return _key(uri.host, port, uri.path.rstrip("/") + uri.more)
    host_port = _HOST_PORT.fullmatch(text.strip())
    if host_port:
        return _key(host_port[1], host_port[2], "")
    if _DOTTED_HOST.fullmatch(text.strip()):
        return _key(text.strip(), "", "")
    return (text,)


def _key(host: str, port: str, path: str) -> tuple[str, ...]:
    return host.rstrip(".").lower(), "" if port in _USUAL_PORTS else port, path


def same_endpoint(one: str, other: str) -> bool:
    """Whether the two are equal or spell the same endpoint."""
    return endpoint_key(one) == endpoint_key(other)


def audience_defects(text: str) -> tuple[str, ...]:
    """What keeps a URI from the form that the profile recommends, sorted; empty for the rest."""
    uri = _uri(text)
    if uri is None or text in WILDCARDS:
        return ()
    name = uri.scheme.lower()
    found = {
        "trailing-slash": uri.path == "/",
        "path": uri.path not in {"", "/"},
        "default-port": uri.port is not None and uri.port in {"", _DEFAULT_PORTS.get(name)},
        "upper-case": uri.scheme != name or uri.host != uri.host.lower(),
        "query-or-fragment": bool(uri.more),
        "userinfo": uri.userinfo is not None,
        "http": name == "http",
        "white-space": any(character.isspace() for character in text),
        "not-normalised": "%" in text,
    }
    return tuple(sorted(defect for defect, present in found.items() if present))


def service_kind(text: str) -> str:
    """`storage`, `compute`, `transfer` or `unknown`, by the scheme or else the port."""
    uri = _uri(text)
    if uri:
        by_port = _SERVICES_BY_PORT.get(uri.port, "unknown")
        return _SERVICES.get(uri.scheme.lower(), by_port)
    host_port = _HOST_PORT.fullmatch(text.strip())
    return _SERVICES_BY_PORT.get(host_port[2], "unknown") if host_port else "unknown"
