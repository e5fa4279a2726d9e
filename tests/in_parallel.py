"""How pytest-xdist deals tests out: a file stays together, and so do all tests of one lab.

A lab (a folder of `tests/real/`) starts its servers once for the process that runs it.
"""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

LABS = "tests/real/"


def scope_of(nodeid: str) -> str:
    """The tests that run in one process: those of the lab, else those of the file."""
    file = nodeid.partition("::")[0]
    return file.rpartition("/")[0] if file.startswith(LABS) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> "LoadFileScheduling":
    """Called by pytest-xdist only."""
    from xdist.scheduler import LoadFileScheduling

    class ByLab(LoadFileScheduling):  # type: ignore[misc]  # it has no types
        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    scheduler: LoadFileScheduling = ByLab(config, log)
    return scheduler
