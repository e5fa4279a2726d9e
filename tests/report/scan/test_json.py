"""The JSON of a scan keeps its contract."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.report.scan import made
from tokenlint.report.json import schema as report_schema
from tokenlint.report.scan.json import SCHEMA, render, schema
from tokenlint.report.view import View
from tokenlint.scan.run import Scan

EVERY = [made.scan, made.needy, made.troubled, made.estimated, made.hostile]


@pytest.mark.parametrize("make", EVERY)
def test_every_scan_fits_the_schema(tmp_path: Path, make: Callable[[Path], Scan]) -> None:
    text = render(make(tmp_path), View())
    Draft202012Validator(schema()).validate(json.loads(text))
    assert text.isascii()
    assert "null" not in text


def test_the_schema_is_a_report_and_more() -> None:
    Draft202012Validator.check_schema(schema())
    whole, common = schema(), report_schema()
    assert whole["properties"]["schema"] == {
        "const": SCHEMA,
        "description": "the name of the format and its version",
    }
    for name, value in common["properties"].items():
        assert name == "schema" or whole["properties"][name] == value
    assert set(common["required"]) < set(whole["required"])
    assert not set(common["$defs"]) & (set(whole["$defs"]) - set(common["$defs"]))


def test_what_is_missing_does_not_fit(tmp_path: Path) -> None:
    """So that the schema says something."""
    found = json.loads(render(made.scan(tmp_path), View()))
    check = Draft202012Validator(schema())
    for name in schema()["required"]:
        assert not check.is_valid({key: value for key, value in found.items() if key != name})
    assert not check.is_valid(found | {"shapes": {"found": -1, "evaluated": 0}})
    assert not check.is_valid(found | {"schema": "tokenlint.report/1"})


def test_documents_of_the_worst_are_there(tmp_path: Path) -> None:
    found = json.loads(render(made.needy(tmp_path), View()))
    ids = {each["id"] for each in found["documents"]}
    assert {*found["worst"]["by_magnitude"], *found["worst"]["by_excess"]} <= ids
    assert found["worst"]["by_excess"]


def test_estimates_are_marked(tmp_path: Path) -> None:
    found = json.loads(render(made.estimated(tmp_path), View()))
    assert found["tokens"]["distinct"] == {"count": 1_234_567, "exact": False}
