"""A made-up authority and whom it certifies; all keys are made when they are first asked for."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyasn1.codec.der.decoder import decode
from pyasn1.codec.der.encoder import encode
from pyasn1.type import univ
from pyasn1_modules import rfc5280

KeyPair = Any
"""A private key of `cryptography`: RSA or elliptic curve."""

_SHA1 = "1.2.840.10045.4.1"  # ECDSA with it
_DIGESTS: dict[str, Any] = {
    "sha1": hashes.SHA1,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
}
_OIDS = {
    "DC": x509.NameOID.DOMAIN_COMPONENT,
    "O": x509.NameOID.ORGANIZATION_NAME,
    "OU": x509.NameOID.ORGANIZATIONAL_UNIT_NAME,
    "CN": x509.NameOID.COMMON_NAME,
}
AUTHORITY = "/DC=example/DC=grid/CN=made-up authority"
USER = "/DC=example/DC=grid/OU=people/CN=Made Up Person"
SERVER = "/DC=example/DC=grid/OU=hosts/CN=voms.example"


@dataclass(frozen=True)
class Holder:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: KeyPair


def digest(name: str) -> Any:
    """The hash of that name."""
    return _DIGESTS[name]()


def new_key(kind: str) -> KeyPair:
    """A key of a kind such as `ec-256`, `rsa-1024`."""
    family, _, bits = kind.partition("-")
    if family == "rsa":
        return rsa.generate_private_key(65537, int(bits))
    return ec.generate_private_key(ec.SECP384R1() if bits == "384" else ec.SECP256R1())


def name(text: str) -> x509.Name:
    """A name in the form of the grid, without a slash in its values."""
    parts = (part.partition("=") for part in text.split("/")[1:])
    return x509.Name([x509.NameAttribute(_OIDS[kind], value) for kind, _, value in parts])


def moment(epoch: int) -> dt.datetime:
    """Seconds since the epoch as a time of UTC."""
    return dt.datetime.fromtimestamp(epoch, dt.UTC)


def signed(builder: x509.CertificateBuilder, signer: KeyPair, hashed: str) -> x509.Certificate:
    """The certificate with a signature of that hash, also of one that is no longer in use."""
    if hashed != "sha1":
        return builder.sign(signer, digest(hashed))
    made = builder.sign(signer, hashes.SHA256())
    whole, _ = decode(made.public_bytes(Encoding.DER), asn1Spec=rfc5280.Certificate())
    for algorithm in (whole["tbsCertificate"]["signature"], whole["signatureAlgorithm"]):
        algorithm["algorithm"] = univ.ObjectIdentifier(_SHA1)
    signature = signer.sign(encode(whole["tbsCertificate"]), ec.ECDSA(hashes.SHA1()))  # noqa: S303
    whole["signature"] = univ.BitString.fromOctetString(signature)
    return x509.load_der_x509_certificate(encode(whole))


@cache
def authority(at: int) -> Holder:
    """The authority, ten years around the instant `at` (seconds since the epoch)."""
    return certified(AUTHORITY, None, at, days=3650)


@cache
def user(at: int) -> Holder:
    """A person's certificate of a year."""
    return another_user(at)


def another_user(at: int) -> Holder:
    """A certificate of the same name, with another key and another number."""
    return certified(USER, authority(at), at, days=365)


@cache
def voms_server(at: int) -> Holder:
    """The certificate of the server that says who is in which group."""
    return certified(SERVER, authority(at), at, days=365)


def certified(
    subject: str, issuer: Holder | None, at: int, *, days: int, kind: str = "ec-256"
) -> Holder:
    """A certificate of `days` around the instant `at`; without an issuer that of an authority."""
    key = new_key(kind)
    half = dt.timedelta(days=days) / 2
    usage = dict.fromkeys(_USAGES, False) | {"digital_signature": True}
    if issuer is None:
        usage |= {"key_cert_sign": True, "crl_sign": True}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(issuer.certificate.subject if issuer else name(subject))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment(at) - half)
        .not_valid_after(moment(at) + half)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(issuer.key if issuer else key, hashes.SHA256())
    )
    return Holder(certificate, key)


_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
