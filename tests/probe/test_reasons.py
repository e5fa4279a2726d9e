"""A cell is told with the least token that gets the same, and never with a reason of another."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe.findings import RESULTS, result
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cause import Cause, cause_of
from tokenlint.probe.cell import Expected, Reach, Verdict
from tokenlint.probe.reasons import Reason, reasons
from tokenlint.probe.record import Result

GRANTED = "/area/granted"
KINDS: dict[str, dict[str, Any]] = {
    "none": {"flaw": "no-token", "scope": ""},
    "scopeless": {"scope": ""},
    "read": {"scope": f"storage.read:{GRANTED}"},
    "create": {"scope": f"storage.create:{GRANTED}"},
    "modify": {"scope": f"storage.modify:{GRANTED}"},
    "pathless": {"scope": "storage.read storage.modify"},
    "scitokens-words": {"scope": f"read:{GRANTED} write:{GRANTED}"},
    "groups-beside": {"scope": "storage.read:/area/nothing"},
    "audience-wrong": {
        "scope": f"storage.read:{GRANTED} storage.modify:{GRANTED}",
        "audience": "wrong",
    },
    "unsigned": {
        "scope": f"storage.read:{GRANTED} storage.modify:{GRANTED}",
        "flaw": "unsigned",
    },
    "duplicate-members": {
        "scope": f"storage.read:{GRANTED} storage.modify:{GRANTED}, then storage.read:{GRANTED}",
        "flaw": "duplicate-members",
    },
}
CASES: dict[str, tuple[str, Reach]] = {
    "read": ("read", Reach.INSIDE),
    "read-outside": ("read", Reach.OUTSIDE),
    "read-traversal": ("read", Reach.TRAVERSAL),
    "create": ("create", Reach.INSIDE),
    "delete": ("delete", Reach.INSIDE),
    "delete-outside": ("delete", Reach.OUTSIDE),
    "delete-traversal": ("delete", Reach.TRAVERSAL),
}
ALLOWED = {
    ("read", "read"),
    ("create", "create"),
    ("modify", "create"),
    ("modify", "delete"),
    ("duplicate-members", "read"),
}
Allows = Callable[[str, str, Reach], bool]


def probed(allows: Allows) -> list[Result]:
    """A service that allows by kind of token, operation and where the request leads."""
    cells = []
    for kind, members in KINDS.items():
        for case, (operation, reach) in CASES.items():
            expected = Expected.ALLOW if (kind, case) in ALLOWED else Expected.REFUSE
            if kind == "none" and operation == "read":
                expected = Expected.OPEN
            done = allows(kind, operation, reach)
            verdict = {
                Expected.ALLOW: Verdict.PASS if done else Verdict.SHORTFALL,
                Expected.REFUSE: Verdict.EXCESS if done else Verdict.PASS,
                Expected.OPEN: Verdict.OPEN_ALLOWED if done else Verdict.OPEN_REFUSED,
            }[expected]
            about = {"case": case, "operation": operation, "reach": reach, "verdict": verdict}
            cells.append(result(kind=kind, cell=f"{kind}:{case}", **members, **about))
    return cells


def told(allows: Allows) -> set[tuple[str, str]]:
    return {(each.cause.value, each.kind) for each in reasons(probed(allows))}


def permitted(kind: str, operation: str, reach: Reach) -> bool:
    """What a service does that keeps to the profile."""
    return reach is Reach.INSIDE and (kind, operation) in ALLOWED


@given(st.lists(RESULTS, max_size=40))
def test_each_cell_with_a_cause_has_one_reason(results: list[Result]) -> None:
    given_reasons = list(reasons(results))
    with_cause = [each for each in results if cause_of(each) is not None]
    assert [each.result for each in given_reasons] == with_cause


@given(st.lists(RESULTS, max_size=40))
def test_without_lesser_tokens_it_is_the_cause_of_the_cell(results: list[Result]) -> None:
    ladder = {"none", "scopeless", "read"}
    alone = [each for each in results if each.kind not in ladder and each.reach is Reach.INSIDE]
    assert list(reasons(alone)) == [
        Reason(each, cause, each.kind) for each in alone if (cause := cause_of(each)) is not None
    ]


@given(st.lists(RESULTS, max_size=40))
def test_a_reason_of_another_kind_is_one_that_this_kind_has_itself(results: list[Result]) -> None:
    found = list(reasons(results))
    own = {(each.cause, each.kind) for each in found if each.kind == each.result.kind}
    for each in found:
        if each.cause is not Cause.BEYOND_PATH:
            assert (each.cause, each.kind) in own or _repeated(each, results)


def _repeated(reason: Reason, results: Sequence[Result]) -> bool:
    """Whether a request stands there twice for one kind, which no plan has."""
    keys = [(each.kind, each.case) for each in results]
    return keys.count((reason.kind, reason.result.case)) > 1


def test_a_service_that_keeps_to_the_profile_has_no_reason() -> None:
    assert told(permitted) == set()


def test_what_everybody_may_do_is_told_once() -> None:
    assert told(lambda *_: True) == {("without-token", "none"), ("read-without-token", "none")}


def test_public_reading_says_nothing_of_signatures_and_audiences() -> None:
    public = told(lambda kind, op, reach: op == "read" or permitted(kind, op, reach))
    assert public == {("read-without-token", "none")}


def test_a_service_that_asks_for_no_scope_is_told_by_operation() -> None:
    sound = {"unsigned", "audience-wrong", "none"}
    assert told(lambda kind, *_: kind not in sound) == {
        ("no-read", "scopeless"),
        ("no-create", "scopeless"),
        ("no-modify", "scopeless"),
    }


def test_signatures_are_told_beside_scopes() -> None:
    found = told(lambda kind, *_: kind != "none")
    assert ("signature", "unsigned") in found
    assert ("audience", "audience-wrong") in found


def test_a_service_that_compares_no_path_is_told_so_and_not_of_groups_or_dots() -> None:
    def allows(kind: str, operation: str, reach: Reach) -> bool:
        del reach
        if kind in {"pathless", "scitokens-words", "unsigned", "audience-wrong"}:
            return False
        return (kind, operation) in ALLOWED | {("groups-beside", "read")}

    assert told(allows) == {("beyond-path", "read"), ("beyond-path", "modify")}


@pytest.mark.parametrize(
    ("kind", "operation", "reach", "reason"),
    [
        ("groups-beside", "delete", Reach.INSIDE, ("groups", "groups-beside")),
        ("groups-beside", "read", Reach.INSIDE, ("groups", "groups-beside")),
        ("duplicate-members", "delete", Reach.INSIDE, ("duplicate-members", "duplicate-members")),
        ("read", "read", Reach.TRAVERSAL, ("traversal", "read")),
        ("modify", "delete", Reach.OUTSIDE, ("beyond-path", "modify")),
        ("pathless", "read", Reach.INSIDE, ("without-path", "pathless")),
        ("scitokens-words", "delete", Reach.INSIDE, ("other-words", "scitokens-words")),
        ("unsigned", "delete", Reach.INSIDE, ("signature", "unsigned")),
    ],
)
def test_one_flaw_alone_has_its_own_reason(
    kind: str, operation: str, reach: Reach, reason: tuple[str, str]
) -> None:
    def allows(*asked: Any) -> bool:
        return asked == (kind, operation, reach) or permitted(*asked)

    assert told(allows) == {reason}


def test_groups_and_second_scopes_are_not_blamed_for_what_reading_tokens_get() -> None:
    def allows(kind: str, operation: str, reach: Reach) -> bool:
        lenient = kind in {"read", "groups-beside", "duplicate-members"} and operation == "delete"
        return permitted(kind, operation, reach) or (lenient and reach is Reach.INSIDE)

    assert told(allows) == {("no-modify", "read")}


def test_another_protocol_explains_nothing() -> None:
    here = result(kind="unsigned", flaw="unsigned", protocol="https")
    there = result(kind="none", flaw="no-token", protocol="roots")
    assert [each.cause for each in reasons([here, there])] == [
        Cause.SIGNATURE,
        Cause.WITHOUT_TOKEN,
    ]


@pytest.mark.parametrize(
    "verdict", [Verdict.CHANGED_THOUGH_REFUSED, Verdict.SHORTFALL, Verdict.HOLLOW]
)
def test_what_is_wrong_with_an_answer_stays_so(verdict: Verdict) -> None:
    anybody = result(kind="none", flaw="no-token")
    (_, other) = reasons([anybody, result(verdict=verdict)])
    assert (other.cause.value, other.kind) == (verdict.value, "create")
    wrong = result(kind="none", flaw="no-token", verdict=verdict)
    assert {each.kind for each in reasons([result(verdict=verdict), wrong])} == {"none"}


def test_what_a_wider_token_gets_is_told_with_the_narrower() -> None:
    found = reasons([result(), result(kind="create-read"), result(kind="stage", scope="")])
    assert [(each.cause, each.kind) for each in found] == [
        (Cause.NO_MODIFY, "create"),
        (Cause.NO_MODIFY, "create"),
        (Cause.NO_MODIFY, "stage"),  # it holds nothing that the others hold
    ]


def test_staging_by_everybody_comes_to_an_end() -> None:
    """Tokens of several kinds explain each other; only the lesser one may."""
    stage = {"operation": Operation.STAGE.value, "case": "stage"}
    found = reasons(
        [
            result(kind="none", flaw="no-token", verdict=Verdict.OPEN_ALLOWED, **stage),
            result(kind="scopeless", scope="", **stage),
            result(kind="read", scope="storage.read:/a", **stage),
        ]
    )
    assert {(each.cause, each.kind) for each in found} == {(Cause.NO_STAGE, "none")}


def test_what_a_right_lacks_does_not_explain_a_way_out_of_another() -> None:
    def lenient(kind: str, operation: str, reach: Reach) -> bool:
        deletes = kind in {"create", "modify"} and operation == "delete"
        return (deletes and reach is Reach.TRAVERSAL) or permitted(kind, operation, reach)

    assert told(lenient) == {("no-modify", "create"), ("traversal", "modify")}
