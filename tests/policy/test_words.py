"""Times and durations as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.policy.words import human_duration, human_instant, human_times

NOW = 1_795_176_000  # 2026-11-20 12:00 UTC


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (1, "1 s"),
        (59, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (900, "15 min"),
        (3_600, "1 h"),
        (5 * 3_600 + 26 * 60 + 59, "5 h 26 min"),
        (6 * 3_600, "6 h"),
        (3_601, "1 h"),
        (96 * 3_600, "4 d"),
        (36 * 3_600, "1 d 12 h"),
        (86_400 + 59, "1 d"),
        (400 * 86_400, "400 d"),
        (-300, "-5 min"),
        (None, "without end"),
    ],
)
def test_a_duration_is_said_in_two_units(seconds: int | None, said: str) -> None:
    assert human_duration(seconds) == said


@given(st.integers())
def test_any_duration_can_be_said(seconds: int) -> None:
    said = human_duration(seconds)
    assert said.startswith("-") == (seconds < 0)
    assert len(said.split()) in (2, 4)


@given(st.integers(0, 10**9))
def test_a_said_duration_is_never_longer_than_the_real_one(seconds: int) -> None:
    sizes = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
    words = human_duration(seconds).split()
    said = sum(int(n) * sizes[unit] for n, unit in zip(words[::2], words[1::2], strict=True))
    assert said <= seconds < said * 1.04 + 1


def test_an_instant_is_said_in_utc() -> None:
    assert human_instant(NOW) == "2026-11-20 12:00 UTC"
    assert human_instant(NOW + 59) == "2026-11-20 12:00 UTC"
    assert human_instant(0) == "1970-01-01 00:00 UTC"
    assert human_instant(-62_000_000_000) == "0005-04-19 09:46 UTC"


@given(st.integers())
def test_an_instant_outside_the_calendar_stays_a_number(epoch: int) -> None:
    said = human_instant(epoch)
    assert said.endswith(" UTC") or said == f"{epoch} s since 1970, outside the calendar"


def test_the_end_of_a_credential_is_said_as_seen_from_an_instant() -> None:
    end = NOW + 15 * 3_600
    at = end - (5 * 3_600 + 26 * 60)
    said = "exp 2026-11-21 03:00 UTC (in 5 h 26 min; lifetime 6 h)"
    assert human_times(end, at, 6 * 3_600) == said
    assert human_times(end, end + 300) == "exp 2026-11-21 03:00 UTC (5 min ago)"
    assert human_times(end, end) == "exp 2026-11-21 03:00 UTC (now)"
    assert human_times(None, NOW) == "no exp (it never expires)"
