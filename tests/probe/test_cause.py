"""Each cell that is no pass has one reason, and no pass has any."""

from typing import Any

import pytest
from hypothesis import given

from tests.probe.findings import RESULTS, result
from tokenlint.privilege.operation import Operation, destructive
from tokenlint.probe.cause import Cause, cause_of, changes, gravity
from tokenlint.probe.cell import Reach, Verdict
from tokenlint.probe.record import Result
from tokenlint.probe.token import Flaw

SILENT = (Verdict.PASS, Verdict.OPEN_REFUSED, Verdict.LEFT_OUT, Verdict.UNTESTED)
_READ = "storage.read:/area/granted"
_MODIFY = "storage.modify:/area/granted"


@given(RESULTS)
def test_every_cell_that_differs_has_one_reason_and_no_other_has_any(cell: Result) -> None:
    assert (cause_of(cell) is None) is (cell.verdict in SILENT)


@given(RESULTS)
def test_the_reason_fits_the_verdict(cell: Result) -> None:
    cause = cause_of(cell)
    of_one_verdict = {
        Cause.CHANGED_THOUGH_REFUSED: Verdict.CHANGED_THOUGH_REFUSED,
        Cause.SHORTFALL: Verdict.SHORTFALL,
        Cause.HOLLOW: Verdict.HOLLOW,
        Cause.LEFT_OPEN: Verdict.OPEN_ALLOWED,
        Cause.PATH_AS_WRITTEN: Verdict.OPEN_ALLOWED,
        Cause.AUDIENCE_ANY: Verdict.OPEN_ALLOWED,
    }
    if cause in of_one_verdict:
        assert cell.verdict is of_one_verdict[cause]
    if cause is Cause.NO_MODIFY:
        assert destructive(Operation(cell.operation))
    if cause is Cause.WITHOUT_TOKEN:
        assert changes(Operation(cell.operation))


@given(RESULTS)
def test_what_a_service_did_against_the_profile_is_never_called_open(cell: Result) -> None:
    if cell.verdict is Verdict.EXCESS:
        assert cause_of(cell) not in (Cause.LEFT_OPEN, Cause.AUDIENCE_ANY, Cause.PATH_AS_WRITTEN)


@pytest.mark.parametrize("flaw", [each for each in Flaw if each is not Flaw.NONE])
def test_a_flaw_is_the_reason_whatever_was_asked(flaw: Flaw) -> None:
    reasons = {
        cause_of(result(flaw=flaw.value, operation=operation, reach=reach, scope=scope))
        for operation in ("delete", "create")
        for reach in (Reach.INSIDE, Reach.SIBLING)
        for scope in (_READ, _MODIFY)
    }
    assert len(reasons) == 1
    assert not reasons & {Cause.NO_MODIFY, Cause.BEYOND_PATH, None}


