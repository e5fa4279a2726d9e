import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.workflows.duration import LONGEST, parse_duration, parse_rate, usable_seconds
from tokenlint.workflows.schema import schema_text

PATTERN = re.compile(json.loads(schema_text())["$defs"]["duration"]["pattern"])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 900),
        ("6h", 21_600),
        ("4d", 345_600),
        ("1d12h", 129_600),
        ("1d2h3m4s", 93_784),
        ("0s", 0),
        ("PT6H", 21_600),
        ("P4D", 345_600),
        ("P1DT12H", 129_600),
        ("PT1H30M5S", 5_405),
        ("P2W", 1_209_600),
        ("0006h", 21_600),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds
    assert PATTERN.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "6 h",
        "h6",
        "6H",
        "6h4d",
        "-6h",
        "1.5h",
        "P",
        "PT",
        "P1DT",
        "P1M",
        "P1Y",
        "6h ",
        "٣h",
    ],
)
def test_no_durations(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        parse_duration(text)
    assert not PATTERN.search(text)


@pytest.mark.parametrize(
    "text", ["36601d", "9" * 5000 + "s", "P99999999999W", "1" + "0" * 30 + "s"]
)
def test_nothing_lasts_longer_than_a_century(text: str) -> None:
    with pytest.raises(ValueError, match="longer than 100 years"):
        parse_duration(text)


@given(st.text("0123456789dhmsPTWDHMS", max_size=8))
def test_the_schema_takes_exactly_what_the_parser_takes(text: str) -> None:
    try:
        seconds: int | None = parse_duration(text)
    except ValueError as error:
        seconds = None if "no duration" in str(error) else LONGEST
    assert (seconds is not None) == bool(PATTERN.search(text))


@given(*[st.integers(0, 999)] * 4)
def test_a_duration_is_the_sum_of_its_parts(
    days: int, hours: int, minutes: int, seconds: int
) -> None:
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    assert parse_duration(f"{days}d{hours}h{minutes}m{seconds}s") == total
    assert parse_duration(f"P{days}DT{hours}H{minutes}M{seconds}S") == total


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("30/s", 30),
        ("12/min", 0.2),
        ("36/h", 0.01),
        ("864/d", 0.01),
        ("900 Hz", 900),
        ("5kHz", 5000),
    ],
)
def test_rates(text: str, rate: float) -> None:
    assert parse_rate(text) == pytest.approx(rate)


@pytest.mark.parametrize("text", ["", "30", "30/w", "/s", "30 /s", "-1/s"])
def test_no_rates(text: str) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        parse_rate(text)


def test_the_usable_time_is_the_longest_case() -> None:
    # 2 h in the queue, 24 h of work, and twice 1 h of waiting and 24 h of work again
    assert usable_seconds(7_200, 86_400, 2, 3_600) == 7_200 + 86_400 + 2 * (3_600 + 86_400)
    assert usable_seconds(7_200, 86_400, 0, 3_600) == 93_600
