"""Pages for formats: workflow files, mappings, issuer models, configuration, records."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.markdown import page, prose, table

FOLDER = "docs/reference"

MORE = {
    "workflow": "[How to declare a workflow](../how-to/declare-a-workflow.md) has complete files.\n"
    "An operation on files has a `path`; an operation on jobs has none.",
    "mapping": "[How to map groups](../how-to/map-groups.md) has a complete file.\n"
    "A file with an error is not used at all: half of it would understate what groups may do.",
    "issuer-model": "[How to choose a lifetime](../how-to/choose-a-lifetime.md) "
    "has a complete file.\nA file with an error is not used at all: "
    "half of it would promise more than the issuer can do.",
    "scan": "All members of a report come with these.",
    "config": "The file is searched for from the working directory upward, "
    "as far as the top of the repository.",
    "baseline": "[How to keep a baseline](../how-to/baseline.md) shows how it is written.",
    "record": "[How to get a record of each token](../how-to/scan-records.md) shows some.",
}

Schema = Mapping[str, Any]


def schema_pages(root: Path) -> Mapping[str, str]:
    """One page for each format."""
    issuer = _load(root / "tokenlint/frontier/issuer-model.schema.json")
    scan = _load(root / "tokenlint/report/scan/schema.json")
    mapping = _load(root / "tokenlint/workflows/mapping.schema.json")
    workflow = _load(root / "tokenlint/workflows/schema.json")
    config = _load(root / "tokenlint/cli/config.schema.json")
    baseline = _load(root / "tokenlint/baseline/schema.json")
    record = _load(root / "tokenlint/report/records/schema.json")
    return {
        f"{FOLDER}/record.md": _page("Records of a scan", "record", record),
        f"{FOLDER}/scan-report.md": _page("Reports of a scan", "scan", scan),
        f"{FOLDER}/workflow-file.md": _page("Workflow files", "workflow", workflow),
        f"{FOLDER}/mapping-file.md": _page("Mapping files", "mapping", mapping),
        f"{FOLDER}/baseline.md": _page("Baseline files", "baseline", baseline),
        f"{FOLDER}/issuer-model.md": _page("Issuer models", "issuer-model", issuer),
        f"{FOLDER}/configuration.md": _page("Configuration", "config", config),
    }


def _load(file: Path) -> Schema:
    schema: Schema = json.loads(file.read_text(encoding="utf-8"))
    return schema


def _page(title: str, name: str, schema: Schema) -> str:
    command = f"The JSON Schema is printed by `tokenlint schema {name}`."
    parts = [_section(heading, part) for heading, part in _objects(schema)]
    return page(title, f"{prose(schema['description'])}\n{command}", MORE[name], *parts)


def _objects(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The schema itself and every definition that has members or values."""
    yield "Top level", schema
    for name, part in schema.get("properties", {}).items():
        rows = part.get("items", part)
        if "properties" in rows and "$ref" not in rows:
            yield f"`{name}`", rows
    for name, part in schema.get("$defs", {}).items():
        yield f"`{name}`", part


def _section(heading: str, part: Schema) -> str:
    needed = set(part.get("required", []))
    rows = [
        [f"`{key}`", "yes" if key in needed else "", _type(value), _about(value)]
        for key, value in part.get("properties", {}).items()
    ]
    about = prose(part.get("description", "")) if heading != "Top level" else ""
    known = table(["member", "required", "value", "meaning"], rows) if rows else _alone(part)
    return "\n\n".join(text for text in (f"## {heading}", about, known) if text)


def _alone(part: Schema) -> str:
    """A definition without members: its values or examples."""
    text = _type(part)
    examples = ", ".join(f"`{json.dumps(each)}`" for each in part.get("examples", []))
    return text + (f"\n\nExamples: {examples}" if examples else "")


def _type(value: Schema) -> str:
    if "$ref" in value:
        name = str(value["$ref"]).rsplit("/", 1)[-1]
        return f"[{name}](#{name})"
    if "const" in value or "enum" in value:
        return ", ".join(f"`{each}`" for each in value.get("enum", [value.get("const")]))
    if "anyOf" in value:
        return " or ".join(_type(each) for each in value["anyOf"])
    kinds = value.get("type", "anything")
    kinds = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "items" in value and "title" not in value["items"]:
        return f"{kinds} of {_type(value['items'])}"
    members = value.get("additionalProperties")
    return f"name to {_type(members)}" if isinstance(members, Mapping) else kinds


def _about(value: Schema) -> str:
    words = value.get("description") or value.get("title", "")
    default = f" Default: `{json.dumps(value['default'])}`." if "default" in value else ""
    return prose(words) + default
