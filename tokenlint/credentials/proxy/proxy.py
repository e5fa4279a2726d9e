"""A proxy as it was read: what it says, and whether its chain fits. No private key is in it.

RFC 3820 is the profile; GSI knew two older forms:
legacy proxies, which are told by their name alone (`CN=proxy`, `CN=limited proxy`),
and draft ones, with another number and another order of the same extension.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from tokenlint.credentials.proxy.attributes import AttributeCertificate
from tokenlint.credentials.proxy.defect import Defect
from tokenlint.credentials.proxy.name import DistinguishedName
from tokenlint.privilege.validity import NEVER, Validity


class Form(StrEnum):
    """What kind of certificate it is."""

    RFC3820 = "rfc3820"
    DRAFT = "draft"  # OID 1.3.6.1.4.1.3536.1.222, of Globus Toolkit 3
    LEGACY = "legacy"  # of Globus Toolkit 2
    END_ENTITY = "end-entity"  # a certificate of a person, robot or host
    AUTHORITY = "authority"
    UNREADABLE = "unreadable"

    @property
    def is_proxy(self) -> bool:
        """Whether an end entity or another proxy signed it."""
        return self in {Form.RFC3820, Form.DRAFT, Form.LEGACY}


class Policy(StrEnum):
    """What a proxy takes over of the rights of its issuer (RFC 3820 section 3.8.2)."""

    INHERIT_ALL = "inherit-all"
    INDEPENDENT = "independent"  # nothing: a name of its own
    LIMITED = "limited"  # all but starting jobs, OID 1.3.6.1.4.1.3536.1.1.1.9
    OTHER = "other"  # what the text of a policy says, in a language of that number


class PrivateKey(StrEnum):
    """Whether a private key lies in the same file. The key itself is never read."""

    ABSENT = "absent"
    PLAIN = "plain"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of the chain, without its signature.

    Times are seconds since the epoch; `not_after` is the last one of validity (RFC 5280 4.1.2.5).
    `policy`, `policy_oid` and `path_length` are those of a proxy; None and empty for others.
    `key_bits` is the size of the public key, `digest` the hash of its signature (`sha256`).
    """

    form: Form
    subject: DistinguishedName
    issuer: DistinguishedName
    serial: int
    not_before: int
    not_after: int
    key: str
    key_bits: int
    digest: str
    policy: Policy | None = None
    policy_oid: str = ""
    path_length: int | None = None

    @property
    def validity(self) -> Validity:
        """When it is accepted."""
        return Validity(self.not_before, self.not_after + 1)


@dataclass(frozen=True, slots=True, repr=False)
class Proxy:
    """A chain of certificates from the one that is used up to the last that is presented.

    `fingerprint` is the first 12 hexadecimal digits of SHA-256 of the first certificate.
    `strays` counts certificates of the file that are no part of the chain.
    """

    fingerprint: str
    chain: tuple[Certificate, ...] = ()
    private_key: PrivateKey = PrivateKey.ABSENT
    attributes: tuple[AttributeCertificate, ...] = ()
    defects: tuple[Defect, ...] = ()
    strays: int = 0
    size: int = field(default=0)

    @property
    def form(self) -> Form:
        """The form of the certificate that is used."""
        return self.chain[0].form if self.chain else Form.UNREADABLE

    @property
    def depth(self) -> int:
        """How many proxies stand between the user and the end entity, as far as is presented."""
        return len(self.proxies)

    @property
    def proxies(self) -> tuple[Certificate, ...]:
        """The proxies of the chain, the one that is used first."""
        return tuple(each for each in self.chain if each.form.is_proxy)

    @property
    def limited(self) -> bool:
        """Whether one of the proxies is limited, which then holds for all that it signed."""
        return any(each.policy is Policy.LIMITED for each in self.proxies)

    @property
    def policy(self) -> Policy | None:
        """What the whole chain takes over: the narrowest of its proxies. None without a proxy."""
        held = {each.policy for each in self.proxies}
        narrowest = (Policy.INDEPENDENT, Policy.OTHER, Policy.LIMITED, Policy.INHERIT_ALL)
        return next((each for each in narrowest if each in held), None)

    @property
    def path_length(self) -> int | None:
        """How many more proxies may follow; None where nothing bounds them."""
        rests = [
            each.path_length - place
            for place, each in enumerate(self.proxies)
            if each.path_length is not None
        ]
        return max(0, min(rests)) if rests else None

    @property
    def subject(self) -> DistinguishedName:
        """The name of the certificate that is used."""
        return self.chain[0].subject if self.chain else DistinguishedName()

    @property
    def issuer(self) -> DistinguishedName:
        """Who signed the certificate that is used."""
        return self.chain[0].issuer if self.chain else DistinguishedName()

    @property
    def identity(self) -> DistinguishedName:
        """The end entity that it stands for, by its name.

        Where the end entity is not presented it is whoever signed the last proxy;
        an independent proxy stands for itself.
        """
        own = next((each for each in self.proxies if each.policy is Policy.INDEPENDENT), None)
        if own is not None:
            return own.subject
        first = next((each for each in self.chain if not each.form.is_proxy), None)
        return first.subject if first else self.proxies[-1].issuer if self.proxies else self.subject

    @property
    def validity(self) -> Validity:
        """When the whole chain is accepted, as far as it is presented."""
        if not self.chain:
            return NEVER
        whole = self.chain[0].validity
        for each in self.chain[1:]:
            whole = whole & each.validity
        return whole

    def __repr__(self) -> str:
        """The fingerprint, and nothing that names a person."""
        return f"Proxy(fingerprint={self.fingerprint!r}, form={self.form.value!r})"
