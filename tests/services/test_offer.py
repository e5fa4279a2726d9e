"""The words of an offer are those that policies know."""

import json
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from tests.conftest import ROOT
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, PolicyDefect, Public
from tokenlint.services.value import Value
from tokenlint.source import Source

HERE = Source("roles.yaml", 3)


def schema(name: str) -> dict[str, Any]:
    file = ROOT / "policies" / "schema" / "policy-input.json"
    defs: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["$defs"]
    properties: dict[str, Any] = defs[name]["properties"]
    return properties


def test_words_of_holders_grants_and_clients() -> None:
    offer = schema("service_offer")
    assert [each.value for each in Holder] == offer["holder"]["enum"]
    assert {each.value for each in Grant} == set(offer["grants"]["items"]["enum"])
    assert [each.value for each in Public] == offer["public"]["enum"]


def test_kinds_of_defects() -> None:
    named = (PolicyDefect.__doc__ or "").partition("`kind`:")[2].partition(".")[0]
    kinds = {word.strip() for word in named.replace("\n", " ").split(",")}
    assert kinds == set(schema("service_scope_policy")["kind"]["enum"])


def test_an_offer_says_only_what_it_was_told() -> None:
    offer = Offer("role", Value("default", HERE), Holder.USER, HERE)
    assert (offer.scopes, offer.lifetimes, offer.grants) == ((), (), frozenset())
    assert offer.audiences is None  # who asks chooses
    assert (offer.public, offer.all_scopes) == (Public.UNKNOWN, False)


def test_values_do_not_change() -> None:
    lifetime = Lifetime("access", 3600, HERE)
    with pytest.raises(FrozenInstanceError):
        lifetime.seconds = 7200  # type: ignore[misc]
    assert {lifetime, Lifetime("access", 3600, HERE)} == {lifetime}
