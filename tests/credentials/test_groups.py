from typing import Any

import pytest
from hypothesis import given

from tests.credentials.raw import VALUES
from tests.credentials.schema import assert_valid
from tokenlint.credentials.groups import entitlement_count, group_facts, names_of


@given(VALUES)
def test_any_value_has_facts(value: Any) -> None:
    for group in group_facts({"wlcg.groups": value}):
        assert_valid(group, "group")
    assert entitlement_count({"groups": value}) >= 0


@pytest.mark.parametrize(
    ("group", "problems", "depth"),
    [
        ("/cms", [], 1),
        ("/cms/uscms-1_x.y", [], 2),
        ("cms", ["no-leading-slash"], 1),
        ("/cms/", ["trailing-slash"], 1),
        ("/cms//x", ["empty-component"], 2),
        ("/cms/../x", ["dot-segment"], 3),
        ("/cms/-x", ["bad-character"], 2),
        ("/cms/a b", ["bad-character"], 2),
        ("/cms/é", ["bad-character"], 2),
        ("/atlas/cms", ["not-under-first-root"], 2),
        ("", ["empty-component", "no-leading-slash", "not-under-first-root"], 0),
        ("/", ["empty-component", "not-under-first-root"], 0),
        (5, ["not-a-string"], 0),
    ],
)
def test_groups(group: Any, problems: list[str], depth: int) -> None:
    facts = group_facts({"wlcg.groups": ["/cms", group]})[1]
    assert facts == {"problems": problems, "depth": depth}


def test_a_single_group_may_stand_alone_and_none_is_none() -> None:
    assert group_facts({"wlcg.groups": "/cms"}) == [{"problems": [], "depth": 1}]
    assert group_facts({}) == []


def test_entitlements_are_counted_over_all_claims() -> None:
    body = {"eduperson_entitlement": ["a", "b", 5], "entitlements": "c", "groups": ["d"]}
    assert entitlement_count(body) == 4


def test_names_are_groups_entitlements_and_the_subject_each_once() -> None:
    claims = {
        "sub": "somebody",
        "wlcg.groups": ["/vo", "/vo", 5],
        "entitlements": "urn:a:b",
        "eduperson_entitlement": ["urn:a:b", "urn:a:c", ""],
        "groups": {"not": "a list"},
    }
    assert names_of(claims) == ("/vo", "urn:a:b", "urn:a:c", "somebody")
    assert names_of({}) == ()
