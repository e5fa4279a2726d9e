"""A made-up VOMS attribute certificate, as a VOMS server makes it (RFC 5755, OGF GFD.182)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyasn1.codec.der.decoder import decode
from pyasn1.codec.der.encoder import encode
from pyasn1.type import univ, useful
from pyasn1_modules import rfc5280, rfc5755

from tokenlint.made_up.authority import Holder, digest, moment

_FQANS = "1.3.6.1.4.1.8005.100.100.4"
_ENCLOSED = "1.3.6.1.4.1.8005.100.100.10"
_GENERIC = "1.3.6.1.4.1.8005.100.100.11"
_NO_REVOCATION = "2.5.29.56"
_AUTHORITY_KEY = "2.5.29.35"
_TARGETS = "2.5.29.55"
_ECDSA = {"sha1": "1.2.840.10045.4.1", "sha256": "1.2.840.10045.4.3.2"}
_CONTEXT_1 = 0xA1


@dataclass(frozen=True, slots=True)
class Grant:
    """What a server is to say: of whom, what, where, and from when to when (seconds).

    Holder and targets are written as VOMS servers do, or as the RFC has them (`by_rfc`).
    """

    holder: x509.Certificate
    authority: str
    fqans: Sequence[str]
    not_before: int
    not_after: int
    targets: Sequence[str] = ()
    generic: Mapping[str, str] = field(default_factory=dict)
    hashed: str = "sha256"
    by_rfc: bool = False
    enclosed: bool = True


def attribute_certificate(grant: Grant, server: Holder) -> bytes:
    """The certificate as DER, signed by the server."""
    info = encode(_info(grant, server.certificate))
    signature = server.key.sign(info, ec.ECDSA(digest(grant.hashed)))
    bits = univ.BitString.fromOctetString(signature)
    return tlv(0x30, info + encode(_algorithm(grant.hashed)) + encode(bits))


def extension(certificates: Sequence[bytes]) -> bytes:
    """The extension of a proxy that holds attribute certificates."""
    return tlv(0x30, tlv(0x30, b"".join(certificates)))


def tlv(tag: int, content: bytes) -> bytes:
    """One element of DER."""
    size = len(content)
    if size < 0x80:  # noqa: PLR2004 - the short form of a length
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def _info(grant: Grant, server: x509.Certificate) -> Any:
    info = rfc5755.AttributeCertificateInfo()
    info["version"] = 1
    names = grant.holder.issuer if grant.by_rfc else grant.holder.subject
    base = info["holder"]["baseCertificateID"]
    base["issuer"].append(_directory(names))
    base["serial"] = grant.holder.serial_number
    info["issuer"]["v2Form"]["issuerName"].append(_directory(server.subject))
    info["signature"] = _algorithm(grant.hashed)
    info["serialNumber"] = x509.random_serial_number()
    period = info["attrCertValidityPeriod"]
    for member, time in (("notBeforeTime", grant.not_before), ("notAfterTime", grant.not_after)):
        period[member] = useful.GeneralizedTime(f"{moment(time):%Y%m%d%H%M%SZ}")
    info["attributes"].append(_attribute(grant))
    info["extensions"].extend(_extensions(grant, server))
    return info


def _directory(names: x509.Name) -> Any:
    general = rfc5280.GeneralName()
    decoded, _ = decode(names.public_bytes(), asn1Spec=rfc5280.Name())
    general["directoryName"]["rdnSequence"] = decoded["rdnSequence"]
    return general


def _algorithm(hashed: str) -> Any:
    algorithm = rfc5280.AlgorithmIdentifier()
    algorithm["algorithm"] = univ.ObjectIdentifier(_ECDSA[hashed])
    return algorithm


def _uri(text: str) -> Any:
    general = rfc5280.GeneralName()
    general["uniformResourceIdentifier"] = text
    return general


def _attribute(grant: Grant) -> Any:
    syntax = rfc5755.IetfAttrSyntax()
    syntax["policyAuthority"].append(_uri(grant.authority))
    for fqan in grant.fqans:
        value = syntax["values"].getComponentByPosition(len(syntax["values"]))
        value["octets"] = fqan.encode()
    attribute = rfc5755.Attribute()
    attribute["type"] = univ.ObjectIdentifier(_FQANS)
    attribute["values"].append(univ.Any(encode(syntax)))
    return attribute


def _extensions(grant: Grant, server: x509.Certificate) -> list[Any]:
    key = x509.AuthorityKeyIdentifier.from_issuer_public_key(server.public_key())  # type: ignore[arg-type]
    values: list[tuple[str, bytes, bool]] = [
        (_NO_REVOCATION, b"\x05\x00", False),
        (_AUTHORITY_KEY, key.public_bytes(), False),
    ]
    if grant.enclosed:
        values.append((_ENCLOSED, extension([server.public_bytes(Encoding.DER)]), False))
    if grant.generic:
        values.append((_GENERIC, _tags(grant), False))
    if grant.targets:
        hosts = [tlv(0xA0, encode(_uri(host))) for host in grant.targets]
        wrapped = hosts if grant.by_rfc else [tlv(0x30, host) for host in hosts]
        values.append((_TARGETS, tlv(0x30, tlv(0x30, b"".join(wrapped))), True))
    return [_extension(*value) for value in values]


def _extension(oid: str, value: bytes, critical: bool) -> Any:
    made = rfc5280.Extension()
    made["extnID"] = univ.ObjectIdentifier(oid)
    made["critical"] = critical
    made["extnValue"] = univ.OctetString(value)
    return made


def _tags(grant: Grant) -> bytes:
    tags = b"".join(
        tlv(0x30, b"".join(tlv(0x04, part.encode()) for part in (name, value, "")))
        for name, value in grant.generic.items()
    )
    authority = tlv(0x30, encode(_uri(grant.authority)))
    return tlv(0x30, tlv(0x30, tlv(0x30, authority + tlv(0x30, tags))))
