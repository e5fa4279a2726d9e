"""A policy's package is its folder, with `tokenlint` in the place of `policies`."""

import re
from pathlib import Path

import pytest

POLICIES = Path(__file__).resolve().parent.parent / "policies"
MODULES = sorted(POLICIES.rglob("*.rego"))
_PACKAGE = re.compile(r"^package (\S+)", re.MULTILINE)


def _parts(package: str) -> list[str]:
    return [quoted or bare for bare, quoted in re.findall(r'([\w]+)|\["([^"]+)"\]', package)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(POLICIES)))
def test_package_is_folder(module: Path) -> None:
    declared = _PACKAGE.search(module.read_text())
    assert declared is not None
    parts = _parts(declared[1])
    if module.stem.endswith("_test"):
        assert parts[-1].endswith("_test")
        parts[-1] = parts[-1].removesuffix("_test")
    assert parts == ["tokenlint", *module.parent.relative_to(POLICIES).parts]


HELPERS = [path for path in MODULES if path.is_relative_to(POLICIES / "lib")]
_LOOK_UP = re.compile(r"input\.[\w.]+\[[a-z]\w*\]")


@pytest.mark.parametrize("module", HELPERS, ids=lambda path: path.stem)
def test_no_helper_looks_up_an_element_of_the_input(module: Path) -> None:
    """The embedded engine copies the whole list: with each of many items this takes minutes."""
    assert not _LOOK_UP.findall(module.read_text())


def test_there_are_policies() -> None:
    assert MODULES
