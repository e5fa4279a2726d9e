"""Public keys to verify signatures with: JSON Web Keys and PEM files.

Only the public members of a key are read (RFC 7517, RFC 7518 section 6, RFC 8037);
a symmetric key is never taken, so no public key can be misused as an HMAC secret.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenlint.source import Problem, Source

MAX_BYTES = 1_048_576
MAX_KEYS = 200
LEAST_RSA_BITS = 2048  # RFC 7518 section 3.3
_PUBLIC_MEMBERS = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}
_PRIVATE_MEMBER = "d"
_PEM_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)
_RSA_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
_CURVE_ALGORITHMS = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
SUPPORTED = _RSA_ALGORITHMS | {*_CURVE_ALGORITHMS.values(), "EdDSA"}
"""The algorithms of signatures that can be verified: none of them symmetric."""


@dataclass(frozen=True, slots=True)
class Key:
    """One public key: `key_id` may be empty, `algorithms` are those it may verify."""

    key_id: str
    algorithms: frozenset[str]
    public: Any  # a public key object of the package cryptography


@dataclass(frozen=True, slots=True)
class KeySet:
    """Usable keys, where they came from, and what could not be used."""

    keys: tuple[Key, ...]
    source: str
    problems: tuple[Problem, ...] = ()


def read_keys(file: Path) -> KeySet:
    """Read a JWKS, a single JWK or PEM public keys from a file.

    A file that cannot be read gives an empty set with a problem.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        return nothing(str(file), "unreadable", f"the keys cannot be read: {reason}")
    return keys_from(data, str(file))


def keys_from(data: bytes, source: str) -> KeySet:
    """The keys in the bytes of a JWKS, a JWK or PEM file; never raises."""
    if len(data) > MAX_BYTES:
        return nothing(source, "oversize", f"more than {MAX_BYTES} bytes of keys")
    if b"-----BEGIN" in data:
        blocks = ((block[1], block[0]) for block in _PEM_BLOCK.finditer(data))
        return _collect((_pem_key(*block) for block in blocks), source, "")
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return nothing(source, "syntax", "neither a JSON Web Key Set nor PEM")
    listed = document.get("keys", [document]) if isinstance(document, dict) else None
    if not isinstance(listed, list):
        return nothing(source, "schema", "no keys: a JSON Web Key Set has a list `keys`")
    return _collect(map(_json_key, listed), source, "/keys")


def nothing(source: str, kind: str, reason: str) -> KeySet:
    """A key set without keys, and why."""
    advice = "give a JSON Web Key Set, a JSON Web Key or PEM public keys"
    return KeySet((), source, (Problem(kind, Source(source), reason, advice),))


def _collect(found: Iterator[Key | str], source: str, pointer: str) -> KeySet:
    """Keys apart from the reasons why others are none; at most `MAX_KEYS` are looked at."""
    keys: list[Key] = []
    problems: list[Problem] = []
    for index, key in enumerate(found):
        place = Source(source, pointer=pointer and f"{pointer}/{index}")
        if index == MAX_KEYS:
            problems.append(Problem("oversize", place, f"keys beyond the first {MAX_KEYS}"))
            break
        if isinstance(key, Key):
            keys.append(key)
        else:
            problems.append(Problem("key", place, f"key {index} is not used: {key}"))
    if not keys and not problems:
        return nothing(source, "schema", "it holds no keys")
    return KeySet(tuple(keys), source, tuple(problems))


def _json_key(member: Any) -> Key | str:
    """One JSON Web Key, or why it cannot verify signatures."""
    import jwt

    if not isinstance(member, dict):
        return "it is no JSON object"
    kind = member.get("kty")
    if not isinstance(kind, str) or kind not in _PUBLIC_MEMBERS:
        return "its type is not RSA, EC or OKP"
    if _PRIVATE_MEMBER in member:
        return "it is a private key; keep it out of key sets, and replace it"
    uses = member.get("key_ops", ["verify"])
    if member.get("use", "sig") != "sig" or not isinstance(uses, list) or "verify" not in uses:
        return "it is not for verifying signatures"
    public = {name: member.get(name) for name in _PUBLIC_MEMBERS[kind]} | {"kty": kind}
    try:
        key = jwt.PyJWK(public, algorithm="EdDSA" if kind == "OKP" else None).key
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        return "its members make no key"
    name = member.get("kid")
    return _key(key, name if isinstance(name, str) else "", member.get("alg"))


def _pem_key(label: bytes, block: bytes) -> Key | str:
    """One PEM block, or why it is no public key. A certificate is only a key here: no chain."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if label.endswith(b"PRIVATE KEY"):
        return "it is a private key; give the public one"
    try:
        if label == b"CERTIFICATE":
            return _key(x509.load_pem_x509_certificate(block).public_key(), "", None)
        return _key(load_pem_public_key(block), "", None)
    except (ValueError, TypeError) as error:
        return f"it is no public key ({type(error).__name__})"


def _key(public: Any, key_id: str, algorithm: object) -> Key | str:
    """A key with the algorithms it can verify, narrowed to the one that its set names."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

    algorithms: frozenset[str] = frozenset()
    if isinstance(public, rsa.RSAPublicKey):
        if public.key_size < LEAST_RSA_BITS:
            return f"its {public.key_size} bits are fewer than {LEAST_RSA_BITS}"
        algorithms = _RSA_ALGORITHMS
    elif isinstance(public, ec.EllipticCurvePublicKey):
        algorithms = frozenset(_CURVE_ALGORITHMS.get(public.curve.name, "").split())
    elif isinstance(public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        algorithms = frozenset({"EdDSA"})
    if isinstance(algorithm, str):
        algorithms &= {algorithm}
    return Key(key_id, algorithms, public) if algorithms else "its algorithm is not supported"
