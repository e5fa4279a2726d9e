"""Requests carried to an origin and along its redirects; the token stays within the origin.

A redirect within the origin is followed with the token, one to another port of the same host or to
a host that was named without it: pools of dCache and data servers of XRootD are given what they
need in the URL. Once a request has left the origin, no later step sees the token.
"""

import re
import ssl
import time
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from tokenlint.probe.doors.address import Origin, origin_of
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import Reply, Request, cleaned, visible
from tokenlint.probe.doors.settings import Settings
from tokenlint.probe.doors.trust import tls_context
from tokenlint.probe.doors.wire import Wire
from tokenlint.probe.token import Token

_REDIRECTS = frozenset({301, 302, 307, 308})
_SEE_OTHER = 303
_LOOKING = frozenset({"GET", "PROPFIND"})
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


@dataclass(frozen=True, slots=True)
class Delivered:
    """A reply, and the origin that gave it."""

    reply: Reply
    by: Origin


class Courier:
    """Keeps connections that can be used again. Raises UsageError for authorities it cannot read.

    A connection serves one token alone: a service may decide once for each connection who its
    client is (nordugrid-arc-arex 6.17.0 does, `tests/real/arc`).
    May be used by several threads: a connection in use is nobody else's.
    """

    def __init__(self, settings: Settings, *, secure: bool) -> None:
        self._settings = settings
        self._tls: ssl.SSLContext | None = None
        if secure or settings.authorities is not None:
            self._tls = tls_context(settings.authorities)
        self._idle: list[tuple[Token | None, Wire]] = []

    def carry(self, request: Request, origin: Origin, token: Token | None) -> Delivered:
        """Send a request to the origin that the token is for. Raises Failure."""
        limits = self._settings.limits
        deadline = time.monotonic() + limits.total_seconds
        home, at, sent = origin, origin, request
        for _ in range(limits.redirects + 1):
            if at != home:
                token = None  # and it never comes back
            reply = self._exchange(at, sent, token, deadline)
            location = _location(request, reply, at)
            if not location:
                return Delivered(reply, at)
            further, target = _next(at, sent.target, location)
            self._allow(home, at, further)
            if further == home and not _may_move(request, target):
                raise Failure("redirect", f"{at.authority} redirects a change to another path")
            at, sent = further, replace(sent, target=target)
        raise Failure("redirect", f"{home.authority} redirects more than {limits.redirects} times")

    def close(self) -> None:
        """Let go of all connections."""
        while self._idle:
            self._idle.pop()[1].close()

    def _exchange(
        self, origin: Origin, request: Request, token: Token | None, deadline: float
    ) -> Reply:
        wire = self._idle_wire(origin, token) or self._new_wire(origin)
        reply = wire.exchange(_with(request, token), deadline)
        if wire.usable:
            self._idle.append((token, wire))
        else:
            wire.close()
        return reply

    def _idle_wire(self, origin: Origin, token: Token | None) -> Wire | None:
        for _ in range(len(self._idle)):
            try:
                bearer, wire = self._idle.pop()
            except IndexError:  # another thread was faster
                return None
            if not wire.usable:
                wire.close()
            elif (wire.origin, bearer) == (origin, token):
                return wire
            else:
                self._idle.insert(0, (bearer, wire))
        return None

    def _new_wire(self, origin: Origin) -> Wire:
        if origin.secure and self._tls is None:  # a redirect from http to https
            self._tls = tls_context(self._settings.authorities)
        return Wire(origin, self._tls, self._settings.limits)

    def _allow(self, home: Origin, at: Origin, further: Origin) -> None:
        """Raises Failure where a redirect must not be followed."""
        if at.secure and not further.secure:
            why = f"{at.authority} redirects from https to http, where anybody on the way can read"
            raise Failure("redirect", why, "let the service redirect to https")
        named = {host.lower() for host in self._settings.redirect_to}
        if further.host == home.host or further.host in named:
            return
        raise Failure(
            "redirect",
            f"{at.authority} redirects to {cleaned(further.host)}, which was not named on the "
            "command line",
            "name the host with --redirect-to if it belongs to the service",
        )


def _with(request: Request, token: Token | None) -> Request:
    if token is None:
        return request
    authorization = {"Authorization": f"Bearer {token.value}"}
    return replace(request, headers={**request.headers, **authorization})


def _location(request: Request, reply: Reply, at: Origin) -> str:
    """Where a reply sends the request, empty where it does not."""
    location = reply.headers.get("location", "").strip()
    if reply.status == _SEE_OTHER and location:
        if request.method == "GET":
            return location
        raise Failure("redirect", f"{at.authority} sends a {request.method} to see another page")
    return location if reply.status in _REDIRECTS else ""


def _next(at: Origin, target: str, location: str) -> tuple[Origin, str]:
    """The origin and the request target of a Location, spelled as it is."""
    location = location.partition("#")[0]
    if not visible(location):
        raise Failure("garbage", f"{at.authority} redirects to what is no address")
    if location.startswith("//"):
        location = f"{at.scheme}:{location}"
    if location.startswith("/"):
        return at, location
    absolute = _ABSOLUTE.match(location)
    if absolute is None:
        location = urljoin(f"{at}{target}", location)
        absolute = _ABSOLUTE.match(location)
    origin = origin_of(absolute[0]) if absolute else None
    if origin is None or absolute is None:
        raise Failure("garbage", f"{at.authority} redirects to what is no web address")
    rest = location[absolute.end() :]
    return origin, rest if rest.startswith("/") else f"/{rest}"


def _may_move(request: Request, target: str) -> bool:
    """Whether a request may go to another path of the origin: one that changes nothing may.

    What a probe creates or deletes has a name that the probe chose; a slash at its end is no other.
    """
    asked, given = request.target.rstrip("/"), target.partition("?")[0].rstrip("/")
    return request.method in _LOOKING or asked == given
