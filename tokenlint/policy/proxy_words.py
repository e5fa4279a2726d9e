"""What is said of a proxy in messages and at the head of its report."""

from collections.abc import Mapping

from tokenlint.credentials.proxy.attributes import AttributeCertificate, Signed
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.proxy import Certificate, Form, Policy, PrivateKey, Proxy
from tokenlint.policy.proxy_facts import UNREADABLE, judged_defects
from tokenlint.policy.reach import cut
from tokenlint.policy.words import human_duration, human_instant
from tokenlint.privilege.validity import Validity
from tokenlint.source import Problem, Source

FORMS: Mapping[Form, str] = {
    Form.RFC3820: "RFC 3820 proxy",
    Form.DRAFT: "draft proxy (Globus Toolkit 3)",
    Form.LEGACY: "legacy proxy (Globus Toolkit 2)",
    Form.END_ENTITY: "end-entity certificate",
    Form.AUTHORITY: "certificate of an authority",
    Form.UNREADABLE: "unreadable",
}
POLICIES: Mapping[Policy, str] = {
    Policy.INHERIT_ALL: "all rights of its owner",
    Policy.LIMITED: "limited: all rights of its owner but starting jobs",
    Policy.INDEPENDENT: "independent: no rights of its owner",
    Policy.OTHER: "a policy that this reader does not know",
}
KEYS: Mapping[PrivateKey, str] = {
    PrivateKey.ABSENT: "not in this file",
    PrivateKey.PLAIN: "in this file, without a passphrase",
    PrivateKey.ENCRYPTED: "in this file, with a passphrase",
}
_DEFECTS: Mapping[DefectKind, str] = {
    DefectKind.NOTHING: "it holds no certificate",
    DefectKind.OVERSIZE: "it is too large",
    DefectKind.TOO_MANY: "it holds too many certificates",
    DefectKind.UNREADABLE_CERTIFICATE: "a certificate cannot be read",
    DefectKind.UNREADABLE_ATTRIBUTES: "an attribute certificate cannot be read",
    DefectKind.UNREADABLE_PROXY_INFO: "the policy of a proxy cannot be read",
    DefectKind.OUT_OF_ORDER: "the certificates of the file are not in the order of the chain",
    DefectKind.ISSUER_MISSING: "the certificate that signed the last proxy is not in the file",
    DefectKind.SIGNATURE: "the signature was made with another key",
    DefectKind.SUBJECT: "its name is not that of its issuer and one common name more",
    DefectKind.PATH_LENGTH: "more proxies follow below it than it allows",
    DefectKind.ISSUER_IS_AUTHORITY: "an authority signed the proxy, and not an end entity",
    DefectKind.PROXY_IS_AUTHORITY: "the proxy claims to be an authority",
    DefectKind.INFO_NOT_CRITICAL: "what makes it a proxy is not marked as critical",
    DefectKind.ALTERNATIVE_NAME: "the proxy has an alternative name",
    DefectKind.KEY_USAGE: "the key that signed it is not for signatures",
    DefectKind.MIXED_FORMS: "its issuer is a proxy of another form",
    DefectKind.HOLDER: "the attributes were granted to the holder of another certificate",
    DefectKind.NO_ATTRIBUTES: "the attribute certificate names no group",
    DefectKind.FOREIGN_GROUP: "the attributes name a group outside of the organisation",
    DefectKind.EXTENSION_MISSING: "the attribute certificate lacks an extension that VOMS asks for",
    DefectKind.UNKNOWN_CRITICAL: "the attribute certificate has an unknown critical extension",
    DefectKind.EMPTY_TARGETS: "the attribute certificate has a list of targets without a target",
    DefectKind.OUTSIDE_SIGNER: "the attributes are to count beyond the life of their server's "
    "certificate",
}


def defect_words(defect: Defect) -> str:
    """One defect in words, with what is known besides."""
    words = _DEFECTS.get(defect.kind, defect.kind.value)
    return f"{words} ({defect.detail})" if defect.detail else words


def proxy_title(proxy: Proxy) -> str:
    """`proxy 8f14e45fceea`; of another certificate `certificate ...`."""
    kind = "certificate" if proxy.form in {Form.END_ENTITY, Form.AUTHORITY} else "proxy"
    return f"{kind} {proxy.fingerprint}"


def unread(proxy: Proxy, source: Source) -> tuple[Problem, ...]:
    """What of a file could not be read and is therefore not judged."""
    return tuple(
        Problem(
            "unreadable-proxy",
            source,
            f"not all of it can be read as a proxy: {defect_words(each)}",
            "capture it again, whole: certificate, private key, and the certificates above it",
        )
        for each in proxy.defects
        if each.kind in UNREADABLE
    )


def form_words(proxy: Proxy) -> str:
    """`RFC 3820 proxy, delegated once, limited: ...`."""
    words = FORMS[proxy.form]
    if proxy.depth > 1:
        times = "once" if proxy.depth == 2 else f"{proxy.depth - 1} times"  # noqa: PLR2004
        words = f"{words}, delegated {times}"
    return words


def period_words(validity: Validity, at: int) -> str:
    """`until 2026-11-21 00:00 UTC (in 12 h; lifetime 12 h)`, seen from `at`."""
    if validity.empty:
        return "at no time: its certificates are never valid together"
    ends = (validity.expiry or 0) - 1  # as the certificate says it: the last second that counts
    length = human_duration(ends - validity.not_before)
    if at < validity.not_before:
        return f"from {human_instant(validity.not_before)} on, for {length}"
    left = f"in {human_duration(ends - at)}" if ends > at else f"{human_duration(at - ends)} ago"
    return f"until {human_instant(ends)} ({left}; lifetime {length})"


def key_words(certificate: Certificate) -> str:
    """`RSA of 2048 bits`."""
    kind = certificate.key.upper() if certificate.key in {"rsa", "dsa", "ec"} else certificate.key
    return f"{kind} of {certificate.key_bits} bits" if certificate.key_bits else kind


def chain_words(proxy: Proxy) -> str:
    """How far the chain fits, as far as it can be told."""
    count = len(proxy.chain)
    many = f"{count} certificate{'s' if count != 1 else ''}"
    wrong = {each.kind for each in judged_defects(proxy)} - _OF_ATTRIBUTES
    if wrong:
        return f"{many}, which do not fit"
    if any(each.kind is DefectKind.SIGNATURE_UNKNOWN for each in proxy.defects):
        return f"{many}; a signature is of a kind that cannot be checked here"
    fits = ", each signed by the next" if count > 1 else ""
    return f"{many}{fits}; trust in the authority is not checked"


_OF_ATTRIBUTES = frozenset(
    {
        DefectKind.HOLDER,
        DefectKind.NO_ATTRIBUTES,
        DefectKind.FOREIGN_GROUP,
        DefectKind.EXTENSION_MISSING,
        DefectKind.UNKNOWN_CRITICAL,
        DefectKind.EMPTY_TARGETS,
        DefectKind.OUTSIDE_SIGNER,
    }
)


def attribute_words(attributes: AttributeCertificate, at: int) -> str:
    """Names, times, targets and signature of an attribute certificate on one line."""
    names = ", ".join(each.plain for each in attributes.fqans) or "no group"
    signed = {
        Signed.FITS: "signed by the enclosed server",
        Signed.BROKEN: "NOT signed by the enclosed server",
        Signed.UNCHECKED: "signature not checked",
    }[attributes.signed]
    parts = [cut(names), period_words(attributes.validity, at), signed]
    if attributes.targets:
        parts.insert(1, f"only at {cut(', '.join(attributes.targets))}")
    return "; ".join(parts)
