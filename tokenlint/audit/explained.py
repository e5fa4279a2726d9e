"""From how many addresses, and at how many services, the use of one token explains itself.

A token in one place comes from one host, which has an address of IPv4 and one of IPv6.
Tokens that are shared by design come from as many hosts as there are: pilots and jobs of one
submission hold copies of one token, and in a third-party copy every storage presents it.
"""

from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.endpoint import endpoint_key
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.kinds import shipped_kinds

ADDRESSES: Final = 2
"""Of one host: IPv4 and IPv6; kinds of workflows have their own numbers (rules/workflows.yaml)."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The most that is explained: addresses of one token, and services.

    `services` 0: as many as the audience of the token names, at least one.
    `by_workflow` says in words where the numbers come from.
    """

    addresses: int = ADDRESSES
    services: int = 0
    because: str = "one host has an address of IPv4 and one of IPv6"

    def services_of(self, named: int) -> int:
        """The services that explain themselves for a token whose audience names so many."""
        return self.services or max(1, named)


def explained(
    workflow: Workflow | None, addresses: int | None = None, services: int | None = None
) -> Explained:
    """By a declared workflow, or else what holds for any token; numbers of the user win."""
    found = Explained() if workflow is None else _by_workflow(workflow)
    return Explained(
        found.addresses if addresses is None else addresses,
        found.services if services is None else services,
        found.because if addresses is None else "as --addresses says",
    )


def _by_workflow(workflow: Workflow) -> Explained:
    endpoints = {
        endpoint_key(audience)
        for service in workflow.services.values()
        for audience in service.audiences
    }
    used = {operation.service for operation in workflow.operations}
    addresses = shipped_kinds().addresses(workflow.kind)
    because = f"a workflow of the kind {workflow.kind or 'unknown'}"
    return Explained(addresses, len(used) or len(endpoints), because)
