"""Accounts."""

import pytest

from tests.services.xrootd.texts import ISSUER, SCITOKENS, acceptance
from tokenlint.services.acceptance import Mapping, Subjects


def mapping(more: str) -> Mapping:
    (found,) = acceptance(scitokens__cfg=SCITOKENS + more).mappings
    return found


def test_default_user_is_for_every_subject() -> None:
    found = mapping("default_user = prod\n")
    assert (found.method, found.issuer, found.subjects, found.account.text) == (
        "default_user",
        ISSUER,
        Subjects.ANY,
        "prod",
    )
    assert found.source.line == 6


@pytest.mark.parametrize("key", ["map_subject = true", "username_claim = preferred_username"])
def test_the_token_may_give_the_name(key: str) -> None:
    found = mapping(f"{key}\ndefault_user = prod\n")
    assert found.chosen_by_token
    assert not found.account.known


@pytest.mark.parametrize(
    ("rule", "subjects"),
    [
        ('"sub": "alice"', Subjects.ONE),
        ('"group": "/vo"', Subjects.SOME),
        ('"username": "alice"', Subjects.SOME),
        ('"path": "/"', Subjects.ANY),
    ],
)
def test_rules_of_a_mapfile(rule: str, subjects: Subjects) -> None:
    (found,) = acceptance(map__json=f'[{{{rule}, "result": "vo001"}}]').mappings
    assert (found.method, found.subjects) == ("name_mapfile", subjects)


def test_an_open_account_is_unknown() -> None:
    (found,) = acceptance(map__json='[{"sub": "a", "result": "{{ .user }}"}]').mappings
    assert found.subjects is Subjects.UNKNOWN
