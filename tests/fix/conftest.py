"""One engine for all tests of this room, which judges equal documents once."""

import pytest

from tokenlint.policy.engine import Engine
from tokenlint.policy.memo import SharedShapes


@pytest.fixture(scope="session")
def engine(shipped_engine: Engine) -> Engine:
    """The shipped policies."""
    return SharedShapes(shipped_engine)
