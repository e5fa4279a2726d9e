"""The member `time` of JSON lines as seconds since the epoch, in whatever way it is written."""

from datetime import datetime
from typing import Any

from tokenlint.audit.event import NO_TIME
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.log_mapping import UNITS, LogMapping
from tokenlint.audit.readers.reader import Circumstances
from tokenlint.source import Problem


class Times:
    """Times of one log; knows whether a zone had to be assumed."""

    def __init__(self, mapping: LogMapping, where: Circumstances) -> None:
        self._where = where
        self._format = mapping.time_format
        self._unit = UNITS.get(mapping.time_format, 0.0)
        self._zone = mapping.zone or where.zone_or_utc
        self.zone_given = mapping.zone is not None or where.zone is not None
        self._assumed = False

    def seconds(self, time: Any) -> float:
        """The instant; NO_TIME for None. Raises ValueError for what is no time."""
        if time is None:
            return NO_TIME
        if isinstance(time, datetime):
            if time.tzinfo is None:
                self._assumed = True
                return _sure(clock.seconds_of(time, self._zone))
            return _sure(time.timestamp())
        if self._unit:
            return _sure(_number(time) * self._unit)
        if not isinstance(time, str):
            raise ValueError("no text")  # noqa: TRY004  # as for texts that are no time
        if self._format == "iso":
            self._assumed = self._assumed or not clock.says_zone(time)
            return _sure(clock.iso(time, self._zone))
        self._assumed = self._assumed or "%z" not in self._format
        return _sure(clock.patterned(time, self._format, self._zone))

    def remarks(self) -> tuple[Problem, ...]:
        """That UTC was taken for times without a zone."""
        if not self._assumed or self.zone_given:
            return ()
        return (zone_assumed(self._where),)


def zone_assumed(where: Circumstances) -> Problem:
    """What is told once for each file whose times say no zone."""
    reason = "its times do not say their zone, and were taken as UTC"
    return where.problem("time-zone", reason, "name the zone: --log-time-zone Europe/Zurich")


def _number(time: Any) -> float:
    """Numbers are sometimes written as texts."""
    if isinstance(time, bool) or (isinstance(time, str) and len(time) > 40):  # noqa: PLR2004
        raise ValueError("no number")
    return float(time)


def _sure(seconds: float) -> float:
    if not 0 <= seconds < clock.LATEST:
        raise ValueError("no time of a log")
    return seconds
