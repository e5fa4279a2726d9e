"""Requests to a storage server, and what each does to the stored data when it succeeds."""

from dataclasses import dataclass

from tests.real.xrootd.tree import Snapshot
from tokenlint.privilege.operation import Operation

NEW = b"written by the lab\n"
"""What every upload holds."""

OBSERVING = frozenset({Operation.STAT, Operation.LIST, Operation.READ, Operation.STAGE})
"""Operations that leave the stored data alone: judged by what the client got to see.

To stage a file that is on disk has no effect: there, the server's consent is all that shows.
"""


@dataclass(frozen=True, slots=True)
class Demand:
    """One request; `target` is the new name of a rename."""

    operation: Operation
    path: str
    target: str = ""

    def after(self, before: Snapshot) -> Snapshot:
        """The stored data once the request has succeeded."""
        match self.operation:
            case Operation.CREATE | Operation.OVERWRITE:
                return before | {self.path: NEW}
            case Operation.MKDIR:
                return before | {self.path: None}
            case Operation.DELETE:
                return {path: content for path, content in before.items() if path != self.path}
            case Operation.RENAME | Operation.RENAME_OVER:
                rest = {path: content for path, content in before.items() if path != self.path}
                return rest | {self.target: before[self.path]}
            case _:
                return before


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client got: the status as the protocol words it, and whether it saw what it asked."""

    status: str
    saw: bool = False


def demands_in(folder: str) -> tuple[Demand, ...]:
    """All operations in a folder."""
    file, other = f"{folder}/f.txt", f"{folder}/g.txt"
    return (
        Demand(Operation.STAT, file),
        Demand(Operation.LIST, folder),
        Demand(Operation.READ, file),
        Demand(Operation.STAGE, file),
        Demand(Operation.CREATE, f"{folder}/new.txt"),
        Demand(Operation.MKDIR, f"{folder}/newdir"),
        Demand(Operation.RENAME, file, f"{folder}/moved.txt"),
        Demand(Operation.RENAME_OVER, file, other),
        Demand(Operation.OVERWRITE, file),
        Demand(Operation.DELETE, file),
    )


EVERYWHERE = tuple(
    demand
    for folder in ("/data/foo", "/data/foobar", "/data/other", "/outside")
    for demand in demands_in(folder)
)
"""Inside the scope of most tokens, beside it by name, elsewhere below the base path, outside."""

_TELLING = (Operation.READ, Operation.CREATE, Operation.DELETE)
HERE_AND_AROUND = tuple(
    demand
    for demand in EVERYWHERE
    if demand.path.startswith("/data/foo/")
    or demand.path == "/data/foo"
    or demand.operation in _TELLING
)
"""All operations inside, and the three that tell most in the other places."""
