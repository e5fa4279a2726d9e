"""Engines and programs for the tests of policies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.policy.small_policies import standard
from tokenlint.policy.policies import PolicySet


@pytest.fixture(scope="session")
def opa(outside_environment: dict[str, str], require_tool: Callable[[str], Path]) -> Path:
    """The OPA program: `TOKENLINT_OPA`, what `make tools` built, or one on the PATH."""
    named = outside_environment.get("TOKENLINT_OPA")
    return Path(named) if named else require_tool("opa")


@pytest.fixture(scope="session")
def library(unavailable: Callable[[str], None]) -> None:
    """Skips where the OPA library cannot be imported; fails there in CI."""
    try:
        import opa_bindings  # noqa: F401 - it is the question
    except (ImportError, OSError) as error:
        unavailable(f"the OPA library is missing: {error}")


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> PolicySet:
    """The small policies of the tests."""
    return standard(tmp_path_factory.mktemp("policies"))
