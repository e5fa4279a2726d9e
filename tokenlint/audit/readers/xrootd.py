"""XRootD: what its server log tells of accesses, over the root protocol and HTTP.

    261120 12:00:00 1019 acc_Audit: u.1059:24@host.example grant ztn vo@host.example read /data/f
    261120 12:00:00 1019 scitokens_Access: Cached token mapped_username=vo, subject=me,
        issuer=https://issuer.example
    261120 12:00:00 1019 scitokens_Access: Grant authorization based on scopes for operation=read,
        path=/data/f
    261120 12:00:00 1019 ofs_mkdir: u.1:24@host.example Unable to mkdir /data/d; permission denied

Each entry is one line.

Sources: `xrootd_lines`. Settings that make the log tell: `scitokens.trace all` for tokens and what
they were granted, `acc.audit deny grant` for decisions of the authorization file, `ofs.trace all`
for the client behind a grant. Refusals are logged without any of them.

The log names subject and issuer of a token, and neither its id nor its scopes; only with
`http.trace all`, 5.5 writes whole headers, of which the claims are taken. Paths are those of the
storage, below the `base_path` of an issuer, to which its scopes are relative.
They are without escapes. A grant is a decision, not an effect. A `create` may open a file that is
there: the log does not tell. Lines of one thread belong together: a token or a client counts only
for the decision that follows it in the same thread. Times have no zone.
"""

import re
from collections.abc import Callable
from typing import Final

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers import clock, xrootd_lines
from tokenlint.audit.readers.bearer import Bearer, bearer_in, named, with_bearer
from tokenlint.audit.readers.latest import Latest
from tokenlint.audit.readers.paths import guarded
from tokenlint.audit.readers.reader import ByLine, Circumstances, Told
from tokenlint.audit.readers.undated import twice_remark, zone_remark

_NOBODY: Final = Event()
_LONGEST_TRACE: Final = 8_500  # characters; two paths and a few words
_Trace = tuple[str, str]
"""A client, and the rest of the line: it holds the path of what comes next."""


