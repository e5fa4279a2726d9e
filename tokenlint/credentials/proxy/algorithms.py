"""The algorithms of signatures, by the numbers that certificates name them with.

Sources: RFC 8017, RFC 5758, RFC 8410, RFC 3279.
"""

UNKNOWN = "unknown"
_BY_OID = {
    "1.2.840.113549.1.1.4": "md5",
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
    "1.3.101.112": "",
    "1.3.101.113": "",
}


def digest_of(oid: str) -> str:
    """The hash of a signature algorithm, `sha256`; empty for EdDSA, `unknown` for others."""
    return _BY_OID.get(oid, UNKNOWN)
