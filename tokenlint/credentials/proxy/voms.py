"""VOMS attribute certificates in the extension of a proxy, read with pyasn1 (RFC 5755)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tokenlint.credentials.proxy import der
from tokenlint.credentials.proxy.algorithms import digest_of
from tokenlint.credentials.proxy.attributes import (
    AttributeCertificate,
    Fqan,
    GenericAttribute,
    Signed,
)
from tokenlint.credentials.proxy.certificate import Loaded, load
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.name import DistinguishedName
from tokenlint.credentials.proxy.voms_checks import Enclosed, Holder, checked

MAX_BYTES = 262_144
MAX_CERTIFICATES = 16
MAX_NAMES = 500
_FQANS = "1.3.6.1.4.1.8005.100.100.4"
_ENCLOSED = "1.3.6.1.4.1.8005.100.100.10"
_GENERIC = "1.3.6.1.4.1.8005.100.100.11"
_TARGETS = "2.5.29.55"
_SIGN = "://"
_LISTS_OF_TARGETS = 2
# With what pyasn1 may answer to bytes of another form, besides its own errors.
_REFUSALS = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)


@dataclass(frozen=True, slots=True)
class Found:
    """The attribute certificates of one extension, and what could not be read."""

    certificates: tuple[AttributeCertificate, ...] = ()
    defects: tuple[Defect, ...] = ()


def read_attributes(data: bytes, place: int, links: Sequence[Loaded]) -> Found:
    """Read the extension of the certificate at `place` in the chain; never raises."""
    if not data:
        return Found()
    try:
        pieces = _split(data)
    except der.DerError as error:
        return Found(defects=(_unreadable(place, str(error)),))
    found: list[AttributeCertificate] = []
    defects: list[Defect] = []
    for piece in pieces[:MAX_CERTIFICATES]:
        read = _read(piece, place, links)
        if isinstance(read, Defect):
            defects.append(read)
        else:
            found.append(read)
    if len(pieces) > MAX_CERTIFICATES:
        defects.append(Defect(DefectKind.TOO_MANY, place, f"{len(pieces)} attribute certificates"))
    return Found(tuple(found), tuple(defects))


def _unreadable(place: int, detail: str) -> Defect:
    return Defect(DefectKind.UNREADABLE_ATTRIBUTES, place, detail)


def _split(data: bytes) -> tuple[der.Element, ...]:
    """The certificates in the lists that the extension is made of. Raises DerError.

    One list would do, and VOMS wraps it in another.
    """
    if len(data) > MAX_BYTES:
        raise der.DerError(f"more than {MAX_BYTES:,} bytes")
    found: list[der.Element] = []
    for each in der.element(data, der.SEQUENCE).inside():
        inside = each.inside()
        signed = inside[-1:] and inside[-1].tag == der.BIT_STRING
        found += [each] if signed else inside
    return tuple(found)


def _read(piece: der.Element, place: int, links: Sequence[Loaded]) -> AttributeCertificate | Defect:
    from pyasn1.codec.der.decoder import decode
    from pyasn1.error import PyAsn1Error
    from pyasn1_modules.rfc5755 import AttributeCertificate as Whole

    try:
        whole, rest = decode(piece.whole, asn1Spec=Whole())
        if rest:
            raise der.DerError("bytes behind its end")
        return _values(whole, piece.inside()[0].whole, place, links)
    except (PyAsn1Error, *_REFUSALS, RecursionError) as error:
        return _unreadable(place, type(error).__name__)


def _values(whole: Any, signed: bytes, place: int, links: Sequence[Loaded]) -> AttributeCertificate:
    info = whole["acinfo"]
    extensions = {str(each["extnID"]): each for each in info["extensions"]}
    authority, fqans = _names(info["attributes"])
    vo, _, uri = authority.partition(_SIGN)
    oid = str(whole["signatureAlgorithm"]["algorithm"])
    read = AttributeCertificate(
        vo=vo,
        uri=uri,
        link=place,
        issuer=_issuer(info["issuer"]),
        holder=DistinguishedName(),
        holder_serial=None,
        holder_fits=False,
        not_before=_instant(info["attrCertValidityPeriod"]["notBeforeTime"]),
        not_after=_instant(info["attrCertValidityPeriod"]["notAfterTime"]),
        fqans=fqans,
        generic=tuple(_generic(extensions.get(_GENERIC))),
        targets=tuple(_targets(extensions.get(_TARGETS))),
        digest=digest_of(oid),
        signer=DistinguishedName(),
        signed=Signed.UNCHECKED,
    )
    critical = frozenset(oid for oid, each in extensions.items() if bool(each["critical"]))
    enclosed = Enclosed(
        tuple(_enclosed(extensions.get(_ENCLOSED))),
        oid,
        whole["signatureValue"].asOctets(),
        signed,
    )
    return checked(read, _holder(info["holder"]), enclosed, links, frozenset(extensions), critical)


def _names(attributes: Any) -> tuple[str, tuple[Fqan, ...]]:
    """The organisation with its server (`vo://host:port`), and the names that it grants."""
    from pyasn1.codec.der.decoder import decode
    from pyasn1_modules.rfc5755 import IetfAttrSyntax

    authority = ""
    fqans: list[Fqan] = []
    for attribute in attributes:
        if str(attribute["type"]) != _FQANS:
            continue
        for value in attribute["values"]:
            syntax, _ = decode(bytes(value), asn1Spec=IetfAttrSyntax())
            names = syntax["policyAuthority"]
            authority = authority or next(_uris(names), "")
            fqans += (Fqan(_text(bytes(each.getComponent()))) for each in syntax["values"])
    return authority, tuple(fqans[:MAX_NAMES])


def _uris(names: Any) -> Iterator[str]:
    for name in names:
        if name.getName() == "uniformResourceIdentifier":
            yield str(name.getComponent())


def _issuer(issuer: Any) -> DistinguishedName:
    """The server's name, in the second form of RFC 5755 section 4.2.3 or the first."""
    form = issuer.getComponent()
    names = form["issuerName"] if issuer.getName() == "v2Form" else form
    return _directory_name(names)


