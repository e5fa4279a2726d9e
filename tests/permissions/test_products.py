"""Answers of a known product: the rows of the table, each where it belongs."""

import pytest

from tests.minting import NOW
from tests.permissions.asking import ask, bearer
from tokenlint.errors import UsageError
from tokenlint.permissions.answer import Cause
from tokenlint.permissions.by_profile import ByProfile
from tokenlint.policy.implementations import shipped_implementations
from tokenlint.policy.release import release_of
from tokenlint.services.decision import Verdict


@pytest.mark.parametrize(
    ("product", "scope", "request_", "verdict", "row"),
    [
        ("xrootd@5.5.3", "storage.read:/a", "stage /a", "allowed", "xrootd-read-prepares"),
        ("xrootd@5.5.3", "storage.stage:/a", "stage /a", "denied", "xrootd-stage-does-not-prepare"),
        ("xrootd@5.5.3", "storage.read:/a", "read /ab", "allowed", "xrootd-sibling-path"),
        ("xrootd@6.2.1", "storage.read:/a", "read /ab", "denied", ""),
        ("xrootd@5.5.3", "storage.modify", "delete /x", "allowed", "xrootd-pathless-is-root"),
        ("xrootd", "write:/a", "delete /a", "allowed", ""),
        ("dcache", "storage.stage:/a", "read /a", "allowed", "dcache-stage-reads"),
        ("dcache", "storage.stage:/a", "read /b", "denied", ""),
        ("storm", "storage.create:/a", "rename /a/x", "denied", "storm-create"),
        ("storm", "storage.create:/a storage.modify:/a", "rename /a/x", "allowed", ""),
        ("htcondor-ce", "compute.create", "submit", "denied", "htcondor-create-alone"),
        ("htcondor-ce", "compute.create compute.modify compute.cancel", "submit", "allowed", ""),
    ],
)
def test_rows_decide_where_the_product_differs(
    product: str, scope: str, request_: str, verdict: str, row: str
) -> None:
    judge = ByProfile(bearer(scope=scope), NOW, release=release_of(product))
    answer = judge.answer(ask(request_))
    assert answer.verdict is Verdict(verdict)
    reason = answer.reasons[-1]
    assert row in reason.says
    assert bool(row) is (reason.cause is Cause.IMPLEMENTATION)
    assert bool(row) is (reason.reference is not None)


def test_each_plain_row_is_found_with_its_scopes() -> None:
    """What a row refuses is refused, what it allows is allowed, wherever it speaks."""
    for product in shipped_implementations().products:
        for row in product.rows:
            version = (row.observed_on or (row.versions.since,))[0]
            scope = " ".join(f"{each}:/" if "storage" in each else each for each in row.scopes)
            judge = ByProfile(bearer(scope=scope), NOW, release=release_of(
                f"{product.product}@{version}"))  # fmt: skip
            for name in row.allows if not row.when else ():
                path = "" if name in {"submit", "query", "modify-job", "cancel"} else " /x"
                assert judge.answer(ask(name + path)).verdict is Verdict.ALLOWED, (row.id, name)


def test_the_remedy_is_one_for_the_product() -> None:
    judge = ByProfile(bearer(scope="compute.create"), NOW, release=release_of("htcondor-ce"))
    (remedy,) = judge.explain(ask("submit")).remedies
    assert {"compute.create", "compute.modify", "compute.cancel"} <= set(remedy.scopes)
    judge = ByProfile(bearer(scope="storage.stage:/a"), NOW, release=release_of("xrootd@5.5.3"))
    assert judge.explain(ask("stage /a")).remedies == ()


def test_an_unknown_product_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError) as refused:
        release_of("xrotd@5")
    assert refused.value.advice == "did you mean xrootd?"
    with pytest.raises(UsageError) as refused:
        release_of("@")
    assert "there are" in refused.value.advice
