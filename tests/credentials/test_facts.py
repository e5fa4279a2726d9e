import pytest

from tests.credentials.raw import HEADER, compact
from tests.credentials.schema import assert_valid
from tests.minting import claims, mint
from tokenlint.credentials.facts import anomaly_of, size_fact, token_facts
from tokenlint.credentials.jwt import decode

_LIMITS = {"token_bytes_recommended": 4096, "token_bytes_limit": 8192}


@pytest.mark.parametrize(
    ("size", "fact"),
    [
        (4096, "normal"),
        (4097, "over-recommended"),
        (8192, "over-recommended"),
        (8193, "over-limit"),
    ],
)
def test_sizes(size: int, fact: str) -> None:
    assert size_fact(size, _LIMITS) == fact


@pytest.mark.parametrize("verification", ["claimed", "verified", "invalid", "no-matching-key"])
def test_a_token_with_its_verification(verification: str) -> None:
    token = decode(mint(claims()).encode()).token
    facts = token_facts(token, _LIMITS, verification=verification, token_id_reused=True)
    assert_valid(facts, "token")
    assert facts["verification"] == verification
    assert facts["claims"]["token_id_reused"]
    assert facts["header"]["algorithm"] == "rsa"


def test_facts_hold_no_identity() -> None:
    body = claims(sub="somebody-special", email="jane@site.example", jti="very-special-id")
    text = str(token_facts(decode(mint(body).encode()).token, _LIMITS))
    for letters in ("somebody", "jane", "very-special", "/data", "issuer.example", "key-1"):
        assert letters not in text


def test_the_anomaly_behind_a_fact() -> None:
    token = decode(compact(HEADER, '{"sub":1,"sub":2,"x":{"aud":1,"aud":2}}')).token
    facts = token_facts(token, _LIMITS)["anomalies"]
    assert [fact["member"] for fact in facts] == ["sub", "other"]
    assert anomaly_of(token, 1).pointer == "/x/aud"
