"""A signature that was taken away is replaced by one of which only the length is right."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.raw import compact
from tests.judging import QUICK_HEADER, reader
from tests.minting import claims, jwks, mint
from tests.scan.sieving import RSA_HEADER, Sifter, regular, unsigned
from tests.token_claims import claim_sets
from tokenlint.credentials.anomaly import AnomalyKind
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import keys_from
from tokenlint.credentials.quick import quick_claims
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.scan.cut import with_some_signature
from tokenlint.scan.judge import subject_of
from tokenlint.source import Source

ALGORITHMS = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    "Ed25519", "HS256", "HS384", "HS512", "none", "made-up", 7, None,
]  # fmt: skip
HERE = Source("-")
KEYS = keys_from(json.dumps(jwks("ES256", "RS256")).encode(), "jwks.json")


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=str)
@pytest.mark.parametrize("end", [b"", b".", b".AAAA", b"." + b"B" * 200], ids=range(4))
def test_it_is_whole_for_every_algorithm(algorithm: Any, end: bytes) -> None:
    beginning = compact({"alg": algorithm, "kid": "key-1"}, claims(), b"")
    token = with_some_signature(beginning.removesuffix(b".") + end)
    assert token.startswith(beginning)
    kinds = {each.kind for each in decode(token).token.anomalies}
    assert not kinds & {AnomalyKind.TRUNCATED, AnomalyKind.NON_CANONICAL_BASE64}
    assert set(token.rpartition(b".")[2]) == set(b"A")


@given(claim_sets(), st.sampled_from([QUICK_HEADER, RSA_HEADER]))
def test_it_is_judged_like_the_token_it_was(body: dict[str, Any], header: dict[str, Any]) -> None:
    whole = mint(body, header).encode()
    cut = with_some_signature(whole.rpartition(b".")[0])
    assert len(cut) == len(whole)
    assert (quick_claims(cut) is None) is (quick_claims(whole) is None)
    one, other = reader().token(whole, HERE), reader().token(cut, HERE)
    assert one.facts == other.facts
    assert one.token.fingerprint == other.token.fingerprint
    assert one.view.vector == other.view.vector


@pytest.mark.parametrize("number", range(len(unsigned())))
@pytest.mark.parametrize("keys", [False, True])
def test_nobody_says_that_the_signature_is_wrong(number: int, *, keys: bool) -> None:
    """There is none: with keys or without, such a token is only a claim."""
    with_keys = reader(keys=KEYS if keys else None)
    found = Sifter(keys=KEYS if keys else None).summary(b"x " + unsigned()[number].shown + b"\n")
    (tally,) = found.shapes.values()
    subject = subject_of(tally.example, HERE, with_keys)
    assert isinstance(subject, TokenSubject)
    assert (tally.example.whole, tally.example.verification) == (False, "claimed")
    assert subject.document.facts["signature"] == "cut off or redacted"
    assert subject.facts == _claimed(unsigned()[number].judged)


def _claimed(token: bytes) -> Any:
    return reader().token(token, HERE).facts


def test_what_is_kept_of_a_cut_token_holds_nothing_of_its_signature() -> None:
    for each in unsigned():
        signature = each.judged.rpartition(b".")[2] or regular()[0].rpartition(b".")[2]
        assert signature[:20] not in with_some_signature(each.shown)
        example = next(iter(Sifter().summary(each.shown).shapes.values())).example
        assert signature[:20] not in repr(tuple(example)).encode()
