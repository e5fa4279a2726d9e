"""The frame of DER."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.credentials.proxy import der
from tokenlint.made_up.attributes import tlv


@given(st.binary(max_size=70_000))
def test_what_was_wrapped_comes_out(content: bytes) -> None:
    assert der.element(tlv(0x30, content), 0x30).content == content


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_the_elements_inside_are_told_apart(contents: list[bytes]) -> None:
    whole = tlv(0x30, b"".join(tlv(0x04, each) for each in contents))
    inside = der.element(whole, 0x30).inside()
    assert [each.content for each in inside] == contents
    assert b"".join(each.whole for each in inside) == der.element(whole, 0x30).content


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x05ab",  # shorter than it says
        b"\x30\x80ab\x00\x00",  # no definite length
        b"\x30\x85\x00\x00\x00\x00\x01a",  # five bytes of length
        b"\x30\x01ab",  # something behind it
        b"\x31\x01a",  # another element
        b"\x3f\x01a",  # a tag of several bytes
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(der.DerError):
        der.element(data, der.SEQUENCE)


@given(st.integers(-(2**63), 2**63 - 1))
def test_integers(value: int) -> None:
    length = max(1, (value.bit_length() + 8) // 8)
    assert der.small_integer(value.to_bytes(length, signed=True)) == value if length <= 8 else True


@pytest.mark.parametrize("content", [b"", b"123456789"])
def test_integers_that_are_none(content: bytes) -> None:
    with pytest.raises(der.DerError):
        der.small_integer(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("2b0601050507010e", "1.3.6.1.5.5.7.1.14"),
        ("2b060104019b50818d5e", "1.3.6.1.4.1.3536.18142"),
        ("883703", "2.999.3"),
        ("55", "2.5"),
    ],
)
def test_object_identifiers(content: str, text: str) -> None:
    assert der.dotted(bytes.fromhex(content)) == text


@pytest.mark.parametrize("content", [b"", b"\x2b\x86", b"\x2b" * 65])
def test_object_identifiers_that_are_none(content: bytes) -> None:
    with pytest.raises(der.DerError):
        der.dotted(content)
