"""Keys that sign tokens: made at run time, held in memory, never written anywhere.

Sources: RFC 7515 (compact serialization), RFC 7517 (key sets), RFC 7518 section 3.1 (algorithms),
RFC 7638 (names of keys).
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

ALGORITHMS: Final = ("RS256", "ES256")
"""What WLCG profile 1.3 lets issuers sign with."""

_RSA: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
_CURVES: Final = {"ES256": "SECP256R1", "ES384": "SECP384R1", "ES512": "SECP521R1"}
KNOWN: Final = _RSA | {*_CURVES, "EdDSA"}
"""All that a key can be made for, to imitate whatever an issuer signs with."""

_RSA_BITS: Final = 2048
_PUBLIC: Final = {
    "RSA": ("e", "kty", "n"),
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
}


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its name and its public half as a JSON Web Key (without `kid`)."""

    algorithm: str
    key_id: str
    public: Mapping[str, Any]
    private: Any = field(repr=False)

    @property
    def jwk(self) -> dict[str, Any]:
        """The public key as an entry of a key set."""
        return {**self.public, "kid": self.key_id, "alg": self.algorithm, "use": "sig"}

    def sign(self, signing_input: bytes) -> bytes:
        """The signature, as RFC 7518 wants it."""
        from jwt import get_algorithm_by_name

        return get_algorithm_by_name(self.algorithm).sign(signing_input, self.private)


def new_key(algorithm: str, key_id: str = "") -> SigningKey:
    """A key that was never used before; without a name it gets its thumbprint (RFC 7638).

    `algorithm` is one of `KNOWN`; any other raises ValueError.
    """
    from jwt import get_algorithm_by_name

    if algorithm not in KNOWN:
        raise ValueError(f"no key for the algorithm {algorithm}")
    private = _private(algorithm)
    whole: Any = get_algorithm_by_name(algorithm).to_jwk(private.public_key(), as_dict=True)
    public = {name: whole[name] for name in _PUBLIC[whole["kty"]]}
    return SigningKey(algorithm, key_id or _thumbprint(public), public, private)


def _private(algorithm: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if algorithm in _RSA:
        return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(getattr(ec, _CURVES[algorithm])())


def key_set(keys: Iterable[SigningKey]) -> dict[str, Any]:
    """The public halves, as an issuer publishes them."""
    return {"keys": [key.jwk for key in keys]}


def compact(header: Mapping[str, Any], payload: bytes, key: SigningKey | None) -> str:
    """A token in compact form; without a key its signature is empty."""
    signing_input = f"{encoded(as_json(header))}.{encoded(payload)}"
    signature = key.sign(signing_input.encode()) if key else b""
    return f"{signing_input}.{encoded(signature)}"


def as_json(value: Mapping[str, Any]) -> bytes:
    """JSON without blanks, in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def encoded(data: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _thumbprint(members: Mapping[str, str]) -> str:
    text = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return encoded(hashlib.sha256(text.encode()).digest())
