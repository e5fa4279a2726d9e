"""A folder to work in, and engines for the commands."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.cli.command import use
from tests.judging import Scripted
from tokenlint import shipped
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.policies import CatalogueLike, PolicySet, load_policies


@cache
def _shipped() -> PolicySet:
    return load_policies([shipped.policies_dir()], load_catalogue())


def _load(
    dirs: Sequence[Path], catalogue: CatalogueLike, *, site_dirs: Sequence[Path] = ()
) -> PolicySet:
    if [*dirs, *site_dirs] == [shipped.policies_dir()] and catalogue is load_catalogue():
        return _shipped()
    return load_policies(dirs, catalogue, site_dirs=site_dirs)


@pytest.fixture(scope="package", autouse=True)
def _policies_are_read_once() -> Iterator[None]:
    """Hundreds of commands in one process need the shipped policies: 250 files each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tokenlint.cli.options.load_policies", _load)
        yield


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
