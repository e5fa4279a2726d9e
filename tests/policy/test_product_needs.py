"""What a product needs besides is no excess: `check`, `least` and `fix` say the same of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.least.of_workflow import least_of
from tokenlint.policy.product_needs import product_needs
from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation
from tokenlint.workflows.compare import compare
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.held import held_of
from tokenlint.workflows.need import need_of
from tokenlint.workflows.reader import read_workflows

DECLARED = """
tokenlint: workflows/1
services:
  disk: {{audience: "https://disk.example", kind: storage, implementation: {product}}}
workflows:
  out:
    kind: stage-out
    operations: [{operations}]
    usable_for: 1h
    token:
      issuer: https://issuer.example
      audience: https://disk.example
      scope: "{scope}"
      lifetime: 1h
"""
ON_FILES = ("stat", "list", "read", "create", "rename", "overwrite", "delete", "stage", "poll")
PRODUCTS = ("xrootd, version: 5.4.3", "xrootd, version: 5.6.0", "xrootd", "dcache", "storm", "eos")


def declared(product: str, operations: tuple[str, ...], scope: str = "") -> Workflow:
    rows = (
        f"{{operation: {each}, service: disk, path: /a/{i}"
        f"{', to: /b' if each == 'rename' else ''}}}"
        for i, each in enumerate(operations)
    )
    text = DECLARED.format(product=product, operations=", ".join(rows), scope=scope)
    (workflow,) = read_workflows(Path("w.yaml"), text.encode()).workflows
    return workflow


def needed(workflow: Workflow) -> tuple[str | None, ...]:
    """Of each item of the requested scope, whether it is needed."""
    assert workflow.request is not None
    compared = compare(workflow, held_of(workflow.request), product_needs(workflow))
    return tuple(each and each.needed for each in compared.items)


RENAMES = "storage.create:/a/0 storage.create:/b storage.read:/a/0"


def test_read_for_a_rename_is_needed_where_the_product_wants_it() -> None:
    assert needed(declared("xrootd, version: 5.6.0", ("rename",), RENAMES))[-1] == "yes"


@pytest.mark.parametrize("product", ["xrootd, version: 5.6.9", "dcache", "unheard-of"])
def test_and_not_elsewhere(product: str) -> None:
    assert needed(declared(product, ("rename",), RENAMES)) == ("yes", "yes", "no")


def test_whoever_lacks_it_lacks_nothing_of_the_profile() -> None:
    workflow = declared(
        "xrootd, version: 5.6.0", ("rename",), "storage.create:/a storage.create:/b"
    )
    assert workflow.request is not None
    compared = compare(workflow, held_of(workflow.request), product_needs(workflow))
    assert compared.missing == ()


def test_a_wider_path_is_narrowed_to_what_the_product_wants() -> None:
    workflow = declared("xrootd, version: 5.6.0", ("rename",), "storage.create:/ storage.read:/")
    assert workflow.request is not None
    compared = compare(workflow, held_of(workflow.request), product_needs(workflow))
    _, read = compared.items
    assert read is not None
    assert [str(each) for each in read.narrower] == ["storage.read:/a/0", "storage.read:/b"]


@given(
    product=st.sampled_from(PRODUCTS),
    operations=st.lists(st.sampled_from(ON_FILES), min_size=1, max_size=4).map(tuple),
)
def test_the_need_is_the_least_token(product: str, operations: tuple[str, ...]) -> None:
    workflow = declared(product, operations)
    least = least_of(workflow)
    need = need_of(workflow, product_needs(workflow))
    assert need.privilege.capabilities == least.tokens[0].capabilities


@given(
    product=st.sampled_from(PRODUCTS),
    operations=st.lists(st.sampled_from(ON_FILES), min_size=1, max_size=4).map(tuple),
)
def test_nothing_of_the_least_token_is_called_too_much(
    product: str, operations: tuple[str, ...]
) -> None:
    token = least_of(declared(product, operations)).tokens[0]
    assert set(needed(declared(product, operations, " ".join(token.scopes)))) == {"yes"}


def test_a_requirement_of_a_product_stands_for_one_action() -> None:
    for read in product_needs(declared("xrootd, version: 5.6.0", ("rename",))):
        assert (read.operation, read.least.action) == (Operation.READ, Action.READ)
