"""What is wrong with a proxy as it is presented, whatever it may be good for."""

from dataclasses import dataclass
from enum import StrEnum


class DefectKind(StrEnum):
    """The words of `proxy_defect.kind` in the policy input schema."""

    # of the file
    NOTHING = "nothing"  # it holds no certificate
    OVERSIZE = "oversize"
    TOO_MANY = "too-many"
    UNREADABLE_CERTIFICATE = "unreadable-certificate"
    UNREADABLE_PROXY_INFO = "unreadable-proxy-info"
    UNREADABLE_ATTRIBUTES = "unreadable-attributes"
    OUT_OF_ORDER = "out-of-order"  # the first certificate is not signed by the second, and so on
    # of the chain: RFC 3820 sections 3 and 4
    ISSUER_MISSING = "issuer-missing"  # a proxy without the certificate that signed it
    SIGNATURE = "signature"  # it was not made with the key of the certificate that it names
    SIGNATURE_UNKNOWN = "signature-unknown"  # nobody here can check that algorithm
    SUBJECT = "subject"  # not the issuer's name and one common name
    PATH_LENGTH = "path-length"  # more proxies below one than it allows
    ISSUER_IS_AUTHORITY = "issuer-is-authority"  # a proxy signed by a certificate authority
    PROXY_IS_AUTHORITY = "proxy-is-authority"
    INFO_NOT_CRITICAL = "info-not-critical"  # a relying party could pass over what makes it a proxy
    ALTERNATIVE_NAME = "alternative-name"
    KEY_USAGE = "key-usage"  # the issuer's key may not sign
    MIXED_FORMS = "mixed-forms"  # proxies of several kinds in one chain
    # of an attribute certificate: RFC 5755 section 5, and what VOMS asks for besides
    HOLDER = "holder"  # made for another certificate
    SIGNER_MISSING = "signer-missing"  # the certificate of the server is not enclosed
    NO_ATTRIBUTES = "no-attributes"
    FOREIGN_GROUP = "foreign-group"  # a group that is not below the organisation's own
    EXTENSION_MISSING = "extension-missing"
    UNKNOWN_CRITICAL = "unknown-critical"
    EMPTY_TARGETS = "empty-targets"
    OUTSIDE_SIGNER = "outside-signer"  # it is to last longer than the certificate that signed it


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing that is wrong.

    `link` is the place in the chain, from 0 at the certificate that is used; None: the file.
    `detail` says more without naming a person.
    """

    kind: DefectKind
    link: int | None = None
    detail: str = ""
