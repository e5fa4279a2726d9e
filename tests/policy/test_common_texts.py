"""Scopes and subjects that came before, and what may hide a token."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import EVERY_LETTER, settings
from tests.minting import NOW
from tests.token_claims import scopes
from tokenlint.credentials.jwt import TOKEN_STARTS
from tokenlint.policy import common_texts
from tokenlint.policy.common_texts import CommonTexts, holds_a_token
from tokenlint.policy.shape import scope_shape


def made(letters: frozenset[str] = frozenset()) -> CommonTexts:
    return CommonTexts(settings(), letters)


@given(scopes, scopes)
def test_scopes_are_alike_only_where_their_shapes_are(one: str, other: str) -> None:
    common = made()
    if common.scope(one) == common.scope(other):
        assert scope_shape(one) == scope_shape(other)


@given(scopes, scopes)
def test_scopes_are_themselves_where_policies_read_letters(one: str, other: str) -> None:
    common = made(EVERY_LETTER)
    assert (common.scope(one) == common.scope(other)) == (one == other)


def test_what_came_before_is_looked_up() -> None:
    common = made()
    assert common.scopes == {}
    found = common.scope("storage.read:/a")
    assert common.scopes == {"storage.read:/a": found}
    opaque = common.person("5f2c-0a9e")
    assert common.persons == {"5f2c-0a9e": opaque}
    assert common.person("0000-1111") == opaque != common.person("Ada Lovelace")


@pytest.mark.parametrize("start", sorted(TOKEN_STARTS))
def test_a_token_in_a_text_takes_a_longer_way(start: str) -> None:
    common = made()
    for text in (start, f"x{start}y", f"storage.read:/{start}abc"):
        assert holds_a_token(text)
        assert common.scope(text) is None
        assert common.person(text) is None
    assert (common.scopes, common.persons) == ({}, {})
    assert not holds_a_token("they were new eyes")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_texts, "_MOST_TEXTS", 3)
    common = made()
    for number in range(9):
        assert common.scope(f"storage.read:/{number}") == common.scope("storage.read:/x")
        assert common.person(f"{number:08}") == common.person("0000-1111")
    assert (len(common.scopes), len(common.persons)) == (3, 3)


def test_numbers_of_shapes_that_were_forgotten_are_given_to_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(common_texts, "_MOST_TEXTS", 0)
    monkeypatch.setattr(common_texts, "_MOST_SHAPES", 2)
    common = made()
    words = [f"storage.{word}:/a" for word in ("read", "create", "modify", "stage")] * 3
    numbers = [common.scope(word) for word in words]
    assert len(set(numbers)) == len(numbers)


@given(st.integers(2, 50))
def test_numbers_never_repeat(count: int) -> None:
    common = made()
    assert len({common.number() for _ in range(count)}) == count


def test_limits_are_those_of_the_settings() -> None:
    common, limits = made(), settings().limits
    assert common.at == NOW
    assert common.soon == NOW + limits["clock_skew_seconds"]
    assert common.backdating == limits["backdating_seconds"]
