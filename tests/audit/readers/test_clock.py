"""Times of logs: formats, zones, fractions, years that are left out."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.audit.event import NO_TIME
from tokenlint.audit.readers import clock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
EAST = timezone(timedelta(hours=1))
ZURICH = ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T12:00:00Z",
        "2026-11-20 12:00:00",
        "2026-11-20T12:00:00.000+0000",
        "2026-11-20T13:00:00,000+01:00",
        "2026-11-20 07:00:00.000000000-0500",
    ],
)
def test_iso(text: str) -> None:
    assert clock.iso(text, UTC) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-20",
        "2026-02-30T12:00:00",
        "2026-11-20T25:00:00",
        "12:00",
        "2026-11-20T12:00:00X",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert clock.iso(text, UTC) == NO_TIME


def test_the_zone_counts_only_where_none_is_said() -> None:
    assert clock.iso("2026-11-20T13:00:00", EAST) == NOON
    assert clock.iso("2026-11-20T12:00:00Z", EAST) == NOON
    assert clock.says_zone("2026-11-20T12:00:00+0100")
    assert not clock.says_zone("2026-11-20T12:00:00")


@pytest.mark.parametrize("name", ["Mars/Base", "", "../etc/passwd", "+25:00", "x" * 300, "a\0b"])
def test_unknown_zones(name: str) -> None:
    assert clock.zone_named(name) is None


@pytest.mark.parametrize("name", ["UTC", "Z", "+01:00", "-0330", "Europe/Zurich"])
def test_known_zones(name: str) -> None:
    assert clock.zone_named(name) is not None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001
def test_an_hour_comes_twice_where_the_clock_goes_back(moment: datetime) -> None:
    """In Zurich on 2026-10-25 from 02:00 to 03:00, against the calendar."""
    when = clock.iso(moment.replace(microsecond=0).isoformat(), ZURICH)
    twice = datetime(2026, 10, 25, 2) <= moment < datetime(2026, 10, 25, 3)  # noqa: DTZ001
    assert clock.comes_twice(when, ZURICH) == twice


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("2026-10-25 01:59:59", False),
        ("2026-10-25 02:00:00", True),
        ("2026-10-25 02:59:59", True),
        ("2026-10-25 03:00:00", False),
        ("2026-03-29 02:30:00", False),
        ("1969-01-01 00:00:00", False),
    ],
)
def test_the_ends_of_that_hour(text: str, twice: bool) -> None:
    assert clock.comes_twice(clock.iso(text, ZURICH), ZURICH) == twice
    assert not clock.comes_twice(clock.iso(text, UTC), UTC)


@pytest.mark.parametrize(("offset", "hours"), [("+01:00", 1), ("-0330", -3.5), ("UTC", 0)])
def test_offsets_have_a_sign(offset: str, hours: float) -> None:
    zone = clock.zone_named(offset)
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=hours)


def test_common_log_format() -> None:
    assert clock.common("20/Nov/2026:13:00:00 +0100") == NOON
    assert clock.common("20/Nox/2026:13:00:00 +0100") == NO_TIME
    assert clock.common("31/Feb/2026:13:00:00 +0100") == NO_TIME


def test_a_year_is_the_last_one_that_fits() -> None:
    january = datetime(2027, 1, 2, tzinfo=UTC)
    assert clock.without_year(11, 20, "12:00:00", january) == NOON
    assert clock.without_year(1, 2, "23:00:00", january) > NOON
    assert clock.without_year(2, 29, "12:00:00", january) == NO_TIME
    assert clock.without_year(1, 1, "noon", january) == NO_TIME


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    clock.iso(text, UTC)
    clock.common(text)
    clock.patterned(text, "%Y-%m-%d", UTC)
    clock.zone_named(text)
    clock.without_year(1, 1, text, datetime(2026, 1, 1, tzinfo=UTC))


@given(st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001
def test_iso_gives_back_what_was_written(moment: datetime) -> None:
    there = moment.replace(tzinfo=UTC)
    assert clock.iso(there.isoformat(), UTC) == pytest.approx(there.timestamp(), abs=1e-5)
