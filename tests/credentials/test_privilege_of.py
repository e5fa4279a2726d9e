from typing import Any

import pytest
from hypothesis import given

from tests.credentials.raw import HEADER, compact, mutated
from tests.minting import NOW, claims
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.privilege_of import (
    EVERYTHING,
    is_group_based,
    privilege_of,
    scope_form,
    scope_items,
)
from tokenlint.credentials.token import Profile, Token
from tokenlint.credentials.who import Who
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows


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


# --- SciTokens, IDTOKENs, entitlements, mappings ---------------------------------------------

SCITOKEN = {"wlcg.ver": None, "ver": "scitoken:2.0"}
STORAGE = "https://storage.example"


def may(found: Privilege, operation: Operation, path: str) -> bool:
    return allows(found, Request(operation, ScopePath.parse(path), STORAGE, NOW))


@pytest.mark.parametrize("scope", ["write:/x", "https://scitokens.org/v1/authz/write:/x"])
def test_a_scitoken_that_writes_deletes(scope: str) -> None:
    found = privilege(**SCITOKEN, scope=scope)
    for operation in (Operation.CREATE, Operation.OVERWRITE, Operation.DELETE, Operation.MKDIR):
        assert may(found, operation, "/x/file")
        assert not may(found, operation, "/y/file")
    assert not may(found, Operation.READ, "/x/file")


def test_a_scitoken_without_path_reaches_the_whole_area() -> None:
    assert may(privilege(**SCITOKEN, scope="read"), Operation.READ, "/any/file")


@pytest.mark.parametrize("exp", [None, "soon"])
def test_no_usable_expiry_never_ends_in_any_dialect(exp: object) -> None:
    for changes in ({}, SCITOKEN, {"wlcg.ver": None, "eduperson_entitlement": ["urn:a:b"]}):
        assert privilege(**changes, exp=exp).validity.seconds is None


def test_a_scitoken_without_scope_counts_as_everything() -> None:
    assert privilege(**SCITOKEN, scope=None).capabilities == EVERYTHING


def idtoken(**changes: Any) -> Privilege:
    body = {"iss": "pool.example", "sub": "alice@pool.example", "iat": NOW} | changes
    found = decode(compact({"alg": "HS256", "kid": "POOL"}, body)).token
    assert found.profile is Profile.HTCONDOR
    return privilege_of(found, NOW)


def test_an_idtoken_without_scope_may_do_all_in_its_pool_and_nothing_at_a_storage() -> None:
    found = idtoken()
    jobs = (Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT, Action.ADMINISTER)
    assert found.capabilities == granted(*((action, "/") for action in jobs))
    assert found.validity.seconds is None
    assert found.audience.unlimited


@pytest.mark.parametrize(
    ("scope", "actions"),
    [
        ("condor:/READ", {Action.QUERY}),
        ("condor:/WRITE", {Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT}),
    ],
)
def test_scopes_of_an_idtoken(scope: str, actions: set[Action]) -> None:
    assert set(idtoken(scope=scope).capabilities.actions) == actions
    assert Action.ADMINISTER in idtoken(scope="condor:/ADMINISTRATOR").capabilities.actions


ENTITLEMENT = "urn:geant:vo.example:group:vo:role=member#aai.example"
RIGHTS = Mapping(
    "mapping.yaml",
    (
        MappedService(
            "disk",
            (STORAGE,),
            (
                Row((Who.parse("/cms"),), granted((Action.READ, "/cms"))),
                Row((Who.parse(ENTITLEMENT.partition("#")[0]),), granted((Action.READ, "/vo"))),
                Row((Who.parse("alice@pool.example"),), granted((Action.READ, "/a"))),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"wlcg.groups": ["/cms"]}, "/cms"),
        ({"eduperson_entitlement": [ENTITLEMENT]}, "/vo"),
        ({"entitlements": ENTITLEMENT}, "/vo"),
    ],
)
def test_with_a_mapping_groups_stand_for_what_it_says(changes: dict[str, Any], path: str) -> None:
    found = privilege_of(token(scope=None, **changes), NOW, RIGHTS)
    assert found.capabilities == granted((Action.READ, path))
    assert found.audience.endpoints == {STORAGE}
    anywhere = privilege_of(token(scope=None, aud=None, **changes), NOW, RIGHTS)
    assert anywhere.audience.endpoints == {STORAGE}


def test_what_the_mapping_does_not_tell_stays_everything() -> None:
    for changes in ({"wlcg.groups": ["/cms/child"]}, {"wlcg.groups": ["/cms"], "aud": "other"}):
        assert privilege_of(token(scope=None, **changes), NOW, RIGHTS).capabilities == EVERYTHING


def test_capabilities_switch_the_mapping_off() -> None:
    grouped = token(**{"wlcg.groups": ["/cms"]})
    assert privilege_of(grouped, NOW, RIGHTS) == privilege_of(grouped, NOW)


def test_no_storage_takes_an_idtoken_whatever_a_mapping_says() -> None:
    body = {"iss": "pool.example", "sub": "alice@pool.example"}
    found = decode(compact({"alg": "HS256"}, body)).token
    assert privilege_of(found, NOW, RIGHTS).empty


@given(mutated())
def test_a_mapping_only_takes_rights_away(data: bytes) -> None:
    found = decode(data).token
    assert privilege_of(found, NOW).covers(privilege_of(found, NOW, RIGHTS))
