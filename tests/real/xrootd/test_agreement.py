"""The acceptance model against a real XRootD server, on the fixed part of the comparison."""

import pytest

from tests.real.xrootd.cells import Outcome, Run
from tests.real.xrootd.comparison import Standing, differences, explanations, standing
from tests.real.xrootd.configurations import configurations
from tokenlint.policy.implementations import shipped_implementations

MOST_OPEN = 0.05
"""The share of answers that the model may leave open."""

pytestmark = pytest.mark.slow


def test_every_difference_is_explained(seen: Run) -> None:
    left = [str(each) for each in differences(seen.cells) if each.explanation is None]
    assert not left, "\n".join(left[:20])


def test_few_answers_stay_open(seen: Run) -> None:
    open_ones = [str(cell) for cell in seen.cells if standing(cell) is Standing.DEPENDS]
    assert len(open_ones) <= MOST_OPEN * len(seen.cells), "\n".join(open_ones[:20])


def test_a_request_does_what_was_asked_or_nothing(seen: Run) -> None:
    assert not [str(cell) for cell in seen.cells if cell.outcome is Outcome.PARTIAL]


def test_servers_start_except_with_what_they_are_known_to_refuse(seen: Run) -> None:
    asked = {cell.configuration for cell in seen.cells}
    refused = {each.name for each in configurations() if not each.starts_on(seen.version)}
    assert set(seen.refusals) == refused
    assert not seen.deaths
    assert asked | refused | set(seen.skipped) == {each.name for each in configurations()}


def test_both_verdicts_were_seen_for_every_operation_over_both_protocols(seen: Run) -> None:
    found = {(cell.protocol, cell.operation, cell.outcome) for cell in seen.cells}
    missing = {
        (protocol, operation, outcome)
        for protocol, operation, _ in found
        for outcome in (Outcome.ALLOWED, Outcome.DENIED)
    } - found
    assert not missing


def test_explanations_name_rows_of_the_table() -> None:
    table = shipped_implementations()
    assert not [each.row for each in explanations() if table.row(each.row) is None]
