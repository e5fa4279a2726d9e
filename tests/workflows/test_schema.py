import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.workflows.declarations import SERVICES
from tokenlint.privilege.operation import Operation
from tokenlint.workflows.duration import parse_duration, parse_rate
from tokenlint.workflows.kinds import shipped_kinds
from tokenlint.workflows.schema import schema, schema_text, validators
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import plain

DEFS = schema()["$defs"]


def _parts(node: Any, way: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema that describes a value."""
    if isinstance(node, dict):
        if "type" in node or "anyOf" in node or "enum" in node or "const" in node:
            yield way, node
        for key, value in node.items():
            if key not in ("if", "then", "else", "examples", "const", "enum"):
                yield from _parts(value, f"{way}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _parts(value, f"{way}/{index}")


def test_it_is_a_schema_of_draft_2020_12() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["$id"].startswith("https://tokenlint.example/")
    Draft202012Validator.check_schema(schema())
    assert json.loads(schema_text()) == schema()


def test_an_editor_can_say_what_every_part_is() -> None:
    untitled = [way for way, part in _parts(schema()) if "title" not in part and part != schema()]
    assert untitled == []
    undescribed = [name for name, part in DEFS.items() if "description" not in part]
    assert undescribed == ["mitigation"]  # its two forms are described


@pytest.mark.parametrize("part", [pytest.param(part, id=way) for way, part in _parts(schema())])
def test_its_examples_fit(part: dict[str, Any]) -> None:
    validator = Draft202012Validator({**part, "$defs": DEFS})
    for example in part.get("examples", ()):
        validator.validate(example)
        if part.get("title") == "duration":
            parse_duration(example)
        if part.get("title") == "rate" and isinstance(example, str):
            parse_rate(example)


def test_its_words_are_those_of_the_code() -> None:
    operations = DEFS["operation"]["properties"]["operation"]["enum"]
    assert {*operations, "rename-over", "administer"} == {each.value for each in Operation}
    assert set(DEFS["workflow"]["properties"]["kind"]["enum"]) == set(shipped_kinds().kinds)
    assert set(DEFS["mitigation_name"]["enum"]) == set(shipped_kinds().mitigations)


def test_its_words_are_those_of_the_policy_input() -> None:
    from tokenlint.shipped import policies_dir

    known = json.loads((policies_dir() / "schema" / "policy-input.json").read_text())["$defs"]
    assert DEFS["holder"]["enum"] == known["operation"]["properties"]["by"]["enum"]
    grants = known["workflow"]["properties"]["grant"]["enum"]
    assert [*DEFS["token"]["properties"]["grant"]["enum"], "undeclared"] == grants
    assert set(DEFS["mitigation_name"]["enum"]) == set(
        known["mitigation"]["properties"]["name"]["enum"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "tokenlint: workflows/1",
        f"tokenlint: workflows/1\n{SERVICES}",
        "{tokenlint: workflows/1, x-y: 1, workflows: {w: {kind: deletion, token: {scope: 3}}}}",
        "{tokenlint: workflows/1, workflows: {w: {kind: deletion, usable_for: {running: 1h}}}}",
        "{tokenlint: workflows/1, services: {s: {}}}",
        "{tokenlint: 3, include: {}, services: [], workflows: 1}",
    ],
)
def test_validation_in_parts_is_validation_of_the_whole(text: str) -> None:
    data = plain(compose(text, "w.yaml").documents[0])
    whole = Draft202012Validator(schema()).is_valid(data)
    known = validators()
    parts = [*known.document.iter_errors(data)]
    for section, validator in (("services", known.service), ("workflows", known.workflow)):
        content = data.get(section)
        for part in content.values() if isinstance(content, dict) else ():
            parts += validator.iter_errors(part)
    assert whole == (not parts)
