"""Tokens whose signature was cut off or redacted: what they allowed can be told all the same.

They are judged as if their signature were there, since whoever wrote them down took it away;
they are never counted among those that somebody could still use.
"""

from tokenlint.credentials.anomaly import PartName
from tokenlint.credentials.jwt import DEFAULT_LIMITS, read_part
from tokenlint.credentials.signature import cut_short

_LENGTHS = (342, 86, 128, 176, 43, 64)  # of RSA with 2048 bits, ES256, ES384, ES512, HMAC


def with_some_signature(token: bytes) -> bytes:
    """Header and claims with zeros of the length that the algorithm of the header gives.

    Those of RSA are as long as the key, which is taken to be the usual one.
    """
    segments = token.split(b".")
    algorithm = (read_part(segments[0], PartName.HEADER, DEFAULT_LIMITS).value or {}).get("alg")
    fitting = (length for length in _LENGTHS if _just_whole(algorithm, length * 3 // 4))
    return b".".join((*segments[:2], b"A" * next(fitting, _LENGTHS[0])))


def _just_whole(algorithm: object, size: int) -> bool:
    return cut_short(algorithm, size - 1) and not cut_short(algorithm, size)
