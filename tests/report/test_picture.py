"""The bars: what is needed against what is held, with a proxy as the reference."""

from dataclasses import replace

import pytest
from hypothesis import given

from tests.report import samples
from tests.report.hostile import UNIT
from tokenlint.policy.finding import Axes
from tokenlint.report.picture import bars, legend, proxy

DOCUMENT = samples.DOCUMENTS[0]


def drawn(held: Axes | None, need: Axes | None, width: int = 100) -> list[str]:
    lines = bars(replace(DOCUMENT, vector=held, need=need), width)
    return ["".join(piece for piece, _ in line).rstrip() for line in lines]


def axes(value: float) -> Axes:
    return Axes(value, value, value, value, value)


def test_the_proxy_stands_in_the_far_corner() -> None:
    far = proxy()
    assert (far.audience, far.scope, far.lifetime) == pytest.approx((1.0, 1.0, 0.8957), abs=1e-4)
    length = (sum(v * v for v in (1.0, 1.0, 0.8957)) / 3) ** 0.5
    assert pytest.approx(length, abs=0.0005) == far.magnitude
    rows = drawn(far, None)
    assert rows[0].count("▓") == 40
    assert rows[0].index("◆") == rows[0].rindex("▓") + 1
    assert rows[2].count("▓") == 36


def test_nothing_is_drawn_where_nothing_is_placed() -> None:
    assert drawn(None, None) == []


def test_what_is_more_than_needed_is_hatched() -> None:
    row = drawn(axes(0.75), axes(0.25))[0]
    assert (row.count("█"), row.count("▒"), row.count("░"), row.count("·")) == (10, 20, 0, 10)
    assert "0.75  need 0.25" in row


def test_what_is_lacking_is_dotted() -> None:
    row = drawn(axes(0.25), axes(0.75))[0]
    assert (row.count("█"), row.count("▒"), row.count("░"), row.count("·")) == (10, 0, 20, 10)


def test_a_need_without_a_credential_is_all_lacking() -> None:
    rows = drawn(None, axes(0.5))
    assert "    -  need 0.50" in rows[0].replace("◆    -", "◆    -")
    assert rows[3].startswith("  magnitude 0.50 (need)")


@given(UNIT, UNIT)
def test_a_bar_has_its_size_and_its_honest_ends(held: float, need: float) -> None:
    row = drawn(axes(held), axes(need))[0]
    filled = row.count("█") + row.count("▒")
    assert filled + row.count("░") + row.count("·") == 40
    assert (filled > 0) == (held > 0)
    assert (filled == 40) == (held == 1)
    assert row.count("◆") == 1


@pytest.mark.parametrize("width", [40, 50, 60, 100])
def test_the_picture_fits_its_terminal(width: int) -> None:
    rows = drawn(axes(0.5), axes(0.4), width)
    assert max(map(len, rows)) <= max(width, 50)


def test_a_sign_is_explained_once() -> None:
    known: set[str] = set()
    first = legend(bars(DOCUMENT, 100), known, 100)
    assert "needed, not held" in "".join(piece for line in first for piece, _ in line)
    assert legend(bars(DOCUMENT, 100), known, 100) == []
    assert len(legend(bars(DOCUMENT, 100), set(), 40)) > 1
