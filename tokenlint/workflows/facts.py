"""A workflow and a comparison as the policies see them: plain facts, unknown is absent.

The schema is `policies/schema/policy-input.json`.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from tokenlint.credentials.scope import PathState, path_facts
from tokenlint.privilege.operation import least_action
from tokenlint.workflows.compare import Comparison
from tokenlint.workflows.declaration import WORKERS, DeclaredOperation, TokenRequest, Workflow
from tokenlint.workflows.kinds import Kinds, shipped_kinds
from tokenlint.workflows.missing import Missing
from tokenlint.workflows.mitigations import (
    MitigationState,
    has_assessment,
    mitigated,
    mitigation_states,
)

Facts = dict[str, Any]
Lenient = Callable[[str, str, str, AbstractSet[str]], tuple[str, ...]]
"""Asks for (software, version, operation, held actions) which rows let the operation pass."""


def workflow_facts(
    workflow: Workflow,
    comparison: Comparison | None,
    limits: Mapping[str, int],
    kinds: Kinds | None = None,
) -> Facts:
    """The `workflow` object; `comparison` is that of its credential, None where there is none."""
    kinds = kinds or shipped_kinds()
    states = mitigation_states(workflow, comparison, kinds, limits)
    request = workflow.request
    facts: Facts = {
        "kind": workflow.kind or "unknown",
        "kind_known": bool(workflow.kind),
        "derived": workflow.derived,
        "composed": workflow.composed,
        "runs_on_worker": workflow.runs_on_worker,
        "operations": [_operation(each, workflow) for each in workflow.operations],
        "requests_token": request is not None,
        "grant": (request and request.grant) or "undeclared",
        "refresh": _refresh(request),
        "long_lifetime": _long_lifetime(workflow, kinds) | {"mitigated": mitigated(states)},
        "mitigations": [_mitigation(each) for each in states],
        "unknown_services": [
            index
            for index, each in enumerate(workflow.operations)
            if each.service not in workflow.services
        ],
    }
    if workflow.usable_seconds is not None:
        facts["usable_seconds"] = workflow.usable_seconds
    if request is not None:
        facts["issuer"] = {"form": issuer_form(request.issuer)}
    return facts


def _mitigation(state: MitigationState) -> Facts:
    return {
        "name": state.name,
        "demanded": state.demanded,
        "declared": state.declared,
        "holds": state.holds,
    }


def comparison_facts(comparison: Comparison, lenient: Lenient | None = None) -> Facts | None:
    """The `comparison` object; None where the workflow declares nothing to compare with.

    `lenient` looks rows of `rules/implementations.yaml` up.
    """
    if not comparison.workflow.operations and comparison.need.usable_seconds is None:
        return None
    lifetime = {
        "needed_seconds": comparison.need.usable_seconds,
        "given_seconds": comparison.held.seconds,
        "excess_seconds": comparison.excess_seconds,
        "missing_seconds": comparison.missing_seconds,
    }
    return {
        "missing": [_missing(each, lenient) for each in comparison.missing],
        "excess": comparison.excess,
        "lifetime": {key: value for key, value in lifetime.items() if value is not None},
    }


def item_facts(comparison: Comparison) -> list[Facts]:
    """What the need adds to each item of `credential.items`."""
    rows: list[Facts] = []
    for each in comparison.items:
        row: Facts = {} if each is None else {"needed": each.needed}
        if each is not None and each.needed_action is not None:
            row["needed_action"] = each.needed_action.value
        rows.append(row)
    return rows


def entry_facts(comparison: Comparison) -> list[Facts]:
    """What the need adds to each entry of `credential.audience.entries`."""
    return [{} if each is None else {"needed": each} for each in comparison.entries]


def issuer_form(issuer: str | None) -> str:
    """`https`, `http`, `not-a-url` or `missing`."""
    if not issuer:
        return "missing"
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return "not-a-url"
    known = parts.scheme in ("https", "http") and bool(parts.hostname)
    return parts.scheme if known else "not-a-url"


def suggest_service(workflow: Workflow, index: int) -> str | None:
    """The service that an operation at an unknown one probably means."""
    name = workflow.operations[index].service
    return _similar(name, tuple(workflow.services))


@lru_cache(maxsize=1024)
def _similar(name: str, known: tuple[str, ...]) -> str | None:
    """Kept, because thousands of workflows may misspell the same name."""
    return next(iter(get_close_matches(name, known, n=1)), None)


def _operation(operation: DeclaredOperation, workflow: Workflow) -> Facts:
    service = workflow.services.get(operation.service)
    facts: Facts = {
        "operation": operation.operation.value,
        "action": least_action(operation.operation).value,
        "by": operation.by,
        "service": service.kind if service else "unknown",
    }
    path = operation.path
    if path is not None:
        state = PathState.CONFORMING if path.conforming else PathState.NON_CONFORMING
        facts["path"] = path_facts(path, state)
    return facts


def _refresh(request: TokenRequest | None) -> Facts:
    requested = request is not None and request.refresh_requested
    held_by = request.refresh_held_by if request is not None else None
    return {"requested": requested, "held_by_worker": requested and held_by in WORKERS}


def _long_lifetime(workflow: Workflow, kinds: Kinds) -> Facts:
    """Profile 1.3 section 4.3.1 names three kinds, and lets an agreed assessment name others."""
    kind = kinds.kinds.get(workflow.kind)
    named = kind is not None and kind.recognised
    facts: Facts = {"recognised": named or has_assessment(workflow, kinds)}
    if kind is not None:
        facts["maximum_seconds"] = kind.maximum_seconds
    return facts


def _missing(missing: Missing, lenient: Lenient | None) -> Facts:
    service, operation = missing.service, missing.operation.operation
    rows: tuple[str, ...] = ()
    if lenient and service and missing.cause in ("action", "path"):
        held = {implied.value for each in missing.held for implied in each.action.implied()}
        rows = lenient(service.implementation, service.version, operation.value, held)
    return {
        "operation": operation.value,
        "index": missing.index,
        "action": missing.action.value,
        "destructive": missing.destructive,
        "cause": missing.cause,
        "held": [action.value for action in missing.held.actions],
        "at_htcondor": missing.at_htcondor,
        "lenient": sorted(rows),
    }
