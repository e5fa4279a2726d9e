"""The certificate of a test issuer: given by the user, or of a throw-away authority.

The authority's key signs one certificate and is dropped. The key of that one goes to the TLS
library through a pipe, since it takes keys out of files only; nothing secret is ever in a file.
"""

import contextlib
import datetime as dt
import ipaddress
import os
import ssl
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tokenlint.errors import UsageError

if TYPE_CHECKING:
    from cryptography import x509

_AUTHORITY: Final = "tokenlint throw-away authority"
_DAYS: Final = 30
_CLOCKS: Final = dt.timedelta(hours=1)
_MOST_BYTES: Final = 65_536


def given(certificate: Path, key: Path) -> ssl.SSLContext:
    """A server's TLS with the user's certificate (and its chain) and key; raises UsageError."""
    context = _context()
    try:
        context.load_cert_chain(certificate, key, password=lambda: b"")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = getattr(error, "strerror", None) or "it cannot be used"
        if isinstance(error, ssl.SSLError):
            reason = "they do not belong together, or the key is encrypted, or one is no PEM"
        raise UsageError(
            f"--cert and --key: {reason}", advice="give a certificate chain and its key as PEM"
        ) from None
    return context


def throw_away(names: Iterable[str]) -> tuple[ssl.SSLContext, bytes]:
    """A server's TLS for hosts (names or addresses), and the authority's certificate as PEM."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    signer, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _authority(signer)
    server = _server(key, signer, authority, list(dict.fromkeys(names)))
    context = _context()
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with _piped(server.public_bytes(Encoding.PEM)) as first, _piped(secret) as second:
        context.load_cert_chain(first, second)
    return context, authority.public_bytes(Encoding.PEM)


def write_authority(file: Path, pem: bytes) -> None:
    """Write the authority's certificate, over one of an earlier start at most.

    Raises UsageError where something else stands there or it cannot be written.
    """
    try:
        if (file.exists() or file.is_symlink()) and not _is_ours(file):
            raise UsageError(
                f"--write-ca: {file} is there already", advice="name a file that is not there"
            )
        made = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            made.write_bytes(pem)
            made.chmod(0o644)
            made.replace(file)
        finally:
            made.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise UsageError(f"--write-ca: {file} cannot be written: {reason}") from None


def _is_ours(file: Path) -> bool:
    from cryptography import x509

    if not file.is_file() or file.stat().st_size > _MOST_BYTES:
        return False
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
    except ValueError:
        return False
    return len(found) == 1 and found[0].subject == _name(_AUTHORITY)


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@contextlib.contextmanager
def _piped(data: bytes) -> Iterator[str]:
    """The name of a pipe out of which `data` can be read once; it fits into the pipe's buffer."""
    reading, writing = os.pipe()
    try:
        os.write(writing, data)
        os.close(writing)
        yield f"/dev/fd/{reading}"
    finally:
        os.close(reading)


def _name(text: str) -> "x509.Name":
    from cryptography import x509

    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _builder(subject: "x509.Name", key: Any, issuer: "x509.Name") -> "x509.CertificateBuilder":
    from cryptography import x509

    now = dt.datetime.now(dt.UTC)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS)
        .not_valid_after(now + dt.timedelta(days=_DAYS))
        .add_extension(identifier, critical=False)
    )


def _usage(**wanted: bool) -> "x509.KeyUsage":
    from cryptography import x509

    usages = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    ).split()
    return x509.KeyUsage(**{usage: wanted.get(usage, False) for usage in usages})


def _authority(key: Any) -> "x509.Certificate":
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    name = _name(_AUTHORITY)
    builder = _builder(name, key, name)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return builder.sign(key, hashes.SHA256())


def _server(
    key: Any, signer: Any, authority: "x509.Certificate", names: list[str]
) -> "x509.Certificate":
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID

    signed_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = _builder(_name("tokenlint test issuer"), key, authority.subject)
    builder = builder.add_extension(x509.SubjectAlternativeName(map(_host, names)), critical=False)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage(digital_signature=True), critical=True)
    builder = builder.add_extension(purpose, critical=False)
    builder = builder.add_extension(signed_by, critical=False)
    return builder.sign(signer, hashes.SHA256())


def _host(name: str) -> "x509.GeneralName":
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
