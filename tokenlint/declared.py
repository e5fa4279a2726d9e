"""What a declared workflow needs, and what it asks for, as values to compare with credentials."""

from collections.abc import Iterator

from tokenlint.policy.product_needs import product_needs
from tokenlint.presented import Kind, Presented, Surroundings
from tokenlint.source import Problem
from tokenlint.trustspace.vector import place
from tokenlint.workflows.declaration import TokenRequest, Workflow
from tokenlint.workflows.held import held_of
from tokenlint.workflows.need import Need, need_of


def read_need(workflow: Workflow, name: str, around: Surroundings) -> Presented | Problem:
    """What the declared operations require, and not more."""
    need = need_of(workflow, product_needs(workflow))
    if need.privilege.empty:
        return Problem(
            "need-not-declared",
            workflow.source,
            f"the workflow {workflow.name} declares no operation, so nothing tells what it needs",
            "declare its operations",
        )
    return Presented(
        name=name,
        kind=Kind.NEED,
        title=f"what {workflow.name} needs",
        privilege=need.privilege,
        vector=place(need.privilege, around.calibration),
        source=workflow.source,
        dated=False,
        notes=tuple(_need_notes(workflow, need)),
        spellings=_spellings(workflow),
    )


def read_request(workflow: Workflow, name: str, around: Surroundings) -> Presented | Problem:
    """The token that the workflow asks for, as if its issuer granted all of it."""
    request = workflow.request
    if request is None:
        return Problem(
            "no-request",
            workflow.source,
            f"the workflow {workflow.name} asks for no token",
            "declare its `token`, or compare its need: leave `#request` away",
        )
    privilege = held_of(request).privilege
    return Presented(
        name=name,
        kind=Kind.REQUEST,
        title=f"the token that {workflow.name} asks for",
        privilege=privilege,
        vector=place(privilege, around.calibration),
        source=workflow.source,
        dated=False,
        notes=tuple(_request_notes(request)),
        spellings=_spellings(workflow),
    )


def _spellings(workflow: Workflow) -> dict[str, str]:
    return {
        alias: service.audiences[0]
        for service in workflow.services.values()
        for alias in service.audiences[1:]
    }


def _need_notes(workflow: Workflow, need: Need) -> Iterator[str]:
    if need.usable_seconds is None:
        yield "no time of use is declared: it counts as 15 min, the shortest lifetime"
    unknown = dict.fromkeys(workflow.operations[at].service for at in need.missing_services)
    for service in unknown:
        yield f"no inventory names the service {service}: it counts as one endpoint of that name"


def _request_notes(request: TokenRequest) -> Iterator[str]:
    if request.lifetime is None:
        yield "no lifetime is asked for: the issuer decides, so it counts as without end"
    if not request.audience:
        yield "no audience is asked for: the issuer decides, so it counts as any"
    if not any(item.capabilities for item in request.scope_items):
        yield "no capability is asked for: groups or the issuer decide, so it counts as everything"
