"""A workflow at the services whose configuration is in the same run.

The profile says what the requested token should be able to do;
the configuration says what the service of that audience makes of it.
Where the two differ, the workflow fails although its scopes are right,
or works although they are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.policy.neighbours import Neighbours, listed
from tokenlint.privilege.endpoint import WILDCARDS, same_endpoint
from tokenlint.privilege.operation import Operation, destructive
from tokenlint.services.acceptance import Acceptance, Service
from tokenlint.services.decision import Ask, Decision, Presented, Verdict
from tokenlint.workflows.compare import Comparison
from tokenlint.workflows.declaration import DeclaredOperation, TokenRequest, Workflow

_CLASSES = {"storage": "storage", "compute": "compute"}
_MOST_AREAS = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service makes of a declared operation, where the profile would have it otherwise.

    `more` tells that it passes although the token should not allow it;
    else it is refused although the token should.
    """

    index: int
    operation: Operation
    service: Service
    decision: Decision
    more: bool

    @property
    def destructive(self) -> bool:
        """Whether the operation deletes, overwrites or renames over."""
        return destructive(self.operation)


def answers(workflow: Workflow, comparison: Comparison, services: Neighbours) -> tuple[Answer, ...]:
    """Every operation that a service of this run answers in another way than the profile."""
    request = workflow.request
    if request is None or request.issuer is None or not services:
        return ()
    lacking = {each.index for each in comparison.missing if each.cause in ("action", "path")}
    elsewhere = {each.index for each in comparison.missing} - lacking
    found: list[Answer] = []
    for index, operation in enumerate(workflow.operations):
        if index in elsewhere:  # its audience, or its groups, already tell that it fails
            continue
        for service in _serving(operation, workflow, services):
            decision = _decision(service, request, operation)
            wanted = Verdict.DENIED if index in lacking else Verdict.ALLOWED
            if decision.verdict not in (wanted, Verdict.DEPENDS):
                found.append(
                    Answer(index, operation.operation, service, decision, index in lacking)
                )
    return tuple(found)


def _serving(
    operation: DeclaredOperation, workflow: Workflow, services: Neighbours
) -> list[Service]:
    declared = workflow.services.get(operation.service)
    if declared is None:
        return []
    found = dict.fromkeys(
        number for audience in declared.audiences for number in services.accepting(audience)
    )
    serving = [services.services[number] for number in sorted(found)]
    return [each for each in serving if _CLASSES.get(each.acceptance.service) == declared.kind]


def accepts(acceptance: Acceptance, audience: str) -> bool:
    """Whether a service lists an audience, in one of the spellings of the same endpoint."""
    return any(
        same_endpoint(value.text, audience)
        for value in listed(acceptance)
        if value.known and value.text not in WILDCARDS
    )


def _decision(service: Service, request: TokenRequest, operation: DeclaredOperation) -> Decision:
    """The best answer over the areas in which the declared path may lie."""
    presented = Presented(
        issuer=request.issuer,
        audiences=request.audience,
        scopes=tuple(item.text for item in request.scope_items),
    )
    decisions = [
        service.decide(presented, Ask(operation.operation, path))
        for path in _paths(service.acceptance, request, operation)
    ]
    ranked = (Verdict.ALLOWED, Verdict.DEPENDS, Verdict.DENIED)
    return min(decisions, key=lambda each: ranked.index(each.verdict))


def _paths(
    acceptance: Acceptance, request: TokenRequest, operation: DeclaredOperation
) -> list[str]:
    """The declared path below each area of the issuer: scopes count from there."""
    if operation.path is None:
        return [""]
    areas = [
        area.text.rstrip("/")
        for issuer in acceptance.issuers
        if issuer.url.text == request.issuer
        for area in issuer.areas
        if area.known
    ]
    return [area + operation.path.text for area in areas[:_MOST_AREAS]] or [operation.path.text]


def at_declared_version(service: Service, workflows: Sequence[Workflow]) -> Service:
    """The service as it decides in the release that a workflow's inventory declares for it."""
    if service.at_version is None:
        return service
    for workflow in workflows:
        for declared in workflow.services.values():
            if declared.version and any(
                accepts(service.acceptance, audience) for audience in declared.audiences
            ):
                return service.at_version(declared.version)
    return service


def unasked(acceptance: Acceptance, workflows: Sequence[Workflow]) -> tuple[int, ...]:
    """Indexes of the accepted audiences that no workflow of the run asks for.

    Nothing where no workflow requests a token, and for an audience that stands for any service.
    """
    asked = {
        audience
        for workflow in workflows
        if workflow.request
        for audience in workflow.request.audience or ()
    }
    if not asked or acceptance.audience is None:
        return ()
    return tuple(
        index
        for index, value in enumerate(acceptance.audience.accepted)
        if value.known
        and value.text not in WILDCARDS
        and not any(value.text == each or same_endpoint(value.text, each) for each in asked)
    )
