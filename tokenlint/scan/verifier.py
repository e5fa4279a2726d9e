"""Signatures at volume: each distinct token is verified once by each process that reads.

The primitives are called directly: what PyJWT does around them costs as much as they do for RSA.
Whatever is unusual is left to `tokenlint.credentials.verify`, and the results are the same.
"""

from binascii import a2b_base64
from collections.abc import Callable

from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import Key, KeySet
from tokenlint.credentials.token import Verified
from tokenlint.credentials.verify import verify
from tokenlint.scan.lane import Lane

_MOST_KNOWN = 500_000  # tokens; beyond, one that comes again is verified again
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_PADDING = (b"", b"", b"==", b"=")
_VERIFIED = "verified"
_ES256_BYTES = 64
Check = Callable[[bytes, bytes], bool]


class Verifier:
    """Tells by a set of keys whether tokens are verified, in the words of the policy input."""

    def __init__(self, keys: KeySet) -> None:
        self._keys = keys
        self._known: dict[int, str] = {}
        self._checks: dict[bytes, Check | None] = {}
        self.verified = 0

    def word(self, lane: Lane, signed: bytes, signature: bytes) -> str:
        """The result for a regular token: what was signed, and the signature as it stands."""
        known = hash((signed, signature))
        return self._known.get(known) or self._kept(known, self._word(lane, signed, signature))

    def any_word(self, token: bytes) -> str:
        """The result for any token, the longer way."""
        signed, _, signature = token.rpartition(b".")
        known = hash((signed, signature))
        return self._known.get(known) or self._kept(known, self._any_word(token))

    def _kept(self, known: int, word: str) -> str:
        self.verified += 1
        if len(self._known) < _MOST_KNOWN:
            self._known[known] = word
        return word

    def _word(self, lane: Lane, signed: bytes, signature: bytes) -> str:
        if lane.segment not in self._checks:
            self._checks[lane.segment] = self._check_for(lane)
        check = self._checks[lane.segment]
        if check is not None:
            padded = signature.translate(_TO_STANDARD) + _PADDING[len(signature) & 3]
            if check(a2b_base64(padded), signed):
                return _VERIFIED
        return self._any_word(signed + b"." + signature)

    def _any_word(self, token: bytes) -> str:
        claimed = decode(token)
        match verify(token, claimed, self._keys):
            case Verified():
                return _VERIFIED
            case unverified:
                return unverified.reason.value

    def _check_for(self, lane: Lane) -> Check | None:
        """How to check a token of this header, where its `kid` names one key; else None."""
        header = lane.header
        algorithm, name = header.get("alg"), header.get("kid")
        named = [key for key in self._keys.keys if key.key_id and key.key_id == name]
        if len(named) != 1 or "crit" in header or header.get("b64", True) is not True:
            return None
        if not isinstance(algorithm, str) or algorithm not in named[0].algorithms:
            return None
        return _primitive(named[0], algorithm)


def _primitive(key: Key, algorithm: str) -> Check | None:
    """The bare verification of RS256 and ES256 (RFC 7518 sections 3.3 and 3.4)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, padding
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    verify_with, digest = key.public.verify, SHA256()
    if algorithm == "RS256":
        scheme = padding.PKCS1v15()

        def check(signature: bytes, signed: bytes) -> bool:
            try:
                verify_with(signature, signed, scheme, digest)
            except InvalidSignature:
                return False
            return True

        return check
    if algorithm != "ES256":
        return None
    curve = ec.ECDSA(digest)

    def check_curve(signature: bytes, signed: bytes) -> bool:
        half = _ES256_BYTES // 2
        if len(signature) != _ES256_BYTES:
            return False
        one = int.from_bytes(signature[:half], "big")
        other = int.from_bytes(signature[half:], "big")
        try:
            verify_with(encode_dss_signature(one, other), signed, curve)
        except (InvalidSignature, ValueError):
            return False
        return True

    return check_curve
