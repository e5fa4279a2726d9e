"""Requests, and whether a privilege allows one.

`allows` is the judge of the order and the difference of privileges:
it reads the table of operations, looks at components, names and instants one by one,
and uses none of the functions that it is there to check.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokenlint.privilege.capability import Capability
from tokenlint.privilege.operation import Operation, allowing, on_directory
from tokenlint.privilege.path import ScopePath, climbs

if TYPE_CHECKING:  # the difference of privileges yields requests
    from tokenlint.privilege.privilege import Privilege


@dataclass(frozen=True, slots=True)
class Request:
    """One operation on one path at one endpoint at one instant (seconds since the epoch)."""

    operation: Operation
    path: ScopePath
    endpoint: str
    instant: int


def allows(privilege: "Privilege", request: Request) -> bool:
    """Whether the bearer may do this there and then, by WLCG profile 1.3 section 2.2.1."""
    validity, audience = privilege.validity, privilege.audience
    if request.instant < validity.not_before:
        return False
    if validity.expiry is not None and request.instant >= validity.expiry:
        return False
    if audience.endpoints is not None and request.endpoint not in audience.endpoints:
        return False
    return any(_grants(capability, request) for capability in privilege.capabilities.members)


def _grants(capability: Capability, request: Request) -> bool:
    if capability.action not in allowing(request.operation):
        return False
    if _reaches(capability.path, request):
        return True
    # Who may create below a directory may make the missing directories on the way to it.
    return request.operation is Operation.MKDIR and _leads(request.path, capability.path)


def _reaches(granted: ScopePath, request: Request) -> bool:
    """Whether the request's path is the granted one or below it."""
    wanted = request.path
    if granted.is_root:
        return True
    if not _leads(granted, wanted):
        return False
    is_directory = wanted.directory or on_directory(request.operation)
    return len(wanted.components) > len(granted.components) or (
        is_directory or not granted.directory
    )


def _leads(upper: ScopePath, lower: ScopePath) -> bool:
    """Whether `upper` and some further steps, none of them upwards, are `lower`."""
    depth = len(upper.components)
    return (
        upper.absolute == lower.absolute
        and upper.components == lower.components[:depth]
        and not any(climbs(step) for step in lower.components[depth:])
    )
