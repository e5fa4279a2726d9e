"""Tokens for tests, minted with keys that are made when the tests run.

No token of this module is ever written into the repository, and every one that is minted here
goes into the register of `tests.signatures`: the leak guard then looks for it in every output.

`mint` makes one token; `from_example` makes the token of a catalogue example with its key set.
"""

import base64
import functools
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt import algorithms, get_algorithm_by_name

from tests.signatures import REGISTER

NOW = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp())
"""The instant that all examples are judged at, in seconds since the epoch."""

DEFAULT_HEADER: Mapping[str, Any] = {"alg": "RS256", "kid": "key-1", "typ": "JWT"}
TIME_CLAIMS = ("exp", "iat", "nbf", "auth_time")

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TIME = re.compile(r"now(?:(?P<sign>[+-])(?P<span>(?:\d+[smhd])+))?")
_MARKED_TIME = re.compile(r"@(now[^@]*)@")
_CURVES: Mapping[str, type[ec.EllipticCurve]] = {
    "ES256": ec.SECP256R1,
    "ES384": ec.SECP384R1,
    "ES512": ec.SECP521R1,
    "ES256K": ec.SECP256K1,
}


@dataclass(frozen=True, slots=True)
class Minted:
    """A token of an example, with the key set that it is to be verified with (None: none)."""

    token: str
    jwks: dict[str, Any] | None


def claims(**changes: Any) -> dict[str, Any]:
    """Complete claims of a WLCG token at `NOW`; a change to None takes the claim away."""
    complete = {
        "wlcg.ver": "1.0",
        "iss": "https://issuer.example",
        "sub": "5f2c0a9e-made-up",
        "aud": "https://storage.example",
        "jti": "0b6f8c1e-made-up",
        "iat": NOW,
        "nbf": NOW,
        "exp": NOW + 3600,
        "scope": "storage.read:/data/set1",
    }
    return {name: value for name, value in (complete | changes).items() if value is not None}


def mint(
    claims: Mapping[str, Any] | str,
    header: Mapping[str, Any] | str | None = None,
    *,
    owner: str = "matching",
) -> str:
    """A token in compact form, signed as its header says.

    `claims` and `header` are values, or JSON text that is taken as it stands
    (for duplicate members and other damage).
    Without a header, `DEFAULT_HEADER` is used.
    `alg` `none` gives an empty signature, an algorithm that nobody knows a random one.
    `owner` names whose key signs: two owners never share one.
    """
    head = dict(DEFAULT_HEADER) if header is None else header
    signing_input = f"{_segment(head)}.{_segment(claims)}"
    signature = _encode(_sign(algorithm_of(head), owner, signing_input.encode()))
    REGISTER.record(signature)
    return f"{signing_input}.{signature}"


def jwks(*algs: str, kids: Sequence[str] = ("key-1",), owner: str = "matching") -> dict[str, Any]:
    """The JSON Web Key Set of `owner`: for each algorithm the public key (HMAC: the secret).

    `kids` names the keys in order; where there are fewer names than keys, the last one repeats.
    """
    named = [kids[min(at, len(kids) - 1)] for at in range(len(algs))]
    pairs = zip(algs or ("RS256",), named or kids[:1], strict=True)
    return {"keys": [_public_jwk(alg, owner) | {"kid": kid, "alg": alg} for alg, kid in pairs]}


def from_example(example: Mapping[str, Any], now: int = NOW) -> Minted:
    """The token and key set that the `token` part of a catalogue example describes."""
    header = example.get("raw_header", example.get("header"))
    raw = example.get("raw_claims")
    body = at_times(example.get("claims", {}), now) if raw is None else _fill(str(raw), now)
    token = mint(body, header)
    return Minted(token, _example_jwks(str(example.get("keys", "none")), header))


def at_times(values: Mapping[str, Any], now: int = NOW) -> dict[str, Any]:
    """Claims in which `now`, `now+6h`, `now-1d12h` at a time claim are seconds since the epoch."""
    return {
        name: instant(value, now) if name in TIME_CLAIMS else value
        for name, value in values.items()
    }


def instant(value: Any, now: int = NOW) -> Any:
    """`now+6h` as a number; whatever is not of that form stays as it is."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    span = sum(
        int(amount) * _UNITS[unit]
        for amount, unit in re.findall(r"(\d+)([smhd])", found["span"] or "")
    )
    return now - span if found["sign"] == "-" else now + span


def algorithm_of(header: Mapping[str, Any] | str | None) -> str:
    """The algorithm that a header asks for; RS256 where it names none that can be read."""
    if isinstance(header, str):
        try:
            header = json.loads(header)
        except ValueError:
            header = None
    alg = header.get("alg", "RS256") if isinstance(header, Mapping) else "RS256"
    return alg if isinstance(alg, str) else "RS256"


def _fill(text: str, now: int) -> str:
    return _MARKED_TIME.sub(lambda found: str(instant(found[1], now)), text)


def _example_jwks(keys: str, header: Mapping[str, Any] | str | None) -> dict[str, Any] | None:
    if keys == "none":
        return None
    alg = algorithm_of(header)
    kid = header.get("kid", "key-1") if isinstance(header, Mapping) else "key-1"
    known = alg if _kind_of(alg) != "unknown" else "RS256"
    if keys == "unfitting":
        return jwks("EdDSA", kids=("a-key-of-another-kind",), owner=keys)
    return jwks(known, kids=(str(kid),), owner=keys)


def _segment(part: Mapping[str, Any] | str) -> str:
    text = part if isinstance(part, str) else json.dumps(part, separators=(",", ":"))
    return _encode(text.encode("utf-8", "surrogateescape"))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _kind_of(alg: str) -> str:
    if alg in _CURVES or alg == "EdDSA":
        return alg
    known = re.fullmatch(r"(RS|PS|HS)(256|384|512)", alg)
    return ("hmac" if known[1] == "HS" else "rsa") if known else "unknown"


def _sign(alg: str, owner: str, data: bytes) -> bytes:
    if alg.lower() == "none":
        return b""
    kind = _kind_of(alg)
    if kind == "unknown":
        return secrets.token_bytes(64)
    if kind == "hmac":
        return hmac.digest(_key("hmac", owner), data, getattr(hashlib, f"sha{alg[2:]}"))
    return get_algorithm_by_name(alg).sign(data, _key(kind, owner))


@functools.cache
def _key(kind: str, owner: str) -> Any:  # noqa: ARG001  # the owner is part of the cache key
    """One key for each kind and owner in a session: making an RSA key takes a while."""
    if kind == "hmac":
        secret = secrets.token_bytes(64)
        REGISTER.record(_encode(secret))
        return secret
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if kind == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(_CURVES[kind]())


def _public_jwk(alg: str, owner: str) -> dict[str, Any]:
    kind = _kind_of(alg)
    key = _key(kind if kind != "unknown" else "rsa", owner)
    if kind == "hmac":
        return {"kty": "oct", "k": _encode(key)}
    public = key.public_key()
    if kind == "EdDSA":
        return algorithms.OKPAlgorithm.to_jwk(public, as_dict=True)
    if kind in _CURVES:
        return algorithms.ECAlgorithm.to_jwk(public, as_dict=True)
    return algorithms.RSAAlgorithm.to_jwk(public, as_dict=True)
