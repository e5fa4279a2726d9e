"""What each declared operation requires of a credential, one capability at a time.

A rename has two requirements, one for each path;
what changes jobs at an HTCondor-CE has three, since its WRITE is given for
compute.create, compute.modify and compute.cancel together only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import (
    Operation,
    allowing,
    least_action,
    least_capability,
)
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.workflows.declaration import DeclaredOperation, Service

HTCONDOR_WRITE: Final = (Operation.SUBMIT, Operation.MODIFY_JOB, Operation.CANCEL)
BY_THE_WAY: Final = (Operation.MKDIR, Operation.STAT)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that one capability must allow; `index` is the declared operation behind it."""

    index: int
    operation: Operation
    path: ScopePath

    @property
    def least(self) -> Capability:
        """The least capability to ask for, when nothing else is held.

        A folder counts as the declaration writes it, with or without a trailing slash:
        without one the capability reaches a file of that name, too, which harms nobody.
        """
        return Capability(least_action(self.operation), self.path)

    @property
    def actions(self) -> frozenset[Action]:
        """The actions of which each one allows it."""
        return allowing(self.operation)

    @property
    def reaches_down(self) -> bool:
        """Whether a capability below its path can be enough: for making a missing folder."""
        return self.operation is Operation.MKDIR

    @property
    def by_the_way(self) -> bool:
        """Whether it needs nothing of its own where a capability that allows it is needed anyway.

        So it is with a look at a file's size, and with making a folder on the way to another.
        """
        return self.operation in BY_THE_WAY

    def satisfied_by(self, capability: Capability) -> bool:
        """Whether this capability alone is enough."""
        if capability.action not in self.actions:
            return False
        wanted = least_capability(self.operation, self.path).path
        if capability.path.covers(wanted):
            return True
        # Whoever may create below a folder may make the missing folders on the way to it.
        return self.reaches_down and wanted.covers(capability.path)


def requirements_of(
    index: int, operation: DeclaredOperation, service: Service | None
) -> Iterator[Requirement]:
    """What the operation requires; jobs have no path, and their capabilities stand on the root."""
    if service and service.at_htcondor and operation.operation in HTCONDOR_WRITE:
        yield from (Requirement(index, each, ROOT) for each in HTCONDOR_WRITE)
        return
    for path in operation.paths or (ROOT,):
        yield Requirement(index, operation.operation, path)
