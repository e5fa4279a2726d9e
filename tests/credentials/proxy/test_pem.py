"""A file taken apart."""

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.proxy.made import file
from tokenlint.credentials.proxy.pem import pieces
from tokenlint.credentials.proxy.proxy import PrivateKey


def block(label: str, body: bytes, *, head: str = "") -> bytes:
    text = base64.encodebytes(body).decode()
    return f"-----BEGIN {label}-----\n{head}{text}-----END {label}-----\n".encode()


def test_certificates_in_their_order_and_the_key_by_its_label() -> None:
    data = block("CERTIFICATE", b"a") + block("RSA PRIVATE KEY", b"k") + block("CERTIFICATE", b"b")
    found = pieces(data)
    assert (found.certificates, found.private_key) == ((b"a", b"b"), PrivateKey.PLAIN)


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (block("ENCRYPTED PRIVATE KEY", b"k"), PrivateKey.ENCRYPTED),
        (
            block("RSA PRIVATE KEY", b"k", head="Proc-Type: 4,ENCRYPTED\nDEK-Info: x\n\n"),
            PrivateKey.ENCRYPTED,
        ),
        (block("EC PRIVATE KEY", b"k"), PrivateKey.PLAIN),
        (
            block("PRIVATE KEY", b"k") + block("ENCRYPTED PRIVATE KEY", b"k"),
            PrivateKey.PLAIN,
        ),
        (block("PUBLIC KEY", b"k"), PrivateKey.ABSENT),
    ],
)
def test_the_state_of_the_key(data: bytes, state: PrivateKey) -> None:
    assert pieces(data).private_key is state


def test_a_block_without_an_end_and_one_without_base64() -> None:
    cut = (
        b"-----BEGIN CERTIFICATE-----\nYQ==\n-----BEGIN CERTIFICATE-----\n***\n-----END CERTIFICATE"
    )
    assert pieces(cut).certificates == (b"a", None)


def test_a_file_without_blocks_is_one_certificate() -> None:
    assert pieces(b"0abc").certificates == (b"0abc",)
    assert pieces(b" \n").certificates == ()


def test_lines_around_the_blocks_do_not_matter() -> None:
    data = file(private_key="absent")
    dressed = b"Bag Attributes\n  friendlyName: x\n" + data.replace(b"\n", b"\r\n")
    assert pieces(dressed) == pieces(data)


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    pieces(b"-----BEGIN CERTIFICATE-----" + data)


def test_time_grows_with_the_size_only() -> None:
    many = b"-----BEGIN CERTIFICATE-----" * 40_000
    start = time.perf_counter()
    assert len(pieces(many).certificates) == 40_000
    assert time.perf_counter() - start < 30  # a hang, not slowness
