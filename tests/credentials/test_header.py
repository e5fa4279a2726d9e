from typing import Any

import pytest

from tests.credentials.raw import compact
from tests.credentials.schema import assert_valid
from tokenlint.credentials.header import header_facts
from tokenlint.credentials.jwt import decode


def facts(**header: Any) -> dict[str, Any]:
    found = header_facts(decode(compact(header, {})).token)
    assert_valid(found, "header")
    return found


@pytest.mark.parametrize(
    ("value", "expected", "allowed"),
    [
        ("RS256", "rsa", True),
        ("ES512", "ec", True),
        ("ES256K", "ec", False),
        ("PS256", "rsa-pss", False),
        ("EdDSA", "eddsa", False),
        ("HS256", "hmac", False),
        ("none", "none", False),
        ("nOnE", "none", False),
        ("rs256", "unknown", False),
        (5, "wrong-type", False),
        (["RS256"], "wrong-type", False),
    ],
)
def test_algorithms(value: Any, expected: str, allowed: bool) -> None:
    found = facts(alg=value)
    assert (found["algorithm"], found["allowed"]) == (expected, allowed)


@pytest.mark.parametrize(
    "key_id",
    [
        "../../../dev/null",
        "/dev/null",
        "/etc/keys.pem",
        "C:\\keys",
        "https://attacker.example/k",
        "x' UNION SELECT 'key",
        "k; drop table",
        "key|id",
        "$(id)",
        "a\x00b",
        "k" * 300,
        "%s && x",
    ],
)
def test_key_ids_that_would_steer_a_look_up(key_id: str) -> None:
    assert facts(kid=key_id)["key_id"] == "suspicious"


@pytest.mark.parametrize(
    "key_id",
    [
        "rsa1",
        "cern-2026",
        "POOL",
        "b7f1c9e0-0b1c",
        "dGhpcw",
        "/9j+4AAQ=",
        "key 1",
        "host.example#1",
    ],
)
def test_ordinary_key_ids(key_id: str) -> None:
    assert facts(kid=key_id)["key_id"] == "present"


def test_other_key_ids() -> None:
    assert [facts(**h)["key_id"] for h in ({}, {"kid": " "}, {"kid": 1})] == [
        "missing",
        "empty",
        "wrong-type",
    ]


@pytest.mark.parametrize(
    ("value", "names", "malformed"),
    [
        (["b64"], ["b64"], False),
        (["z", "a", "a"], ["a", "z"], False),
        ([], [], True),
        ("b64", [], True),
        ([1, "a"], ["a"], True),
        ([f"{n:03}" for n in range(100)], [f"{n:03}" for n in range(16)], False),
        (["\ud800"], ["?"], False),
    ],
)
def test_critical_members(value: Any, names: list[str], malformed: bool) -> None:
    found = facts(crit=value)
    assert (found["critical"], found["critical_malformed"]) == (names, malformed)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("JWT", "jwt"),
        ("application/jwt", "jwt"),
        ("AT+JWT", "at+jwt"),
        ("id_token", "id-token"),
        ("x", "other"),
        (1, "wrong-type"),
    ],
)
def test_types(value: Any, expected: str) -> None:
    assert facts(typ=value)["type"] == expected


def test_an_empty_header() -> None:
    found = facts()
    assert (found["algorithm"], found["type"], found["key_carriers"]) == ("missing", "missing", [])
