"""What a credential lacks: the declared operations that it does not allow, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.endpoint import same_endpoint
from tokenlint.privilege.operation import destructive, least_action
from tokenlint.workflows.declaration import DeclaredOperation, Service, Workflow
from tokenlint.workflows.held import Held
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.need import Need
from tokenlint.workflows.requirements import Requirement

NOTHING_HELD: Final = CapabilitySet()


@dataclass(frozen=True, slots=True)
class Missing:
    """An operation that the credential does not allow, for one cause.

    `cause` is action, path, audience or group-based, as in the schema of the policy input.
    `held` is what the credential holds on the operation's paths;
    `fix` are the capabilities to ask for, none where the audience is what is missing;
    `equivalent` are strings of its audience that spell the service's endpoint
    and are none of the strings that the service knows itself by.
    """

    index: int
    operation: DeclaredOperation
    service: Service | None
    cause: str
    held: CapabilitySet = NOTHING_HELD
    fix: tuple[Capability, ...] = ()
    equivalent: tuple[str, ...] = ()

    @property
    def action(self) -> Action:
        """The least action that would allow it."""
        return self.fix[0].action if self.fix else least_action(self.operation.operation)

    @property
    def destructive(self) -> bool:
        """Whether it deletes, overwrites or renames over."""
        return destructive(self.operation.operation)

    @property
    def at_htcondor(self) -> bool:
        """Whether it goes to an HTCondor-CE, whose WRITE needs three scopes together."""
        return self.service is not None and self.service.at_htcondor


def missing_operations(workflow: Workflow, held: Held, need: Need) -> Iterator[Missing]:
    """Every operation that the credential does not allow, once for each cause, in order."""
    holdings = Holdings(held.privilege.capabilities.members)
    actions = holdings.actions()
    required: list[list[Requirement]] = [[] for _ in workflow.operations]
    for requirement in need.requirements:
        required[requirement.index].append(requirement)
    for index, operation in enumerate(workflow.operations):
        service = workflow.services.get(operation.service)
        if service and not accepts(service, held.audience):
            near = _equivalent(service, held.audience_values)
            yield Missing(index, operation, service, "audience", equivalent=near)
        refused = [each for each in required[index] if not holdings.satisfying(each)]
        if held.group_based:
            fix = need.by_operation[index]
            yield Missing(index, operation, service, "group-based", fix=fix)
        elif refused:
            fix = tuple(dict.fromkeys(each.least for each in refused))
            there = _held_there(refused, holdings)
            yield Missing(index, operation, service, _cause(refused, actions), there, fix)


def accepts(service: Service, audience: Audience) -> bool:
    """Whether a string that the service knows itself by is in the audience, exactly."""
    return audience.endpoints is None or not audience.endpoints.isdisjoint(service.audiences)


def _equivalent(service: Service, values: Sequence[object]) -> tuple[str, ...]:
    texts = [value for value in values if isinstance(value, str)]
    return tuple(
        text for text in texts if any(same_endpoint(text, known) for known in service.audiences)
    )


def _cause(refused: Sequence[Requirement], actions: frozenset[Action]) -> str:
    elsewhere = all(not actions.isdisjoint(each.actions) for each in refused)
    return "path" if elsewhere else "action"


def _held_there(refused: Sequence[Requirement], holdings: Holdings) -> CapabilitySet:
    """What is held on all of the paths: on files for files, on jobs for jobs."""
    on_storage = refused[0].least.action.on_storage
    first, *others = [
        [held for held in holdings.covering(each.path) if held.action.on_storage is on_storage]
        for each in refused
    ]
    common = {each.action for each in first}.intersection(
        *({each.action for each in other} for other in others)
    )
    return CapabilitySet.of(each for each in first if each.action in common)
