"""dCache: billing files, in the default format.

    11.20 12:00:00 [pool:pool1@dom:transfer] [0000C9B4,5] [/data/f] vo:st@osm 5 40 true
        {Http-1.1:192.0.2.7:0:WebDAV-door:dom:/data/f} [door:WebDAV-door@dom:1] {0:""}
    11.20 12:00:00 [door:WebDAV-door@dom:request] ["someone":1000:1000:192.0.2.7] [0000C9B4,5]
        [/data/f] vo:st@osm 1 0 {0:""}

Each message is one line. Source: dCache, `skel/share/defaults/billing.properties` (commit
99d3d1e: `billing.text.format.mover-info-message` and its neighbours), `$date$` is `MM.dd HH:mm:ss`;
the book (9.1), section on billing files. Other formats that a site may set are not read.

A transfer tells the file, whether it was read or created, and the client as the protocol names it;
transfers between pools are passed over. A door's request tells who asked, and not what for:
`about` is `request`, and both have the file's id as `session`. A removal tells no client.
The files never tell a token, and refusals only where a door sends them (code 10018,
`CacheException.PERMISSION_DENIED`). Times have neither year nor zone.
dCache does not write into files that are there: an overwrite is a removal and a creation.
"""

import re
from typing import Final

from tokenlint.audit.event import Event, Unread
from tokenlint.audit.readers.bearer import named
from tokenlint.audit.readers.paths import guarded
from tokenlint.audit.readers.reader import ByLine, Told
from tokenlint.audit.readers.undated import undated

_HEAD: Final = re.compile(
    r"(?P<month>\d\d)\.(?P<day>\d\d) (?P<clock>\d\d:\d\d:\d\d) "
    r"\[(?P<cell>[a-zA-Z]+:[^\]]{0,300}):(?P<type>[a-z]+)\] ",
    re.ASCII,
)
_OWNER: Final = re.compile(r'\["(?P<owner>[^"]*+)":-?\d+:-?\d+:(?P<client>[^\]]*+)\] ', re.ASCII)
_FILE: Final = re.compile(r"\[(?P<id>[0-9A-Fa-f]*),-?\d+\] ", re.ASCII)
# What follows the path: the storage class, which has an `@`, or is unknown, and numbers.
_PATH: Final = re.compile(r"\[(?P<path>.*)\] (?:[^\s@]+@[^\s@]+|<[Uu]nknown>) ")
_RESULT: Final = re.compile(r'\{(?P<code>-?\d+):"')
_MOVED: Final = re.compile(r"\d+ \d+ (?P<created>true|false) \{(?P<protocol>[^}]*+)\} ", re.ASCII)
_INITIATOR: Final = re.compile(r"\[(?P<who>[a-z]+):(?P<door>[^\]]*+)\] ", re.ASCII)
_HOST: Final = re.compile(r"[\w.-]+[: ](?P<host>\[[^\]]+\]|[^\s:]+)", re.ASCII)
_DENIED: Final = 10_018
_ABOUT: Final = {"remove": "delete", "restore": "stage"}


class DcacheBilling(ByLine):
    """The reader of one billing file."""

    name = "dcache-billing"

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        return _HEAD.match(text) is not None

    def line(self, text: str, number: int) -> Told:
        """What a line tells."""
        head = _HEAD.match(text)
        if head is None and not text.startswith("#"):
            return Unread("syntax", "the line is not of the default billing format", number)
        if head is None or head["type"] not in {"transfer", "request", *_ABOUT}:
            return None
        parts = _parts(text, head.end())
        if parts is None:
            return Unread("syntax", "the message is not of the default billing format", number)
        when = undated(self, int(head["month"]), int(head["day"]), head["clock"])
        if when is None:
            return Unread("time", "the time is none that can be used", number)
        return _event(head, parts, when, number, self.where.service)


def _parts(text: str, at: int) -> dict[str, str] | None:
    """The parts behind the head; None where one is missing."""
    parts: dict[str, str] = {}
    if owner := _OWNER.match(text, at):
        parts |= owner.groupdict()
        at = owner.end()
    file = _FILE.match(text, at)
    end = text.rfind(" {")
    result = _last_result(text)
    if file is None or end < 0 or result is None:
        return None
    parts |= file.groupdict() | result.groupdict()
    path = _PATH.match(text, file.end())
    if path is None:
        return None
    parts |= path.groupdict()
    if moved := _MOVED.match(text, path.end()):
        parts |= moved.groupdict()
        initiator = _INITIATOR.match(text, moved.end())
        parts |= initiator.groupdict() if initiator else {}
    return parts


def _last_result(text: str) -> re.Match[str] | None:
    """The code of the result, which stands last; its message may hold anything."""
    found = None
    for found in _RESULT.finditer(text):  # noqa: B007  # the last one is wanted
        pass
    return found if text.endswith('"}') else None


def _event(
    head: re.Match[str], parts: dict[str, str], when: float, number: int, service: str
) -> Told:
    if head["type"] == "transfer" and "created" not in parts:
        return Unread("syntax", "the transfer does not tell its direction", number)
    if head["type"] == "transfer" and parts.get("who", "door") != "door":
        return None  # from pool to pool
    operation, about = _ABOUT.get(head["type"], ""), ""
    if head["type"] == "transfer":
        operation = "create" if parts["created"] == "true" else "read"
    elif head["type"] == "request":
        about = "request"
    code = int(parts["code"][:9])
    host = _HOST.match(parts.get("protocol", ""))
    return Event(
        operation=operation,
        path="" if parts["path"].lower() == "unknown" else guarded(parts["path"]),
        allowed=True if code == 0 else False if code == _DENIED else None,
        time=when,
        client=named(parts.get("client") or (host["host"].strip("[]") if host else "")),
        service=service or named(parts.get("door", "").rpartition(":")[0]),
        user=named(parts.get("owner", "")),
        session=parts["id"],
        about=about,
        line=number,
    )
