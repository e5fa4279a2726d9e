import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given

from tests.credentials.raw import ANY_BYTES, HEADER, compact, encode
from tests.minting import claims, jwks, mint
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import KeySet, keys_from
from tokenlint.credentials.token import Verified
from tokenlint.credentials.verify import Reason, Unverified, verify


def keys(*algorithms: str, **how: Any) -> KeySet:
    return keys_from(json.dumps(jwks(*algorithms, **how)).encode(), "jwks.json")


def check(token: str | bytes, known: KeySet) -> Verified | Unverified:
    data = token.encode() if isinstance(token, str) else token
    return verify(data, decode(data), known)


def reason(token: str | bytes, known: KeySet) -> Reason:
    found = check(token, known)
    assert isinstance(found, Unverified)
    return found.reason


ALL = keys("RS256", "ES256", "ES384", "ES512", "EdDSA", kids=("r", "a", "b", "c", "d"))


@given(ANY_BYTES)
def test_any_bytes(data: bytes) -> None:
    found = check(data, ALL)
    if isinstance(found, Verified):
        assert data.count(b".") == 2


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA"])
def test_signatures_of_known_keys_hold(algorithm: str) -> None:
    token = mint(claims(), {"alg": algorithm, "kid": "key-1"})
    found = check(token, keys(algorithm))
    assert isinstance(found, Verified)
    assert (found.key_id, found.keys_source, found.by_name) == ("key-1", "jwks.json", True)
    assert found.token == decode(token.encode()).token


def test_without_a_matching_name_fitting_keys_are_tried_and_it_is_said() -> None:
    token = mint(claims(), {"alg": "ES256", "kid": "unknown"})
    found = check(token, ALL)
    assert isinstance(found, Verified)
    assert (found.key_id, found.by_name) == ("a", False)


def test_with_a_matching_name_no_other_key_is_tried() -> None:
    token = mint(claims(), owner="matching")
    known = KeySet(
        keys("RS256", owner="other").keys + keys("RS256", kids=("key-2",)).keys, "jwks.json"
    )
    found = check(token, known)
    assert isinstance(found, Unverified)
    assert (found.reason, found.tried, found.by_name) == (Reason.INVALID, 1, True)


def test_two_keys_of_one_name_are_both_tried() -> None:
    known = KeySet(keys("RS256", owner="other").keys + keys("RS256").keys, "jwks.json")
    assert isinstance(check(mint(claims()), known), Verified)


def test_a_foreign_signature_is_invalid() -> None:
    assert reason(mint(claims(), owner="other"), keys("RS256")) is Reason.INVALID
    nameless = mint(claims(), {"alg": "RS256"}, owner="other")
    assert reason(nameless, keys("RS256")) is Reason.INVALID


def test_a_changed_claim_is_invalid() -> None:
    header, _, signature = mint(claims()).split(".")
    changed = (
        f"{header}.{encode(json.dumps(claims(scope='storage.modify:/'))).decode()}.{signature}"
    )
    assert reason(changed, keys("RS256")) is Reason.INVALID


def test_no_key_fits() -> None:
    assert reason(mint(claims()), KeySet((), "x")) is Reason.NO_MATCHING_KEY
    assert reason(mint(claims(), {"alg": "ES256"}), keys("ES384")) is Reason.NO_MATCHING_KEY
    known = keys("ES256")  # of the name `key-1`, which an RSA signature asks for
    found = check(mint(claims()), known)
    assert isinstance(found, Unverified)
    assert (found.reason, found.by_name) == (Reason.NO_MATCHING_KEY, True)


def test_what_stands_around_the_token_does_not_matter() -> None:
    assert isinstance(check(f"Bearer {mint(claims())}\n", keys("RS256")), Verified)


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="not the token"):
        verify(mint(claims(sub="a")).encode(), decode(mint(claims(sub="b")).encode()), ALL)


@pytest.mark.parametrize("data", [b"", b"x.y", b"x.y.z", b"....", mint({}).rpartition(".")[0]])
def test_what_is_no_signed_token_is_unsupported(data: bytes | str) -> None:
    assert reason(data, ALL) is Reason.UNSUPPORTED


