"""The need is sound and minimal, judged by `allows`, which knows nothing of how it was found."""

import pytest
from hypothesis import example, given, settings

from tests.effort import examples
from tests.workflows.declarations import workflow
from tests.workflows.strategies import SERVICES, workflow_of, workflows
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.source import Source
from tokenlint.workflows.declaration import DeclaredOperation, Workflow
from tokenlint.workflows.need import need_of

PLAIN = ("disk", "tape", "arc")


def _works(privilege: Privilege, operation: DeclaredOperation, instant: int) -> bool:
    """Whether the operation succeeds, at every path and with all that its service asks for."""
    service = SERVICES[operation.service]
    names = [operation.operation]
    write = [Operation.SUBMIT, Operation.MODIFY_JOB, Operation.CANCEL]
    if service.name == "condor" and operation.operation in write:
        names = write
    return all(
        allows(privilege, Request(name, path, service.audiences[0], instant))
        for name in names
        for path in operation.paths or (ROOT,)
    )


def _op(name: str, *paths: str, service: str = "disk") -> DeclaredOperation:
    first, second = (*map(ScopePath.parse, paths), None, None)[:2]
    return DeclaredOperation(Operation(name), service, first, second, "user", Source("w.yaml"))


@given(workflows())
def test_it_is_sound(found: Workflow) -> None:
    privilege = need_of(found).privilege
    for operation in found.operations:
        assert _works(privilege, operation, 0)
        assert _works(privilege, operation, 3599)


@settings(max_examples=examples(300))
@given(workflows())
@example(workflow_of([_op("mkdir", "/a"), _op("create", "/a/b/c"), _op("stat", "/a/b")]))
@example(workflow_of([_op("mkdir", "/a"), _op("mkdir", "/a/b"), _op("stat", "/a")]))
def test_it_is_minimal(found: Workflow) -> None:
    privilege = need_of(found).privilege
    for dropped in privilege.capabilities.members:
        less = CapabilitySet.of(privilege.capabilities.members - {dropped})
        lesser = Privilege(less, privilege.audience, privilege.validity)
        assert not all(_works(lesser, operation, 0) for operation in found.operations)
    for endpoint in privilege.audience.endpoints or ():
        others = type(privilege.audience)(
            (privilege.audience.endpoints or frozenset()) - {endpoint}
        )
        lesser = Privilege(privilege.capabilities, others, privilege.validity)
        assert not all(_works(lesser, operation, 0) for operation in found.operations)


@given(workflows())
def test_it_lasts_exactly_as_long_as_declared(found: Workflow) -> None:
    privilege = need_of(found).privilege
    assert not any(_works(privilege, operation, 3600) for operation in found.operations)


@given(workflows(PLAIN))
def test_each_operation_alone_would_do_with_its_own_part(found: Workflow) -> None:
    need = need_of(found)
    for operation, own in zip(found.operations, need.by_operation, strict=True):
        alone = Privilege(CapabilitySet.of(own), need.privilege.audience, need.privilege.validity)
        assert _works(alone, operation, 0)


@pytest.mark.parametrize(
    ("operations", "scopes"),
    [
        ("[{operation: create, service: disk, path: /a}]", ["storage.create:/a"]),
        ("[{operation: overwrite, service: disk, path: /a}]", ["storage.modify:/a"]),
        ("[{operation: delete, service: disk, path: /a}]", ["storage.modify:/a"]),
        (
            "[{operation: rename, service: disk, path: /a, to: /b}]",
            ["storage.create:/a", "storage.create:/b"],
        ),
        (
            "[{operation: rename, service: disk, path: /a, to: /b, replace: true}]",
            ["storage.modify:/a", "storage.modify:/b"],
        ),
        (
            (
                "[{operation: stage, service: tape, path: /a}, "
                "{operation: read, service: tape, path: /a}]"
            ),
            ["storage.stage:/a", "storage.read:/a"],
        ),
        (
            (
                "[{operation: stage, service: tape, path: /a}, "
                "{operation: poll, service: tape, path: /a}]"
            ),
            ["storage.stage:/a"],
        ),
        ("[{operation: poll, service: tape, path: /a}]", ["storage.poll:/a"]),
        ("[{operation: evict, service: tape, path: /a}]", ["storage.stage:/a"]),
        ("[{operation: stat, service: disk, path: /a}]", ["storage.read:/a"]),
        (
            (
                "[{operation: stat, service: disk, path: /a/b}, "
                "{operation: create, service: disk, path: /a}]"
            ),
            ["storage.create:/a"],
        ),
        (
            (
                "[{operation: stat, service: disk, path: /}, "
                "{operation: create, service: disk, path: /a}]"
            ),
            ["storage.read:/", "storage.create:/a"],
        ),
        (
            (
                "[{operation: delete, service: disk, path: /a}, "
                "{operation: read, service: disk, path: /a}]"
            ),
            ["storage.read:/a", "storage.modify:/a"],
        ),
        ("[{operation: submit, service: arc}]", ["compute.create"]),
        (
            "[{operation: submit, service: ce}]",
            ["compute.cancel", "compute.modify", "compute.create"],
        ),
        (
            "[{operation: cancel, service: ce}]",
            ["compute.cancel", "compute.modify", "compute.create"],
        ),
        ("[{operation: query, service: ce}]", ["compute.read"]),
        (
            (
                "[{operation: mkdir, service: disk, path: /a}, "
                "{operation: create, service: disk, path: /a/b/f}]"
            ),
            ["storage.create:/a/b/f"],
        ),
    ],
)
def test_the_semantics_of_the_profile(operations: str, scopes: list[str]) -> None:
    need = need_of(workflow(operations))
    assert [str(each) for each in need.privilege.capabilities] == scopes


def test_the_audience_is_the_main_string_of_each_service() -> None:
    need = need_of(
        workflow(
            "[{operation: read, service: disk, path: /a}, "
            "{operation: read, service: tape, path: /a}]"
        )
    )
    assert need.privilege.audience.endpoints == {"https://storage.example", "https://tape.example"}
    assert need.spellings == need.privilege.audience.endpoints | {"davs://storage.example:443"}


def test_an_unknown_service_stands_for_one_endpoint() -> None:
    need = need_of(workflow("[{operation: read, service: dsk, path: /a}]"))
    assert need.missing_services == (0,)
    assert need.privilege.audience.endpoints == {"dsk"}


def test_without_operations_nothing_is_needed() -> None:
    assert need_of(workflow()).privilege == NOTHING


@pytest.mark.parametrize(("usable", "seconds"), [("6h", 21_600), ("0s", 1)])
def test_the_time_of_use(usable: str, seconds: int) -> None:
    found = workflow("[{operation: query, service: arc}]", usable_for=usable)
    assert need_of(found).privilege.validity.seconds == seconds


def test_an_undeclared_time_of_use_counts_as_the_shortest() -> None:
    need = need_of(workflow("[{operation: query, service: arc}]"))
    assert (need.usable_seconds, need.privilege.validity.seconds) == (None, 900)
