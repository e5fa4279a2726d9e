"""ARC: the logs of A-REX (`arex.log`) and of its web service (`ws-interface.log`).

    [2026-11-20 12:00:00] [Arc.A-REX REST] [INFO] [812/4] Connection from 192.0.2.7: /CN=someone
    [2026-11-20 12:00:00] [Arc.A-REX REST] [VERBOSE] [812/4] REST: process GET at /rest/1.0/jobs
    [2026-11-20 12:00:01] [Arc] [INFO] [800/2] 3ab0c...: new job is accepted

Sources: ARC, `src/hed/libs/common/Logger.cpp` (time, domain, level, process and thread),
`src/services/a-rex/rest/rest.cpp` (commit 57f6034), and the messages in `libarex.so` of 6.17.0;
`arc.conf.reference` for the names of the files.

An accepted job is a submission, and a job that is cancelled at a user's request a cancellation;
neither line tells who asked. The web service tells address and name of a client (INFO), and
what it asked for (VERBOSE: `loglevel=4` in `[arex/ws]`), but not the answer, and of a POST to
`jobs` not which action: new, kill, clean and others look alike; such events are `about` the
request. Tokens and refusals are not told. Times have no zone.
Accounting records (`jura`) are made of finished jobs and tell no request; they are not read.
"""

import re
from typing import Final

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.bearer import bearer_in, named, with_bearer
from tokenlint.audit.readers.latest import Latest
from tokenlint.audit.readers.paths import of_url
from tokenlint.audit.readers.reader import ByLine, Circumstances, Told
from tokenlint.audit.readers.undated import twice_remark, zone_remark

_LINE: Final = re.compile(
    r"\[(?P<time>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?)\] \[(?P<domain>[^\]]{1,100})\] "
    r"\[(?:VERBOSE|DEBUG|INFO|WARNING|ERROR|FATAL)\] \[(?P<thread>\d+/\d+)\] (?P<said>.*)",
    re.ASCII,
)
_FROM: Final = re.compile(r"Connection from (?P<client>\S+): (?P<name>.*)")
_REQUEST: Final = re.compile(r"REST: process (?P<method>[A-Z]{1,16}) at (?P<path>.*)")
_JOB: Final = re.compile(r"(?P<job>\w{6,128}): (?P<what>new job is accepted)", re.ASCII)
_KILLED: Final = re.compile(
    r"(?P<job>\w{6,128}): (?P<what>Canceling job because of user request)", re.ASCII
)
_NOBODY: Final = Event()


class Arc(ByLine):
    """The reader of one log; the lines of a thread belong to one request after the other."""

    name = "arc"
    in_order = True

    def __init__(self, where: Circumstances) -> None:
        super().__init__(where)
        self._threads: Latest[Event] = Latest()

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        return _LINE.fullmatch(text) is not None

    def line(self, text: str, number: int) -> Told:
        """What a line tells; lines without a head go on with a message before them."""
        found = _LINE.fullmatch(text)
        if found is None:
            cut = text.startswith("[") and text[1:5].isdigit()
            return Unread("syntax", "the line is not whole", number) if cut else None
        told = self._event(found["thread"], found["said"])
        if told is None:
            return None
        if not found["time"].endswith("Z"):
            zone_remark(self)
        when = clock.iso(found["time"], self.where.zone_or_utc)
        if when == NO_TIME:
            return Unread("time", "the time is none that can be used", number)
        if not found["time"].endswith("Z"):
            twice_remark(self, when)
        return msgspec.structs.replace(told, time=when, line=number)

    def _event(self, thread: str, said: str) -> Event | None:
        if came := _FROM.fullmatch(said):
            known = Event(client=named(came["client"]), subject=named(came["name"]))
            self._threads.put(thread, known)
            return None
        for pattern, operation in ((_JOB, "submit"), (_KILLED, "cancel")):
            if found := pattern.fullmatch(said):
                service = self.where.service
                job = named(found["job"])
                return Event(operation=operation, allowed=True, service=service, session=job)
        request = _REQUEST.fullmatch(said)
        return self._request(thread, request) if request else None

    def _request(self, thread: str, found: re.Match[str]) -> Event | None:
        path, query = of_url(found["path"])
        if "/jobs" not in path:
            return None
        operation = "query" if found["method"] in ("GET", "HEAD") and path.endswith("/jobs") else ""
        event = msgspec.structs.replace(
            self._threads.get(thread, _NOBODY),
            operation=operation,
            path="" if operation else path,
            service=self.where.service,
            about="" if operation else f"{found['method'].lower()}-jobs",
        )
        return with_bearer(event, bearer_in(query))
