import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.credentials.raw import (
    ANY_BYTES,
    HEADER,
    HEADERS,
    NAMES,
    OBJECT_TEXTS,
    TEXTS,
    compact,
    encode,
)
from tests.effort import examples
from tests.minting import claims, mint
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.quick import LONGEST, quick_claims, token_of

_FLAT = st.dictionaries(
    NAMES,
    TEXTS
    | st.integers(-(2**65), 2**65)
    | st.booleans()
    | st.none()
    | st.lists(TEXTS | st.integers(), max_size=3)
    | st.dictionaries(NAMES, TEXTS | st.integers(), max_size=3),
    max_size=8,
).map(lambda body: json.dumps(body, separators=(",", ":")))
_JSON_LIKE = st.text('{}[]":, \\/ab1e.-+tnulfrsy', max_size=40).map(
    lambda inner: f'{{"a":{inner}}}'
)


def _agree(data: bytes) -> None:
    """Whenever the short way gives an answer, the forensic way gives the very same."""
    quick = quick_claims(data)
    token = decode(data).token
    if quick is not None:
        assert token.anomalies == ()
        assert repr(quick.claims) == repr(token.claims)
        assert token_of(quick) == token


@given(ANY_BYTES)
def test_the_short_way_is_sound_on_any_bytes(data: bytes) -> None:
    _agree(data)


@settings(max_examples=examples(120))
@given(HEADERS, OBJECT_TEXTS | _FLAT | _JSON_LIKE)
@example(HEADER, '{"a":":b","a":1}')
@example(HEADER, '{"a" :1,"a":2}')
@example(HEADER, '{"a"\n:1,"a":2}')
@example(HEADER, '{"a":1,"a" :2}')
@example(HEADER, '{"a":1e5}')
@example(HEADER, '{"a":-0}')
@example(HEADER, '{"a":"\\/\\/"}')
@example(HEADER, '{"a":"\\\\/"}')
@example(HEADER, '{"a":{"b":1},"b":2}')
def test_the_short_way_is_sound_on_odd_claims(header: dict[str, Any], body: str) -> None:
    _agree(compact(header, body))


@given(st.text("AQgwBCx-_+/=", max_size=8), st.text("AQgwBCx-_+/=.", max_size=8))
def test_the_short_way_is_sound_on_odd_segments(payload_end: str, signature_end: str) -> None:
    head, body, signature = compact(HEADER, claims()).split(b".")
    _agree(b".".join((head, body + payload_end.encode(), signature + signature_end.encode())))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA", "HS256"])
def test_ordinary_tokens_take_it(algorithm: str) -> None:
    header = {"alg": algorithm, "kid": "key-1"}
    token = mint(claims(**{"wlcg.groups": ["/cms"], "act": {"sub": "x"}}), header).encode()
    quick = quick_claims(token)
    assert quick is not None
    assert token_of(quick) == decode(token).token
    assert quick.header_segment == token.split(b".")[0]


def test_slashes_that_java_escapes_take_it() -> None:
    text = json.dumps(claims(), separators=(",", ":")).replace("/", "\\/")
    quick = quick_claims(compact(HEADER, text))
    assert quick is not None
    assert quick.claims == claims()


@pytest.mark.parametrize(
    "body",
    [
        '{"a":1,"a":2}',
        '{"a":{"b":1,"b":2}}',
        '{"a":"\\u0041"}',
        '{"a":"é"}',
        '{ "a":1}x',
        '["a"]',
        '{"a":NaN}',
        '{"a":1.5}',
        '{"a":99999999999999999999}',
        '{"a":[[1]]}',
        '{"a":{"b":[1]}}',
        '{"a":"eyJhbGciOiJub25lIn0.eyJhIjoxfQ."}',
        '{"a":' + "[" * 100 + "]" * 100 + "}",
    ],
)
def test_whatever_could_be_odd_takes_the_long_way(body: str) -> None:
    assert quick_claims(compact(HEADER, body)) is None


def test_other_shapes_take_the_long_way() -> None:
    good = compact(HEADER, claims())
    assert quick_claims(good)
    for data in (
        good + b"\n",
        good + b".",
        good + b"=",
        good.rpartition(b".")[0] + b".",
        good[:-10],
        good[:-1] + b"B",  # stray bits behind the signature
        b"A." + good.partition(b".")[2],
        compact('{"alg":"RS256","alg":"RS256"}', claims()),
        compact(HEADER, claims(x="y" * LONGEST)),
        encode("{}") + b"." + encode("{}") + b"A.AAAA",
    ):
        assert quick_claims(data) is None


def test_the_repr_shows_nothing() -> None:
    token = mint(claims()).encode()
    assert repr(quick_claims(token)) == f"QuickToken(size={len(token)})"
