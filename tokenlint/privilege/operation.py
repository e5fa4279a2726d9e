"""Operations: what a client does at a service, and which actions allow it.

The table is that of WLCG profile 1.3 section 2.2.1.
What a product allows beyond or short of it is data of its own (`rules/implementations.yaml`).
"""

from enum import StrEnum

from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.path import ScopePath


class Operation(StrEnum):
    """What a client does at a service.

    `ADMINISTER` stands for whatever an administration scope allows;
    no workflow declares it, but a credential's excess may be nothing else.
    """

    STAT = "stat"
    LIST = "list"
    READ = "read"
    CREATE = "create"
    MKDIR = "mkdir"
    RENAME = "rename"
    RENAME_OVER = "rename-over"
    OVERWRITE = "overwrite"
    DELETE = "delete"
    STAGE = "stage"
    POLL = "poll"
    EVICT = "evict"
    SUBMIT = "submit"
    QUERY = "query"
    MODIFY_JOB = "modify-job"
    CANCEL = "cancel"
    ADMINISTER = "administer"


_CREATING = frozenset({Action.CREATE, Action.MODIFY})
_MODIFYING = frozenset({Action.MODIFY})
_STAGING = frozenset({Action.STAGE})

_ALLOWING = {
    # Every storage scope but poll lets its holder look at a file's metadata.
    Operation.STAT: _CREATING | {Action.READ, Action.STAGE},
    # The profile leaves listing open; read is what the storage products ask for.
    Operation.LIST: frozenset({Action.READ}),
    Operation.READ: frozenset({Action.READ}),
    Operation.CREATE: _CREATING,
    Operation.MKDIR: _CREATING,
    # Of a file to a name that is free.
    Operation.RENAME: _CREATING,
    Operation.RENAME_OVER: _MODIFYING,
    Operation.OVERWRITE: _MODIFYING,
    Operation.DELETE: _MODIFYING,
    Operation.STAGE: _STAGING,
    Operation.POLL: _STAGING | {Action.POLL},
    Operation.EVICT: _STAGING,
    Operation.SUBMIT: frozenset({Action.SUBMIT}),
    Operation.QUERY: frozenset({Action.QUERY}),
    Operation.MODIFY_JOB: frozenset({Action.MODIFY_JOB}),
    Operation.CANCEL: frozenset({Action.CANCEL}),
    Operation.ADMINISTER: frozenset({Action.ADMINISTER}),
}
_LEAST = {
    Operation.STAT: Action.READ,
    Operation.CREATE: Action.CREATE,
    Operation.MKDIR: Action.CREATE,
    Operation.RENAME: Action.CREATE,
    Operation.POLL: Action.POLL,
}
_DESTRUCTIVE = frozenset({Operation.DELETE, Operation.OVERWRITE, Operation.RENAME_OVER})
_ON_DIRECTORIES = frozenset({Operation.LIST, Operation.MKDIR})
# For each action one operation that nothing weaker or unrelated allows.
_TELLING = {
    Action.POLL: Operation.POLL,
    Action.STAGE: Operation.STAGE,
    Action.READ: Operation.READ,
    Action.CREATE: Operation.CREATE,
    Action.MODIFY: Operation.DELETE,
    Action.QUERY: Operation.QUERY,
    Action.CANCEL: Operation.CANCEL,
    Action.MODIFY_JOB: Operation.MODIFY_JOB,
    Action.SUBMIT: Operation.SUBMIT,
    Action.ADMINISTER: Operation.ADMINISTER,
}


def allowing(operation: Operation) -> frozenset[Action]:
    """The actions of which each one allows the operation."""
    return _ALLOWING[operation]


def least_action(operation: Operation) -> Action:
    """The least action to ask for.

    Several actions that do not cover each other allow `stat`; for `stat` alone that is read.
    """
    if operation in _LEAST:
        return _LEAST[operation]
    (only,) = _ALLOWING[operation]
    return only


def least_capability(operation: Operation, path: ScopePath) -> Capability:
    """The least capability to ask for: an operation on a directory needs no file of that name."""
    where = path.as_directory() if operation in _ON_DIRECTORIES else path
    return Capability(least_action(operation), where)


def destructive(operation: Operation) -> bool:
    """Whether it can lose what was stored: delete, overwrite, rename over another file."""
    return operation in _DESTRUCTIVE


def on_directory(operation: Operation) -> bool:
    """Whether its target is a directory, however the path is written."""
    return operation in _ON_DIRECTORIES


def telling_operation(action: Action) -> Operation:
    """An operation that `action` allows and no action that does not cover it."""
    return _TELLING[action]
