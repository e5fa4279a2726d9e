"""HTCondor: job event logs (`log` of a submit file, `EVENT_LOG` of a machine), in the text format.

    000 (004.000.000) 2026-11-20 12:00:00 Job submitted from host: <192.0.2.7:9618?alias=ap.example>
    ...
    009 (004.000.000) 2026-11-20 12:05:00 Job was aborted.
        via condor_rm (by user someone)
    ...

A line with three dots ends each event. Source: HTCondor manual, "In the Job Event Log File" and
"Job Event Log Codes" (`docs/codes-other-values/job-event-log-codes.rst`). Before 9.0 the date is
`11/20`, without a year. Logs as XML or JSON (`EVENT_LOG_FORMAT_OPTIONS`) are not read.

Submissions are operations, and removals that name `condor_rm`; executions and ends are told as
`about`. The log tells neither tokens nor owners; `session` is the job. Refusals are not in it.
"""

import re
from typing import Final

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.bearer import named
from tokenlint.audit.readers.reader import ByLine, Circumstances, Told
from tokenlint.audit.readers.undated import twice_remark, undated, zone_remark

_HEAD: Final = re.compile(
    r"(?P<code>\d{3}) \((?P<cluster>\d+)\.(?P<proc>\d+)\.\d+\) "
    r"(?:(?P<dated>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)"
    r"|(?P<month>\d\d)/(?P<day>\d\d) (?P<clock>\d\d:\d\d:\d\d)) (?P<said>.*)",
    re.ASCII,
)
_HOST: Final = re.compile(r"<(\[[^\]]+\]|[^:?>]+)")
_ALIAS: Final = re.compile(r"[?&]alias=([\w.-]+)", re.ASCII)
_REMOVED_BY: Final = re.compile(r"via condor_rm \(by user ([^)]{1,200})\)")
_ABOUT: Final = {
    "001": "executed",
    "004": "evicted",
    "005": "terminated",
    "009": "aborted",
    "012": "held",
    "013": "released",
}
_END: Final = "..."
_MOST: Final = 1_000  # lines of an event


class CondorEvents(ByLine):
    """The reader of one job event log."""

    name = "htcondor-events"
    in_order = True
    keeps_empty = False

    def __init__(self, where: Circumstances) -> None:
        super().__init__(where)
        self._head: re.Match[str] | None = None
        self._number = 0
        self._body: list[str] = []

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        return _HEAD.fullmatch(text) is not None

    def line(self, text: str, number: int) -> Told | list[Told]:
        """What an event tells, once it has ended."""
        if text.rstrip() == _END:
            return self._ended()
        head = _HEAD.fullmatch(text)
        if head is not None:
            told = self._cut()
            self._head, self._number, self._body = head, number, []
            return told
        if self._head is None:
            return Unread("syntax", "the line belongs to no event", number)
        if len(self._body) < _MOST:
            self._body.append(text[:1_000])
        return []

    def rest(self) -> list[Told]:
        """An event that was cut off at the end of the log."""
        return self._cut()

    def _cut(self) -> list[Told]:
        if self._head is None:
            return []
        self._head = None
        return [Unread("cut", "the event has no end", self._number)]

    def _ended(self) -> list[Told]:
        head, self._head = self._head, None
        if head is None:
            return []
        when = self._time(head)
        if when is None:
            return [Unread("time", "the time is none that can be used", self._number)]
        return [self._event(head, when)]

    def _time(self, head: re.Match[str]) -> float | None:
        if head["dated"]:
            when = clock.iso(head["dated"], self.where.zone_or_utc)
            if not clock.says_zone(head["dated"]):
                zone_remark(self)
                twice_remark(self, when)
            return None if when == NO_TIME else when
        return undated(self, int(head["month"]), int(head["day"]), head["clock"])

    def _event(self, head: re.Match[str], when: float) -> Told:
        code = head["code"]
        removed = _REMOVED_BY.search("\n".join(self._body)) if code == "009" else None
        operation = "submit" if code == "000" else "cancel" if removed else ""
        about = "" if operation else _ABOUT.get(code, "")
        if not operation and not about:
            return None
        host = _HOST.search(head["said"]) if code == "000" else None
        alias = _ALIAS.search(head["said"]) if code == "000" else None
        address = alias[1] if alias else host[1].strip("[]") if host else ""
        return Event(
            operation=operation,
            allowed=True if operation else None,
            time=when,
            service=self.where.service or named(address),
            user=named(removed[1]) if removed else "",
            session=f"{int(head['cluster'][:18])}.{int(head['proc'][:18])}",
            about=about,
            line=self._number,
        )
