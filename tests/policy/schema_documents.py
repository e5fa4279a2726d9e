"""Documents of every shape that the schema of the policy input allows, made at random.

They need not make sense as tokens: engines must agree on whatever a policy may see.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

from tests.conftest import ROOT

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))
# Around the limits that rules compare with, so that both sides of each occur.
_NUMBERS = (0, 1, 2, 3, 9, 10, 11, 60, 300, 899, 900, 901, 3600, 3661, 21600, 21660, 21661, 345600)
_KINDS = tuple(
    "token proxy macaroon workflow service secrets capture probe audit".split()
)  # all but ignore comments
_WORDS = ("aud", "exp", "jti", "nbf", "sub", "email", "b64", "storage.read", "unknown", "a-row")


def documents(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """`count` documents; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for number in range(count):
        document = _instance(SCHEMA, chance)
        document["kind"] = _KINDS[number % len(_KINDS)]
        yield document


def _instance(schema: dict[str, Any], chance: random.Random) -> Any:
    if "$ref" in schema:
        return _instance(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], chance)
    if "const" in schema or "enum" in schema:
        return schema.get("const") or chance.choice(schema["enum"])
    if schema["type"] == "object":
        return _object(schema, chance)
    if schema["type"] == "array":
        return _list(schema, chance)
    plain = {
        "integer": chance.choice(_integers(schema)),
        "number": round(chance.random(), 2),
        "boolean": chance.random() < 0.5,
        "string": chance.choice(_WORDS),
    }
    return plain[schema["type"]]


def _object(schema: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    required = set(schema.get("required", ()))
    return {
        name: _instance(inner, chance)
        for name, inner in schema["properties"].items()
        if not name.endswith("_text") and (name in required or chance.random() < 0.6)
    }


def _list(schema: dict[str, Any], chance: random.Random) -> list[Any]:
    values = [_instance(schema["items"], chance) for _ in range(chance.choice((0, 1, 1, 2, 3)))]
    texts = [value for value in values if isinstance(value, str)]
    return sorted(set(texts)) if texts else values


def _integers(schema: Any) -> list[int]:
    """Numbers around the limits of rules, and those of the schema."""
    low, high = schema.get("minimum", 0), schema.get("maximum", max(_NUMBERS))
    return [number for number in (low, *_NUMBERS) if low <= number <= high]
