import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.credentials.compact import unwrap

_LETTERS = st.text("abcXYZ019-_", min_size=4).map(str.encode)
_TOKENS = st.tuples(_LETTERS, _LETTERS, _LETTERS).map(b".".join)


@given(st.binary(), st.integers(0, 100))
def test_any_bytes_and_any_bound(data: bytes, most: int) -> None:
    compact = unwrap(data, most)
    assert compact.size >= len(compact.text) or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert repr(compact) == f"Compact(size={compact.size})"


@given(_TOKENS)
def test_a_plain_token_stays_as_it_is(token: bytes) -> None:
    compact = unwrap(token, 1000)
    assert (compact.text, compact.size, compact.anomalies) == (token, len(token), ())


@given(
    _TOKENS, st.sampled_from((b"Bearer ", b"bearer: ", b"TOKEN=", b"access_token: ", b'"', b"`"))
)
def test_what_stands_before_a_token_is_noted(token: bytes, prefix: bytes) -> None:
    end = prefix if len(prefix) == 1 else b""
    compact = unwrap(prefix + token + end, 1000)
    assert compact.text == token
    assert compact.anomalies


@pytest.mark.parametrize(
    "data", [b'"', b"'", b"Bearer", b"token=", b"\xff\xfe\x00", b"\xef\xbb\xbf"]
)
def test_wrapping_around_nothing(data: bytes) -> None:
    assert unwrap(data, 1000).text in {b"", data, b"\xef\xbf\xbd"}
