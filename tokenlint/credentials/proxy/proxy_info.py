"""The extension that makes a certificate a proxy: ProxyCertInfo (RFC 3820 section 3.8).

The draft before the RFC had the same two members, with the path length behind the policy.
"""

from dataclasses import dataclass

from tokenlint.credentials.proxy import der
from tokenlint.credentials.proxy.proxy import Form, Policy

RFC3820_OID = "1.3.6.1.5.5.7.1.14"
DRAFT_OID = "1.3.6.1.4.1.3536.1.222"
FORMS = {RFC3820_OID: Form.RFC3820, DRAFT_OID: Form.DRAFT}
INHERIT_ALL_OID = "1.3.6.1.5.5.7.21.1"
INDEPENDENT_OID = "1.3.6.1.5.5.7.21.2"
LIMITED_OID = "1.3.6.1.4.1.3536.1.1.1.9"
POLICIES = {
    INHERIT_ALL_OID: Policy.INHERIT_ALL,
    INDEPENDENT_OID: Policy.INDEPENDENT,
    LIMITED_OID: Policy.LIMITED,
}
LEGACY_NAMES = {"proxy": Policy.INHERIT_ALL, "limited proxy": Policy.LIMITED}


@dataclass(frozen=True, slots=True)
class ProxyInfo:
    """The policy with its number, and how many proxies may follow (None: any number)."""

    policy: Policy
    oid: str
    path_length: int | None


def read_proxy_info(data: bytes) -> ProxyInfo:
    """Read the extension, in either order. Raises DerError."""
    length: int | None = None
    oid = ""
    for part in der.element(data, der.SEQUENCE).inside():
        if part.tag == der.EXPLICIT_1:
            length = der.small_integer(der.element(part.content, der.INTEGER).content)
        elif part.tag == der.INTEGER:
            length = der.small_integer(part.content)
        elif part.tag == der.SEQUENCE and not oid:
            language = part.inside()[:1]
            oid = "".join(
                der.dotted(each.content) for each in language if each.tag == der.OBJECT_IDENTIFIER
            )
        else:
            raise der.DerError("a part that no such extension has")
    if not oid or (length is not None and length < 0):
        raise der.DerError("no policy language, or a negative length")
    return ProxyInfo(POLICIES.get(oid, Policy.OTHER), oid, length)