def _holder(holder: Any) -> Holder:
    base = holder["baseCertificateID"]
    if base.isValue:
        return Holder(_directory_name(base["issuer"]), int(base["serial"]))
    return Holder(_directory_name(holder["entityName"]), None)


def _directory_name(names: Any) -> DistinguishedName:
    from pyasn1.codec.der.decoder import decode

    pairs: list[tuple[str, str]] = []
    for name in names if names.isValue else ():
        if name.getName() != "directoryName":
            continue
        for part in name.getComponent()["rdnSequence"]:
            for each in part:
                value, _ = decode(bytes(each["value"]))
                pairs.append((str(each["type"]), str(value)))
        break
    return DistinguishedName.of(pairs)


def _instant(time: Any) -> int:
    moment = time.asDateTime
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return int(moment.timestamp())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _generic(extension: Any) -> Iterator[GenericAttribute]:
    from pyasn1.codec.der.decoder import decode

    from tokenlint.credentials.proxy.voms_asn1 import TAG_CONTAINER

    if extension is None:
        return
    container, _ = decode(bytes(extension["extnValue"]), asn1Spec=TAG_CONTAINER)
    tags = [tag for each in container["lists"] for tag in each["tags"]]
    for tag in tags[:MAX_NAMES]:
        name, value, qualifier = (
            _text(bytes(tag[part])) for part in ("name", "value", "qualifier")
        )
        yield GenericAttribute(name, value, qualifier)


def _targets(extension: Any) -> Iterator[str]:
    """Hosts: VOMS writes each as the name of a target, with a URI for its type.

    In RFC 5755 section 4.3.2 a target lies in two lists; VOMS wraps each in one more.
    """
    from pyasn1.codec.der.decoder import decode
    from pyasn1_modules.rfc5755 import Target

    if extension is None:
        return
    found = list(der.element(bytes(extension["extnValue"]), der.SEQUENCE).inside())
    for _ in range(_LISTS_OF_TARGETS):
        found = [part for each in found for part in der.unwrapped(each)]
    for part in found[:MAX_NAMES]:
        target, _ = decode(part.whole, asn1Spec=Target())
        name = target.getComponent()
        if name.getName() in {"uniformResourceIdentifier", "dNSName"}:
            yield str(name.getComponent())


def _enclosed(extension: Any) -> Iterator[Loaded]:
    """The certificate of the server and those above it, as far as they can be read."""
    if extension is None:
        return
    lists = der.element(bytes(extension["extnValue"]), der.SEQUENCE).inside()
    for each in [part for some in lists for part in some.inside()][:MAX_CERTIFICATES]:
        loaded = load(each.whole)
        if loaded is not None:
            yield loaded
