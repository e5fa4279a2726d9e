"""A requirement is satisfied exactly where the independent `allows` says so."""

from hypothesis import example, given
from hypothesis import strategies as st

from tests.workflows.strategies import SERVICES, operations, paths
from tokenlint.privilege.audience import ANY
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity
from tokenlint.workflows.declaration import DeclaredOperation
from tokenlint.workflows.requirements import Requirement, requirements_of

capabilities = st.builds(Capability, st.sampled_from(Action), paths)


requirements = st.builds(
    Requirement,
    st.just(0),
    st.sampled_from(sorted(set(Operation) - {Operation.ADMINISTER})),
    paths,
)


def _allowed(requirement: Requirement, *held: Capability) -> bool:
    privilege = Privilege(CapabilitySet.of(held), ANY, Validity(0, 1))
    request = Request(requirement.operation, requirement.path, "https://a.example", 0)
    return allows(privilege, request)


FILE = ScopePath.parse("/a")


FOLDER = ScopePath.parse("/a/")


@given(requirements, capabilities)
@example(Requirement(0, Operation.READ, FILE), Capability(Action.READ, FOLDER))
@example(Requirement(0, Operation.LIST, FILE), Capability(Action.READ, FOLDER))
@example(Requirement(0, Operation.MKDIR, FILE), Capability(Action.CREATE, FOLDER))
def test_it_is_satisfied_where_the_judge_allows_it(
    requirement: Requirement, capability: Capability
) -> None:
    assert requirement.satisfied_by(capability) == _allowed(requirement, capability)


@given(requirements)
def test_its_least_capability_satisfies_it(requirement: Requirement) -> None:
    assert requirement.satisfied_by(requirement.least)


@given(operations())
def test_each_path_is_required(operation: DeclaredOperation) -> None:
    required = list(requirements_of(3, operation, SERVICES[operation.service]))
    assert {each.index for each in required} == {3}
    if operation.service != "condor":
        assert [each.path for each in required if operation.paths] == list(operation.paths)
        assert {each.operation for each in required} == {operation.operation}
