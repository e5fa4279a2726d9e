"""Whether an attribute certificate fits the chain that carries it, and who signed it.

RFC 5755 section 5 says what to check, and VOMS what it asks for besides:
one name of the holder, groups below the organisation's own, two extensions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tokenlint.credentials.proxy.attributes import AttributeCertificate, Signed
from tokenlint.credentials.proxy.certificate import Loaded
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.name import DistinguishedName
from tokenlint.credentials.proxy.signature import made_by

_TARGETS = "2.5.29.55"
_DEMANDED = frozenset({"2.5.29.35", "2.5.29.56"})  # the key of its server; no revocation list


@dataclass(frozen=True, slots=True)
class Holder:
    """For whom it was made: a name, and the serial number of that person's certificate."""

    name: DistinguishedName
    serial: int | None

    def fits(self, links: Sequence[Loaded]) -> bool:
        """Whether a certificate of the chain is meant, by its own name or by its issuer's.

        RFC 5755 section 4.2.2 has the issuer's name; VOMS servers write the subject's.
        """
        for link in links:
            names = (link.kept.subject, link.kept.issuer)
            numbered = self.serial is None or self.serial == link.kept.serial
            if numbered and any(self.name.same(name) for name in names):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The certificates that come with it, and the signature to check, which is not kept."""

    certificates: tuple[Loaded, ...]
    algorithm: str
    signature: bytes
    signed: bytes

    def signer(self, name: DistinguishedName) -> Loaded | None:
        """The certificate of the server of this name."""
        return next((each for each in self.certificates if each.kept.subject.same(name)), None)


def checked(
    read: AttributeCertificate,
    holder: Holder,
    enclosed: Enclosed,
    links: Sequence[Loaded],
    extensions: frozenset[str],
    critical: frozenset[str],
) -> AttributeCertificate:
    """The attribute certificate with what the checks came to."""
    signer = enclosed.signer(read.issuer)
    signed = Signed.UNCHECKED
    if signer is not None:
        signed = made_by(signer, enclosed.algorithm, enclosed.signature, enclosed.signed)
    seen = replace(
        read,
        holder=holder.name,
        holder_serial=holder.serial,
        holder_fits=holder.fits(links),
        signer=signer.kept.subject if signer else DistinguishedName(),
        signed=signed,
    )
    kinds = [*_kinds(seen, signer), *_extensions(seen, extensions, critical)]
    return replace(seen, defects=tuple(Defect(kind, read.link) for kind in kinds))


def _kinds(read: AttributeCertificate, signer: Loaded | None) -> Iterator[DefectKind]:
    if not read.holder_fits:
        yield DefectKind.HOLDER
    if signer is None:
        yield DefectKind.SIGNER_MISSING
    elif read.signed is Signed.BROKEN:
        yield DefectKind.SIGNATURE
    elif read.signed is Signed.UNCHECKED:
        yield DefectKind.SIGNATURE_UNKNOWN
    if signer is not None and not signer.kept.validity.covers(read.validity):
        yield DefectKind.OUTSIDE_SIGNER
    if not read.fqans or not read.vo:
        yield DefectKind.NO_ATTRIBUTES
    elif not all(f"{each.text}/".startswith(f"/{read.vo}/") for each in read.fqans):
        yield DefectKind.FOREIGN_GROUP


def _extensions(
    read: AttributeCertificate, present: frozenset[str], critical: frozenset[str]
) -> Iterator[DefectKind]:
    if not present >= _DEMANDED:
        yield DefectKind.EXTENSION_MISSING
    if critical - {_TARGETS}:
        yield DefectKind.UNKNOWN_CRITICAL
    if _TARGETS in present and not read.targets:
        yield DefectKind.EMPTY_TARGETS
