"""The words of a comparison."""

import pytest
from hypothesis import given

from tests import strategies
from tests.report.comparison.made import AT_A, JOB, NOW, PROXY, can, one
from tokenlint.comparison import compare_all
from tokenlint.presented import Presented
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Action
from tokenlint.privilege.order import Relation
from tokenlint.privilege.privilege import NOTHING, Privilege, difference
from tokenlint.privilege.request import allows
from tokenlint.privilege.validity import Validity
from tokenlint.report.comparison.words import (
    counts,
    privilege_words,
    proofs,
    relation_words,
)


def said(one: Presented, other: Presented, *, instants: bool = False) -> list[tuple[str, str]]:
    """What only `one` allows, in words, with the witnesses."""
    (pair,) = compare_all([one, other], instants=instants).pairs
    return [
        (proof.words(pair.spelled), proof.witness_words(instants=instants))
        for proof in proofs(pair.more, 9)
    ]


def test_the_four_relations() -> None:
    assert [relation_words(each, "A", "B") for each in Relation] == [
        "A and B are equivalent",
        "A is covered by B",
        "A covers B",
        "A and B are incomparable",
    ]


def test_a_privilege_in_one_line() -> None:
    assert privilege_words(PROXY.privilege, dated=False) == "everything · any service · 4 d"
    assert privilege_words(JOB.privilege, dated=True) == (
        "storage.create:/prod storage.read:/data · https://a.example · "
        "6 h until 2026-11-20 18:00 UTC"
    )
    assert privilege_words(NOTHING, dated=False) == "nothing"
    many = can(*((Action.READ, f"/{number}") for number in range(9)))
    several = Audience(frozenset({"https://a.example", "a.example:443", "https://b.example"}))
    words = privilege_words(one("x", many, several, None).privilege, dated=True)
    assert words.endswith("storage.read:/3 and 5 more · a.example:443 and 1 more · without end")


def test_proofs_of_a_proxy_against_a_job() -> None:
    found = said(PROXY, JOB)
    assert found[0] == ("every other service", "CREATE /prod at any other storage")
    assert found[1] == ("storage.modify:/", "DELETE /file at https://a.example")
    assert found[2] == ("compute.create", "SUBMIT at https://a.example")
    assert found[-2] == ("administer", "ADMINISTER at https://a.example")
    assert found[-1] == (
        "4 d in place of 6 h",
        "CREATE /prod at https://a.example, 3 d 23 h after it begins",
    )


def test_any_service_where_the_other_names_none() -> None:
    anywhere, nothing = one("x", can((Action.SUBMIT, "/"))), one("y", can())
    assert said(anywhere, nothing) == [
        ("any service", "SUBMIT at any service"),
        ("compute.create", "SUBMIT at any service"),
        ("4 d", "SUBMIT at any service, 3 d 23 h after it begins"),
    ]
    both = said(one("x", can((Action.READ, "/a"))), one("y", can((Action.READ, "/a/b"))))
    assert both == [("storage.read:/a", "READ /a/file at any storage")]


def test_another_spelling_is_told() -> None:
    spelled = one("x", can((Action.READ, "/")), Audience(frozenset({"a.example"})))
    assert said(spelled, one("y", can((Action.READ, "/")), AT_A))[0][0] == (
        "a.example (the same endpoint as https://a.example, spelled otherwise)"
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (NOW - 60, NOW, "from 2026-11-20 11:59 UTC to 2026-11-20 12:00 UTC"),
        (NOW + 99 * 3600, None, "from 2026-11-24 15:00 UTC on"),
    ],
)
def test_instants(start: int, end: int | None, words: str) -> None:
    usual = one("y", can((Action.READ, "/")), AT_A)
    other = Privilege(usual.privilege.capabilities, AT_A, Validity(start, end))
    from tests.report.comparison.made import of

    found = said(of(other), usual, instants=True)
    assert words in [each for each, _ in found]
    assert "UTC" in found[-1][1]


@given(strategies.privileges, strategies.privileges)
def test_proofs_are_counted_and_hold(mine: Privilege, other: Privilege) -> None:
    found = difference(mine, other)
    listed = list(proofs(found, 99))
    assert len(listed) == sum(counts(found).values())
    for proof in listed:
        assert allows(mine, proof.witness)
        assert not allows(other, proof.witness)
        assert proof.words({})
        assert proof.witness_words(instants=True)
    fewer = list(proofs(found, 1))
    assert len(fewer) == sum(1 for count in counts(found).values() if count)
