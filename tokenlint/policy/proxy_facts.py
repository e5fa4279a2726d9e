"""What policies see of a proxy: its form, its times, its strength; no name and no letter of one."""

from collections.abc import Mapping
from typing import Any

from tokenlint.credentials.proxy.attributes import AttributeCertificate
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.proxy import Certificate, Form, Proxy
from tokenlint.privilege.validity import Validity

LEAST_BITS: Mapping[str, int] = {"rsa": 2048, "dsa": 2048, "ec": 224}
"""Smaller keys are weak: NIST SP 800-57 part 1 revision 5, tables 2 and 4 (112 bits)."""

UNREADABLE = frozenset(
    {
        DefectKind.NOTHING,
        DefectKind.OVERSIZE,
        DefectKind.TOO_MANY,
        DefectKind.UNREADABLE_CERTIFICATE,
        DefectKind.UNREADABLE_ATTRIBUTES,
    }
)
"""Defects that leave something unjudged: they are problems of the run and no findings."""

_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})
_NOT_TOLD = frozenset({DefectKind.SIGNATURE_UNKNOWN, DefectKind.SIGNER_MISSING})


def proxy_facts(
    proxy: Proxy, at: int, limits: Mapping[str, int], mode: int | None
) -> dict[str, Any]:
    """The `proxy` object of the policy input, judged at the instant `at`.

    `mode` is that of the file (`st_mode`), None where there is no file.
    `limits` needs `backdating_seconds`: proxies begin some minutes before they are made.
    """
    facts: dict[str, Any] = {
        "form": proxy.form.value,
        "delegations": proxy.depth,
        "limited": proxy.limited,
        "private_key": proxy.private_key.value,
        "lifetime": _times(proxy.validity, at),
        "certificates": [_certificate(each) for each in proxy.chain],
        "attributes": [
            _attributes(each, proxy, at, limits["backdating_seconds"]) for each in proxy.attributes
        ],
        "defects": [_defect(each) for each in judged_defects(proxy)],
    }
    if proxy.policy is not None:
        facts["policy"] = proxy.policy.value
    if proxy.path_length is not None:
        facts["path_length"] = proxy.path_length
    if mode is not None:
        facts["readable_by"] = readable_by(mode)
    return facts


def judged_defects(proxy: Proxy) -> tuple[Defect, ...]:
    """What is wrong with chain and attributes, and can be told."""
    every = (*proxy.defects, *(each for some in proxy.attributes for each in some.defects))
    return tuple(dict.fromkeys(each for each in every if each.kind not in UNREADABLE | _NOT_TOLD))


def readable_by(mode: int) -> str:
    """Who may read a file of that mode: the owner alone, the group, or others."""
    if mode & 0o007:
        return "others"
    return "group" if mode & 0o070 else "owner"


def weak(certificate: Certificate) -> bool:
    """Whether the public key is smaller than what counts as safe."""
    return certificate.key_bits < LEAST_BITS.get(certificate.key, 0)


def short_seconds(attributes: AttributeCertificate, proxy: Proxy, slack: int) -> int:
    """How much earlier than the proxy an attribute certificate ends; 0 within the slack."""
    ends = proxy.validity.expiry or 0
    missing = ends - attributes.not_after - 1
    return missing if missing > slack else 0


def _times(validity: Validity, at: int) -> dict[str, Any]:
    if validity.empty:
        state = "never"
    elif validity.expiry is not None and at >= validity.expiry:
        state = "expired"
    else:
        state = "not-yet-valid" if at < validity.not_before else "valid"
    # A certificate is good in the last second that it names, which is not counted here.
    return {"state": state, "seconds": max(0, (validity.seconds or 0) - 1)}


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "form": certificate.form.value,
        "key": certificate.key,
        "weak_key": weak(certificate),
        "digest": _digest(certificate.digest),
        # Nobody checks the signature that an authority makes for itself.
        "digest_counts": not (
            certificate.form is Form.AUTHORITY and certificate.subject.same(certificate.issuer)
        ),
    }


def _attributes(
    attributes: AttributeCertificate, proxy: Proxy, at: int, slack: int
) -> dict[str, Any]:
    primary = attributes.primary
    return {
        "lifetime": _times(attributes.validity, at),
        "short_seconds": short_seconds(attributes, proxy, slack),
        "names": len(attributes.fqans),
        "roles": len(attributes.roles),
        "role_first": bool(primary and primary.role),
        "targets": len(attributes.targets),
        "generic": len(attributes.generic),
        "digest": _digest(attributes.digest),
        "signature": attributes.signed.value,
    }


def _digest(name: str) -> str:
    """The word of the schema for a hash; EdDSA has one built in."""
    if not name:
        return "built-in"
    return name if name in _DIGESTS else "other"


def _defect(defect: Defect) -> dict[str, Any]:
    fact: dict[str, Any] = {"kind": defect.kind.value}
    return fact if defect.link is None else fact | {"certificate": defect.link}
