"""Certificates in PEM: chains, proxies with their key, and what is cut."""

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tokenlint.capture.forms import find_wrapped
from tokenlint.capture.wrapped import Kind, Stage, Wrapped

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def chain() -> tuple[bytes, bytes, bytes]:
    """Two certificates, and the key of the first one."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = []
    for name in ("first", "second"):
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        certificate = (
            x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(NOW)
            .not_valid_after(NOW + timedelta(hours=1))
            .sign(key, hashes.SHA256())
        )
        made.append(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return made[0], made[1], secret


def _one(data: bytes) -> Wrapped:
    (found,) = find_wrapped(data)
    return found


def test_a_chain_is_one_credential(chain: tuple[bytes, bytes, bytes]) -> None:
    text = chain[0] + chain[1]
    found = _one(b"before\n" + text + b"behind\n")
    assert (found.kind, found.stage, found.start) == (Kind.CERTIFICATES, Stage.WHOLE, 7)
    assert found.end == 7 + len(text) - 1
    assert len(x509.load_pem_x509_certificates(found.credential)) == 2


def test_the_private_key_of_a_proxy_is_told_and_left_out(chain: tuple[bytes, bytes, bytes]) -> None:
    text = chain[0] + chain[2] + chain[1]
    found = _one(text)
    assert found.kind is Kind.CERTIFICATES_WITH_KEY
    assert (found.start, found.end) == (0, len(text) - 1)
    assert b"PRIVATE" not in found.credential
    assert len(x509.load_pem_x509_certificates(found.credential)) == 2


def test_certificates_are_found_in_json_urls_and_base64(chain: tuple[bytes, bytes, bytes]) -> None:
    text = chain[0] + chain[1]
    wrapped = {
        ("json-escaped",): json.dumps({"proxy": text.decode()}).encode(),
        ("url-encoded",): b"ssl-client-cert: " + quote(text).encode() + b"\n",
        ("base64",): b"x509up: " + base64.b64encode(text) + b"\n",
    }
    for layers, data in wrapped.items():
        found = _one(data)
        assert found.layers == layers
        assert found.whole
        assert len(x509.load_pem_x509_certificates(found.credential)) == 2


def test_a_certificate_that_is_cut_is_told_so(chain: tuple[bytes, bytes, bytes]) -> None:
    found = _one(chain[0][:200] + b"\n")
    assert (found.kind, found.whole) == (Kind.CERTIFICATES, False)


@pytest.mark.parametrize("body", [b"", b"MIIabc", b"not base64!", b"A" * 64])
def test_what_only_looks_like_one_is_none(body: bytes) -> None:
    text = b"-----BEGIN CERTIFICATE-----\n" + body + b"\n-----END CERTIFICATE-----\n"
    assert list(find_wrapped(text)) == []
