"""A test issuer for the tests of a module, and a short name for its socket."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tokenlint.probe.issuer.server import TestIssuer


@pytest.fixture(scope="module")
def log() -> list[str]:
    return []


@pytest.fixture(scope="module")
def issuer(log: list[str]) -> Iterator["TestIssuer"]:
    # Not at the top: the leak guard must see the decoder before anybody imports it.
    from tokenlint.probe.issuer.server import TestIssuer
    from tokenlint.probe.issuer.setting import Setting

    with TestIssuer(Setting(algorithm="ES256"), log.append) as running:
        yield running


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A private folder: the names of sockets have about a hundred letters at most."""
    made = tempfile.mkdtemp(prefix="tl-")
    yield Path(made)
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def place(issuer: "TestIssuer", folder: Path) -> Path:
    """Where it hands out tokens."""
    issuer.hand_out(folder / "issuer.sock")
    return folder / "issuer.sock"
