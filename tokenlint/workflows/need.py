"""The need: the privilege that the declared operations require, and not more.

Source: WLCG profile 1.3 section 2.2.1. Create does not overwrite, delete needs modify,
modify does not read, stage does not read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.requirements import BY_THE_WAY, Requirement, requirements_of

SHORTEST_LIFETIME: Final = 900
"""Seconds; the profile's default minimum, in place of a time of use that is not declared."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a workflow needs.

    `privilege` starts at instant 0; its validity is `usable_seconds` long,
    or the profile's shortest where the time of use is not declared (None).
    Its audience holds the main string of each service;
    a service that no inventory names stands for one endpoint of its name.
    `spellings` are all strings that the services know themselves by.
    `by_operation` holds, for each declared operation, what it alone would need;
    `missing_services` are the indexes of operations at services that no inventory names.
    `by_products` is what the products of the services need besides; the privilege holds it, too.
    Whoever lacks it is not at odds with the profile, and whoever has it has nothing too much.
    """

    privilege: Privilege
    requirements: tuple[Requirement, ...]
    by_operation: tuple[tuple[Capability, ...], ...]
    missing_services: tuple[int, ...]
    usable_seconds: int | None
    spellings: frozenset[str]
    by_products: tuple[Requirement, ...] = ()


def need_of(workflow: Workflow, by_products: tuple[Requirement, ...] = ()) -> Need:
    """The need of a workflow, exactly; the empty privilege where no operation is declared.

    `by_products` as `policy.product_needs` finds it; the profile alone needs nothing of it.
    """
    services = [workflow.services.get(each.service) for each in workflow.operations]
    requirements = tuple(
        requirement
        for index, operation in enumerate(workflow.operations)
        for requirement in requirements_of(index, operation, services[index])
    )
    by_operation: list[dict[Capability, None]] = [{} for _ in services]
    for each in requirements:
        by_operation[each.index][each.least] = None
    usable = workflow.usable_seconds
    return Need(
        privilege=Privilege(
            least_capabilities((*requirements, *by_products)),
            Audience(frozenset(_endpoints(workflow))),
            Validity(0, SHORTEST_LIFETIME if usable is None else max(usable, 1)),
        ),
        requirements=requirements,
        by_operation=tuple(tuple(each) for each in by_operation),
        missing_services=tuple(i for i, each in enumerate(services) if each is None),
        usable_seconds=usable,
        spellings=frozenset(name for each in services if each for name in each.audiences),
        by_products=by_products,
    )


def _endpoints(workflow: Workflow) -> Iterator[str]:
    for operation in workflow.operations:
        service = workflow.services.get(operation.service)
        yield service.audiences[0] if service else operation.service


def least_capabilities(requirements: Iterable[Requirement]) -> CapabilitySet:
    """The least set of capabilities that satisfies all requirements."""
    return CapabilitySet.of(least_holdings(requirements))


def least_holdings(requirements: Iterable[Requirement]) -> Holdings:
    """The same by the place of their paths, with those that others among them cover.

    Most operations leave no choice.
    To look at a file's size, or to make a folder on the way to another, needs nothing of its own
    where a capability is needed anyway that allows it, so these come last, the deepest first.
    """
    waiting: list[Requirement] = []
    needed = Holdings()
    for requirement in requirements:
        if requirement.by_the_way:
            waiting.append(requirement)
        else:
            needed.add(requirement.least)
    waiting.sort(key=lambda each: (BY_THE_WAY.index(each.operation), -each.path.depth))
    for requirement in waiting:
        if not needed.satisfying(requirement):
            needed.add(requirement.least)
    return needed
