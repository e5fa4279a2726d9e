"""The least capabilities for all that is wanted, with those that only a product needs."""

from dataclasses import dataclass

from tokenlint.least.token import Extra
from tokenlint.least.wanted import Wanted
from tokenlint.policy.implementations import Row
from tokenlint.policy.product_needs import supplemented as beyond_the_profile
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.source import Problem
from tokenlint.workflows.declaration import DeclaredOperation
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.need import least_holdings


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
    extras: dict[Capability, Extra] = {}
    problems: list[Problem] = []
    for added in beyond_the_profile(wanted.requirements, wanted.release, holdings):
        operation = wanted.operation(added.requirement)
        if not added.capabilities:
            release = wanted.release(added.requirement)
            reason = f"{release} refuses {operation.operation} whatever is held: {added.row.says}"
            advice = "use another version or product there; the token is that of the profile"
            problems.append(Problem("product", operation.source, reason, advice))
        for capability in added.capabilities:
            extras[capability] = _extra(capability, operation, added.row)
    capabilities = CapabilitySet.of(holdings)
    kept = tuple(each for each in extras.values() if each.capability in capabilities.members)
    return Cover(capabilities, kept, tuple(problems))


def _extra(capability: Capability, operation: DeclaredOperation, row: Row) -> Extra:
    name, service = operation.operation.value, operation.service
    return Extra(capability, name, service, row.says, row.source)
