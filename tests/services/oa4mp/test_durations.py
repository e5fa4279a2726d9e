import pytest

from tokenlint.services.oa4mp.durations import Bare, read_time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("300 sec", 300),
        ("1009 sec.", 1009),
        ("300 sEc.", 300),
        ("1500 ms", 1),
        ("2 hrs", 7_200),
        ("1hr", 3_600),
        ("2 days", 172_800),
        ("30 min", 1_800),
        ("1    yr", 31_557_600),
        ("2 weeks", 1_209_600),
        ("60s", 60),
    ],
)
def test_times_with_a_unit(text: str, seconds: int) -> None:
    for bare in Bare:
        assert read_time(text, bare).seconds == seconds


def test_numbers_alone() -> None:
    assert read_time("900", Bare.SECONDS).seconds == 900
    assert read_time("900000", Bare.MILLISECONDS).seconds == 900
    unclear = read_time("900", Bare.UNCLEAR)
    assert (unclear.seconds, unclear.understood) == (None, True)


@pytest.mark.parametrize("text", ["2.5 days", "2 5 days", "1000 se c", "5 woof", "P1D", ""])
def test_what_is_not_understood(text: str) -> None:
    assert not read_time(text, Bare.SECONDS).understood


@pytest.mark.parametrize("text", ["-1", "5 d"])
def test_what_is_left_open(text: str) -> None:
    time = read_time(text, Bare.SECONDS)
    assert (time.seconds, time.understood) == (None, True)