@pytest.mark.parametrize(
    ("cause", "cell"),
    [
        (Cause.NO_MODIFY, {}),
        (Cause.NO_MODIFY, {"operation": "overwrite"}),
        (Cause.NO_MODIFY, {"operation": "rename-over", "scope": _READ}),
        (Cause.NO_MODIFY, {"reach": Reach.SIBLING}),  # it may not delete anywhere
        (Cause.NO_CREATE, {"operation": "create", "scope": _READ}),
        (Cause.NO_READ, {"operation": "read"}),
        (Cause.NO_READ, {"operation": "read", "kind": "compute", "scope": "compute.read"}),
        (Cause.NO_STAGE, {"operation": "stage", "scope": _READ}),
        (Cause.NO_STAGE, {"operation": "stage", "flaw": "no-token"}),
        (Cause.LOOKED, {"operation": "stat", "scope": "storage.poll:/area/granted"}),
        (Cause.NO_COMPUTE, {"operation": "cancel", "scope": "compute.read", "reach": Reach.JOBS}),
        (Cause.BEYOND_PATH, {"scope": _MODIFY, "reach": Reach.SIBLING}),
        (Cause.BEYOND_PATH, {"scope": _MODIFY, "reach": Reach.OUTSIDE}),
        (Cause.BEYOND_PATH, {"kind": "scope-traversal", "scope": _MODIFY}),
        (Cause.BEYOND_PATH, {"scope": _MODIFY, "reach": Reach.SIBLING, "audience": "any"}),
        (Cause.TRAVERSAL, {"scope": _MODIFY, "reach": Reach.TRAVERSAL}),
        (Cause.TRAVERSAL, {"scope": _MODIFY, "reach": Reach.ENCODED_DOT}),
        (Cause.TRAVERSAL, {"scope": _MODIFY, "reach": Reach.ENCODED_SEPARATOR}),
        (Cause.WITHOUT_PATH, {"kind": "pathless", "scope": "storage.modify"}),
        (Cause.WITHOUT_PATH, {"kind": "empty-path", "scope": "storage.modify:"}),
        (Cause.OTHER_WORDS, {"kind": "scitokens-words", "scope": "write:/area/granted"}),
        (Cause.GROUPS, {"kind": "groups-beside", "scope": "storage.read:/nothing"}),
        (Cause.AUDIENCE, {"audience": "wrong", "scope": _MODIFY}),
        (Cause.AUDIENCE, {"audience": "missing", "scope": _MODIFY}),
        (Cause.AUDIENCE, {"audience": "other-spelling", "scope": _MODIFY}),
        (Cause.NO_MODIFY, {"audience": "listed"}),
        (Cause.SIGNATURE, {"flaw": "hmac-public-key", "audience": "wrong"}),
        (Cause.TIME, {"flaw": "no-expiry"}),
        (Cause.ISSUER, {"flaw": "wrong-issuer"}),
        (Cause.DUPLICATE_MEMBERS, {"flaw": "duplicate-members"}),
        (Cause.CRITICAL_HEADER, {"flaw": "unknown-critical"}),
        (Cause.VERSION, {"flaw": "unknown-version"}),
        (Cause.WITHOUT_TOKEN, {"flaw": "no-token"}),
        (Cause.READ_WITHOUT_TOKEN, {"flaw": "no-token", "operation": "read"}),
        (
            Cause.READ_WITHOUT_TOKEN,
            {"flaw": "no-token", "operation": "read", "verdict": Verdict.OPEN_ALLOWED},
        ),
        (Cause.AUDIENCE_ANY, {"audience": "any", "verdict": Verdict.OPEN_ALLOWED}),
        (Cause.PATH_AS_WRITTEN, {"kind": "scope-traversal", "verdict": Verdict.OPEN_ALLOWED}),
        (Cause.LEFT_OPEN, {"operation": "list", "verdict": Verdict.OPEN_ALLOWED}),
        (
            Cause.LEFT_OPEN,
            {"kind": "scope-traversal", "operation": "list", "verdict": Verdict.OPEN_ALLOWED},
        ),
        (Cause.LEAKED, {"operation": "read", "said": "no"}),
        (Cause.LEAKED, {"operation": "read", "said": "no", "flaw": "unsigned"}),
        (Cause.LEAKED, {"operation": "list", "said": "no", "verdict": Verdict.OPEN_ALLOWED}),
        (Cause.NO_READ, {"operation": "read", "said": "yes"}),
        (Cause.SHORTFALL, {"verdict": Verdict.SHORTFALL, "flaw": "unsigned", "said": "no"}),
        (Cause.HOLLOW, {"verdict": Verdict.HOLLOW}),
        (
            Cause.CHANGED_THOUGH_REFUSED,
            {"verdict": Verdict.CHANGED_THOUGH_REFUSED, "flaw": "expired"},
        ),
    ],
)
def test_reasons(cause: Cause, cell: dict[str, Any]) -> None:
    assert cause_of(result(**cell)) is cause


def test_every_reason_is_some_cells() -> None:
    (mark,) = [each for each in test_reasons.pytestmark if each.name == "parametrize"]  # type: ignore[attr-defined]
    assert {cause for cause, _ in mark.args[1]} == set(Cause)


def test_the_gravest_first() -> None:
    cells = [
        result(verdict=Verdict.SHORTFALL),
        result(operation="stat"),
        result(operation="read"),
        result(operation="create"),
        result(operation="delete"),
        result(operation="stat", verdict=Verdict.CHANGED_THOUGH_REFUSED),
    ]
    assert sorted(cells, key=gravity) == cells[::-1]


def test_staging_and_looking_change_nothing() -> None:
    harmless = {Operation.STAGE, Operation.EVICT, Operation.READ, Operation.STAT, Operation.QUERY}
    assert not any(map(changes, harmless))
    assert all(map(changes, (Operation.CREATE, Operation.DELETE, Operation.SUBMIT)))
