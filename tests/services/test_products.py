"""Every key set says which product and versions it is of, and where that was read."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tokenlint.errors import Incomplete
from tokenlint.services.products import key_set

FILES = sorted((ROOT / "rules" / "products").glob("*.json"))
TEXT = {"product", "title"}


def test_there_are_some() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_each_set_has_product_versions_and_source(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data.keys() == TEXT | {"sets"}
    assert data["product"] == file.stem
    assert len({each["name"] for each in data["sets"]}) == len(data["sets"]) > 0
    for row in data["sets"]:
        assert row.keys() - {"renamed", "dead"} == {"name", "versions", "source", "keys"}, row
        assert row["versions"].strip()
        assert row["source"].keys() == {"title", "url"}
        assert row["source"]["title"].strip()
        assert row["source"]["url"].startswith("https://")
        for part in ("keys", "renamed", "dead"):
            assert all(isinstance(value, str) for value in row.get(part, {}).values())
        assert not row.get("dead", {}).keys() & row["keys"].keys()
        assert not row.get("renamed", {}).keys() & row["keys"].keys()
        assert set(row.get("renamed", {}).values()) <= row["keys"].keys()


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_the_sets_are_read(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    for row in data["sets"]:
        assert key_set(data["product"], row["name"]).keys == row["keys"]


def test_a_product_without_a_file_is_an_error() -> None:
    with pytest.raises(Incomplete, match="no-such-product"):
        key_set("no-such-product", "keys")
