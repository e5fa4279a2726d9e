r"""StoRM WebDAV: its access log.

    192.0.2.7 8443 "someone" 2026-11-20T12:00:00.123Z "7b1c..." "GET /vo/f HTTP/1.1" 200 5 12

Source: italiangrid/storm-webdav, `etc/storm-webdav/logback-access.xml`. At commit 5c14a24 the
pattern is `%a %localPort "%reqAttribute{storm.remoteUser}" %date{...XXX, UTC}
"%reqAttribute{storm.requestId}" "%m %U %H" %s %b %D`, at commit 2abdbd0 it was `%h %l %u %user
%date{...} "%reqAttribute{storm.requestId}" "%r" %s %b %D`; both are read.

The log names who asked, and neither the token nor its scopes. Refusals are in it (401, 403).
A COPY does not tell its direction, and a MOVE not where to: both stand in headers.
"""

import re
from typing import Final

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Unread
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.bearer import named, with_bearer
from tokenlint.audit.readers.http import http_event, request_of
from tokenlint.audit.readers.reader import ByLine, Told
from tokenlint.audit.readers.verdict import HTTP

_LINE: Final = re.compile(
    r'(?P<client>\S+) (?:\d+|-) (?:"(?P<user>[^"]{0,500})"|(?P<old>[^"]{1,500})) '
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d)) "
    r'"(?P<id>[^"]{0,200})" "(?P<request>[^"]*+)" (?P<status>\d{3}) (?P<size>-?\d+|-) \d+',
    re.ASCII,
)
_NOBODY: Final = frozenset({"", "-", "- -", "null"})


class Storm(ByLine):
    """The reader of one access log."""

    name = "storm"

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        return _LINE.fullmatch(text) is not None

    def line(self, text: str, number: int) -> Told:
        """What a line tells."""
        found = _LINE.fullmatch(text)
        if found is None:
            return Unread("syntax", "the line is not of the access log of StoRM WebDAV", number)
        when = clock.iso(found["time"], self.where.zone_or_utc)
        if when == NO_TIME:
            return Unread("time", "the time is none that can be used", number)
        request = request_of(found["request"])
        status = int(found["status"])
        made = http_event(*request, status, HTTP.verdict(status)) if request else None
        if made is None:
            return None
        event, bearer = made
        user = found["user"] if found["old"] is None else found["old"]
        event = msgspec.structs.replace(
            event,
            time=when,
            client=named(found["client"]),
            service=self.where.service,
            user="" if user in _NOBODY else named(user),
            line=number,
        )
        return with_bearer(event, bearer)
