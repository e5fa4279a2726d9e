"""Statuses: numbers, classes, ranges and words."""

import pytest

from tokenlint.audit.readers.verdict import HTTP, Statuses


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, True),
        ("201", True),
        (299, True),
        (304, True),
        (401, False),
        ("403", False),
        (404, None),
        (307, None),
        (500, None),
        (True, None),
        (None, None),
        ("ok", None),
        ("", None),
        ("9" * 5_000, None),
    ],
)
def test_http(status: object, verdict: bool | None) -> None:
    assert HTTP.verdict(status) is verdict


def test_words_and_ranges() -> None:
    found = Statuses.of(["ok", "100-199", 7, "8"], ["denied", "5xx"])
    said = [found.verdict(each) for each in ("ok", 150, 7, "7", 8, "8", "denied", 599, "OK")]
    assert said == [True, True, True, True, True, True, False, False, None]


def test_a_refusal_comes_first() -> None:
    assert Statuses.of(["4xx"], [403]).verdict(403) is False
