"""Times without a year: it comes from the option, or from when the file was last written."""

from datetime import datetime

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
    return None if when == NO_TIME else when


def zone_remark(reader: ByLine) -> None:
    """Remark, once for a file, that UTC was taken for times that do not say their zone."""
    if reader.where.zone is None:
        reason = "its times do not say their zone, and were taken as UTC"
        reader.remark("time-zone", reason, "name the zone: --log-time-zone Europe/Zurich")
