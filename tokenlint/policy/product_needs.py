"""What the operations of a workflow need at the products where they go, beyond the profile."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tokenlint.policy.implementations import Row
from tokenlint.policy.product import maximal, release_at, supplement
from tokenlint.policy.release import Release
from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import telling_operation
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.need import least_holdings
from tokenlint.workflows.requirements import Requirement, requirements_of

ReleaseOf = Callable[[Requirement], Release | None]


@dataclass(frozen=True, slots=True)
class Added:
    """What one requirement needs besides, and the row that says so.

    `capabilities` is empty where the product refuses the operation whatever is held.
    """

    requirement: Requirement
    capabilities: tuple[Capability, ...]
    row: Row


def supplemented(
    requirements: Iterable[Requirement], release_of: ReleaseOf, holdings: Holdings
) -> list[Added]:
    """Everything that products need besides; it is added to `holdings`.

    All are asked again until nothing is missing: each round adds an action somewhere, or gives
    an operation up. What is added can replace a weaker action, and of it other rows speak.
    """
    judged = [(each, release) for each in requirements if (release := release_of(each))]
    found: list[Added] = []
    refused: set[int] = set()  # operations that no token helps
    while more := list(_missing(judged, holdings, refused)):
        found += more
        for added in more:
            for capability in added.capabilities:
                holdings.add(capability)
    return found


def _missing(
    judged: Iterable[tuple[Requirement, Release]], holdings: Holdings, refused: set[int]
) -> Iterator[Added]:
    for requirement, release in judged:
        if requirement.index in refused:
            continue
        held = maximal(_held_at(holdings, requirement))
        found = supplement(release, requirement.operation, held)
        if found is None:
            continue
        if found.actions is None:
            refused.add(requirement.index)
        more = (Capability(action, requirement.path) for action in found.actions or ())
        yield Added(requirement, tuple(more), found.row)


def _held_at(holdings: Holdings, requirement: Requirement) -> frozenset[Action]:
    """The actions that are held on the path of a requirement."""
    return frozenset(each.action for each in holdings.covering(requirement.path))


def product_needs(workflow: Workflow) -> tuple[Requirement, ...]:
    """What the products that the inventory names need besides, as requirements of the operations.

    Each stands for one action: the operation that nothing weaker allows.
    """
    names = {each.service for each in workflow.operations}
    known = {name: service for name in names if (service := workflow.services.get(name))}
    releases = {name: release for name, each in known.items() if (release := release_at(each))}
    if not releases:
        return ()
    operations = workflow.operations
    requirements = [
        requirement
        for index, each in enumerate(operations)
        for requirement in requirements_of(index, each, known.get(each.service))
    ]
    every = supplemented(
        requirements,
        lambda each: releases.get(operations[each.index].service),
        least_holdings(requirements),
    )
    return tuple(
        Requirement(added.requirement.index, telling_operation(more.action), more.path)
        for added in every
        for more in added.capabilities
    )
