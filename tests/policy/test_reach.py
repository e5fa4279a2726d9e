"""What somebody could do, in one line: the gravest and widest thing first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import capability_sets
from tokenlint.policy import reach
from tokenlint.policy.reach import (
    cut,
    gravest,
    operation_word,
    reach_words,
    request_words,
    where_words,
)
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.request import Request
from tokenlint.privilege.validity import Validity
from tokenlint.trustspace.calibration import Calibration

NOON = 1_795_176_000  # 2026-11-20T12:00:00Z
HOUR = Validity(NOON, NOON + 3600)
HERE = Audience.of(["https://storage.example"])


def held(*capabilities: str) -> CapabilitySet:
    """Written `action:path`."""
    pairs = (text.partition(":") for text in capabilities)
    return CapabilitySet.of(Capability(Action(a), ScopePath.parse(p or "/")) for a, _, p in pairs)


def test_gravity_is_that_of_trust_space() -> None:
    weights = Calibration.default().weights
    assert sorted(Action, key=weights.__getitem__) == list(reach._BY_GRAVITY)


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        (["read:/", "modify:/data/x"], "DELETE /data/x/..."),
        (["modify:/data/deep", "modify:/wide"], "DELETE /wide/..."),
        (["modify:/b", "modify:/a"], "DELETE /a/..."),
        (["query", "modify:/a"], "DELETE /a/..."),
        (["query", "submit"], "SUBMIT"),
        (["read:/"], "READ /..."),
        (["read:/a/"], "READ /a/..."),
        (["read:/a/file.root"], "READ /a/file.root"),
        (["poll:/", "stage:/x"], "STAGE /x/..."),
    ],
)
def test_the_gravest_and_widest_is_shown(capabilities: list[str], expected: str) -> None:
    words = reach_words(Privilege(held(*capabilities), HERE, HOUR), HOUR, dated=True)
    assert words == f"{expected} at https://storage.example until 2026-11-20 13:00 UTC"


@given(capability_sets.filter(bool))
def test_nothing_graver_or_wider_is_left(capabilities: CapabilitySet) -> None:
    worst = gravest(capabilities)
    order = reach._BY_GRAVITY.index
    for other in capabilities:
        assert order(other.action) <= order(worst.action)
        if other.action is worst.action:
            assert other.path.depth >= worst.path.depth


def test_nothing_is_said_of_nothing() -> None:
    assert reach_words(NOTHING, NOTHING.validity, dated=True) == "nothing"


def test_times_are_instants_or_lengths() -> None:
    def words(validity: Validity, *, dated: bool) -> str:
        return reach.until_words(validity, dated=dated)

    assert words(HOUR, dated=True) == "until 2026-11-20 13:00 UTC"
    assert words(HOUR, dated=False) == "for 1 h"
    assert words(Validity(0, None), dated=True) == "for ever"


@pytest.mark.parametrize(
    ("audience", "action", "expected"),
    [
        (ANY, Action.READ, "at any storage"),
        (ANY, Action.SUBMIT, "at any computing element"),
        (ANY, Action.ADMINISTER, "at any service"),
        (HERE, Action.READ, "at https://storage.example"),
        (Audience.of(["https://b.example", "https://a.example"]), Action.READ,
         "at https://a.example and 1 more"),
        (Audience(frozenset()), Action.READ, "nowhere"),
    ],
)  # fmt: skip
def test_where(audience: Audience, action: Action, expected: str) -> None:
    assert where_words(audience, action) == expected


def test_a_single_request_is_a_witness() -> None:
    request = Request(Operation.RENAME_OVER, ScopePath.parse("/a"), "https://s.example", NOON)
    assert request_words(request, HERE, HOUR, dated=False) == (
        "RENAME OVER /a at https://s.example for 1 h"
    )
    assert request_words(request, ANY, HOUR, dated=False) == "RENAME OVER /a at any storage for 1 h"
    job = Request(Operation.SUBMIT, ScopePath.parse("/"), "https://ce.example", NOON)
    assert request_words(job, ANY, HOUR, dated=False) == "SUBMIT at any computing element for 1 h"


def test_words_of_operations() -> None:
    assert operation_word(Operation.MODIFY_JOB) == "MODIFY JOB"


def test_a_token_in_a_path_or_audience_is_not_repeated() -> None:
    secret = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2lnbmF0dXJl"
    privilege = Privilege(held(f"read:/{secret}"), Audience.of([secret]), HOUR)
    request = Request(Operation.READ, ScopePath.parse(f"/{secret}"), secret, NOON)
    for words in (
        reach_words(privilege, privilege.validity, dated=True),
        request_words(request, HERE, HOUR, dated=True),
    ):
        assert "eyJ" not in words


@given(st.text(max_size=300))
def test_no_value_is_without_end(text: str) -> None:
    assert len(cut(text)) <= 120


def test_nothing_is_said_of_a_lifetime_that_nobody_has_decided() -> None:
    words = reach_words(Privilege(held("read:/a"), HERE, HOUR), None, dated=False)
    assert words == "READ /a/... at https://storage.example"
