"""The JSON of a probe, and the lines of its record, keep their contracts."""

import json
from collections.abc import Callable
from typing import get_args

import msgspec
import pytest
from jsonschema import Draft202012Validator

from tests.probe import made_results
from tests.report.probe import made
from tokenlint.cli.schema import load
from tokenlint.probe.cell import Effect, Expected, Reach, Verdict
from tokenlint.probe.probed import Probed
from tokenlint.probe.record import Gone, Line, Made, Result, Submitted
from tokenlint.report.json import schema as report_schema
from tokenlint.report.probe.json import SCHEMA, render, schema
from tokenlint.report.view import View

EVERY = [made.clean, made.flawed, made.several, made.untested, made.empty]


def data(probed: Probed) -> dict[str, object]:
    found: dict[str, object] = json.loads(render(probed, View()))
    return found


@pytest.mark.parametrize("make", EVERY)
def test_every_probe_fits_the_schema(make: Callable[[], Probed]) -> None:
    text = render(make(), View())
    Draft202012Validator(schema()).validate(json.loads(text))
    assert text.isascii()
    assert "null" not in text


def test_all_fields_of_a_result_are_there() -> None:
    found = data(made.flawed())
    (endpoint,) = found["endpoints"]  # type: ignore[misc, str-unpack]
    cells = endpoint["cells"]  # type: ignore[index]
    probe = made.flawed().probes[0]
    assert len(cells) == len(probe.results)
    for cell, result in zip(cells, probe.results, strict=True):
        told = {
            name: value for name, value in msgspec.structs.asdict(result).items() if value != ""
        }
        assert cell == told


def test_the_schema_is_a_report_and_more() -> None:
    Draft202012Validator.check_schema(schema())
    whole, common = schema(), report_schema()
    assert whole["properties"]["schema"]["const"] == SCHEMA
    for name, value in common["properties"].items():
        assert name == "schema" or whole["properties"][name] == value
    assert not set(common["$defs"]) & (set(whole["$defs"]) - set(common["$defs"]))
    assert load("probe") == whole


def test_what_is_missing_does_not_fit() -> None:
    found = data(made.several())
    check = Draft202012Validator(schema())
    for name in schema()["required"]:
        assert not check.is_valid({key: value for key, value in found.items() if key != name})
    assert not check.is_valid(found | {"schema": "tokenlint.report/1"})
    for name in schema()["$defs"]["differences"]["required"]:
        whole = found["differences"]
        assert isinstance(whole, dict)
        part = {key: value for key, value in whole.items() if key != name}
        assert not check.is_valid(found | {"differences": part})


def test_differences_only_where_they_were_asked_for() -> None:
    assert "differences" not in data(made.flawed())
    found = data(made.several())["differences"]
    assert isinstance(found, dict)
    assert len(found["cells"]) == 9
    assert [each["name"] for each in found["services"]] == ["north", "south", "west", "east"]


def test_the_lines_of_a_record_fit_their_schema() -> None:
    check = Draft202012Validator(load("probe-record"))
    lines = made_results.lines(made_results.flawed()).splitlines()
    rows = [*map(json.loads, (*lines[:40], lines[-1]))]
    more = (Made("/t"), Made("/t", directory=True), Submitted("job-1"), Gone(), Gone(("/t",)))
    for row in (*rows, *(json.loads(msgspec.json.encode(each)) for each in more)):
        check.validate(row)
        for name in row:
            if name in load("probe-record")["$defs"][row["line"]]["required"]:  # type: ignore[index]
                assert not check.is_valid({key: row[key] for key in row if key != name})


def test_the_schemas_name_every_field_and_word() -> None:
    """So that none is forgotten when one is added."""
    record: dict[str, dict[str, object]] = load("probe-record")["$defs"]  # type: ignore[index]
    for kind in get_args(Line):
        info = msgspec.inspect.type_info(kind)
        assert isinstance(info, msgspec.inspect.StructType)
        part = record[str(info.tag)]
        assert set(part["properties"]) == {"line", *(each.name for each in info.fields)}  # type: ignore[call-overload]
        needed = {each.name for each in info.fields if each.required}
        assert set(part["required"]) == {"line", *needed}  # type: ignore[call-overload]
    defs = schema()["$defs"]
    assert set(defs["cell"]["properties"]) == set(Result.__struct_fields__)
    assert [each["const"] for each in defs["verdict"]["oneOf"]] == list(Verdict)
    for name, words in (("expected", Expected), ("reach", Reach), ("effect", Effect)):
        assert defs["cell"]["properties"][name]["enum"] == list(words)
