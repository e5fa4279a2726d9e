"""The outer shape of a token: how many parts, and whether a signature can be whole.

Only lengths are looked at. No byte of a signature leaves this module.
"""

from typing import Any

from tokenlint.credentials.anomaly import Anomaly, AnomalyKind, PartName
from tokenlint.credentials.base64url import decode_segment

# Bytes of a signature: RFC 7518 sections 3.2 and 3.4, RFC 8037 section 3.1.
_FIXED_BYTES = {
    "HS256": 32,
    "HS384": 48,
    "HS512": 64,
    "ES256": 64,
    "ES384": 96,
    "ES512": 132,
    "EdDSA": 64,
    "Ed25519": 64,
}
_RSA = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
_RSA_LEAST, _RSA_STEP = 128, 64  # as long as the key: 1024 bits or more, in steps of 512 bits
_HEADER_ONLY, _NO_SIGNATURE, _JWS_PARTS = 1, 2, 3


def shape_anomalies(segments: list[bytes], header: dict[str, Any]) -> tuple[Anomaly, ...]:
    """What is irregular about the number of parts and the length of the signature."""
    if len(segments) > _JWS_PARTS:
        return (Anomaly(AnomalyKind.EXTRA_PARTS, PartName.TOKEN),)
    if len(segments) == _HEADER_ONLY:
        return (Anomaly(AnomalyKind.TRUNCATED, PartName.TOKEN, detail="claims are missing"),)
    if len(segments) == _NO_SIGNATURE:
        detail = "the signature part is missing"
        return (Anomaly(AnomalyKind.TRUNCATED, PartName.SIGNATURE, detail=detail),)
    return _signature_anomalies(segments[2], header.get("alg"))


def _signature_anomalies(segment: bytes, algorithm: object) -> tuple[Anomaly, ...]:
    found = []
    decoded = decode_segment(segment)
    if not decoded.canonical:
        found.append(Anomaly(AnomalyKind.NON_CANONICAL_BASE64, PartName.SIGNATURE))
    if cut_short(algorithm, len(decoded.data)):
        detail = "the signature is too short for its algorithm"
        found.append(Anomaly(AnomalyKind.TRUNCATED, PartName.SIGNATURE, detail=detail))
    return tuple(found)


def cut_short(algorithm: object, size: int) -> bool:
    """Whether a signature of so many bytes cannot be a whole one."""
    if not isinstance(algorithm, str):
        return False
    if algorithm in _RSA:
        return size < _RSA_LEAST or size % _RSA_STEP != 0
    return size < _FIXED_BYTES.get(algorithm, 0)
