"""From bytes to a proxy: whatever they are, nothing is raised and no secret is kept."""

import base64
import re
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.credentials.proxy.made import attributes, file, kinds, proxy
from tests.effort import examples
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.pem import pieces
from tokenlint.credentials.proxy.privilege import privilege_of_proxy
from tokenlint.credentials.proxy.proxy import Form, PrivateKey
from tokenlint.credentials.proxy.read import MAX_BYTES, MAX_CERTIFICATES, read_proxy

WHOLE = file(attributes("/made-up/Role=x", targets=("a.example",)), attributes(), delegations=2)
CHAIN = tuple(each for each in pieces(WHOLE).certificates if each)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A certificate of a proxy with some bytes changed, put in or left out."""
    data = bytearray(draw(st.sampled_from(CHAIN)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data) - 1))
        put = draw(st.binary(max_size=3))
        data[at : at + draw(st.integers(0, 3))] = put
        data = data or bytearray(b"0")
    return bytes(data)


@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    read = read_proxy(data)
    assert read.form is Form.UNREADABLE or read.chain
    assert read.chain or read.defects
    privilege_of_proxy(read)


@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.too_slow])
@given(damaged(), st.booleans())
def test_damaged_certificates_are_read(data: bytes, armoured: bool) -> None:
    text = b"-----BEGIN CERTIFICATE-----\n%b-----END CERTIFICATE-----\n"
    read = read_proxy(text % base64.encodebytes(data) if armoured else data)
    privilege_of_proxy(read)
    str(read.identity), read.identity.shown(), read.validity, read.path_length


def _values(value: Any) -> list[Any]:
    if is_dataclass(value) and not isinstance(value, type):
        return [each for field in fields(value) for each in _values(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [each for part in value for each in _values(part)]
    return [value]


def test_no_bytes_are_kept_at_all() -> None:
    """So neither a key nor a signature can be."""
    values = _values(read_proxy(WHOLE))
    assert not [each for each in values if isinstance(each, bytes | bytearray | memoryview)]
    bodies = re.findall(rb"[A-Za-z0-9+/]{60,}", WHOLE)
    assert bodies
    text = repr([each for each in values if isinstance(each, str)])
    assert not [body for body in bodies if body.decode()[:20] in text]


def test_its_representation_names_nobody() -> None:
    read = read_proxy(WHOLE)
    assert repr(read) == f"Proxy(fingerprint={read.fingerprint!r}, form='rfc3820')"
    assert repr(read.attributes[0]) == "AttributeCertificate(vo='made-up', fqans=1)"


def test_the_fingerprint_is_that_of_the_first_certificate() -> None:
    import hashlib

    assert read_proxy(WHOLE).fingerprint == hashlib.sha256(CHAIN[0]).hexdigest()[:12]
    assert read_proxy(CHAIN[0]).fingerprint == read_proxy(WHOLE).fingerprint


@pytest.mark.parametrize("state", [*PrivateKey])
def test_whether_a_key_lies_beside(state: PrivateKey) -> None:
    assert proxy(private_key=state.value).private_key is state


def test_what_is_no_certificate() -> None:
    assert kinds(read_proxy(b"")) == [DefectKind.NOTHING]
    key = re.search(rb"-----BEGIN PRIVATE KEY.*?END PRIVATE KEY-----", WHOLE, re.DOTALL)
    assert key is not None
    alone = read_proxy(key[0])
    assert (kinds(alone), alone.private_key) == ([DefectKind.NOTHING], PrivateKey.PLAIN)
    assert kinds(read_proxy(b"hello")) == [DefectKind.UNREADABLE_CERTIFICATE]


def test_bounds() -> None:
    assert kinds(read_proxy(b"0" * (MAX_BYTES + 1))) == [DefectKind.OVERSIZE]
    many = file(form="end-entity", private_key="absent") * (MAX_CERTIFICATES + 1)
    read = read_proxy(many)
    assert (kinds(read), read.strays) == ([DefectKind.TOO_MANY], MAX_CERTIFICATES - 1)


def test_one_certificate_that_cannot_be_read_does_not_hide_the_others() -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
    read = read_proxy(file() + broken)
    assert (kinds(read), read.depth) == ([DefectKind.UNREADABLE_CERTIFICATE], 1)
