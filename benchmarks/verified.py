"""Signatures at volume: a scan that verifies each token, against the bare verification calls."""

import base64
import gc
import json
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from benchmarks.captured import claims_of
from benchmarks.measure import in_turn, row, seconds_of, title
from tokenlint import shipped
from tokenlint.capture.chunks import Chunk
from tokenlint.policy.settings import Settings
from tokenlint.scan.counts import Counts
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles
from tokenlint.scan.sieve import Sieve
from tokenlint.scan.sketch import HIGHEST
from tokenlint.scan.worker import Setup
from tokenlint.trustspace.calibration import Calibration

_COUNT = 10_000
_RUNS = 5
_LEAST_RATIO = 0.8
_BEFORE = 1_000_000  # tokens
_HALF = 32  # bytes of each number of a signature of ES256
Bare = Callable[[bytes, bytes], None]


def run() -> None:
    """Distinct tokens of 500 shapes, each verified once, with a key of the set for each name."""
    title(f"Signatures ({_COUNT:,} distinct tokens, one core, median of {_RUNS} in turn)")
    _algorithm("RS256", rsa.generate_private_key(65537, 2048), RSAAlgorithm)
    _algorithm("ES256", ec.generate_private_key(ec.SECP256R1()), ECAlgorithm)


def _algorithm(name: str, key: Any, form: Any) -> None:
    chance = random.Random(3)  # noqa: S311 - the same claims in every run
    tokens = [
        jwt.encode(claims_of(number, chance), key, name, headers={"kid": "key-1"})
        for number in range(2 * _COUNT)
    ]
    public = form.to_jwk(key.public_key(), as_dict=True) | {"kid": "key-1", "alg": name}
    keys = json.dumps({"keys": [public]}).encode()
    parts = [_parts(token) for token in tokens[_COUNT:]]
    first, second = (_lines(tokens[:_COUNT]), _lines(tokens[_COUNT:]))
    bare = _bare(name, key.public_key())
    seconds = in_turn(
        _RUNS,
        {
            "scan": lambda: _scan(first, second, keys),
            "bare": lambda: seconds_of(lambda: [bare(*part) for part in parts]),
        },
    )
    ratio = seconds["bare"] / seconds["scan"]
    row(f"{name}: scan with --jwks", f"{_COUNT / seconds['scan']:,.0f} /s")
    row(f"{name}: the bare calls", f"{_COUNT / seconds['bare']:,.0f} /s")
    row("  rate against these", f"{ratio:.2f}", f">= {_LEAST_RATIO}", met=ratio >= _LEAST_RATIO)


def _lines(tokens: Sequence[str]) -> bytes:
    return "".join(f'{{"token": "{token}"}}\n' for token in tokens).encode()


def _parts(token: str) -> tuple[bytes, bytes]:
    signed, _, signature = token.rpartition(".")
    return base64.urlsafe_b64decode(signature + "=="), signed.encode()


def _bare(name: str, public: Any) -> Bare:
    digest = SHA256()
    if name == "RS256":
        scheme = padding.PKCS1v15()
        return lambda signature, signed: public.verify(signature, signed, scheme, digest)
    curve = ec.ECDSA(digest)

    def check(signature: bytes, signed: bytes) -> None:
        one, other = (int.from_bytes(each) for each in (signature[:_HALF], signature[_HALF:]))
        public.verify(encode_dss_signature(one, other), signed, curve)

    return check


def _scan(first: bytes, second: bytes, keys: bytes) -> float:
    """Seconds for the second half; the first one teaches the shapes, which both halves have."""
    limits = shipped.compiled()["limits"]
    settings = Settings(int(time.time()), limits, frozenset())
    setup = Setup(settings, Calibration.default(), keys=keys, keys_name="keys.json")
    counts = Counts()
    sieve = Sieve(Needles(), LongWay(setup.reader(), counts), counts)
    sieve.take(Chunk(first, 0))
    _fill(counts)
    gc.freeze()  # as a worker does
    seconds = seconds_of(lambda: sieve.take(Chunk(second, 0)))
    gc.unfreeze()
    summary = counts.summary()
    words = {tally.example.verification for tally in summary.shapes.values()}
    if summary.tokens != 2 * _COUNT or words != {"verified"}:
        raise SystemExit(f"{summary.tokens} of {2 * _COUNT} tokens are {', '.join(words)}")
    return seconds


def _fill(counts: Counts) -> None:
    """As if a million tokens had come before: the sketches hold as much as they will."""
    for sketch in (counts.distinct, counts.ids, counts.subjects):
        for head in range(0, HIGHEST, HIGHEST // _BEFORE):
            if head <= sketch.limit:
                sketch.add(head, head, None if sketch is not counts.ids else ())
