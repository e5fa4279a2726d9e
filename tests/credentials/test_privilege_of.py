from typing import Any

import pytest
from hypothesis import given

from tests.credentials.raw import HEADER, compact, mutated
from tests.minting import NOW, claims
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.privilege_of import (
    EVERYTHING,
    is_group_based,
    privilege_of,
    scope_form,
    scope_items,
)
from tokenlint.credentials.token import Token
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.privilege import Privilege


def token(**changes: Any) -> Token:
    return decode(compact(HEADER, claims(**changes))).token


def privilege(**changes: Any) -> Privilege:
    return privilege_of(token(**changes), NOW)


def granted(*pairs: tuple[Action, str]) -> CapabilitySet:
    return CapabilitySet.of(Capability(action, ScopePath.parse(path)) for action, path in pairs)


def test_a_plain_token() -> None:
    found = privilege()
    assert found.capabilities == granted((Action.READ, "/data/set1"))
    assert found.audience.endpoints == {"https://storage.example"}
    assert (found.validity.not_before, found.validity.expiry) == (NOW, NOW + 3600)


@pytest.mark.parametrize("scope", ["storage.read", "storage.read:", "storage.read:/"])
def test_a_scope_without_path_counts_as_the_root(scope: str) -> None:
    assert privilege(scope=scope).capabilities == granted((Action.READ, "/"))


def test_paths_count_as_written() -> None:
    (capability,) = privilege(scope="storage.read:/a/../b").capabilities
    assert capability.path.text == "/a/../b"


def test_a_missing_audience_counts_as_any() -> None:
    assert privilege(aud=None).audience.unlimited
    assert privilege(aud=None).audience.stated == "missing"


def test_no_expiry_is_unbounded() -> None:
    assert privilege(exp=None).validity.seconds is None


@pytest.mark.parametrize(
    ("changes", "grouped"),
    [
        ({"scope": None, "wlcg.groups": ["/cms"]}, True),
        ({"scope": "openid profile", "wlcg.groups": ["/cms"]}, True),
        ({"scope": "scim:read", "wlcg.groups": ["/cms"]}, True),
        ({"scope": "scim:read"}, False),
        ({"scope": "compute.read", "wlcg.groups": ["/cms"]}, False),
        ({"scope": None, "entitlements": ["urn:x"]}, True),
        ({"scope": None}, True),
        ({"scope": "storage.unknown:/"}, True),
        ({"scope": {"a": 1}}, True),
        ({"scope": "storage.read:/"}, False),
    ],
)
def test_groups_and_identity_stand_for_everything(changes: dict[str, Any], grouped: bool) -> None:
    found = token(**changes)
    assert is_group_based(found, scope_items(found)) is grouped
    assert (privilege_of(found).capabilities == EVERYTHING) is grouped


def test_everything_is_every_action_on_the_root() -> None:
    for action in Action:
        assert EVERYTHING.covers(CapabilitySet.of([Capability(action, ROOT)]))


@given(mutated())
def test_no_token_goes_beyond_everything(data: bytes) -> None:
    found = decode(data).token
    assert EVERYTHING.covers(privilege_of(found).capabilities)


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ({}, "missing"),
        ({"scope": " "}, "empty"),
        ({"scope": "openid"}, "present"),
        ({"scope": ["openid"]}, "wrong-type"),
        ({"scope": 5}, "wrong-type"),
        ({"scp": ["openid"]}, "present"),
        ({"scp": []}, "empty"),
        ({"scp": [5]}, "wrong-type"),
    ],
)
def test_forms_of_the_scope(body: dict[str, Any], form: str) -> None:
    assert scope_form(body) == form
