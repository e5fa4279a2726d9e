"""At volume a signature is told by the same words as alone, and looked at once."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.credentials.raw import ANY_BYTES, compact, encode
from tests.judging import reader
from tests.minting import claims, jwks, mint
from tests.scan.sieving import Sifter
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import Key, KeySet, keys_from
from tokenlint.credentials.token import Verified
from tokenlint.credentials.verify import verify
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.scan import verifier as module
from tokenlint.scan.judge import subject_of
from tokenlint.scan.lane import Lane
from tokenlint.scan.verifier import Verifier
from tokenlint.source import Source

BY_NAME = {"RS256": "r", "ES256": "e"}


def keys(*algorithms: str, **how: Any) -> KeySet:
    return keys_from(json.dumps(jwks(*algorithms, **how)).encode(), "jwks.json")


def _for_any_algorithm(known: dict[str, Any]) -> KeySet:
    bare = [{name: each[name] for name in each if name != "alg"} for each in known["keys"]]
    return keys_from(json.dumps({"keys": bare}).encode(), "jwks.json")


KEYS = _for_any_algorithm(jwks("RS256", "ES256", "ES384", "EdDSA", kids=("r", "e", "f", "g")))
NARROW = keys("RS256", "ES256", kids=("r", "e"))
TWICE = KeySet((*keys("RS256", owner="other", kids=("r",)).keys, *KEYS.keys), "jwks.json")
NAMELESS = KeySet(tuple(Key("", key.algorithms, key.public) for key in KEYS.keys), "jwks.json")
SETS = {"any": KEYS, "narrow": NARROW, "two of a name": TWICE, "nameless": NAMELESS}


def alone(token: bytes, known: KeySet) -> str:
    """The word of `credentials.verify`."""
    found = verify(token, decode(token), known)
    return "verified" if isinstance(found, Verified) else found.reason.value


def at_volume(token: bytes, verifier: Verifier) -> str:
    """The word of the hot path."""
    signed, _, signature = token.rpartition(b".")
    segment = signed.partition(b".")[0]
    lane = Lane(segment, decode(token).token.header, 0)
    return verifier.word(lane, signed, signature)


def _minted(header: dict[str, Any], **how: Any) -> bytes:
    return mint(claims(), header, **how).encode()


def _signature(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change of the signature's bytes."""

    def changed(token: bytes) -> bytes:
        signed, _, signature = token.rpartition(b".")
        data = base64.urlsafe_b64decode(signature + b"==")
        return signed + b"." + encode(change(data))

    return changed


