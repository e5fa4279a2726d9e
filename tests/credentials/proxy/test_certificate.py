"""One certificate: kinds, keys, digests, and what RFC 3820 forbids in a proxy."""

import datetime as dt
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from tests.credentials.proxy.made import NOW, proxy
from tokenlint.credentials.proxy.certificate import Loaded, load
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.proxy import Form, Policy
from tokenlint.credentials.proxy.proxy_info import RFC3820_OID
from tokenlint.made_up.authority import name

INFO = bytes.fromhex("300f020101300a06082b06010505071501")
INDEPENDENT = bytes.fromhex("300c300a06082b06010505071502")
LIMITED = bytes.fromhex("300f300d060b2b060104019b5001010109")
USAGE_WITHOUT_SIGNATURES = (
    x509.KeyUsage(
        digital_signature=False,
        key_encipherment=True,
        **dict.fromkeys(
            (
                "content_commitment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        ),
    ),
    True,
)
SHA256 = hashes.SHA256()
PERSON = "/DC=example/CN=Made Up"


def made(
    *extensions: tuple[x509.ExtensionType, bool],
    subject: str = f"{PERSON}/CN=1",
    issuer: str = PERSON,
    key: Any = None,
    digest: Any = SHA256,
) -> Loaded:
    key = key or ec.generate_private_key(ec.SECP256R1())
    start = dt.datetime.fromtimestamp(NOW, dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(hours=1))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    loaded = load(builder.sign(key, digest).public_bytes(Encoding.DER))
    assert loaded is not None
    return loaded


def info(data: bytes = INFO, *, critical: bool = True) -> tuple[x509.ExtensionType, bool]:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(RFC3820_OID), data), critical


@pytest.mark.parametrize(
    ("key", "digest", "seen"),
    [
        (ec.generate_private_key(ec.SECP384R1()), hashes.SHA384(), ("ec", 384, "sha384")),
        (rsa.generate_private_key(65537, 1024), hashes.SHA512(), ("rsa", 1024, "sha512")),
        (ed25519.Ed25519PrivateKey.generate(), None, ("ed25519", 256, "")),
    ],
)
def test_key_and_digest(key: Any, digest: Any, seen: tuple[str, int, str]) -> None:
    kept = made(key=key, digest=digest).kept
    assert (kept.key, kept.key_bits, kept.digest) == seen


def test_a_digest_that_nobody_signs_with_any_more() -> None:
    assert proxy(digest="sha1").chain[0].digest == "sha1"
    assert proxy(digest="sha1").defects == ()  # and the signature is checked all the same


def test_times_number_and_names() -> None:
    kept = made().kept
    assert (kept.not_before, kept.not_after, kept.serial) == (NOW, NOW + 3600, 7)
    assert (str(kept.subject), str(kept.issuer)) == (f"{PERSON}/CN=1", PERSON)
    assert kept.validity.expiry == NOW + 3601  # the last second counts


@pytest.mark.parametrize(
    ("subject", "policy"),
    [("proxy", Policy.INHERIT_ALL), ("limited proxy", Policy.LIMITED)],
)
def test_legacy_proxies_are_told_by_their_name(subject: str, policy: Policy) -> None:
    kept = made(subject=f"{PERSON}/CN={subject}").kept
    assert (kept.form, kept.policy) == (Form.LEGACY, policy)


def test_a_person_called_proxy_is_none() -> None:
    assert made(subject="/DC=example/CN=proxy", issuer=PERSON).kept.form is Form.END_ENTITY


def test_an_extension_that_cannot_be_read_makes_an_unknown_policy() -> None:
    loaded = made(info(b"\x30\x00"))
    assert (loaded.kept.form, loaded.kept.policy) == (Form.RFC3820, Policy.OTHER)
    assert loaded.defects == (DefectKind.UNREADABLE_PROXY_INFO,)


@pytest.mark.parametrize(
    ("extensions", "kind"),
    [
        ([info(critical=False)], DefectKind.INFO_NOT_CRITICAL),
        ([info(), (x509.BasicConstraints(True, None), True)], DefectKind.PROXY_IS_AUTHORITY),
        (
            [info(), (x509.SubjectAlternativeName([x509.DNSName("h.example")]), False)],
            DefectKind.ALTERNATIVE_NAME,
        ),
    ],
)
def test_what_a_proxy_must_not_have(
    extensions: list[tuple[x509.ExtensionType, bool]], kind: DefectKind
) -> None:
    assert made(*extensions).defects == (kind,)
    assert made(info()).defects == ()


def test_other_certificates_may_have_it() -> None:
    name = x509.SubjectAlternativeName([x509.DNSName("h.example")])
    assert made((name, False)).defects == ()


def test_key_usage_without_signatures() -> None:
    assert not made(USAGE_WITHOUT_SIGNATURES).may_sign
    assert made().may_sign


@pytest.mark.parametrize("data", [b"", b"\x30\x82", b"no certificate"])
def test_what_cannot_be_read(data: bytes) -> None:
    assert load(data) is None
