import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.certificates import authority
from tests.credentials.raw import VALUES
from tests.minting import jwks
from tokenlint.credentials.keys import MAX_BYTES, MAX_KEYS, KeySet, keys_from, read_keys


def read(document: Any) -> KeySet:
    return keys_from(json.dumps(document).encode(), "keys.json")


def reasons(found: KeySet) -> str:
    return " ".join(problem.reason for problem in found.problems)


def pem(key: Any) -> bytes:
    return bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


@given(st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_give_a_set_or_a_problem(data: bytes) -> None:
    found = keys_from(data, "x")
    assert found.keys or found.problems


@given(st.dictionaries(st.sampled_from("kty n e crv x y kid use key_ops alg".split()), VALUES))
def test_any_members_give_a_key_or_a_problem(member: dict[str, Any]) -> None:
    found = read({"keys": [member]})
    assert len(found.keys) + len(found.problems) == 1


@pytest.mark.parametrize("algorithm", ["RS256", "PS384", "ES256", "ES384", "ES512", "EdDSA"])
def test_public_keys_of_a_set(algorithm: str) -> None:
    (key,) = read(jwks(algorithm)).keys
    assert (key.key_id, key.algorithms) == ("key-1", {algorithm})


def test_a_key_without_algorithm_has_those_of_its_type() -> None:
    (member,) = jwks("RS256")["keys"]
    del member["alg"], member["kid"]
    (key,) = read(member).keys  # a single key, no set
    assert key.key_id == ""
    assert {"RS256", "PS512"} <= key.algorithms
    assert not any(name.startswith("HS") for name in key.algorithms)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kty": "oct", "k": "c2VjcmV0"}, "type"),
        ({"kty": ["RSA"]}, "type"),
        ({"use": "enc"}, "verifying"),
        ({"key_ops": ["sign"]}, "verifying"),
        ({"key_ops": 5}, "verifying"),
        ({"d": "AQAB"}, "private key"),
        ({"n": None}, "no key"),
        ({"n": "!"}, "no key"),
        ({"alg": "HS256"}, "algorithm"),
        ({"alg": "RSA-OAEP"}, "algorithm"),
    ],
)
def test_keys_that_are_not_used(change: dict[str, Any], reason: str) -> None:
    (member,) = jwks("RS256")["keys"]
    found = read({"keys": [member | change]})
    assert found.keys == ()
    assert reason in reasons(found)
    assert found.problems[0].source.pointer == "/keys/0"


def test_one_bad_key_does_not_hide_the_others() -> None:
    found = read({"keys": [5, *jwks("RS256", "ES256")["keys"], {"kty": "EC", "crv": "P-256"}]})
    assert len(found.keys) == 2
    assert [problem.source.pointer for problem in found.problems] == ["/keys/0", "/keys/3"]


def test_a_short_rsa_key_is_refused() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    assert "1024 bits" in reasons(keys_from(pem(short), "short.pem"))


def test_pem_files() -> None:
    keys = [
        ec.generate_private_key(ec.SECP256R1()),
        ed25519.Ed25519PrivateKey.generate(),
        ed448.Ed448PrivateKey.generate(),
    ]
    found = keys_from(b"".join(pem(key.public_key()) for key in keys), "keys.pem")
    assert [set(key.algorithms) for key in found.keys] == [{"ES256"}, {"EdDSA"}, {"EdDSA"}]
    assert found.problems == ()


def test_a_certificate_is_taken_for_its_key() -> None:
    found = keys_from(authority().certificate_pem, "ca.pem")
    assert [set(key.algorithms) for key in found.keys] == [{"ES256"}]


def test_other_pem_blocks_are_not_used() -> None:
    private = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    assert "private key" in reasons(keys_from(private, "x"))
    other = dsa.generate_private_key(1024).public_key()
    assert "not supported" in reasons(keys_from(pem(other), "x"))
    koblitz = ec.generate_private_key(ec.SECP256K1()).public_key()
    assert "not supported" in reasons(keys_from(pem(koblitz), "x"))
    broken = b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
    assert "no public key" in reasons(keys_from(broken, "x"))
    assert keys_from(b"-----BEGIN PUBLIC KEY-----", "x").problems


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "syntax"),
        (b"[" * 100_000, "syntax"),
        (b"5", "schema"),
        (b"[]", "schema"),
        (b'{"keys":5}', "schema"),
        (b'{"keys":[]}', "schema"),
        (b" " * (MAX_BYTES + 1), "oversize"),
    ],
)
def test_what_is_no_key_set(data: bytes, kind: str) -> None:
    found = keys_from(data, "x")
    assert (found.keys, [problem.kind for problem in found.problems]) == ((), [kind])
    assert found.problems[0].advice


def test_the_number_of_keys_is_bounded() -> None:
    found = read({"keys": [5] * (MAX_KEYS + 10)})
    assert len(found.problems) == MAX_KEYS + 1
    assert found.problems[-1].kind == "oversize"


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(jwks("ES256")))
    assert len(read_keys(file).keys) == 1
    assert read_keys(file).source == str(file)
    assert read_keys(tmp_path).problems[0].kind == "unreadable"
    assert read_keys(tmp_path / "absent").problems[0].source.file.endswith("absent")
    assert read_keys(Path("a\0b")).problems[0].kind == "unreadable"
