"""Tokens whose signature was cut off or redacted: what they allowed can be told all the same.

They are judged as if their signature were there, since whoever wrote them down took it away;
they are never counted among those that somebody could still use.
"""

from tokenlint.credentials.anomaly import PartName
from tokenlint.credentials.jwt import DEFAULT_LIMITS, read_part
from tokenlint.credentials.signature import cut_short

_LENGTHS = (342, 86, 128, 176, 43, 64)  # of RSA with 2048 bits, ES256, ES384, ES512, HMAC


def with_some_signature(token: bytes) -> bytes | None:
    """Header and claims with zeros of a fitting length; None where there are none.

    A length that no algorithm of the header has stays as it is: the rules will tell.
    """
    segments = token.split(b".")
    if len(segments) < 2:  # noqa: PLR2004 - header and claims
        return None
    algorithm = (read_part(segments[0], PartName.HEADER, DEFAULT_LIMITS).value or {}).get("alg")
    fitting = (length for length in _LENGTHS if not cut_short(algorithm, length * 3 // 4))
    return b".".join((*segments[:2], b"A" * next(fitting, _LENGTHS[0])))
