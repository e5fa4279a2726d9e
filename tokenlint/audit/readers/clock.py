"""Times of logs as seconds since the epoch: formats, zones, and years that were left out."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tokenlint.audit.event import NO_TIME

LATEST: Final = 4_102_444_800.0
"""2100-01-01: a later time is a mistake, most often of its unit."""
LONGEST: Final = 64
"""Characters of a time; what is longer is none."""
MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_COMMON = re.compile(r"(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d{4})", re.ASCII)


def zone_named(name: str) -> tzinfo | None:
    """A zone by its name in the IANA database, `UTC`, or an offset (`+01:00`); None: unknown."""
    if name in ("UTC", "Z"):
        return UTC
    if offset := _OFFSET.fullmatch(name):
        hours, minutes = int(offset[2]), int(offset[3])
        if hours > 23 or minutes > 59:  # noqa: PLR2004  # of a clock
            return None
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if offset[1] == "-" else span)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def seconds_of(moment: datetime, zone: tzinfo) -> float:
    """The instant; `zone` is that of a moment without one. NO_TIME outside the years 1970-2100."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return bounded(moment.timestamp())
    except (OverflowError, ValueError, OSError):
        return NO_TIME


def bounded(seconds: float) -> float:
    """The same where it can be the time of a log line, else NO_TIME."""
    return seconds if 0 <= seconds < LATEST else NO_TIME


def comes_twice(seconds: float, zone: tzinfo) -> bool:
    """Whether clocks of the zone showed the time of this instant twice, as summer time ended.

    Times without an offset cannot tell; the first of the two instants is taken for them.
    """
    return seconds != NO_TIME and _hour_twice(int(seconds) // _STEP, zone)


_STEP: Final = 900  # seconds; zones change at full quarters of an hour


@lru_cache(maxsize=4_096)
def _hour_twice(step: int, zone: tzinfo) -> bool:
    shown = datetime.fromtimestamp(step * _STEP, zone)
    return shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()


def iso(text: str, zone: tzinfo) -> float:
    """ISO 8601 as logs write it, fractions behind a point or a comma; NO_TIME for anything else."""
    return NO_TIME if len(text) > LONGEST else _iso(text, zone)


@lru_cache(maxsize=4_096)
def _iso(text: str, zone: tzinfo) -> float:
    found = _ISO.fullmatch(text)
    if found is None:
        return NO_TIME
    day, clock, fraction, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
    except ValueError:
        return NO_TIME
    whole = seconds_of(moment, zone)
    return whole if whole == NO_TIME or not fraction else whole + float(f"0.{fraction}")


def says_zone(text: str) -> bool:
    """Whether an ISO 8601 time says its zone."""
    return text.endswith("Z") or bool(_OFFSET.fullmatch(text[-6:]) or _OFFSET.fullmatch(text[-5:]))


@lru_cache(maxsize=4_096)
def common(text: str) -> float:
    """The time of the common log format, `20/Nov/2026:12:00:00 +0000`; NO_TIME otherwise."""
    found = _COMMON.fullmatch(text)
    if found is None or found[2] not in MONTHS:
        return NO_TIME
    day, hour, minute, second = (int(found[at]) for at in (1, 4, 5, 6))
    zone = zone_named(found[7])
    return (
        NO_TIME if zone is None else _at(int(found[3]), found[2], (day, hour, minute, second), zone)
    )


def _at(year: int, month: str, rest: tuple[int, int, int, int], zone: tzinfo) -> float:
    try:
        return seconds_of(datetime(year, MONTHS[month], *rest, tzinfo=zone), zone)
    except ValueError:
        return NO_TIME


def patterned(text: str, pattern: str, zone: tzinfo) -> float:
    """A time after a pattern of `strptime`; NO_TIME where it does not fit."""
    return NO_TIME if len(text) > LONGEST else _patterned(text, pattern, zone)


@lru_cache(maxsize=4_096)
def _patterned(text: str, pattern: str, zone: tzinfo) -> float:
    try:
        return seconds_of(datetime.strptime(text, pattern), zone)  # noqa: DTZ007
    except (ValueError, OverflowError):
        return NO_TIME


@lru_cache(maxsize=4_096)
def without_year(month: int, day: int, clock: str, at_most: datetime) -> float:
    """`Nov 20 12:00:00` in the last year in which it is not later than a day after `at_most`.

    `at_most` has a zone, which is that of the time, too.
    NO_TIME where the day does not exist in that year, or the clock is none.
    """
    for year in (at_most.year, at_most.year - 1):
        try:
            hour, minute, second = map(int, clock.split(":"))
            moment = datetime(year, month, day, hour, minute, second, tzinfo=at_most.tzinfo)
            if moment <= at_most + timedelta(days=1):
                return seconds_of(moment, UTC)
        except (ValueError, OverflowError):
            continue
    return NO_TIME
