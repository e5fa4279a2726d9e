"""Which items of a scope the need uses."""

import pytest
from hypothesis import given

from tests.workflows.declarations import compared, verdicts_of
from tests.workflows.strategies import held_with, requests_of, scopes, workflows
from tokenlint.credentials.scope import ScopeItem
from tokenlint.privilege.capability import Action, CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import allows
from tokenlint.privilege.validity import Validity
from tokenlint.workflows.compare import compare
from tokenlint.workflows.declaration import Workflow

PLAIN = ("disk", "tape", "arc")


@given(workflows(PLAIN), scopes)
def test_what_is_not_needed_can_be_dropped(found: Workflow, items: tuple[ScopeItem, ...]) -> None:
    comparison = compare(found, held_with(items))
    kept = tuple(
        item
        for item, each in zip(items, comparison.items, strict=True)
        if each is None or each.needed != "no"
    )
    before = {each.index for each in comparison.missing}
    assert {each.index for each in compare(found, held_with(kept)).missing} == before


@given(workflows(PLAIN), scopes)
def test_what_is_narrower_is_still_enough(found: Workflow, items: tuple[ScopeItem, ...]) -> None:
    comparison = compare(found, held_with(items))
    granted = CapabilitySet()
    for item, each in zip(items, comparison.items, strict=True):
        if each is not None and each.needed == "partly":
            assert CapabilitySet.of(item.capabilities) != each.narrower
            granted |= each.narrower
        elif each is not None and each.needed == "yes":
            granted |= CapabilitySet.of(item.capabilities)
    privilege = Privilege(granted, comparison.held.audience, Validity(0, 3600))
    missing = {each.index for each in comparison.missing}
    for index, operation in enumerate(found.operations):
        if index not in missing:
            assert all(allows(privilege, each) for each in requests_of(operation))


READ = "[{operation: read, service: disk, path: /data/set1}]"


@pytest.mark.parametrize(
    ("operations", "scope", "verdicts"),
    [
        (READ, "storage.read:/data/set1", ["yes"]),
        (READ, "storage.read:/data", ["partly"]),
        (READ, "storage.read:/data storage.read:/data/set1", ["no", "yes"]),
        (READ, "storage.read:/data/set1/f", ["yes"]),
        (READ, "storage.modify:/data/set1 openid nonsense", ["no", "-", "-"]),
        (
            "[{operation: create, service: disk, path: /a}]",
            "storage.modify:/a",
            ["partly"],
        ),
        (
            (
                "[{operation: create, service: disk, path: /a}, "
                "{operation: stat, service: disk, path: /a}]"
            ),
            "storage.create:/a storage.read:/a",
            ["yes", "no"],
        ),
        ("[{operation: stat, service: disk, path: /a}]", "storage.stage:/a", ["partly"]),
        ("[{operation: list, service: disk, path: /a}]", "storage.read:/a", ["yes"]),
        ("[{operation: list, service: disk, path: /a}]", "storage.read:/a/", ["yes"]),
        (
            "[{operation: delete, service: disk, path: /a}]",
            "storage.modify:/a storage.create:/a",
            ["yes", "yes"],
        ),
        ("[{operation: submit, service: ce}]", "condor:/WRITE", ["partly"]),
        (
            "[{operation: submit, service: ce}]",
            "compute.create compute.modify compute.cancel compute.read",
            ["yes", "yes", "yes", "no"],
        ),
        ("[{operation: submit, service: arc}]", "compute.create compute.cancel", ["yes", "no"]),
        ("[]", "storage.modify:/", ["-"]),
    ],
)
def test_how_much_of_an_item_is_needed(operations: str, scope: str, verdicts: list[str]) -> None:
    comparison = compared(operations, f'{{scope: "{scope}", audience: https://storage.example}}')
    assert verdicts_of(comparison) == verdicts


@pytest.mark.parametrize(
    ("operations", "scope", "action", "narrower"),
    [
        (
            "[{operation: create, service: disk, path: /a/b}]",
            "storage.modify:/a",
            "create",
            ["storage.create:/a/b"],
        ),
        (
            "[{operation: poll, service: disk, path: /a}]",
            "storage.stage:/a",
            "poll",
            ["storage.poll:/a"],
        ),
        (READ, "storage.read:/", None, ["storage.read:/data/set1"]),
    ],
)
def test_what_would_do_in_its_place(
    operations: str, scope: str, action: str | None, narrower: list[str]
) -> None:
    item = compared(operations, f'{{scope: "{scope}"}}').items[0]
    assert item is not None
    assert item.needed_action == (action and Action(action))
    assert [str(each) for each in item.narrower] == narrower


def test_a_large_scope_is_compared_quickly() -> None:
    words = " ".join(f"storage.read:/a/{n}" for n in range(3000))
    operations = ", ".join(f"{{operation: read, service: disk, path: /a/{n}}}" for n in range(1000))
    comparison = compared(f"[{operations}]", f'{{scope: "{words}"}}')
    assert verdicts_of(comparison).count("yes") == 1000
    assert comparison.missing == ()
