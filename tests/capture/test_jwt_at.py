"""Tokens at a place: whole, cut anywhere, redacted, encrypted."""

import base64
import json
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import claims, mint
from tests.signatures import REGISTER
from tokenlint.capture.jwt_at import jwt_at
from tokenlint.capture.wrapped import Kind, Stage

ALGORITHMS = ("ES256", "ES512", "RS256", "EdDSA", "HS256", "none")


def _token(algorithm: str = "ES256") -> bytes:
    return mint(claims(), {"alg": algorithm, "kid": "k", "typ": "JWT"}).encode()


def _part(value: object) -> bytes:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _jwe(encryption: str = "A256GCM", tag: int = 16) -> bytes:
    secret = secrets.token_bytes(tag)
    REGISTER.record(_part(secret).decode())
    header = _part({"alg": "RSA-OAEP-256", "enc": encryption})
    return b".".join((header, _part(b"k" * 256), _part(b"i" * 12), _part(b"c" * 99), _part(secret)))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_whole_tokens_end_where_they_end(algorithm: str) -> None:
    token = _token(algorithm)
    for behind in (b"", b'"', b" and", b"\n"):
        found = jwt_at(b"x " + token + behind, 2)
        assert found is not None
        assert (found.stage, found.kind, found.reason) == (Stage.WHOLE, Kind.JWT, "")
        assert (found.credential == token) is True
        assert found.end == 2 + len(token)


def _stage_of(cut: int, token: bytes) -> Stage:
    first, second = token.index(b"."), token.rindex(b".")
    if cut < first:
        return Stage.HEADER_CUT
    if cut <= first + 2:  # too little of the claims to decode a byte
        return Stage.HEADER
    if cut < second:
        return Stage.CLAIMS_CUT
    return Stage.CLAIMS if cut <= second + 1 else Stage.SIGNATURE_CUT


@given(st.sampled_from(ALGORITHMS[:2] + ALGORITHMS[3:5]), st.integers(8, 2000))
def test_a_token_that_is_cut_anywhere_is_told_so(algorithm: str, cut: int) -> None:
    token = _token(algorithm)
    cut = min(cut, len(token) - 1)
    found = jwt_at(token[:cut], 0)
    assert found is not None
    stage = found.stage
    assert stage in {_stage_of(cut, token), _stage_of(cut + 1, token)}
    assert (found.credential == token[: found.end]) is True
    assert found.end >= cut - 3
    assert found.reason


@pytest.mark.parametrize(
    "mark",
    "...,…,.…,.<redacted>,.[REMOVED],.***,.REDACTED,.xxxxxxxx,.<signature removed>,.{token hidden}"
    ",.signature-removed".split(","),
)
def test_redacted_signatures_are_told(mark: str) -> None:
    token = _token()
    signing_input = token[: token.rindex(b".")]
    found = jwt_at(signing_input + mark.encode() + b'"', 0)
    assert found is not None
    assert (found.stage, found.reason) == (Stage.CLAIMS, "the signature is redacted")
    assert (found.credential == signing_input) is True


def test_redaction_further_ahead_is_told() -> None:
    token = _token()
    header = jwt_at(token.split(b".")[0] + b"...", 0)
    assert header is not None
    assert header.reason == "claims and signature are redacted"
    part = jwt_at(token[:-30] + b"...", 0)
    assert part is not None
    assert (part.stage, part.reason) == (Stage.SIGNATURE_CUT, "the signature is redacted")
    sentence = jwt_at(token[: token.rindex(b".")] + b". More", 0)
    assert sentence is not None
    assert sentence.reason == "no signature"


@pytest.mark.parametrize(("encryption", "tag"), [("A256GCM", 16), ("A256CBC-HS512", 32)])
def test_encrypted_tokens(encryption: str, tag: int) -> None:
    token = _jwe(encryption, tag)
    found = jwt_at(token, 0)
    assert found is not None
    assert (found.kind, found.stage) == (Kind.JWE, Stage.WHOLE)
    assert (found.credential == token) is True
    for cut in (len(token) - 5, token.index(b".") + 20, token.index(b".")):
        part = jwt_at(token[:cut], 0)
        assert part is not None
        assert part.kind is Kind.JWE
        assert not part.whole


def test_the_end_is_looked_for_where_lines_were_joined() -> None:
    token = _token("RS256")
    found = jwt_at(token + b"INFO", 0, (100, len(token)))
    assert found is not None
    assert (found.stage, found.end) == (Stage.WHOLE, len(token))
    plain = jwt_at(token + b"INFO", 0)
    assert plain is not None
    assert plain.stage is Stage.SIGNATURE_CUT


@pytest.mark.parametrize(
    "value",
    [
        {"access_token": "x", "expires_in": 3600},
        {"kty": "RSA", "alg": "RS256", "n": "x", "e": "AQAB"},
        {"a": {"alg": "RS256"}},
        {"alg": 5},
        {},
        [{"alg": "RS256"}],
    ],
)
def test_other_json_in_base64_is_no_token(value: object) -> None:
    for behind in (b"", b".", b".abc.def", b".png"):
        assert jwt_at(_part(value) + behind, 0) is None


def test_two_objects_and_a_dot_are_a_token_without_an_algorithm() -> None:
    found = jwt_at(_part({"kid": "k"}) + b"." + _part({"iss": "x"}) + b".abcd", 0)
    assert found is not None
    assert found.stage is Stage.WHOLE


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "HS256", "RS256"])
def test_a_signature_that_is_too_long_is_told(algorithm: str) -> None:
    found = jwt_at(_token(algorithm) + b"wxyz", 0)
    assert found is not None
    assert found.stage is Stage.SIGNATURE_CUT
    assert "length" in found.reason


def test_no_secret_is_shown() -> None:
    token = _token()
    assert token[:20].decode() not in repr(jwt_at(token, 0))


@given(st.binary(max_size=300), st.integers(0, 300))
def test_any_bytes_are_a_token_or_none(data: bytes, at: int) -> None:
    jwt_at(data, at)
    jwt_at(b"eyJhbGciOi" + data, 0)
    jwt_at(b"eyJhbGciOiJFUzI1NiJ9." + data, 0, (at,))
