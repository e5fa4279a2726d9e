"""One engine for all tests of this room."""

import pytest

from tokenlint.policy.engine import Engine


@pytest.fixture(scope="session")
def engine(shipped_engine: Engine) -> Engine:
    """The shipped policies."""
    return shipped_engine
