"""What the servers trust: an authority made for one run, and the keys of the lab's issuers.

XRootD takes an issuer's keys from libscitokens, which keeps them in a cache file.
The lab writes that file beforehand, since libscitokens 0.7.3 knows no other authorities
than those of the system, and the issuers of the lab have names that do not resolve.
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.minting import jwks

KEY_CACHE = Path("scitokens") / "scitokens_cpp.sqllite"
"""Below XDG_CACHE_HOME (scitokens-cpp, scitokens_cache.cpp; the two l are its own)."""

_DAY = 86400


def write_certificates(folder: Path) -> None:
    """`ca.pem`, `host.pem`, `host.key`, and in `authorities/` what OpenSSL looks up by name."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = _name("authority.example")
    ca = _certificate(name, ca_key, name, ca_key, authority=True)
    host = _certificate(_name("storage.example"), key, name, ca_key, authority=False)
    encoded = ca.public_bytes(serialization.Encoding.PEM)
    (folder / "ca.pem").write_bytes(encoded)
    (folder / "host.pem").write_bytes(host.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    host_key = folder / "host.key"
    host_key.touch(mode=0o400)
    host_key.write_bytes(secret)
    (folder / "authorities").mkdir()
    (folder / "authorities" / f"{_lookup_name(name)}.0").write_bytes(encoded)


def write_key_cache(
    folder: Path, issuers: Iterable[str], other: Mapping[str, Any] | None = None
) -> Path:
    """A cache folder (XDG_CACHE_HOME) in which the public keys of the issuers are fresh.

    `other` are key sets by issuer; the key sets of all others are those of `tests.minting`.
    """
    path = folder / KEY_CACHE
    path.parent.mkdir(parents=True)
    later = int(time.time()) + _DAY
    with sqlite3.connect(path) as cache:
        cache.execute(
            "CREATE TABLE keycache (issuer text UNIQUE PRIMARY KEY NOT NULL, keys text NOT NULL)"
        )
        for issuer in issuers:
            published = (other or {}).get(issuer) or jwks(owner=issuer)
            keys = {"jwks": published, "expires": later, "next_update": later}
            cache.execute("INSERT INTO keycache VALUES (?, ?)", (issuer, json.dumps(keys)))
    cache.close()
    return folder


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _lookup_name(name: x509.Name) -> str:
    """The name under which OpenSSL looks for an authority (X509_NAME_hash).

    It digests the name's parts in lower case and without their outer frame;
    ours is in lower case and so short that the frame has two octets.
    """
    digest = hashlib.sha1(name.public_bytes()[2:], usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}"


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        hosts = ("localhost", "issuer.example", "stranger.example")
        names = [x509.IPAddress(ip_address("127.0.0.1")), *map(x509.DNSName, hosts)]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signer, hashes.SHA256())
