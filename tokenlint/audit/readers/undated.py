"""Times without a zone, or without a year: what is taken for it, and what is said of that.

The year comes from the option, or from when the file was last written.
"""

from datetime import datetime
from typing import Final

from tokenlint.audit.event import NO_TIME
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.reader import ByLine


def last_moment(reader: ByLine) -> datetime | None:
    """A moment after which nothing in the log was written; None where nobody knows one."""
    where = reader.where
    zone = where.zone_or_utc
    if where.year is not None:
        return datetime(where.year, 12, 31, 23, 59, 59, tzinfo=zone)
    if where.changed is not None:
        return datetime.fromtimestamp(where.changed, zone)
    return None


def undated(reader: ByLine, month: int, day: int, clock_time: str) -> float | None:
    """The instant of a time without a year, with a remark on where the year is from.

    NO_TIME, with another remark, where no year is known; None for what is no time.
    """
    zone_remark(reader)
    end = last_moment(reader)
    if end is None:
        reason = "its times have no year, and when the file was written is not known"
        reader.remark("year", reason, "name the year of its last line: --log-year 2026")
        return NO_TIME
    if reader.where.year is None:
        reason = f"its times have no year; {end.year} was taken, when the file was last written"
        reader.remark("year", reason, "name another year with --log-year if that is wrong")
    when = clock.without_year(month, day, clock_time, end)
    if when == NO_TIME:
        return None
    twice_remark(reader, when)
    _year_remark(reader, when)
    return when


_HALF_A_YEAR: Final = 182 * 86_400


def _year_remark(reader: ByLine, when: float) -> None:
    """Remark that a log goes on in January after December of the same year."""
    if when < reader.latest - _HALF_A_YEAR:
        reason = "its lines go over the end of a year; those before it were given the year after"
        advice = "cut the log there, and audit each part with the --log-year of its own"
        reader.remark("year-end", reason, advice)
    reader.latest = max(reader.latest, when)


def zone_remark(reader: ByLine) -> None:
    """Remark, once for a file, that UTC was taken for times that do not say their zone."""
    if reader.where.zone is None:
        reason = "its times do not say their zone, and were taken as UTC"
        reader.remark("time-zone", reason, "name the zone: --log-time-zone Europe/Zurich")


def twice_remark(reader: ByLine, when: float) -> None:
    """Remark, once for a file, that an hour came twice and its times may be of the second one."""
    zone = reader.where.zone
    if zone is not None and clock.comes_twice(when, zone):
        reason = (
            "some of its times lie in the hour that clocks show twice as summer time ends; "
            "the first was taken, so that they may be an hour too early"
        )
        advice = "let the service log UTC; judge that hour with --skew 3600"
        reader.remark("time-zone", reason, advice)
