"""Where the shipped rules and policies are found, and what happens when they are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tokenlint import shipped
from tokenlint.errors import Incomplete


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    caches = (shipped.rules_dir, shipped.policies_dir, shipped.compiled)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "tokenlint"
    package.mkdir()
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    return package


def test_a_checkout_has_them_at_the_top(root: Path) -> None:
    assert shipped.rules_dir() == root / "rules"
    assert shipped.policies_dir() == root / "policies"
    assert {"catalogue", "trust_space", "workflows", "limits"} <= set(shipped.compiled())


def test_a_wheel_has_them_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _package(tmp_path, monkeypatch)
    inside = package / "_shipped" / "rules"
    inside.mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    (inside / "compiled.json").write_text('{"limits": {"audience_many": 10}}')
    assert shipped.rules_dir() == inside
    assert shipped.compiled() == {"limits": {"audience_many": 10}}


def test_a_missing_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _package(tmp_path, monkeypatch)
    with pytest.raises(Incomplete, match="policies/ is missing"):
        shipped.policies_dir()


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_broken_data_is_an_error(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _package(tmp_path, monkeypatch)
    rules = tmp_path / "rules"
    rules.mkdir()
    if content is not None:
        (rules / "compiled.json").write_text(content)
    with pytest.raises(Incomplete, match="compiled rules cannot be read") as caught:
        shipped.compiled()
    assert caught.value.exit_code == 4
    assert "install" in caught.value.advice
