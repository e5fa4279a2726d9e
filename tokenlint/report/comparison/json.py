"""A comparison for machines, a versioned contract: `tokenlint.compare/1`, see schema.json.

Within version 1 members may be added and none is removed or changes its meaning.
What is unknown is absent, never null. No credential is in it, and no name of a person.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, cast

from tokenlint.comparison import Comparison, Pair
from tokenlint.credentials.redact import shown
from tokenlint.presented import Presented
from tokenlint.privilege.privilege import Difference, Privilege
from tokenlint.report.comparison.words import LETTERS, Proof, counts, proofs
from tokenlint.report.json import dump, error_data, source_data
from tokenlint.report.view import View

SCHEMA = "tokenlint.compare/1"
MOST = 100
"""Parts of one axis that are listed; all are counted."""


def render(comparison: Comparison, view: View) -> str:
    """The comparison as JSON in ASCII characters."""
    _ = view  # the facts do not depend on how they are shown
    return dump(as_data(comparison))


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12)."""
    text = files("tokenlint.report.comparison").joinpath("schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def as_data(comparison: Comparison) -> dict[str, object]:
    """The comparison as plain data."""
    compared = zip(LETTERS, comparison.presented, comparison.privileges, strict=False)
    return {
        "schema": SCHEMA,
        "lifetimes": "instants" if comparison.instants else "lengths",
        "credentials": [_credential(*each) for each in compared],
        "pairs": [_pair(pair, instants=comparison.instants) for pair in comparison.pairs],
        "errors": [error_data(problem) for problem in comparison.problems],
    }


def _credential(letter: str, presented: Presented, privilege: Privilege) -> dict[str, object]:
    vector = presented.vector
    return {
        "id": letter,
        "name": presented.name,
        "kind": presented.kind.value,
        "title": presented.title,
        "source": source_data(presented.source),
        "privilege": _privilege(privilege),
        "vector": {
            "audience": vector.audience,
            "scope": vector.scope,
            "lifetime": vector.lifetime,
        },
        "magnitude": vector.magnitude,
        "exposure": vector.exposure,
        "notes": list(presented.notes),
    }


def _privilege(privilege: Privilege) -> dict[str, object]:
    """Without `audience` it is good anywhere, without `expiry` it never ends."""
    validity, endpoints = privilege.validity, privilege.audience.endpoints
    data: dict[str, object] = {
        "scope": [_safe(str(each)) for each in privilege.capabilities],
        "not_before": validity.not_before,
    }
    data |= {} if endpoints is None else {"audience": sorted(map(_safe, endpoints))}
    return data | ({} if validity.expiry is None else {"expiry": validity.expiry})


def _safe(text: str) -> str:
    """A scope, path or audience as it is, unless a secret was put into it."""
    return shown("scope", text)


def _pair(pair: Pair, *, instants: bool) -> dict[str, object]:
    return {
        "one": LETTERS[pair.one],
        "other": LETTERS[pair.other],
        "relation": pair.relation.value,
        "relation_by_endpoint": pair.by_endpoint.value,
        "spelled_otherwise": [list(map(_safe, each)) for each in sorted(pair.spelled.items())],
        "only_one": _beyond(pair.more, pair.spelled, instants=instants),
        "only_other": _beyond(pair.less, pair.spelled, instants=instants),
    }


def _beyond(
    difference: Difference, spelled: Mapping[str, str], *, instants: bool
) -> dict[str, object]:
    return {
        "counts": counts(difference),
        "parts": [_part(proof, spelled, instants=instants) for proof in proofs(difference, MOST)],
    }


def _part(proof: Proof, spelled: Mapping[str, str], *, instants: bool) -> dict[str, object]:
    request = proof.witness
    return {
        "axis": proof.axis,
        "words": proof.words(spelled),
        "witness": {
            "words": proof.witness_words(instants=instants),
            "operation": request.operation.value,
            "path": _safe(str(request.path)),
            "endpoint": _safe(request.endpoint),
            "instant": request.instant,
        },
    }
