"""Numbers and places in words."""

import pytest

from tokenlint.report.scan.words import counted, estimated, human_size, place_words
from tokenlint.scan.statistics import Estimate
from tokenlint.scan.summary import Place


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 tokens"), (1, "1 token"), (2_000, "2,000 tokens")]
)
def test_counted(number: int, words: str) -> None:
    assert counted(number, "token") == words


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(12), "12"),
        (Estimate(1_234_567), "1,234,567"),
        (Estimate(999, exact=False), "about 999"),
        (Estimate(1_234, exact=False), "about 1,230"),
        (Estimate(99_960, exact=False), "about 100,000"),
        (Estimate(1_234_567, exact=False), "about 1,230,000"),
    ],
)
def test_estimated(estimate: Estimate, words: str) -> None:
    assert estimated(estimate) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_000, "1.0 kB"),
        (1_234_567, "1.2 MB"),
        (5 * 10**9, "5.0 GB"),
        (10**19, "10000.0 PB"),
    ],
)
def test_human_size(size: int, words: str) -> None:
    assert human_size(size) == words


def test_places() -> None:
    assert place_words(Place("log", 12_345, 7)) == "log:7"
    assert place_words(Place("log", 12_345)) == "log byte 12,345"
