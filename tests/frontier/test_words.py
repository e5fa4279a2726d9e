"""Numbers as people say them."""

from math import inf

import pytest

from tokenlint.frontier.words import number, per_second, percent, spell


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (900, "15 min"),
        (64 * 3600, "64 h"),
        (99 * 3600 + 60, "4 d 3 h"),
        (691_200, "8 d"),
        (5_400, "1 h 30 min"),
        (inf, "as long as it takes"),
    ],
)
def test_durations(seconds: float, said: str) -> None:
    assert spell(seconds) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0 %"), (1e-9, "< 0.01 %"), (0.0068, "0.68 %"), (0.01, "1 %"), (0.081, "8.1 %"),
     (0.9951, "> 99 %"), (1, "100 %")],
)  # fmt: skip
def test_shares(share: float, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (0.00123, "0.0012"), (3.44, "3.4"), (184, "180"), (12_345, "12,000"),
     (inf, "infinite")],
)  # fmt: skip
def test_numbers(value: float, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("rate", "said"),
    [(900, "900/s"), (0.07, "4.2/min"), (1 / 3600, "1/h"), (7 / 86_400, "7/d")],
)
def test_rates(rate: float, said: str) -> None:
    assert per_second(rate) == said
