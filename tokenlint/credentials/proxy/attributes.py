"""A VOMS attribute certificate as it was read: who says what of whom, for how long and where.

Sources: RFC 5755, An Internet Attribute Certificate Profile for Authorization;
OGF GFD.182, The VOMS Attribute Certificate Format.
"""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.credentials.proxy.defect import Defect
from tokenlint.credentials.proxy.name import DistinguishedName
from tokenlint.privilege.validity import Validity

_NO_ROLE = "NULL"


class Signed(StrEnum):
    """What a check of a signature came to, with the key of a certificate that is presented."""

    FITS = "fits"
    BROKEN = "broken"
    UNCHECKED = "unchecked"  # no certificate to check with, or an algorithm that is not known


@dataclass(frozen=True, slots=True)
class GenericAttribute:
    """A name with a value (`nickname = jane`), and what it holds for; GFD.182."""

    name: str
    value: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Fqan:
    """A fully qualified attribute name, `/vo/group/Role=role`; GFD.182."""

    text: str

    @property
    def group(self) -> str:
        """`/vo/group`."""
        return self.text.partition("/Role=")[0].partition("/Capability=")[0]

    @property
    def role(self) -> str:
        """The role, empty where none was asked for."""
        role = self.text.partition("/Role=")[2].partition("/")[0]
        return "" if role == _NO_ROLE else role

    @property
    def plain(self) -> str:
        """The name without `/Role=NULL` and `/Capability=NULL`, as mappings write it."""
        return f"{self.group}/Role={self.role}" if self.role else self.group


@dataclass(frozen=True, slots=True, repr=False)
class AttributeCertificate:
    """One attribute certificate, without its signature.

    `link` is the certificate of the chain that carries it.
    Times are seconds since the epoch; `not_after` is the last second of validity.
    `signer` is the name of the enclosed certificate that `signed` speaks of.
    `holder` is the name in it, which VOMS servers write in two ways: that of the certificate
    or that of its authority; `holder_fits` says whether name and serial are of the chain.
    """

    vo: str
    uri: str
    link: int
    issuer: DistinguishedName
    holder: DistinguishedName
    holder_serial: int | None
    holder_fits: bool
    not_before: int
    not_after: int
    fqans: tuple[Fqan, ...]
    generic: tuple[GenericAttribute, ...]
    targets: tuple[str, ...]
    digest: str
    signer: DistinguishedName
    signed: Signed
    defects: tuple[Defect, ...] = ()

    @property
    def validity(self) -> Validity:
        """When what it says counts."""
        return Validity(self.not_before, self.not_after + 1)

    @property
    def primary(self) -> Fqan | None:
        """The first name: what most services map the user by."""
        return self.fqans[0] if self.fqans else None

    @property
    def roles(self) -> tuple[str, ...]:
        """The distinct roles, in order."""
        return tuple(dict.fromkeys(each.role for each in self.fqans if each.role))

    def __repr__(self) -> str:
        """The organisation, and nothing that names a person."""
        return f"AttributeCertificate(vo={self.vo!r}, fqans={len(self.fqans)})"
