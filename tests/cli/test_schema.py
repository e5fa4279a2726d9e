"""`tokenlint schema`: what is printed is a schema, and what the tool makes fits it."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.cli.command import tokenlint
from tokenlint.cli.schema import load

NAMES = (
    "scan",
    "workflow",
    "mapping",
    "config",
    "report",
    "compare",
    "can",
    "fix",
    "record",
    "probe",
    "probe-record",
    "probe-diff",
    "audit",
    "policy-input",
    "rule",
)


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_one(name: str) -> None:
    result = tokenlint("schema", name)
    assert (result.exit_code, result.stderr) == (0, "")
    schema = json.loads(result.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema == load(name)


def test_an_unknown_name_is_a_usage_error() -> None:
    result = tokenlint("schema", "workflows")
    assert result.exit_code == 2
    assert "workflow" in result.stderr
