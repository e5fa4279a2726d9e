import pytest

from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import (
    Operation,
    allowing,
    destructive,
    least_action,
    least_capability,
    on_directory,
    telling_operation,
)
from tokenlint.privilege.path import ScopePath

# WLCG profile 1.3 section 2.2.1, operation by operation; the least action first.
TABLE = {
    "stat": ["read", "create", "modify", "stage"],
    "list": ["read"],
    "read": ["read"],
    "create": ["create", "modify"],
    "mkdir": ["create", "modify"],
    "rename": ["create", "modify"],
    "rename-over": ["modify"],
    "overwrite": ["modify"],
    "delete": ["modify"],
    "stage": ["stage"],
    "poll": ["poll", "stage"],
    "evict": ["stage"],
    "submit": ["submit"],
    "query": ["query"],
    "modify-job": ["modify-job"],
    "cancel": ["cancel"],
    "administer": ["administer"],
}


def test_the_table_names_every_operation_in_order() -> None:
    assert [str(operation) for operation in Operation] == list(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_what_allows_an_operation(name: str) -> None:
    operation = Operation(name)
    actions = [Action(action) for action in TABLE[name]]
    assert allowing(operation) == frozenset(actions)
    assert least_action(operation) is actions[0]


@pytest.mark.parametrize("operation", Operation)
def test_a_stronger_action_allows_no_less(operation: Operation) -> None:
    for action in allowing(operation):
        assert {stronger for stronger in Action if stronger.covers(action)} <= allowing(operation)


@pytest.mark.parametrize("action", Action)
def test_the_telling_operation_is_allowed_by_the_action_and_those_above(action: Action) -> None:
    stronger = {other for other in Action if other.covers(action)}
    assert allowing(telling_operation(action)) == stronger


def test_a_modifying_bearer_is_told_by_a_deletion() -> None:
    assert telling_operation(Action.MODIFY) is Operation.DELETE


def test_destructive_operations_are_those_that_only_modify_allows() -> None:
    only_modify = [o for o in Operation if allowing(o) == {Action.MODIFY}]
    assert [o for o in Operation if destructive(o)] == only_modify


@pytest.mark.parametrize(
    ("operation", "path", "capability"),
    [
        ("delete", "/a", "modify:/a"),
        ("read", "/a", "read:/a"),
        ("list", "/a", "read:/a/"),
        ("mkdir", "/a", "create:/a/"),
        ("mkdir", "/a/", "create:/a/"),
        ("submit", "/", "submit:/"),
    ],
)
def test_least_capability(operation: str, path: str, capability: str) -> None:
    action, _, where = capability.partition(":")
    expected = Capability(Action(action), ScopePath.parse(where))
    assert least_capability(Operation(operation), ScopePath.parse(path)) == expected


def test_operations_on_directories() -> None:
    assert [o for o in Operation if on_directory(o)] == [Operation.LIST, Operation.MKDIR]
