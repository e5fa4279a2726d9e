"""The JSON Schemas of workflow and mapping files, compiled for validation part by part.

The file `schema.json` beside this module is what `tokenlint schema workflow` prints,
`mapping.schema.json` what `tokenlint schema mapping` prints.
Its parts refer to each other and never to themselves,
so the references are put in place once; that halves the time of a validation.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

_FILE: Final = Path(__file__).with_name("schema.json")
_MAPPING_FILE: Final = Path(__file__).with_name("mapping.schema.json")
_REF: Final = "#/$defs/"


class SchemaError(Protocol):
    """What is used of jsonschema's ValidationError."""

    validator: Any
    validator_value: Any
    instance: Any
    schema: Any
    path: Sequence[str | int]
    absolute_path: Sequence[str | int]
    schema_path: Sequence[str | int]
    context: "list[SchemaError]"
    parent: "SchemaError | None"


class Validator(Protocol):
    """What is used of jsonschema's validators."""

    def iter_errors(self, instance: object) -> Iterable[SchemaError]:
        """All errors of the instance."""
        ...


@dataclass(frozen=True, slots=True)
class Validators:
    """One validator for a document without the content of its sections, one for each content."""

    document: Validator
    service: Validator
    workflow: Validator


def schema_text() -> str:
    """The published schema, as it is printed."""
    return _FILE.read_text(encoding="utf-8")


@cache
def schema() -> dict[str, Any]:
    """The published schema; treat it as read-only."""
    value: dict[str, Any] = json.loads(schema_text())
    return value


@cache
def validators() -> Validators:
    """The compiled validators; the first call imports jsonschema."""
    from jsonschema import Draft202012Validator

    whole = _in_place(schema(), schema()["$defs"])
    sections = {
        name: {**section, "additionalProperties": True}
        if name in ("services", "workflows")
        else section
        for name, section in whole["properties"].items()
    }
    return Validators(
        document=Draft202012Validator({**whole, "properties": sections}),
        service=Draft202012Validator(whole["$defs"]["service"]),
        workflow=Draft202012Validator(whole["$defs"]["workflow"]),
    )


@dataclass(frozen=True, slots=True)
class MappingValidators:
    """One validator for a mapping file without the content of its services, one for a service."""

    document: Validator
    service: Validator


@cache
def mapping_validators() -> MappingValidators:
    """The compiled validators; the first call imports jsonschema."""
    from jsonschema import Draft202012Validator

    published = json.loads(_MAPPING_FILE.read_text(encoding="utf-8"))
    whole = _in_place(published, published["$defs"])
    services = {**whole["properties"]["services"], "additionalProperties": True}
    properties = {**whole["properties"], "services": services}
    return MappingValidators(
        document=Draft202012Validator({**whole, "properties": properties}),
        service=Draft202012Validator(whole["$defs"]["service"]),
    )


def validator_of(published: dict[str, Any]) -> Validator:
    """The compiled validator of another published schema, as a whole."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_in_place(published, published["$defs"]))


def _in_place(node: Any, definitions: dict[str, Any]) -> Any:
    """The schema without references; members beside a reference win over those behind it."""
    if isinstance(node, list):
        return [_in_place(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    own = {key: _in_place(value, definitions) for key, value in node.items() if key != "$ref"}
    if "$ref" not in node:
        return own
    return {**_in_place(definitions[node["$ref"].removeprefix(_REF)], definitions), **own}