class TestKnownVulnerabilities:
    """One test for each published weakness of JWT verification."""

    @pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "NONE", ""])
    def test_none(self, algorithm: str) -> None:
        for signature in (b"", bytes(range(64))):
            token = compact({"alg": algorithm, "kid": "r"}, claims(), signature)
            assert reason(token, ALL) is Reason.UNSUPPORTED

    def test_a_public_key_as_hmac_secret(self) -> None:
        import hashlib
        import hmac

        (key,) = keys("RS256").keys
        secret = key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        unsigned = compact({"alg": "HS256", "kid": "key-1"}, claims(), b"").rpartition(b".")[0]
        token = unsigned + b"." + encode(hmac.digest(secret, unsigned, hashlib.sha256))
        assert reason(token, keys("RS256")) is Reason.UNSUPPORTED
        assert reason(token, keys_from(secret, "key.pem")) is Reason.UNSUPPORTED

    def test_a_symmetric_key_in_the_set_is_never_used(self) -> None:
        token = mint(claims(), {"alg": "HS256", "kid": "key-1"})
        known = keys("HS256")
        assert known.keys == ()
        assert reason(token, known) is Reason.UNSUPPORTED

    @pytest.mark.parametrize(
        "key_id", ["../../dev/null", "' OR '1'='1", "key-1\0", "KEY-1", ["key-1"], {"a": 1}, ""]
    )
    def test_injection_through_the_key_id(self, key_id: Any) -> None:
        token = mint(claims(), {"alg": "RS256", "kid": key_id}, owner="other")
        found = check(token, keys("RS256"))
        assert isinstance(found, Unverified)
        assert (found.reason, found.by_name) == (Reason.INVALID, False)

    @pytest.mark.parametrize("member", ["jwk", "jku", "x5u", "x5c"])
    def test_a_key_from_the_token(self, member: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("a connection was opened")

        monkeypatch.setattr("socket.socket.connect", refuse)
        (attacker,) = jwks("RS256", owner="attacker")["keys"]
        value = attacker if member == "jwk" else "https://attacker.example/jwks.json"
        header = HEADER | {"kid": "attacker", member: value}
        token = mint(claims(), header, owner="attacker")
        assert reason(token, keys("RS256")) is Reason.INVALID

    @pytest.mark.parametrize(("algorithm", "size"), [("ES256", 64), ("ES384", 96), ("ES512", 132)])
    def test_psychic_signature(self, algorithm: str, size: int) -> None:
        token = compact({"alg": algorithm}, claims(), bytes(size))
        assert reason(token, ALL) is Reason.INVALID

    def test_a_doubled_algorithm(self) -> None:
        token = compact('{"alg":"RS256","alg":"none","kid":"r"}', claims(), b"x" * 256)
        assert reason(token, ALL) is Reason.UNSUPPORTED
        token = compact('{"alg":"none","alg":"RS256","kid":"r"}', claims(), b"x" * 256)
        assert reason(token, ALL) is Reason.INVALID

    @pytest.mark.parametrize("critical", [["exp"], ["b64"], [], "x", ["made-up"]])
    def test_a_critical_extension_is_not_ignored(self, critical: Any) -> None:
        token = mint(claims(), HEADER | {"crit": critical, "made-up": 1})
        assert reason(token, keys("RS256")) is Reason.UNSUPPORTED

    def test_an_unencoded_payload(self) -> None:
        token = mint(claims(), HEADER | {"b64": False})
        assert reason(token, keys("RS256")) is Reason.UNSUPPORTED

    def test_an_encrypted_token_is_never_verified(self) -> None:
        header = encode(json.dumps({"alg": "dir", "enc": "A128GCM", "zip": "DEF"}))
        assert reason(header + b"..AAAA.AAAA.AAAA", ALL) is Reason.UNSUPPORTED

    def test_parts_behind_the_signature(self) -> None:
        assert reason(mint(claims()) + ".AAAA", keys("RS256")) is Reason.UNSUPPORTED

    def test_another_curve_than_the_algorithm_says(self) -> None:
        token = mint(claims(), {"alg": "ES384", "kid": "a"})
        assert reason(token, ALL) is Reason.NO_MATCHING_KEY


def test_no_result_shows_the_signature() -> None:
    token = mint(claims())
    for known in (keys("RS256"), keys("RS256", owner="other")):
        assert token.rpartition(".")[2] not in repr(check(token, known))