class Xrootd(ByLine):
    """The reader of one log; logins and threads join its lines."""

    name = "xrootd"
    in_order = True

    def __init__(self, where: Circumstances) -> None:
        super().__init__(where)
        self._users: Latest[str] = Latest()  # by login
        self._tokens: Latest[Event] = Latest()  # these and the others by thread
        self._traces: Latest[_Trace] = Latest()
        self._renaming: Latest[Event] = Latest()
        self._denied: Latest[str] = Latest()
        self._bearers: Latest[tuple[Bearer, str]] = Latest()

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        found = xrootd_lines.LINE.fullmatch(text)
        if found is None:
            return False
        said = found["said"]
        fitting = any(each.fullmatch(said) for each, _ in _readings(said))
        return fitting or xrootd_lines.SPEAKER.fullmatch(said) is not None

    def line(self, text: str, number: int) -> Told | list[Told]:
        """What a line tells; lines without a time go on with one before them."""
        found = xrootd_lines.LINE.fullmatch(text)
        if found is None:
            cut = xrootd_lines.CUT.match(text) is not None
            return Unread("syntax", "the line is not whole", number) if cut else None
        for pattern, reading in _readings(found["said"]):
            if match := pattern.fullmatch(found["said"]):
                when = self._when(found)
                if when == NO_TIME:
                    return Unread("time", "the time is none that can be used", number)
                base = Event(time=when, line=number, service=self.where.service)
                return reading(self, found["thread"], match, base)
        return None

    def rest(self) -> list[Told]:
        """Renames whose new name was never told."""
        return list(self._renaming.take_all())

    def _when(self, found: re.Match[str]) -> float:
        zone_remark(self)
        day = f"20{found['year']}-{found['month']}-{found['day']}"
        text = f"{day} {found['clock']}{found['fraction'] or ''}"
        when = clock.iso(text, self.where.zone_or_utc)
        twice_remark(self, when)
        return when

    def audited(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """A decision of the authorization file."""
        allowed = found["verdict"] == "grant"
        user = "" if found["user"] == "*" else named(found["user"])
        known = msgspec.structs.replace(base, user=user, client=_host(found["host"]))
        if not allowed:
            self._denied.put(thread, found["path"][:_LONGEST_TRACE])
        return self._decided(thread, found, known, allowed=allowed, who=found["who"] or "")

    def granted(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """What the scopes of a token were enough for."""
        return self._decided(thread, found, base, allowed=True, who="")

    def refused(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """A refusal; one that the authorization file told before is not told twice."""
        if self._denied.take(thread) == found["path"]:
            return [None]
        operation = xrootd_lines.VERBS.get(found["verb"], "")
        known = self._known(thread, base, found["path"], found["who"])
        event = msgspec.structs.replace(
            known, operation=operation, allowed=False, about="" if operation else found["verb"]
        )
        return [*self._pending(thread), event]

    def token(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """The token that the next decision of this thread is about."""
        groups = (found["groups"] or "").split(",")
        event = msgspec.structs.replace(
            base,
            subject=named(found["subject"]),
            issuer=named(found["issuer"]),
            groups=tuple(named(each) for each in groups if each),
            user=named(found["user"]),
        )
        self._tokens.put(thread, event)
        return [None]

    def login(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """A login, with the local name where the line has it."""
        user = named(found["user"] or "")
        self._users.put(found["who"], user)
        who = named(found["who"])
        client = _host(found["who"].partition("@")[2])
        return [msgspec.structs.replace(base, about="login", user=user, client=client, session=who)]

    def gone(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """The end of a connection: its descriptor is used for another one soon."""
        self._users.drop(found["who"])
        self._traces.drop(thread)
        return [None]

    def traced(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """Who a thread works for, and on which path."""
        self._traces.put(thread, (found["who"], found["rest"][:_LONGEST_TRACE]))
        return [None]

    def presented(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """A header with a token, of which only the claims are kept, until the next request."""
        bearer = bearer_in(found["value"])
        if bearer is not None:
            self._bearers.put(thread, (bearer, ""))
        return [None]

    def requested(self, thread: str, found: re.Match[str], base: Event) -> list[Told]:
        """The next request over HTTP."""
        self._bearers.drop(thread)
        return [None]

    def _decided(
        self, thread: str, found: re.Match[str], base: Event, *, allowed: bool, who: str
    ) -> list[Told]:
        name = found["operation"]
        known = self._known(thread, base, found["path"], who)
        if name in xrootd_lines.TARGETS:
            renamed = self._renaming.take(thread)
            if renamed is None:
                return [None]
            return [msgspec.structs.replace(renamed, to=known.path, allowed=allowed)]
        before = self._pending(thread)
        operation = xrootd_lines.OPERATIONS.get(name)
        if operation is None:
            return [*before, None]
        event = msgspec.structs.replace(known, operation=operation, allowed=allowed)
        if operation == "rename" and allowed:
            self._renaming.put(thread, event)
            return before
        return [*before, event]

    def _pending(self, thread: str) -> list[Told]:
        """A rename after which something else came."""
        renamed = self._renaming.take(thread)
        return [] if renamed is None else [renamed]

    def _known(self, thread: str, base: Event, path: str, who: str) -> Event:
        """What the thread, and the login behind it, tell of a decision about a path."""
        token = self._tokens.take(thread) or _NOBODY
        trace = self._traces.get(thread, ("", ""))
        who = who or (trace[0] if path in trace[1] else "")
        client = _host(who.partition("@")[2]) if who else base.client
        known = msgspec.structs.replace(
            base,
            path=guarded(path),
            client=client,
            user=base.user or token.user or self._users.get(who, ""),
            subject=token.subject,
            issuer=token.issuer,
            groups=token.groups,
            session=named(who),
        )
        return with_bearer(known, self._bearer(thread, who))

    def _bearer(self, thread: str, who: str) -> Bearer | None:
        """The token of a header: it belongs to the first client of which the thread tells next."""
        bearer, owner = self._bearers.get(thread, (_NO_BEARER, ""))
        if bearer is _NO_BEARER or not who or owner not in ("", who):
            return None
        self._bearers.put(thread, (bearer, who))
        return bearer


_NO_BEARER: Final = Bearer()
_Reading = Callable[[Xrootd, str, re.Match[str], Event], list[Told]]
_READINGS: Final[dict[str, tuple[tuple[re.Pattern[str], _Reading], ...]]] = {
    "acc_Audit": ((xrootd_lines.AUDIT, Xrootd.audited),),
    "scitokens_Access": (
        (xrootd_lines.GRANT, Xrootd.granted),
        (xrootd_lines.TOKEN, Xrootd.token),
    ),
    "XrootdXeq": ((xrootd_lines.LOGIN, Xrootd.login), (xrootd_lines.GONE, Xrootd.gone)),
    "XrootdBridge": ((xrootd_lines.LOGIN, Xrootd.login),),
    "http_Protocol": (
        (xrootd_lines.REQUEST, Xrootd.requested),
        (xrootd_lines.HEADER, Xrootd.presented),
    ),
}
_OF_FILES: Final = ((xrootd_lines.REFUSED, Xrootd.refused),)
_OF_TRACES: Final = ((xrootd_lines.TRACE, Xrootd.traced),)


def _readings(said: str) -> tuple[tuple[re.Pattern[str], _Reading], ...]:
    """What may fit a line, by who speaks."""
    speaker = said.partition(":")[0]
    if speaker.startswith("ofs_"):
        return _OF_FILES
    return _READINGS.get(speaker) or (_OF_TRACES if "@" in said else ())


def _host(text: str) -> str:
    """A host or an address as others write it: no brackets, IPv4 not mapped into IPv6."""
    return named(text.strip("[]").removeprefix("::ffff:"))
