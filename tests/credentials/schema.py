"""The policy input schema, to hold facts against."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).resolve().parents[2] / "policies" / "schema" / "policy-input.json"


@cache
def _validator(definition: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text())
    if definition:
        schema = {"$defs": schema["$defs"], "$ref": f"#/$defs/{definition}"}
    Draft202012Validator.check_schema(schema)  # once: it takes longer than most documents
    return Draft202012Validator(schema)


def assert_valid(facts: Any, definition: str = "") -> None:
    """The facts are what the definition demands, and can be written as UTF-8 JSON.

    Without a definition they are a whole document.
    """
    _validator(definition).validate(facts)
    json.dumps(facts, ensure_ascii=False, allow_nan=False).encode()


def words(definition: str, *path: str) -> set[str]:
    """The enumeration at `properties/...` of a definition."""
    node: Any = json.loads(SCHEMA.read_text())["$defs"][definition]
    for step in path:
        node = node["properties"][step] if step != "items" else node["items"]
    return set(node["enum"])
