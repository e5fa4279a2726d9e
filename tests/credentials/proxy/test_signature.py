"""Whether bytes were signed with a key, for each kind of key."""

from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from tests.credentials.proxy.test_certificate import made
from tokenlint.credentials.proxy.attributes import Signed
from tokenlint.credentials.proxy.signature import made_by, signed_by

DATA = b"what was signed"
RSA = rsa.generate_private_key(65537, 1024)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()


@pytest.mark.parametrize(
    ("key", "oid", "signature"),
    [
        (RSA, "1.2.840.113549.1.1.11", RSA.sign(DATA, padding.PKCS1v15(), hashes.SHA256())),
        (RSA, "1.2.840.113549.1.1.5", RSA.sign(DATA, padding.PKCS1v15(), hashes.SHA1())),  # noqa: S303
        (EC, "1.2.840.10045.4.3.3", EC.sign(DATA, ec.ECDSA(hashes.SHA384()))),
        (ED, "1.3.101.112", ED.sign(DATA)),
    ],
    ids=("rsa-sha256", "rsa-sha1", "ecdsa-sha384", "ed25519"),  # signatures differ each time
)
def test_a_signature_fits_its_key_and_its_bytes(key: Any, oid: str, signature: bytes) -> None:
    issuer = made(key=key, digest=None if key is ED else hashes.SHA256())
    assert made_by(issuer, oid, signature, DATA) is Signed.FITS
    assert made_by(issuer, oid, signature, DATA + b"!") is Signed.BROKEN
    assert made_by(issuer, oid, b"", DATA) is Signed.BROKEN
    assert made_by(made(), oid, signature, DATA) is not Signed.FITS


def test_what_is_not_known_is_not_called_broken() -> None:
    assert made_by(made(), "1.2.3", b"", DATA) is Signed.UNCHECKED
    assert made_by(made(key=EC), "1.3.101.112", b"", DATA) is Signed.UNCHECKED


def test_certificates() -> None:
    own = made(key=EC)
    assert signed_by(own, own) is Signed.FITS
    assert signed_by(own, made()) is Signed.BROKEN


def test_rsa_pss_has_its_hash_in_its_parameters() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from tokenlint.credentials.proxy.certificate import load
    from tokenlint.made_up.authority import moment, name

    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    raw = (
        x509.CertificateBuilder()
        .subject_name(name("/CN=a"))
        .issuer_name(name("/CN=a"))
        .public_key(RSA.public_key())
        .serial_number(1)
        .not_valid_before(moment(0))
        .not_valid_after(moment(1))
        .sign(RSA, hashes.SHA256(), rsa_padding=pss)
    )
    loaded = load(raw.public_bytes(Encoding.DER))
    assert loaded is not None
    assert loaded.kept.digest == "sha256"
    assert signed_by(loaded, loaded) is Signed.FITS
