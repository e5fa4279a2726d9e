import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tokenlint.credentials.base64url import ALPHABET, decode_segment, is_canonical


@given(st.binary())
def test_what_is_encoded_is_decoded_and_canonical(data: bytes) -> None:
    text = base64.urlsafe_b64encode(data).rstrip(b"=")
    segment = decode_segment(text)
    assert (segment.data, segment.canonical) == (data, True)


@given(st.binary())
@example(b"A")
@example(b"AB")
def test_canonical_is_having_one_spelling(text: bytes) -> None:
    again = base64.urlsafe_b64encode(decode_segment(text).data).rstrip(b"=")
    assert is_canonical(text) == (again == text)


@given(st.text(ALPHABET.decode(), min_size=1))
def test_letters_alone_may_still_have_stray_bits(text: str) -> None:
    data = text.encode()
    again = base64.urlsafe_b64encode(decode_segment(data).data).rstrip(b"=")
    assert is_canonical(data) == (again == data)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (b"YQ==", b"a"),  # padded
        (b"YR", b"a"),  # a stray bit
        (b"Y\nQ", b"a"),  # a line break
        (b"+/+/", b"\xfb\xff\xbf"),  # the standard alphabet
        (b"YQYQY", b"a\x06\x10"),  # a character too many
        (b"Y", b""),
        (b"\xff\x00", b""),
    ],
)
def test_other_spellings_are_read_and_named(text: bytes, data: bytes) -> None:
    segment = decode_segment(text)
    assert (segment.data, segment.canonical) == (data, False)
