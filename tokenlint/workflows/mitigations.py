"""Which mitigations hold, as far as the token itself can show it.

WLCG profile 1.3 section 4.3.1 accepts a lifetime over the default for a workflow
whose mitigations are in place; `rules/workflows.yaml` says which those are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tokenlint.credentials.scope import PathState
from tokenlint.credentials.vocabulary import ScopeKind
from tokenlint.privilege.capability import Action
from tokenlint.privilege.path import ScopePath
from tokenlint.workflows.compare import Comparison
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.kinds import Kinds

Holds = Literal["yes", "no", "unverifiable"]

_JOB_CONTROL: Final = frozenset({Action.SUBMIT, Action.MODIFY_JOB, Action.CANCEL})
_SAYS_NOTHING: Final = frozenset({ScopeKind.VERSION_REQUEST, ScopeKind.IDENTITY, ScopeKind.REFRESH})


@dataclass(frozen=True, slots=True)
class MitigationState:
    """One mitigation that the kind demands or the workflow declares."""

    name: str
    demanded: bool
    declared: bool
    holds: Holds


# Where the issuer fills the scope in, nobody can say.
_ABOUT_SCOPES: Final = ("narrow-scopes", "no-modify", "fetch-payload-only")


def mitigation_states(
    workflow: Workflow, comparison: Comparison | None, kinds: Kinds, limits: Mapping[str, int]
) -> tuple[MitigationState, ...]:
    """Those that the kind demands or the workflow declares, sorted by name.

    Without a credential (`comparison` None) nothing of it can be verified.
    A risk assessment that was agreed on, with evidence, stands in for what a kind demands.
    """
    declared = {each.name: each for each in workflow.mitigations}
    demanded = set(kinds.demands(workflow.kind))
    if has_assessment(workflow, kinds):
        demanded = (demanded & declared.keys()) | {kinds.alternative}
    return tuple(
        MitigationState(
            name, name in demanded, name in declared, _holds(name, workflow, comparison, limits)
        )
        for name in sorted(demanded | declared.keys())
    )


def has_assessment(workflow: Workflow, kinds: Kinds) -> bool:
    """Whether a risk assessment was agreed on for this workflow, with evidence."""
    return any(each.name == kinds.alternative and each.evidence for each in workflow.mitigations)


def mitigated(states: tuple[MitigationState, ...]) -> bool:
    """Whether each demanded mitigation is declared or seen, and the credential contradicts none."""
    return all(each.declared or each.holds == "yes" for each in states if each.demanded) and all(
        each.holds != "no" for each in states if each.demanded or each.declared
    )


def _holds(
    name: str, workflow: Workflow, comparison: Comparison | None, limits: Mapping[str, int]
) -> Holds:
    if name in ("managed-service", "not-delegated"):
        return "no" if workflow.runs_on_worker else "unverifiable"
    if comparison is None or name not in _CHECKS:
        return "unverifiable"
    if name in _ABOUT_SCOPES and not comparison.held.scope_known:
        return "unverifiable"
    unknown = workflow.request.unknown if workflow.request else ()
    if ("audience" if name == "specific-audience" else "scope") in unknown:
        return "unverifiable"
    return _CHECKS[name](comparison, limits)


def _no_modify(comparison: Comparison, _: Mapping[str, int]) -> Holds:
    held = comparison.held
    actions = {each.action for each in held.privilege.capabilities.members}
    return "no" if Action.MODIFY in actions else "yes"


def _narrow_scopes(comparison: Comparison, _: Mapping[str, int]) -> Holds:
    """No storage scope above what the operations touch, see rules/workflows.yaml."""
    held = comparison.held
    if held.group_based:
        return "no"
    storage = [item for item in held.items if any(c.action.on_storage for c in item.capabilities)]
    if any(item.path_state is not PathState.CONFORMING for item in storage):
        return "no"
    if any(item.path is None or item.path.is_root for item in storage):
        return "no"
    touched = [path for each in comparison.workflow.operations for path in each.paths]
    if storage and not touched:
        return "unverifiable"
    areas = [*touched, *_common_folder(touched)]
    narrow = all(_within(item.path, areas) for item in storage)
    return "yes" if narrow else "no"


def _within(path: ScopePath | None, areas: list[ScopePath]) -> bool:
    return path is not None and any(area.covers(path) for area in areas)


def _common_folder(paths: list[ScopePath]) -> list[ScopePath]:
    """The deepest folder that holds all of the paths; none where that is the root."""
    shared: list[str] = []
    for steps in zip(*(path.components for path in paths), strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    return [ScopePath.parse("/" + "/".join(shared))] if shared else []


def _specific_audience(comparison: Comparison, _: Mapping[str, int]) -> Holds:
    audience = comparison.held.audience
    if audience.unlimited or False in comparison.entries:
        return "no"
    return "yes" if all(comparison.entries) else "unverifiable"


def _fetch_payload_only(comparison: Comparison, _: Mapping[str, int]) -> Holds:
    held = comparison.held
    actions = {each.action for each in held.privilege.capabilities.members}
    if held.group_based or any(a.on_storage or a in _JOB_CONTROL for a in actions):
        return "no"
    open_ones = [item for item in held.items if not item.capabilities]
    harmless = all(item.kind in _SAYS_NOTHING for item in open_ones)
    return "yes" if harmless else "unverifiable"


def _short_payload_tokens(comparison: Comparison, limits: Mapping[str, int]) -> Holds:
    """Where payloads use this very token, its own lifetime tells; else only the declaration."""
    by_payload = any(each.by == "payload" for each in comparison.workflow.operations)
    seconds = comparison.held.seconds
    if not by_payload or seconds is None:
        return "unverifiable"
    return "yes" if seconds <= limits["lifetime_maximum"] else "no"


_CHECKS: Final[dict[str, Callable[[Comparison, Mapping[str, int]], Holds]]] = {
    "narrow-scopes": _narrow_scopes,
    "no-modify": _no_modify,
    "specific-audience": _specific_audience,
    "fetch-payload-only": _fetch_payload_only,
    "short-payload-tokens": _short_payload_tokens,
}
