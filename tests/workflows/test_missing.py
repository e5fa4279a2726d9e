"""What a credential lacks, and why."""

import pytest
from hypothesis import given

from tests.workflows.declarations import compared, workflow
from tests.workflows.strategies import held_with, requests_of, scopes, workflows
from tokenlint.credentials.scope import ScopeItem, read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import allows
from tokenlint.privilege.validity import Validity
from tokenlint.workflows.compare import compare
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.held import Held

PLAIN = ("disk", "tape", "arc")


@given(workflows(PLAIN), scopes)
def test_missing_is_exactly_what_is_not_allowed(
    found: Workflow, items: tuple[ScopeItem, ...]
) -> None:
    held = held_with(items)
    missing = {each.index for each in compare(found, held).missing}
    for index, operation in enumerate(found.operations):
        works = all(allows(held.privilege, each) for each in requests_of(operation))
        assert (index in missing) == (not works)


@given(workflows(PLAIN), scopes)
def test_what_is_proposed_repairs_it(found: Workflow, items: tuple[ScopeItem, ...]) -> None:
    held = held_with(items)
    proposed = [each for missing in compare(found, held).missing for each in missing.fix]
    granted = held.privilege.capabilities | CapabilitySet.of(proposed)
    privilege = Privilege(granted, held.audience, Validity(0, 3600))
    for operation in found.operations:
        assert all(allows(privilege, each) for each in requests_of(operation))


READ = "[{operation: read, service: disk, path: /data/set1}]"


@pytest.mark.parametrize(
    ("operations", "scope", "cause", "held", "fix"),
    [
        (
            "[{operation: delete, service: disk, path: /a}]",
            "storage.read:/ storage.create:/a",
            "action",
            ["read", "create"],
            ["storage.modify:/a"],
        ),
        (
            "[{operation: delete, service: disk, path: /a}]",
            "storage.modify:/b storage.read:/a",
            "path",
            ["read"],
            ["storage.modify:/a"],
        ),
        (
            "[{operation: rename, service: disk, path: /a, to: /b}]",
            "storage.create:/a storage.read:/",
            "path",
            ["read"],
            ["storage.create:/b"],
        ),
        (
            "[{operation: rename, service: disk, path: /a, to: /b}]",
            "storage.read:/a storage.stage:/",
            "action",
            ["stage"],
            ["storage.create:/a", "storage.create:/b"],
        ),
        (
            "[{operation: submit, service: ce}]",
            "compute.create compute.read",
            "action",
            ["query", "submit"],
            ["compute.modify", "compute.cancel"],
        ),
    ],
)
def test_why_an_operation_is_missing(
    operations: str, scope: str, cause: str, held: list[str], fix: list[str]
) -> None:
    comparison = compared(operations, f'{{scope: "{scope}"}}')
    (missing,) = comparison.missing
    assert missing.cause == cause
    assert [action.value for action in missing.held.actions] == held
    assert [str(each) for each in missing.fix] == fix
    assert missing.action is missing.fix[0].action


@pytest.mark.parametrize(
    ("audience", "missing", "equivalent", "entries"),
    [
        ("https://storage.example", 0, (), (True,)),
        ("davs://storage.example:443", 0, (), (True,)),
        ("https://storage.example/", 1, ("https://storage.example/",), (True,)),
        ("storage.example", 1, ("storage.example",), (True,)),
        ("https://other.example", 1, (), (False,)),
        ("https://wlcg.cern.ch/jwt/v1/any", 0, (), (None,)),
        ("[https://storage.example, https://other.example, ANY]", 0, (), (True, False, None)),
        ("[]", 0, (), ()),
    ],
)
def test_the_audience_is_compared_exactly_and_other_spellings_are_named(
    audience: str, missing: int, equivalent: tuple[str, ...], entries: tuple[bool | None, ...]
) -> None:
    comparison = compared(READ, f"{{scope: storage.read:/data/set1, audience: {audience}}}")
    assert len(comparison.missing) == missing
    assert all(each.cause == "audience" for each in comparison.missing)
    assert [each.equivalent for each in comparison.missing] == [equivalent] * missing
    assert comparison.entries == entries


def test_nothing_is_said_about_services_that_no_inventory_names() -> None:
    comparison = compared(
        "[{operation: read, service: dsk, path: /a}]",
        "{scope: storage.read:/a, audience: https://other.example}",
    )
    assert comparison.missing == ()
    assert comparison.entries == (None,)


def test_a_group_based_credential_cannot_be_decided() -> None:
    found = workflow(READ)
    everything = held_with(read_scope("storage.read:/", Dialect.WLCG), ("https://storage.example",))
    comparison = compare(found, Held((), (), everything.privilege, 3600, group_based=True))
    assert [each.cause for each in comparison.missing] == ["group-based"]
    assert [str(each) for each in comparison.missing[0].fix] == ["storage.read:/data/set1"]
