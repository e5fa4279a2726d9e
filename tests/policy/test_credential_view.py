"""What captured and requested credentials have in common."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import EVERY_LETTER, reader, token, workflow
from tests.minting import claims, mint
from tests.strategies import ODD_PATHS
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.policy.credential_view import CredentialView, _covering
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.source import Source


def covered(scope: str) -> dict[int, int]:
    return _covering(read_scope(scope, Dialect.WLCG))


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("storage.read:/a storage.read:/a/b", {1: 0}),
        ("storage.read:/a/b storage.read:/a", {0: 1}),
        ("storage.read:/a storage.read:/a", {1: 0}),
        ("storage.create:/a storage.modify:/a", {0: 1}),
        ("storage.modify:/a storage.read:/a", {}),
        ("openid openid", {}),
        ("storage.read:/a storage.read:/ab", {}),
    ],
)
def test_items_that_another_one_grants(scope: str, expected: dict[int, int]) -> None:
    assert covered(scope) == expected


_WORDS = st.sampled_from(["storage.read", "storage.create", "storage.modify", "storage.stage"])
_ITEMS = st.builds(
    lambda word, path: f"{word}:{path.text}", _WORDS, st.sampled_from(ODD_PATHS[:200])
)


@given(st.lists(_ITEMS, max_size=6).map(" ".join))
def test_leaving_out_what_is_covered_changes_nothing(scope: str) -> None:
    items = read_scope(scope, Dialect.WLCG)
    found = _covering(items)
    kept = [c for at, item in enumerate(items) if at not in found for c in item.capabilities]
    assert CapabilitySet.of(kept) == CapabilitySet.of(c for i in items for c in i.capabilities)
    for index, other in found.items():
        mine, theirs = (CapabilitySet.of(items[at].capabilities) for at in (index, other))
        assert index != other
        assert theirs.covers(mine)


def test_a_long_scope_is_covered_in_reasonable_time() -> None:
    scope = " ".join(f"storage.read:/a/{n % 50}" for n in range(4000))
    assert len(covered(scope)) == 3950


def test_letters_are_given_where_a_policy_reads_them() -> None:
    data = mint(claims(aud=["https://a.example"])).encode()
    plain = reader().token(data, Source("t")).facts
    letters = reader(letters=EVERY_LETTER).token(data, Source("t")).facts
    assert "example" not in str(plain)
    assert letters["credential"]["audience"]["entries"][0]["audience_text"] == "https://a.example"
    assert letters["credential"]["items"][0]["path"]["path_text"] == "/data/set1"
    odd = mint(claims(aud=["https://a.example", 7])).encode()
    entries = reader(letters=EVERY_LETTER).token(odd, Source("t")).facts["credential"]["audience"]
    assert ["audience_text" in entry for entry in entries["entries"]] == [True, False]


def view(**changes: object) -> CredentialView:
    return token(**changes).view


@pytest.mark.parametrize(
    ("value", "expected"),
    [("https://a", ("https://a",)), (["https://a", 1], ("https://a", 1)), (None, ()), (7, (7,))],
)
def test_the_audience_as_a_sequence(value: object, expected: tuple[object, ...]) -> None:
    assert view(aud=value).audience_values == expected


def test_a_kind_of_service_comes_from_the_inventory_of_a_workflow() -> None:
    seen = workflow().view
    assert seen is not None
    assert seen.facts(frozenset())["audience"]["entries"][0]["service"] == "storage"


def test_what_an_item_reaches() -> None:
    seen = view(scope="openid storage.read:/a")
    assert seen.item_reach(0) == ""
    assert seen.item_reach(1).startswith("READ /a/... at https://storage.example until")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "1 h (until 2026-11-20 13:00 UTC)"),
        ({"exp": None}, "without end"),
        ({"exp": "soon"}, "of unusable times"),
    ],
)
def test_lifetime_in_words(changes: dict[str, object], words: str) -> None:
    assert view(**changes).lifetime_words() == words


def test_lifetime_of_a_request_in_words() -> None:
    seen = workflow().view
    assert seen is not None
    assert seen.lifetime_words() == "6 h"


def test_its_place_is_that_of_its_vector() -> None:
    seen = view()
    assert seen.axes().scope == seen.vector.scope
    assert seen.axes().magnitude == seen.vector.magnitude


def test_a_path_of_many_steps_costs_little() -> None:
    start = time.process_time()
    assert covered(f"storage.read:{'/a' * 60_000} storage.read:/b") == {}
    assert time.process_time() - start < 30  # a hang, not slowness
