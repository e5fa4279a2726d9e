"""Secrets for tests, made when the tests run."""

import base64
import functools
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt import algorithms

PASSPHRASE = b"only for tests"


@functools.cache
def noise(number: int = 0) -> str:
    """A value that a machine could have made; one for each number in a session."""
    return f"{secrets.token_hex(8)}{number:04x}{secrets.token_hex(8)}"


@functools.cache
def pem(*, encrypted: bool = False) -> str:
    key = ed25519.Ed25519PrivateKey.generate()
    how: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(PASSPHRASE)
        if encrypted
        else serialization.NoEncryption()
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how
    ).decode()


@functools.cache
def public_pem() -> str:
    key = ed25519.Ed25519PrivateKey.generate().public_key()
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


@functools.cache
def key_members(kind: str) -> Mapping[str, Any]:
    """A private key as its members in JSON (RFC 7517)."""
    if kind == "oct":
        letters = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        return {"kty": "oct", "k": letters}
    if kind == "RSA":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return dict(algorithms.RSAAlgorithm.to_jwk(key, as_dict=True))
    curve = ec.generate_private_key(ec.SECP256R1())
    return dict(algorithms.ECAlgorithm.to_jwk(curve, as_dict=True))


def jwks(*kinds: str, indent: int | None = None) -> str:
    return json.dumps({"keys": [key_members(kind) for kind in kinds]}, indent=indent)


def macaroon(*caveats: str) -> str:
    """A macaroon in the first format, with noise for a signature."""
    fields = (b"location storage.example", b"identifier made-up", *map(_caveat, caveats))
    packets = [*fields, b"signature " + secrets.token_bytes(32)]
    data = b"".join(f"{len(each) + 5:04x}".encode() + each + b"\n" for each in packets)
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _caveat(text: str) -> bytes:
    return b"cid " + text.encode()


def vault_token(prefix: str = "hvs.") -> str:
    """As long as Vault makes them."""
    letters = base64.b32encode(secrets.token_bytes(60)).decode().rstrip("=")
    mixed = "".join(one.lower() if at % 2 else one for at, one in enumerate(letters))
    return f"{prefix}{mixed[:90] if prefix.startswith('hv') else 'a1B' + mixed[:21]}"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
