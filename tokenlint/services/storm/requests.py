"""Operations as StoRM WebDAV receives them: HTTP methods, and the actions of policies.

Which methods an action of a policy stands for: `ReadonlyHttpMethodMatcher.java`,
`WriteHttpMethodMatcher.java` and `FineGrainedAuthzPolicyParser.java` at commit 3cf26cf.
"""

from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.operation import Operation


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `exists` tells whether its target is there already."""

    method: str
    exists: bool = True


REQUESTS: Final[dict[Operation, tuple[Request, ...]]] = {
    # Either of the two shows the attributes of a file.
    Operation.STAT: (Request("HEAD"), Request("PROPFIND")),
    Operation.LIST: (Request("PROPFIND"),),
    Operation.READ: (Request("GET"),),
    Operation.CREATE: (Request("PUT", exists=False),),
    Operation.MKDIR: (Request("MKCOL", exists=False),),
    Operation.RENAME: (Request("MOVE", exists=False),),
    Operation.RENAME_OVER: (Request("MOVE"),),
    Operation.OVERWRITE: (Request("PUT"),),
    Operation.DELETE: (Request("DELETE"),),
}
READING: Final = frozenset(("GET", "HEAD", "OPTIONS", "PROPFIND", "COPY"))
WRITING: Final = frozenset(("PUT", "MKCOL", "MOVE", "COPY"))
ACTION_METHODS: Final = {
    "list": frozenset(("PROPFIND",)),
    "read": READING,
    "write": WRITING,
    "delete": frozenset(("DELETE",)),
    "all": READING | WRITING | {"DELETE", "PATCH"},
}
READ_OPERATIONS: Final = frozenset(
    operation.value
    for operation, requests in REQUESTS.items()
    if all(request.method in READING for request in requests)
)
ALL_OPERATIONS: Final = frozenset(operation.value for operation in REQUESTS)


def operations(methods: frozenset[str]) -> frozenset[str]:
    """The operations that some of these methods carry out."""
    return frozenset(
        operation.value
        for operation, requests in REQUESTS.items()
        if any(request.method in methods for request in requests)
    )
