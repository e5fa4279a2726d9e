"""A file taken apart: certificates as DER, and whether a private key lies beside them.

PEM as OpenSSL writes it (RFC 7468), or one certificate as DER. Keys are told by their labels alone.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.credentials.proxy.proxy import PrivateKey

_MARK = re.compile(rb"-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----")
_CERTIFICATE = frozenset({b"CERTIFICATE", b"X509 CERTIFICATE"})
_KEY = b"PRIVATE KEY"
_SEALED = b"ENCRYPTED PRIVATE KEY"
_ENCRYPTED_BODY = re.compile(rb"Proc-Type:[ \t]*4,[ \t]*ENCRYPTED", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The certificates of a file in its order; None stands for one that is no base64."""

    certificates: tuple[bytes | None, ...]
    private_key: PrivateKey


def pieces(data: bytes) -> Pieces:
    """Take a file apart; never raises."""
    if b"-----BEGIN " not in data:
        return Pieces((data,) if data.strip() else (), PrivateKey.ABSENT)
    certificates: list[bytes | None] = []
    key = PrivateKey.ABSENT
    for label, body in _blocks(data):
        if label in _CERTIFICATE:
            certificates.append(_decoded(body))
        elif label.endswith(_KEY) and key is not PrivateKey.PLAIN:
            sealed = label == _SEALED or _ENCRYPTED_BODY.search(body)
            key = PrivateKey.ENCRYPTED if sealed else PrivateKey.PLAIN
    return Pieces(tuple(certificates), key)


def _blocks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Label and body of each block; one that does not end has the rest of the file for its body."""
    opened: re.Match[bytes] | None = None
    for mark in _MARK.finditer(data):
        if opened is not None and (mark[1] == b"BEGIN" or mark[2] == opened[2]):
            yield opened[2], data[opened.end() : mark.start()]
            opened = None
        if mark[1] == b"BEGIN":
            opened = mark
    if opened is not None:
        yield opened[2], data[opened.end() :]


def _decoded(body: bytes) -> bytes | None:
    text = b"".join(body.split())
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
