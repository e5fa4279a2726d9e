"""dCache: the access log of its WebDAV and xrootd doors (`/var/log/dcache/*.access`).

    level=INFO ts=2026-11-20T12:00:00.123+0000 event=org.dcache.webdav.request request.method=GET
    request.url=https://door.example/data/f response.code=200 socket.remote=192.0.2.7:39720
    user.mapped=1000:1000

Each event is one line. Sources: dCache, `modules/dcache/src/main/java/org/dcache/http/
AbstractLoggingHandler.java` (commit 092c5f5), `modules/dcache-webdav/.../LoggingHandler.java`
(commit 2244b9a), the xrootd plug-in `AccessLogHandler.java`; the book, section on access logs.

A WebDAV door sends reads and writes on to a pool with 307, after it has authorized them:
that counts as allowed. A PUT does not tell whether a file was there, unless by its status.
Paths of xrootd are never escaped; what follows a `?` may hold a token.
Of an open, the options tell (XRootD, `XProtocol.hh`: 0x2 delete, 0x8 new, 0x20 update,
0x8000 write to): `delete` creates, or replaces what was there; the lesser one is taken.
The log names the mapped user and the name of a certificate; of a token it tells nothing.
Requests that went well are written at the level INFO (`dcache.log.level.access`), refusals at WARN.
"""

from typing import Final

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.bearer import bearer_in, named, with_bearer
from tokenlint.audit.readers.http import http_event
from tokenlint.audit.readers.latest import Latest
from tokenlint.audit.readers.netlogger import pairs_of
from tokenlint.audit.readers.paths import guarded
from tokenlint.audit.readers.reader import ByLine, Circumstances, Told
from tokenlint.audit.readers.verdict import Statuses

_WEBDAV: Final = "org.dcache.webdav.request"
_XROOTD: Final = "org.dcache.xrootd."
_HTTP: Final = Statuses.of(("2xx", 304, 307), (401, 403))
_PLAIN: Final = {
    "stat": "stat",
    "statx": "stat",
    "dirlist": "list",
    "mkdir": "mkdir",
    "rm": "delete",
    "rmdir": "delete",
    "truncate": "overwrite",
    "prepare": "stage",
    "mv": "rename",
}
_NEW_OR_DELETE, _UPDATE_OR_WRITE = 0x2 | 0x8, 0x20 | 0x8000
_REFUSED: Final = frozenset({"NotAuhorized", "NotAuthorized"})  # the former is how it is spelt
_DONE: Final = frozenset({"ok", "oksofar", "redirect"})


class DcacheAccess(ByLine):
    """The reader of one access log of a domain; sessions of xrootd join their lines."""

    name = "dcache-access"
    in_order = True

    def __init__(self, where: Circumstances) -> None:
        super().__init__(where)
        self._sessions: Latest[tuple[str, str]] = Latest()

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        return text.startswith(("level=", "ts=")) and " event=org.dcache." in text[:200]

    def line(self, text: str, number: int) -> Told:
        """What a line tells."""
        pairs = pairs_of(text)
        if pairs is None or "event" not in pairs:
            return Unread("syntax", "the line is not of the format NetLogger", number)
        event = pairs["event"]
        if event != _WEBDAV and not event.startswith(_XROOTD):
            return None
        when = clock.iso(pairs.get("ts", ""), self.where.zone_or_utc)
        if when == NO_TIME:
            return Unread("time", "the time is none that can be used", number)
        told = self._webdav(pairs) if event == _WEBDAV else self._xrootd(event, pairs)
        if not isinstance(told, Event):
            return told if told is None else msgspec.structs.replace(told, line=number)
        return msgspec.structs.replace(told, time=when, line=number)

    def _webdav(self, pairs: dict[str, str]) -> Told:
        code, url = pairs.get("response.code", ""), pairs.get("request.url", "")
        if not code.isascii() or not code.isdecimal() or len(code) > 3:  # noqa: PLR2004
            return Unread("syntax", "the event has no status")
        copied = {"tpc.source": "create", "tpc.destination": "read"}
        operation = next((word for name, word in copied.items() if name in pairs), None)
        method = pairs.get("request.method", "")
        made = http_event(method, url, int(code), _HTTP.verdict(code), operation=operation)
        if made is None:
            return None
        event, bearer = made
        event = msgspec.structs.replace(
            event,
            client=_address(pairs.get("socket.remote", "")),
            service=self.where.service or _origin(url),
            user=named(pairs.get("user.mapped", "")),
            subject=named(pairs.get("user.dn", "")),
            session=named(pairs.get("session", "")),
        )
        return with_bearer(event, bearer)

    def _xrootd(self, event: str, pairs: dict[str, str]) -> Told:
        session = named(pairs.get("session", ""))
        client, user = self._sessions.get(session, ("", ""))
        if event == _XROOTD + "connection.start":
            self._sessions.put(session, (_address(pairs.get("socket.remote", "")), user))
        elif event == _XROOTD + "login":
            user = named(pairs.get("user.mapped", ""))
            self._sessions.put(session, (client, user))
            return Event(about="login", client=client, user=user, session=session)
        elif event == _XROOTD + "connection.end":
            self._sessions.drop(session)
        elif event == _XROOTD + "request":
            return self._request(pairs, Event(client=client, user=user, session=session))
        return None

    def _request(self, pairs: dict[str, str], known: Event) -> Told:
        request = pairs.get("request", "")
        operation = _opened(pairs.get("options", "")) if request == "open" else _PLAIN.get(request)
        if operation is None:
            return None
        path, _, query = (pairs.get("source") or pairs.get("path", "")).partition("?")
        answer = pairs.get("response", "")
        refused = answer == "error" and pairs.get("error.code", "") in _REFUSED
        event = msgspec.structs.replace(
            known,
            operation=operation,
            path=guarded(path),
            to=guarded(pairs.get("target", "").partition("?")[0]),
            allowed=False if refused else True if answer in _DONE else None,
            service=self.where.service,
        )
        return with_bearer(event, bearer_in(query))


def _opened(options: str) -> str:
    try:
        bits = int(options, 16)
    except ValueError:
        bits = 0
    if bits & _NEW_OR_DELETE:
        return "create"
    return "overwrite" if bits & _UPDATE_OR_WRITE else "read"


def _address(remote: str) -> str:
    """`[::1]:39720` or `192.0.2.7:39720` without the port."""
    host, colon, port = remote.rpartition(":")
    found = host if colon and port.isdecimal() else remote
    return named(found.strip("[]/"))


def _origin(url: str) -> str:
    """Scheme, host and port of the URL that a client asked for."""
    scheme, mark, rest = url.partition("://")
    return named(f"{scheme}://{rest.partition('/')[0]}") if mark else ""