def _wider(data: bytes) -> bytes:
    """The same two numbers of a curve, or the same number of RSA, with zeros before them."""
    half = len(data) // 2
    return b"\0" + data[:half] + b"\0" + data[half:]


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "right": lambda token: token,
    "another claim": lambda token: token.replace(b".", b".eyJ9", 1),
    "flipped": _signature(lambda data: bytes([data[0] ^ 1]) + data[1:]),
    "last flipped": _signature(lambda data: data[:-1] + bytes([data[-1] ^ 1])),
    "wider": _signature(_wider),
    "wider at the end": _signature(
        lambda data: data[: len(data) // 2] + b"\0" + data[len(data) // 2 :]
    ),
    "longer": _signature(lambda data: data + b"\0"),
    "much longer": _signature(lambda data: data + data),
    "shorter": _signature(lambda data: data[:-1]),
    "zeros": _signature(lambda data: bytes(len(data))),
    "ones": _signature(lambda data: b"\xff" * len(data)),
    "swapped": _signature(lambda data: data[len(data) // 2 :] + data[: len(data) // 2]),
}
HEADERS: dict[str, dict[str, Any]] = {
    "RS256 by name": {"alg": "RS256", "kid": "r"},
    "ES256 by name": {"alg": "ES256", "kid": "e"},
    "RS384 by name": {"alg": "RS384", "kid": "r"},
    "PS256 by name": {"alg": "PS256", "kid": "r"},
    "ES384 by name": {"alg": "ES384", "kid": "f"},
    "EdDSA by name": {"alg": "EdDSA", "kid": "g"},
    "RS256 without a name": {"alg": "RS256"},
    "ES256 of no known name": {"alg": "ES256", "kid": "unknown"},
    "a name that is no text": {"alg": "RS256", "kid": ["r"]},
    "RS256 by the name of a curve": {"alg": "RS256", "kid": "e"},
    "ES256 by the name of RSA": {"alg": "ES256", "kid": "r"},
    "another curve": {"alg": "ES384", "kid": "e"},
    "an extension": {"alg": "RS256", "kid": "r", "crit": ["made-up"], "made-up": 1},
    "an unencoded payload": {"alg": "ES256", "kid": "e", "b64": False},
    "a shared secret": {"alg": "HS256", "kid": "r"},
}


@pytest.mark.parametrize("known", SETS)
@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("owner", ["matching", "other"])
def test_the_word_is_that_of_a_token_alone(header: str, known: str, owner: str) -> None:
    token = _minted(HEADERS[header], owner=owner)
    for name, change in CHANGES.items():
        changed = change(token)
        assert at_volume(changed, Verifier(SETS[known])) == alone(changed, SETS[known]), name
    assert Verifier(SETS[known]).any_word(token) == alone(token, SETS[known])


def test_right_ones_are_verified_by_the_primitives_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above compares one way with itself."""
    monkeypatch.setattr(module, "verify", None)
    for algorithm, name in BY_NAME.items():
        token = _minted({"alg": algorithm, "kid": name})
        assert at_volume(token, Verifier(KEYS)) == "verified"


@hypothesis_settings(max_examples=60)
@given(st.sampled_from(sorted(BY_NAME)), st.binary(max_size=300))
def test_no_other_signature_is_verified(algorithm: str, signature: bytes) -> None:
    header = {"alg": algorithm, "kid": BY_NAME[algorithm]}
    token = compact(header, claims(), signature)
    assert at_volume(token, Verifier(KEYS)) == alone(token, KEYS) != "verified"


@hypothesis_settings(max_examples=30)
@given(ANY_BYTES)
def test_any_bytes_have_a_word(data: bytes) -> None:
    assert Verifier(KEYS).any_word(data) == alone(data, KEYS)


TOKENS = [
    mint(claims(jti=f"token-{number}"), header, owner=owner).encode()
    for number in range(3)
    for header in ({"alg": "RS256", "kid": "r"}, {"alg": "ES256", "kid": "e"}, {"alg": "RS384"})
    for owner in ("matching", "other")
]


def test_each_distinct_token_is_verified_once() -> None:
    """On whichever way it comes: the first of its kind, a known one, wrapped in something."""
    sifter = Sifter(keys=KEYS)
    verifier = sifter.long_way.verifier
    assert verifier is not None
    lines = [token + b"\n" for token in TOKENS] * 3
    lines += [base64.b64encode(token) + b"\n" for token in TOKENS]
    found = sifter.summary(*lines)
    assert found.tokens == len(lines)
    assert verifier.verified == len(TOKENS) == 2 * found.distinct.count  # each by two keys


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KNOWN", 2)
    verifier = Verifier(KEYS)
    for _ in range(2):
        for token in TOKENS:
            assert verifier.any_word(token) == alone(token, KEYS)
    assert len(verifier._known) == 2
    assert verifier.verified == 2 * len(TOKENS) - 2


def test_nothing_of_a_token_is_remembered() -> None:
    verifier = Verifier(KEYS)
    for token in TOKENS:
        at_volume(token, verifier)
    assert {type(key) for key in verifier._known} == {int}
    assert set(verifier._known.values()) == {"verified", "invalid"}


@pytest.mark.parametrize("known", SETS)
def test_a_scan_tells_tokens_of_different_results_apart(known: str) -> None:
    """As different shapes, each with the words that a token alone would have."""
    sifter = Sifter(keys=SETS[known])
    text = b"".join(token + b"\n" for token in TOKENS)
    for _ in range(2):
        found = sifter.summary(text)
        told: dict[str, int] = {}
        for tally in found.shapes.values():
            subject = subject_of(tally.example, Source("-"), reader())
            assert isinstance(subject, TokenSubject)
            told[subject.verification] = told.get(subject.verification, 0) + tally.count
        words = [alone(token, SETS[known]) for token in TOKENS]
        assert told == {word: words.count(word) for word in words}
