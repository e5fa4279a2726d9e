"""What all tests share: a scrubbed environment, the tools of the checks, hypothesis profiles."""

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.effort import USUAL

if TYPE_CHECKING:
    from tokenlint.policy.engine import Engine

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE: Mapping[str, str] = dict(os.environ)
"""The environment that the test run was started in; tests themselves see a scrubbed one."""

IN_CI = OUTSIDE.get("CI") == "true"

SCRUBBED = (
    "BEARER_TOKEN",  # WLCG bearer token discovery reads these three
    "BEARER_TOKEN_FILE",
    "XDG_RUNTIME_DIR",
    "REQUESTS_CA_BUNDLE",  # these two would win over a test server's own CA
    "CURL_CA_BUNDLE",
    "CI",  # outputs must not depend on where the tests run
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TTY_COMPATIBLE",
)
SCRUBBED_PREFIXES = ("TOKENLINT_", "GITHUB_", "GITLAB_")

# A shell ignores Ctrl-C for what it starts in the background, and programs that the tests start
# would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

hypothesis.settings.register_profile("default", deadline=None, max_examples=40)
hypothesis.settings.register_profile(
    "ci",
    deadline=None,
    max_examples=USUAL,
    derandomize=True,  # a gate must not fail on a random day; the other profiles search anew
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=20 * USUAL)
hypothesis.settings.load_profile(OUTSIDE.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "default"))


def pytest_collection_finish() -> None:
    """20,000 tests live until the end: the garbage collector need not look through them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _scrubbed_environment() -> Iterator[None]:
    """No test sees the token, terminal or proxy of whoever runs the suite."""
    with pytest.MonkeyPatch.context() as patch:
        for name in OUTSIDE:
            if name in SCRUBBED or name.startswith(SCRUBBED_PREFIXES):
                patch.delenv(name)
        patch.setenv("TERM", "dumb")
        patch.setenv("TZ", "UTC")
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        with tempfile.TemporaryDirectory(prefix="tokenlint-bytecode-") as folder:
            if OUTSIDE.get("PYTHONDONTWRITEBYTECODE"):  # each program would compile all it imports
                patch.delenv("PYTHONDONTWRITEBYTECODE")
                patch.setenv("PYTHONPYCACHEPREFIX", folder)
            yield


@pytest.fixture(scope="session")
def shipped_engine() -> "Iterator[Engine]":
    """The real engine with the shipped policies, started once for all tests that share it.

    It judges equal documents once.
    """
    from tokenlint import shipped
    from tokenlint.policy.catalogue import load_catalogue
    from tokenlint.policy.engine import open_engine
    from tokenlint.policy.memo import SharedShapes
    from tokenlint.policy.policies import load_policies

    policies = load_policies([shipped.policies_dir()], load_catalogue())
    with SharedShapes(open_engine("embedded", policies)) as started:
        yield started


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def outside_environment() -> dict[str, str]:
    """The environment as it was before it was scrubbed, for programs that need the network."""
    return dict(OUTSIDE)


@pytest.fixture(scope="session")
def unavailable() -> Callable[[str], None]:
    """Skip a test that cannot run here, with the reason; in CI (`CI=true`) fail it instead."""

    def skip_or_fail(reason: str) -> None:
        if IN_CI:
            pytest.fail(f"not skipped in CI: {reason}")
        pytest.skip(reason)

    return skip_or_fail


@pytest.fixture(scope="session")
def require_tool(unavailable: Callable[[str], None]) -> Callable[[str], Path]:
    """`require_tool("opa")` is the program's path; without it, the test is skipped or fails.

    What `make tools` built comes first, then what stands on the PATH.
    """

    def find(name: str) -> Path:
        built = ROOT / ".tools" / "bin" / name
        found = str(built) if built.is_file() else shutil.which(name)
        if found is None:
            unavailable(f"{name} is missing; `make tools` builds it (needs Go)")
        return Path(str(found))

    return find
