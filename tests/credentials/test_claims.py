from typing import Any

import pytest
from hypothesis import given

from tests.credentials.raw import HEADER, OBJECTS, compact
from tests.credentials.schema import assert_valid
from tests.minting import NOW, claims
from tokenlint.credentials.claims import REQUIRED, claims_facts
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.register import CLAIMS, PERSONAL, TYPES
from tokenlint.credentials.token import Profile


def facts(body: dict[str, Any], header: dict[str, Any] | None = None) -> dict[str, Any]:
    found = claims_facts(decode(compact(header or HEADER, body)).token)
    assert_valid(found, "claims")
    return found


@given(OBJECTS)
def test_any_claims_have_facts(body: dict[str, Any]) -> None:
    facts(body)


def test_a_good_token() -> None:
    found = facts(claims())
    assert found["missing"] == found["wrong_type"] == found["personal"] == []
    assert found["present"] == sorted(claims())
    assert (found["version"], found["subject"], found["token_id"]) == ("ok", "ok", "present")
    assert found["unknown_count"] == "none"
    assert not found["subject_readable"]
    assert not found["confirmation"]


def test_the_register_knows_what_is_required_typed_and_personal() -> None:
    for names in REQUIRED.values():
        assert names <= CLAIMS
    assert TYPES.keys() <= CLAIMS
    assert PERSONAL <= CLAIMS


@pytest.mark.parametrize(
    ("profile", "body", "missing"),
    [
        (Profile.WLCG, {"wlcg.ver": "1.0"}, "aud exp iat iss jti sub"),
        (Profile.SCITOKENS_2, {"ver": "scitoken:2.0"}, "aud exp iat iss jti nbf scope sub"),
        (Profile.SCITOKENS_1, {"scope": "read:/"}, "exp iss"),
        (Profile.ID_TOKEN, {"nonce": "x"}, "aud exp iat iss sub"),
        (Profile.ENTITLEMENT, {"entitlements": []}, "exp iss sub"),
        (Profile.KEYCLOAK, {"typ": "Bearer"}, "exp iss"),
        (Profile.JWT, {}, ""),
    ],
)
def test_what_each_profile_requires(profile: Profile, body: dict[str, Any], missing: str) -> None:
    assert decode(compact(HEADER, body)).token.profile is profile
    assert facts(body)["missing"] == missing.split()


def test_wrong_types() -> None:
    body = {
        "wlcg.ver": 1.0,
        "iss": 5,
        "sub": None,
        "aud": [5],
        "exp": "soon",
        "iat": True,
        "nbf": NOW,
        "jti": [],
        "scope": ["a"],
        "wlcg.groups": "/cms",
        "cnf": "x",
        "email_verified": "yes",
    }
    found = facts(body)
    assert found["wrong_type"] == sorted(body.keys() - {"nbf"})
    assert (found["version"], found["subject"], found["token_id"]) == ("wrong-type",) * 3
    assert found["issuer"] == {"form": "wrong-type", "problems": []}


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("1.0", "ok"),
        ("1.2", "newer-minor"),
        ("2.0", "unknown-major"),
        ("0.9", "unknown-major"),
        ("1", "malformed"),
        ("01.0", "malformed"),
        ("1.00", "malformed"),
        ("1.0\n", "malformed"),
        ("\u0661.\u0660", "malformed"),
        ("9" * 10 + ".0", "malformed"),
        (1.0, "wrong-type"),
    ],
)
def test_wlcg_versions(version: Any, state: str) -> None:
    assert facts(claims() | {"wlcg.ver": version})["version"] == state


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"scope": "storage.read:/"}, "missing"),
        ({"ver": "scitoken:2.0"}, "ok"),
        ({"ver": "scitokens:2.1"}, "newer-minor"),
        ({"ver": "scitoken:3.0"}, "unknown-major"),
        ({"ver": "scitoken"}, "malformed"),
        ({"ver": "scitoken:1.0"}, "ok"),
        ({"scope": "read:/"}, "ok"),
        ({"nonce": "x"}, "not-applicable"),
    ],
)
def test_other_versions(body: dict[str, Any], state: str) -> None:
    assert facts(body)["version"] == state


@pytest.mark.parametrize(
    ("jti", "state"),
    [("0b6f8c1e", "present"), ("0b6f8c1", "short"), (" ", "empty"), (5, "wrong-type")],
)
def test_token_ids(jti: Any, state: str) -> None:
    assert facts(claims(jti=jti))["token_id"] == state
    assert facts({})["token_id"] == "missing"


@pytest.mark.parametrize(
    ("body", "marks"),
    [
        ({"nonce": "x", "at_hash": "y"}, ["at_hash", "nonce"]),
        ({"auth_time": 5, "azp": "x"}, ["auth_time"]),
        ({"auth_time": 5}, []),
        ({"typ": "ID"}, ["typ"]),
        ({"typ": "Bearer", "nonce": "x", "auth_time": 5, "azp": "y"}, []),
        ({"typ": "Bearer", "at_hash": "x"}, ["at_hash"]),
    ],
)
def test_marks_of_an_id_token(body: dict[str, Any], marks: list[str]) -> None:
    assert facts(body)["identity_marks"] == marks


def test_confirmation_delegation_and_names_in_no_register() -> None:
    found = facts({"cnf": {"jkt": "x"}, "act": {"sub": "a", "act": {"sub": "b"}}, "made-up": 1})
    assert found["confirmation"]
    assert found["delegation_depth"] == 2
    assert found["unknown_count"] == "some"
    assert not facts({"cnf": {}})["confirmation"]


def test_reuse_is_what_the_caller_says() -> None:
    token = decode(compact(HEADER, claims())).token
    assert claims_facts(token, token_id_reused=True)["token_id_reused"]
