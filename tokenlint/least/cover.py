"""The least capabilities for all that is wanted, with those that only a product needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.least.product import maximal, supplement
from tokenlint.least.token import Extra
from tokenlint.least.wanted import Wanted
from tokenlint.policy.implementations import Row
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.source import Problem
from tokenlint.workflows.declaration import DeclaredOperation
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.need import least_holdings
from tokenlint.workflows.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Cover:
    """Capabilities that let every operation pass; `extras` only a product needs.

    `problems`: operations that a product refuses whatever is held, as far as is known.
    """

    capabilities: CapabilitySet
    extras: tuple[Extra, ...]
    problems: tuple[Problem, ...] = ()


def cover(wanted: Wanted) -> Cover:
    """The least capabilities by the profile, and by the product of each service."""
    return _supplemented(wanted, least_holdings(wanted.requirements))


def supplemented(wanted: Wanted, capabilities: CapabilitySet) -> Cover:
    """Capabilities that are enough by the profile, with what products need besides."""
    return _supplemented(wanted, Holdings(capabilities.members))


def _supplemented(wanted: Wanted, holdings: Holdings) -> Cover:
    """All are asked again until nothing is added, each round adds an action somewhere.

    One that is added can replace a weaker one, and of it other rows speak.
    """
    extras: dict[Capability, Extra] = {}
    problems: dict[int, Problem] = {}
    judged = any(wanted.releases.values())
    while judged and (more := dict(_missing(wanted, holdings, problems))):
        extras |= more
        for capability in more:
            holdings.add(capability)
    capabilities = CapabilitySet.of(holdings)
    kept = tuple(each for each in extras.values() if each.capability in capabilities.members)
    return Cover(capabilities, kept, tuple(problems.values()))


def _missing(
    wanted: Wanted, holdings: Holdings, problems: dict[int, Problem]
) -> Iterator[tuple[Capability, Extra]]:
    for requirement in wanted.requirements:
        release = wanted.release(requirement)
        if release is None or requirement.index in problems:
            continue
        held = maximal(held_at(holdings, requirement))
        found = supplement(release, requirement.operation, held)
        if found is None:
            continue
        operation = wanted.operation(requirement)
        if found.actions is None:
            reason = f"{release} refuses {operation.operation} whatever is held: {found.row.says}"
            advice = "use another version or product there; the token is that of the profile"
            problems[requirement.index] = Problem("product", operation.source, reason, advice)
            continue
        for action in found.actions:
            capability = Capability(action, requirement.path)
            yield capability, _extra(capability, operation, found.row)


def _extra(capability: Capability, operation: DeclaredOperation, row: Row) -> Extra:
    name, service = operation.operation.value, operation.service
    return Extra(capability, name, service, row.says, row.source)


def held_at(holdings: Holdings, requirement: Requirement) -> frozenset[Action]:
    """The actions that are held on the path of a requirement."""
    return frozenset(each.action for each in holdings.covering(requirement.path))
