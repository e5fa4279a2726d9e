"""Facts about a token's header, as a policy sees them.

Sources: RFC 7515 section 4.1, RFC 8725 sections 3.1, 3.2 and 3.10, WLCG profile 1.3 section 4.3.3.
"""

import re
from typing import Any

from tokenlint.credentials.token import Token

_CLASSES = {
    **dict.fromkeys(("RS256", "RS384", "RS512"), "rsa"),
    **dict.fromkeys(("ES256", "ES384", "ES512", "ES256K"), "ec"),
    **dict.fromkeys(("PS256", "PS384", "PS512"), "rsa-pss"),
    **dict.fromkeys(("EdDSA", "Ed25519", "Ed448"), "eddsa"),
    **dict.fromkeys(("HS256", "HS384", "HS512"), "hmac"),
}
ALLOWED_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "ES256", "ES384", "ES512"})
_KEY_CARRIERS = ("jku", "jwk", "x5c", "x5u")
_TYPES = {"jwt": "jwt", "at+jwt": "at+jwt", "id_token": "id-token", "id+jwt": "id-token"}
# What a key lookup by file, address, database or shell would act upon.
_SUSPICIOUS_KEY_ID = re.compile(
    r"\.\.[/\\]|^[/~.]+/|^/[^+=]*[/.]|^[A-Za-z]:\\|://|['\"`;|<>\x00-\x1f\x7f\\]|\$[({]|&&"
    r"|--\s|\b(?:union|select|insert|drop|or)\s",
    re.IGNORECASE,
)
_LONGEST_KEY_ID = 256
_LONGEST_NAME = 32
_MOST_NAMES = 16


def header_facts(token: Token) -> dict[str, Any]:
    """The `header` object of the policy input schema."""
    header = token.header
    algorithm = header.get("alg")
    names, malformed = _critical(header)
    return {
        "algorithm": _algorithm_class(header),
        "allowed": isinstance(algorithm, str) and algorithm in ALLOWED_ALGORITHMS,
        "key_id": _key_id(header),
        "key_carriers": [name for name in _KEY_CARRIERS if name in header],
        "critical": names,
        "critical_malformed": malformed,
        "type": _type(header),
    }


def _algorithm_class(header: dict[str, Any]) -> str:
    if "alg" not in header:
        return "missing"
    algorithm = header["alg"]
    if not isinstance(algorithm, str):
        return "wrong-type"
    if algorithm.strip().lower() == "none":  # `None` and `nOnE` have fooled libraries
        return "none"
    return _CLASSES.get(algorithm, "unknown")


def _key_id(header: dict[str, Any]) -> str:
    if "kid" not in header:
        return "missing"
    key_id = header["kid"]
    if not isinstance(key_id, str):
        return "wrong-type"
    if not key_id.strip():
        return "empty"
    suspicious = len(key_id) > _LONGEST_KEY_ID or _SUSPICIOUS_KEY_ID.search(key_id)
    return "suspicious" if suspicious else "present"


def _critical(header: dict[str, Any]) -> tuple[list[str], bool]:
    """The members that `crit` names, and whether `crit` breaks RFC 7515 section 4.1.11.

    No grid library understands any extension, so all of them are listed.
    """
    if "crit" not in header:
        return [], False
    value = header["crit"]
    if not isinstance(value, list):
        return [], True
    names = {_short(name) for name in value if isinstance(name, str)}
    malformed = not value or any(not isinstance(name, str) for name in value)
    return sorted(names)[:_MOST_NAMES], malformed


def _short(name: str) -> str:
    """Cut, and without what cannot be written as UTF-8."""
    return name[:_LONGEST_NAME].encode("utf-8", "replace").decode("utf-8")


def _type(header: dict[str, Any]) -> str:
    if "typ" not in header:
        return "missing"
    value = header["typ"]
    if not isinstance(value, str):
        return "wrong-type"
    return _TYPES.get(value.lower().removeprefix("application/"), "other")
