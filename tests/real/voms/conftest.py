"""One lab for all tests of this folder."""

from collections.abc import Callable

import pytest

from tests.real.voms.lab import MISSING, Lab, installed


@pytest.fixture(scope="session")
def lab(unavailable: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The clients of the system, and keys for them."""
    if not installed():
        unavailable(MISSING)
        raise AssertionError("a test that cannot run was neither skipped nor failed")
    return Lab.make(tmp_path_factory.mktemp("voms"))
