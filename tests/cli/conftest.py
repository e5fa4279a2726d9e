"""A folder to work in, and engines for the commands."""

from pathlib import Path

import pytest

from tests.cli.command import use
from tests.judging import Scripted


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, and the working folder."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """An engine that finds nothing until it is told to."""
    return use(monkeypatch, Scripted())
