"""Tests that share servers run in one process."""

import pytest

from tests.in_parallel import scope_of


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("tests/real/xrootd/test_a.py::test_x", "tests/real/xrootd/test_b.py::test_y[z]", True),
        ("tests/real/xrootd/test_a.py::test_x", "tests/real/opa/test_b.py::test_y", False),
        ("tests/cli/test_a.py::test_x", "tests/cli/test_a.py::test_y", True),
        ("tests/cli/test_a.py::test_x", "tests/cli/test_b.py::test_y", False),
    ],
)
def test_files_and_labs_stay_together(one: str, other: str, together: bool) -> None:
    assert (scope_of(one) == scope_of(other)) is together
