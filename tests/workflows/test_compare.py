"""Held against needed: what is missing, what is too much, and proofs of both."""

import pytest
from hypothesis import given

from tests.workflows.declarations import compared, verdicts_of, workflow
from tests.workflows.strategies import held_with, scopes, workflows
from tokenlint.credentials.scope import ScopeItem, read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.workflows.compare import compare
from tokenlint.workflows.declaration import Workflow

PLAIN = ("disk", "tape", "arc")


@given(workflows(PLAIN), scopes)
def test_an_item_that_is_too_much_has_a_witness(
    found: Workflow, items: tuple[ScopeItem, ...]
) -> None:
    comparison = compare(found, held_with(items))
    for index, each in enumerate(comparison.items):
        witness = comparison.item_witness(index)
        if each is None:
            assert witness is None
        if each is None or each.needed == "yes":
            continue
        assert witness is not None
        item = Privilege(
            CapabilitySet.of(items[index].capabilities),
            comparison.held.privilege.audience,
            comparison.held.privilege.validity,
        )
        assert allows(item, witness)
        assert not allows(comparison.need.privilege, witness)


@given(workflows(PLAIN), scopes)
def test_excess_has_a_witness_and_no_excess_has_none(
    found: Workflow, items: tuple[ScopeItem, ...]
) -> None:
    comparison = compare(found, held_with(items))
    witness = comparison.witness()
    verdicts = set(verdicts_of(comparison))
    if verdicts & {"no", "partly"}:
        assert comparison.excess
        assert witness is not None
        assert allows(comparison.held.privilege, witness)
        assert not allows(comparison.need.privilege, witness)
    if not comparison.excess:
        assert verdicts <= {"yes", "-"}
        assert witness is None


@given(workflows())
def test_the_need_itself_lacks_nothing_and_is_nothing_too_much(found: Workflow) -> None:
    need = compare(found, held_with(())).need
    text = " ".join(str(each) for each in need.privilege.capabilities)
    audience = tuple(sorted(need.privilege.audience.endpoints or ()))
    comparison = compare(found, held_with(read_scope(text, Dialect.WLCG), audience))
    assert comparison.missing == ()
    assert set(verdicts_of(comparison)) <= {"yes"}
    assert set(comparison.entries) == {True}
    assert not comparison.excess
    assert comparison.witness() is None


READ = "[{operation: read, service: disk, path: /data/set1}]"


def test_the_witness_of_an_audience() -> None:
    comparison = compared(
        READ,
        "{scope: storage.read:/data/set1, lifetime: 1h, "
        "audience: [https://storage.example, https://other.example]}",
    )
    assert comparison.entry_witness(0) is None
    witness = comparison.entry_witness(1)
    assert witness == Request(
        Operation.READ, comparison.workflow.operations[0].paths[0], "https://other.example", 3599
    )
    assert comparison.witness() == witness
    assert comparison.excess


def test_a_value_that_is_no_string_has_no_witness() -> None:
    found = workflow(READ)
    comparison = compare(found, held_with((), (3,)))
    assert comparison.entries == (None,)
    assert comparison.entry_witness(0) is None


@pytest.mark.parametrize(
    ("usable", "lifetime", "missing", "excess"),
    [("6h", "6h", 0, 0), ("6h", "8h", 0, 7200), ("8h", "6h", 7200, 0), ("6h", "", 0, None)],
)
def test_the_lifetime(usable: str, lifetime: str, missing: int, excess: int | None) -> None:
    rest = f", lifetime: {lifetime}" if lifetime else ""
    token = f"{{scope: storage.read:/data/set1, audience: https://storage.example{rest}}}"
    comparison = compared(READ, token, usable_for=usable)
    assert comparison.missing_seconds == missing
    assert comparison.excess_seconds == excess
    assert comparison.excess == bool(excess)


def test_the_witness_of_a_lifetime_lies_behind_the_need() -> None:
    comparison = compared(
        READ,
        "{scope: storage.read:/data/set1, audience: https://storage.example, lifetime: 8h}",
        usable_for="6h",
    )
    witness = comparison.witness()
    assert witness is not None
    assert witness.instant == 8 * 3600 - 1
