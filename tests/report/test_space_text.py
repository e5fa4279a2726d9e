"""The planes in a terminal: letters where the numbers say, whatever its width."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.effort import examples
from tests.report import samples
from tests.report.hostile import REPORTS
from tests.report.test_render import VIEWS
from tokenlint.policy.finding import Axes, Report
from tokenlint.report.lines import cells
from tokenlint.report.space_text import render
from tokenlint.report.view import View


def test_three_planes_stand_beside_each_other() -> None:
    rows = render(samples.REPORT, View(width=100)).split("\n")
    assert rows[0].split("  ")[0] == ""
    assert [part.strip() for part in re.split(r" {3,}", rows[0]) if part.strip()] == [
        "scope (what)", "lifetime (how long)", "lifetime (how long)",
    ]  # fmt: skip
    assert all(cells(row) <= 100 for row in rows)


@pytest.mark.parametrize("width", [40, 64, 66, 99, 120])
def test_they_fit_into_any_terminal(width: int) -> None:
    rows = render(samples.REPORT, View(width=width)).split("\n")
    grid = [row for row in rows if "│" in row]
    assert len(grid) == (11 if width >= 96 else 22 if width >= 63 else 33)
    assert all(cells(row) <= width for row in grid)


def test_letters_stand_where_the_numbers_say() -> None:
    held, need = Axes(1, 0, 0.5, 0, 0), Axes(0, 1, 0, 0, 0)
    document = replace(samples.DOCUMENTS[0], vector=held, need=need)
    rows = render(replace(samples.REPORT, documents=(document,)), View(width=100)).split("\n")
    assert rows[1][5] == "a", "upper left: no audience, all scopes"
    assert rows[11][5 + 24] == "A", "lower right"
    assert "A  1.00 0.00 0.50" in rows[16]


def test_places_that_are_shared_are_marked_as_such() -> None:
    two = replace(samples.REPORT, documents=(samples.DOCUMENTS[0],) * 2)
    assert "✱" in render(two, View())
    assert "&" in render(two, View(unicode=False))


def test_errors_are_said_and_nothing_is_said_of_nothing() -> None:
    text = render(replace(samples.EMPTY, errors=(samples.ERROR,)), View())
    assert text.startswith("No credential to draw.")
    assert "a tab cannot indent" in text


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(REPORTS, VIEWS)
def test_it_shows_no_control_character(report: Report, view: View) -> None:
    for line in render(report, replace(view, colour=False)).split("\n"):
        assert line.isprintable()
