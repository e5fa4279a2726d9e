"""Capabilities found by the place of their path."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.declarations import workflow
from tests.workflows.strategies import paths
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.requirements import Requirement, requirements_of

capabilities = st.builds(Capability, st.sampled_from(Action), paths)


requirements = st.builds(
    Requirement,
    st.just(0),
    st.sampled_from(sorted(set(Operation) - {Operation.ADMINISTER})),
    paths,
)


@given(requirements, st.lists(capabilities, max_size=8))
def test_holdings_find_what_satisfies(requirement: Requirement, held: list[Capability]) -> None:
    found = Holdings(held).satisfying(requirement)
    assert all(each in held and requirement.satisfied_by(each) for each in found)
    assert bool(found) == any(requirement.satisfied_by(each) for each in held)
    if not requirement.reaches_down:
        assert set(found) == {each for each in held if requirement.satisfied_by(each)}


@given(st.lists(capabilities, max_size=8), capabilities)
def test_holdings_grant_what_a_member_covers(held: list[Capability], other: Capability) -> None:
    holdings = Holdings(held)
    assert holdings.grants(other) == any(each.covers(other) for each in held)
    assert set(holdings) == set(held)
    assert holdings.actions() == {each.action for each in held}


def test_a_path_of_many_steps_costs_little() -> None:
    deep = Capability(Action.CREATE, ScopePath.parse("/a" * 100_000))
    start = time.process_time()
    holdings = Holdings([deep])
    assert holdings.grants(deep)
    assert holdings.satisfying(Requirement(0, Operation.MKDIR, ScopePath.parse("/a/a"))) == [deep]
    assert time.process_time() - start < 2


def test_holdings_find_what_makes_a_folder_on_the_way() -> None:
    (item,) = read_scope("storage.create:/a/b/c", Dialect.WLCG)
    holdings = Holdings(item.capabilities)
    (operation,) = workflow("[{operation: mkdir, service: disk, path: /a}]").operations
    (requirement,) = requirements_of(0, operation, None)
    assert holdings.satisfying(requirement) == list(item.capabilities)
    deeper = Requirement(0, Operation.MKDIR, item.capabilities[0].path.child("d"))
    assert holdings.satisfying(deeper) == list(item.capabilities)
    elsewhere = Requirement(0, Operation.MKDIR, type(ROOT).parse("/b"))
    assert holdings.satisfying(elsewhere) == []
