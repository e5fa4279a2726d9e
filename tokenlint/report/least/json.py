"""Least tokens for machines, a versioned contract: `tokenlint.least/1`, see schema.json.

Within version 1 members may be added and none is removed or changes its meaning.
What is unknown is absent, never null. The proof is always there.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any, cast

import msgspec

from tokenlint.credentials.redact import shown as redacted
from tokenlint.least.answer import Found
from tokenlint.least.bounded import Bounded
from tokenlint.least.curve import Curve, Point
from tokenlint.least.excess import Excess
from tokenlint.least.of_workflow import Part
from tokenlint.least.proof import CapabilityProof, Proof
from tokenlint.least.token import Extra, LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.catalogue import recipe
from tokenlint.recipes.recipe import Recipe
from tokenlint.report.json import error_data, plain, source_data
from tokenlint.report.least.render import Shown
from tokenlint.report.least.words import safe
from tokenlint.report.view import View
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import Vector, place
from tokenlint.workflows.declaration import DeclaredOperation

SCHEMA = "tokenlint.least/1"


def render(shown: Shown, view: View) -> str:
    """The answer as JSON in ASCII characters.

    Proofs are written one by one, for a hundred thousand of them are large as data.
    """
    _ = view  # the facts do not depend on how they are shown
    written = msgspec.json.encode(plain(as_data(shown, _written)))
    text = msgspec.json.format(written, indent=2).decode()
    return (
        _NOT_PLAIN.sub(lambda sign: json.dumps(sign[0])[1:-1], text).replace("\x7f", "\\u007f")
        + "\n"
    )


_NOT_PLAIN = re.compile(r"[^\x00-\x7f]")  # such a sign stands in strings only

Put = Callable[[Mapping[str, object]], object]


def _written(data: Mapping[str, object]) -> object:
    return msgspec.Raw(msgspec.json.encode(plain(data)))


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12)."""
    text = files("tokenlint.report.least").joinpath("schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def as_data(shown: Shown, put: Put = dict) -> dict[str, object]:
    """The answer as plain data; `put` makes something else of each proof of a scope."""
    return {
        "schema": SCHEMA,
        "workflows": [_workflow(found, shown.recipes, put) for found in shown.answer.found],
        "errors": [error_data(problem) for problem in shown.answer.problems],
    }


def _workflow(found: Found, recipes: tuple[str, ...], put: Put) -> dict[str, object]:
    least, lasts = found.least, found.least.lasts
    lifetime: dict[str, object] = {"seconds": lasts.seconds, "why": lasts.why}
    lifetime |= {} if lasts.usable is None else {"usable_seconds": lasts.usable}
    excess: dict[str, object] = {"one_token": _excess(least.excess), "tokens": least.split_into}
    excess |= {} if least.excess_split is None else {"split": _excess(least.excess_split)}
    tokens = [_token(part, recipes, put) for part in least.parts]
    for data, curve in zip(tokens, found.curves, strict=False):
        data["curve"] = _curve(curve)
    return {
        "name": least.workflow.name,
        "source": source_data(least.workflow.source),
        "observed": least.workflow.derived,
        "split": least.split,
        "lifetime": lifetime,
        "excess": excess,
        "tokens": tokens,
        "notes": [*least.notes, *found.notes],
    }


def _excess(excess: Excess) -> dict[str, object]:
    if excess.witness is None:
        return {"rights": excess.rights}
    request = excess.witness
    witness = {"operation": request.operation.value, "endpoint": safe(request.endpoint)}
    witness |= {"path": safe(str(request.path))}
    return {"rights": excess.rights, "witness": witness}


def _token(part: Part, recipes: tuple[str, ...], put: Put) -> dict[str, object]:
    token = part.token
    vector = place(token.privilege, Calibration.default())
    data: dict[str, object] = {
        "label": token.label,
        "audience": [safe(each) for each in token.audience],
        "scope": [safe(each) for each in token.scopes],
        "lifetime": token.lifetime,
        **_place(vector),
        "extras": [_extra(each) for each in token.extras],
        "proof": _proof(part.proof, put),
        "mitigations": [
            {
                "name": each.name,
                "demanded": each.demanded,
                "declared": each.declared,
                "holds": each.holds,
            }
            for each in part.mitigations
        ],
    }
    data |= {} if token.issuer is None else {"issuer": safe(token.issuer)}
    data |= {} if token.grant is None else {"grant": token.grant}
    data |= {} if part.bound is None else {"bound": _bound(part.bound, part.exact)}
    return data | ({"recipes": list(_recipes(token, recipes))} if recipes else {})


def _place(vector: Vector) -> dict[str, object]:
    axes = {"audience": vector.audience, "scope": vector.scope, "lifetime": vector.lifetime}
    return {"vector": axes, "magnitude": vector.magnitude, "exposure": vector.exposure}


def _extra(extra: Extra) -> dict[str, object]:
    return {
        "scope": safe(str(extra.capability)),
        "operation": extra.operation,
        "service": redacted("service", extra.service),
        "says": extra.says,
        "reference": _reference(extra.reference),
    }


def _reference(reference: Reference) -> dict[str, str]:
    return {"title": reference.title, "section": reference.section, "url": reference.url}


def _proof(proof: Proof, put: Put) -> dict[str, object]:
    data: dict[str, object] = {
        "scope": [put(_capability(each)) for each in proof.capabilities],
        "spare": [safe(str(each)) for each in proof.spare],
        "audience": [
            {"audience": safe(name), "fails": _operation(operation)}
            for name, operation in proof.audience
        ],
    }
    return data | ({} if proof.late is None else {"lifetime": _operation(proof.late)})


def _capability(proof: CapabilityProof) -> dict[str, object]:
    return {
        "scope": safe(str(proof.capability)),
        "dropped": _operation(proof.dropped),
        "weaker": [
            {"action": action.scope_name, "fails": _operation(operation)}
            for action, operation in proof.weaker
        ],
        "narrower": [_operation(each) for each in proof.narrower],
    }


def _operation(operation: DeclaredOperation) -> dict[str, object]:
    data: dict[str, object] = {
        "operation": operation.operation.value,
        "service": redacted("service", operation.service),
        "source": source_data(operation.source),
    }
    data |= {} if operation.path is None else {"path": safe(str(operation.path))}
    return data | ({} if operation.to is None else {"to": safe(str(operation.to))})


def _bound(bound: Bounded, exact: LeastToken) -> dict[str, object]:
    return {
        "paths": bound.bound,
        "exact_scopes": len(exact.capabilities),
        "scope_axis": bound.scope,
        "exact_scope_axis": bound.exact,
        "floor": bound.floor,
        "proved": bound.proved,
        "generalised": [
            {
                "scope": safe(str(each.capability)),
                "stands_for": each.stands_for,
                "example": safe(str(each.example)),
                "cost": each.cost,
            }
            for each in bound.generalised
        ],
    }


def _curve(curve: Curve) -> dict[str, object]:
    return {
        "fewest": curve.fewest,
        "points": [_point(each) for each in curve.points],
        "levels": [_point(each) for each in curve.levels],
    }


def _point(point: Point) -> dict[str, object]:
    data = {"scopes": point.scopes, "example": safe(point.example), **_place(point.vector)}
    if point.bound is None:
        return data | {"level": point.level}
    return data | {"bound": point.bound, "proved": point.proved}


def _recipes(token: LeastToken, names: tuple[str, ...]) -> Iterable[dict[str, object]]:
    for name in names:
        made = recipe(name, token)
        data: dict[str, object] = {"name": made.name, "title": made.title}
        if isinstance(made, Recipe):
            data |= {"language": made.language, "text": made.text, "notes": list(made.notes)}
        else:
            data |= {"unavailable": made.reason}
        yield data | {"reference": _reference(made.reference)}
