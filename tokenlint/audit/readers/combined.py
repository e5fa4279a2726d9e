r"""Access logs in the common and combined format of Apache httpd, which nginx writes, too.

    192.0.2.7 - user [20/Nov/2026:12:00:00 +0000] "GET /data/f HTTP/1.1" 200 5 "-" "curl/8"

Source: Apache HTTP Server 2.4, `docs/manual/mod/mod_log_config.xml` (`%h %l %u %t \"%r\" %>s %b`,
then Referer and User-agent; special signs are written `\"`, `\\`, `\xhh`); nginx `log_format
combined`. What follows the size is not read. The log tells neither token nor service.
"""

import re
from typing import Final

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Unread
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.bearer import bearer_in, named, with_bearer
from tokenlint.audit.readers.http import http_event, request_of
from tokenlint.audit.readers.reader import ByLine, Told
from tokenlint.audit.readers.verdict import HTTP

LINE: Final = re.compile(
    r"(?P<client>\S+) \S+ (?P<user>[^\[\]]{1,500}) \[(?P<time>[^\[\]]{20,30})\] "
    r'"(?P<request>(?:[^"\\]|\\.)*+)" (?P<status>\d{3}) (?P<size>\d+|-)(?P<rest>(?: .*)?)',
    re.ASCII,
)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))", re.ASCII)
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "v": "\v"}


class Combined(ByLine):
    """The reader of one log in the common or combined format."""

    name = "combined"

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        return LINE.fullmatch(text) is not None

    def line(self, text: str, number: int) -> Told:
        """What a line tells."""
        found = LINE.fullmatch(text)
        if found is None:
            return Unread("syntax", "the line is not of the common log format", number)
        when = clock.common(found["time"])
        if when == NO_TIME:
            return Unread("time", "the time is none that can be used", number)
        request = request_of(unescaped(found["request"]))
        if request is None:  # a connection without a request, or what a scanner sent
            return None
        return self.told(found, request, when, number)

    def told(
        self, found: re.Match[str], request: tuple[str, str], when: float, number: int
    ) -> Told:
        """The event of a line whose parts were found."""
        status = int(found["status"])
        made = http_event(*request, status, HTTP.verdict(status))
        if made is None:
            return None
        event, bearer = made
        user = "" if found["user"] == "-" else named(found["user"])
        event = msgspec.structs.replace(
            event,
            time=when,
            client=named(found["client"]),
            service=self.where.service,
            user=user,
            line=number,
        )
        return with_bearer(event, bearer or bearer_in(found["rest"]))


def unescaped(text: str) -> str:
    r"""A field of the log without the escapes of Apache httpd (`\"`, `\\`, `\xhh`, `\n`)."""
    if "\\" not in text:
        return text
    octets = _ESCAPE.sub(_sign, text).encode("utf-8", "surrogateescape")
    return octets.decode("utf-8", "replace")


def _sign(found: re.Match[str]) -> str:
    if found[1]:
        octet = int(found[1], 16)
        return chr(octet) if octet < 0x80 else chr(0xDC00 + octet)  # noqa: PLR2004
    return _SIGNS.get(found[2], found[2])
