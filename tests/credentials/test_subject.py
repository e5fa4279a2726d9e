from typing import Any

import pytest

from tests.credentials.raw import HEADER, compact
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.subject import personal_claims, subject_readable, subject_state
from tokenlint.credentials.token import Token


def token(**body: Any) -> Token:
    return decode(compact(HEADER, {"wlcg.ver": "1.0"} | body)).token


@pytest.mark.parametrize(
    ("subject", "state"),
    [
        ("x", "ok"),
        ("x" * 255, "ok"),
        ("x" * 256, "too-long"),
        ("é", "not-ascii"),
        (" ", "empty"),
        (5, "wrong-type"),
    ],
)
def test_states(subject: Any, state: str) -> None:
    assert subject_state({"sub": subject}) == state
    assert subject_state({}) == "missing"


@pytest.mark.parametrize(
    "subject",
    [
        "jane.doe@site.example",
        "Jane Doe",
        "jane.doe",
        "/DC=example/OU=people/CN=Jane Doe",
        "CN=Jane Doe, O=Example",
        "José Núñez",
    ],
)
def test_readable_subjects(subject: str) -> None:
    assert subject_readable(token(sub=subject))


@pytest.mark.parametrize(
    "subject",
    [
        "5f2c0a9e-1f0b-4c4e-9b1a-0a1b2c3d4e5f",
        "a" * 64 + "@aai.example",
        "0a1b2c3d4e5f60718293@aai.example",
        "rucio-service",
        "cms.pilot",
        "transfer-robot@site.example",
        "/DC=example/CN=host service",
        "jdoe",
        "host:ce.example",
        "",
    ],
)
def test_opaque_subjects(subject: str) -> None:
    assert not subject_readable(token(sub=subject))
    assert personal_claims(token(sub=subject)) == []


def test_accounts_of_a_pool_are_no_persons() -> None:
    body = {"iss": "pool.example", "sub": "jane.doe@pool.example"}
    idtoken = decode(compact({"alg": "HS256", "kid": "POOL"}, body)).token
    assert not subject_readable(idtoken)
    assert personal_claims(idtoken) == []


def test_personal_data_by_name_and_by_value() -> None:
    body = token(sub="jane@site.example", email="x", name="y", client_id="app", locale="en")
    assert personal_claims(body) == ["email", "name", "sub"]
    assert not subject_readable(token(sub=5))
