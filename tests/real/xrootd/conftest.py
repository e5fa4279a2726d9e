"""One run of the lab for all tests of this folder: the fixed part, on the system's XRootD."""

from collections.abc import Callable

import pytest

from tests.real.xrootd.apart import collect
from tests.real.xrootd.cells import Run
from tests.real.xrootd.programs import MISSING, installed

PATIENCE = 280
"""Seconds that the part may take; it takes about 40 on two idle cores."""


@pytest.fixture(scope="session")
def seen(unavailable: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What the server of the system's packages did, beside what the model predicted."""
    programs = installed()
    if programs is None:
        unavailable(MISSING)
        raise AssertionError("a test that cannot run was neither skipped nor failed")
    out = tmp_path_factory.mktemp("xrootd") / "seen.json"
    return collect(programs, out, PATIENCE, only_part=True)
