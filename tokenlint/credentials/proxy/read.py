"""From the bytes of a file to a proxy."""

import hashlib
from collections.abc import Sequence

from tokenlint.credentials.proxy.attributes import AttributeCertificate
from tokenlint.credentials.proxy.certificate import Loaded, load
from tokenlint.credentials.proxy.chain import chain_of
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.pem import pieces
from tokenlint.credentials.proxy.proxy import PrivateKey, Proxy

MAX_BYTES = 1_048_576
MAX_CERTIFICATES = 50
_FINGERPRINT = 12


def read_proxy(data: bytes) -> Proxy:
    """Read a proxy, a certificate or a chain of them, as PEM or DER; never raises.

    Signatures are checked inside of what is presented. The private key is not read.
    """
    if len(data) > MAX_BYTES:
        return _nothing(data, DefectKind.OVERSIZE, f"more than {MAX_BYTES:,} bytes")
    found = pieces(data)
    if not found.certificates:
        return _nothing(data, DefectKind.NOTHING, "it holds no certificate", found.private_key)
    loaded, defects = _loaded(found.certificates)
    chain = chain_of(loaded)
    attributes, more = _attributes(chain.links)
    first = next((each for each in found.certificates if each), b"")
    return Proxy(
        fingerprint=_fingerprint(first),
        chain=tuple(link.kept for link in chain.links),
        private_key=found.private_key,
        attributes=attributes,
        defects=(*defects, *chain.defects, *more),
        strays=chain.strays,
        size=len(data),
    )


def _loaded(certificates: Sequence[bytes | None]) -> tuple[list[Loaded], list[Defect]]:
    """Those that can be read, and the others by their number."""
    loaded: list[Loaded] = []
    defects: list[Defect] = []
    for number, each in enumerate(certificates[:MAX_CERTIFICATES], 1):
        certificate = load(each) if each is not None else None
        if certificate is None:
            detail = f"certificate {number} of the file"
            defects.append(Defect(DefectKind.UNREADABLE_CERTIFICATE, None, detail))
        else:
            loaded.append(certificate)
    if len(certificates) > MAX_CERTIFICATES:
        defects.append(Defect(DefectKind.TOO_MANY, None, f"{len(certificates)} certificates"))
    return loaded, defects


def _attributes(
    links: tuple[Loaded, ...],
) -> tuple[tuple[AttributeCertificate, ...], tuple[Defect, ...]]:
    """The attribute certificates of the chain, those of the certificate that is used first."""
    held = [link for link in enumerate(links) if link[1].attributes]
    if not held:
        return (), ()
    from tokenlint.credentials.proxy.voms import read_attributes

    read = [read_attributes(link.attributes, place, links) for place, link in held]
    certificates = tuple(each for some in read for each in some.certificates)
    return certificates, tuple(each for some in read for each in some.defects)


def _nothing(
    data: bytes, kind: DefectKind, detail: str, key: PrivateKey = PrivateKey.ABSENT
) -> Proxy:
    defect = Defect(kind, None, detail)
    return Proxy(_fingerprint(data), private_key=key, defects=(defect,), size=len(data))


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_FINGERPRINT]
