"""One certificate, read with `cryptography`: what the chain needs, and what is kept."""

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokenlint.credentials.proxy.algorithms import UNKNOWN, digest_of
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.der import DerError
from tokenlint.credentials.proxy.name import DistinguishedName
from tokenlint.credentials.proxy.proxy import Certificate, Form, Policy
from tokenlint.credentials.proxy.proxy_info import FORMS, LEGACY_NAMES, ProxyInfo, read_proxy_info

if TYPE_CHECKING:
    from cryptography import x509

ATTRIBUTES_OID = "1.3.6.1.4.1.8005.100.100.5"
_BASIC_CONSTRAINTS = "2.5.29.19"
_KEY_USAGE = "2.5.29.15"
_ALTERNATIVE_NAMES = frozenset({"2.5.29.17", "2.5.29.18"})
# With what `cryptography` may answer to bytes that are no good certificate.
_REFUSALS = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A certificate as `cryptography` holds it, beside what is kept of it.

    `may_sign`: its key usage, where it states one, has the bit for signatures.
    `attributes` is the extension with VOMS attribute certificates, empty without one.
    """

    raw: "x509.Certificate"
    kept: Certificate
    authority: bool
    may_sign: bool
    attributes: bytes
    defects: tuple[DefectKind, ...] = field(default=())

    @property
    def public_key(self) -> Any:
        """The public key, None where its kind is not known."""
        return _public_key(self.raw)


def load(data: bytes) -> Loaded | None:
    """The certificate, None where it cannot be read; never raises."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    with warnings.catch_warnings():  # what it warns of are oddities of certificates
        warnings.simplefilter("ignore")
        try:
            return _loaded(x509.load_der_x509_certificate(data))
        except (*_REFUSALS, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension):
            return None


def _loaded(raw: "x509.Certificate") -> Loaded:
    extensions = {each.oid.dotted_string: each for each in raw.extensions}
    subject, issuer = name_of(raw.subject), name_of(raw.issuer)
    form, info, unreadable = _proxy_form(extensions, subject, issuer)
    authority = _BASIC_CONSTRAINTS in extensions and bool(extensions[_BASIC_CONSTRAINTS].value.ca)
    if form is None:
        form = Form.AUTHORITY if authority else Form.END_ENTITY
    usage = extensions.get(_KEY_USAGE)
    held = extensions.get(ATTRIBUTES_OID)
    kind, bits = _key(_public_key(raw))
    kept = Certificate(
        form=form,
        subject=subject,
        issuer=issuer,
        serial=raw.serial_number,
        not_before=int(raw.not_valid_before_utc.timestamp()),
        not_after=int(raw.not_valid_after_utc.timestamp()),
        key=kind,
        key_bits=bits,
        digest=_digest(raw),
        policy=info.policy if info else None,
        policy_oid=info.oid if info else "",
        path_length=info.path_length if info else None,
    )
    return Loaded(
        raw,
        kept,
        authority,
        usage is None or bool(usage.value.digital_signature),
        held.value.value if held is not None else b"",
        (DefectKind.UNREADABLE_PROXY_INFO,) if unreadable else _oddities(kept, extensions),
    )


def _proxy_form(
    extensions: dict[str, Any], subject: DistinguishedName, issuer: DistinguishedName
) -> tuple[Form | None, ProxyInfo | None, bool]:
    """The form of a proxy, None for any other certificate, its policy; whether that is broken.

    A proxy whose policy cannot be read passes for one with an unknown policy.
    """
    for oid, form in FORMS.items():
        if oid in extensions:
            try:
                return form, read_proxy_info(extensions[oid].value.value), False
            except DerError:
                return form, ProxyInfo(Policy.OTHER, "", None), True
    policy = LEGACY_NAMES.get(subject.last_common_name)
    if policy and subject.extends(issuer):
        return Form.LEGACY, ProxyInfo(policy, "", None), False
    return None, None, False


def _oddities(kept: Certificate, extensions: dict[str, Any]) -> tuple[DefectKind, ...]:
    """What RFC 3820 forbids in a proxy by itself: sections 3.4, 3.5, 3.7 and 3.8."""
    if not kept.form.is_proxy:
        return ()
    found = []
    basic = extensions.get(_BASIC_CONSTRAINTS)
    info = next((extensions[oid] for oid in FORMS if oid in extensions), None)
    if not kept.subject.extends(kept.issuer):
        found.append(DefectKind.SUBJECT)
    if basic is not None and basic.value.ca:
        found.append(DefectKind.PROXY_IS_AUTHORITY)
    if kept.form is Form.RFC3820 and info is not None and not info.critical:
        found.append(DefectKind.INFO_NOT_CRITICAL)
    if _ALTERNATIVE_NAMES & extensions.keys():
        found.append(DefectKind.ALTERNATIVE_NAME)
    return tuple(found)


def name_of(name: "x509.Name") -> DistinguishedName:
    """A name of `cryptography` as the grid writes it."""
    pairs = []
    for each in name:
        value = each.value
        text = value if isinstance(value, str) else value.decode("utf-8", "replace")
        pairs.append((each.oid.dotted_string, text))
    return DistinguishedName.of(pairs)


def _public_key(raw: "x509.Certificate") -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return raw.public_key()
    except (*_REFUSALS, UnsupportedAlgorithm):
        return None


def _key(public: Any) -> tuple[str, int]:
    """Kind of a public key and its size in bits."""
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

    kinds: dict[str, type] = {
        "rsa": rsa.RSAPublicKey,
        "ec": ec.EllipticCurvePublicKey,
        "dsa": dsa.DSAPublicKey,
        "ed25519": ed25519.Ed25519PublicKey,
        "ed448": ed448.Ed448PublicKey,
    }
    fixed = {"ed25519": 256, "ed448": 448}
    kind = next((name for name, each in kinds.items() if isinstance(public, each)), "other")
    return kind, fixed.get(kind) or int(getattr(public, "key_size", 0))


def _digest(raw: "x509.Certificate") -> str:
    """The hash of the signature: empty where its algorithm has none of its own (EdDSA)."""
    from cryptography.exceptions import UnsupportedAlgorithm

    known = digest_of(raw.signature_algorithm_oid.dotted_string)
    if known != UNKNOWN:  # `cryptography` does not name those that it would not sign with
        return known
    try:
        algorithm = raw.signature_hash_algorithm
    except (*_REFUSALS, UnsupportedAlgorithm):
        return UNKNOWN
    return algorithm.name if algorithm is not None else ""
