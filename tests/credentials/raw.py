"""Bytes that look like tokens: hypothesis strategies, and hand-made ones."""

import base64
import json
from typing import Any

from hypothesis import strategies as st

from tests.minting import claims, mint


def encode(data: bytes | str) -> bytes:
    """Base64url without padding."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def compact(header: Any, body: Any, signature: bytes = bytes(range(256))) -> bytes:
    """A token whose parts are values, JSON text or bytes; its signature is not one."""
    parts = (part if isinstance(part, str | bytes) else json.dumps(part) for part in (header, body))
    return b".".join((*map(encode, parts), encode(signature)))


HEADER = {"alg": "RS256", "kid": "key-1", "typ": "JWT"}

NAMES = st.sampled_from(
    "iss sub aud exp nbf iat jti scope wlcg.ver wlcg.groups ver alg kid typ crit nonce cnf act azp "
    "eduperson_entitlement entitlements groups email name client_id x".split()
)
TEXTS = st.text(max_size=12) | st.sampled_from(
    (
        "1.0",
        "scitoken:2.0",
        "https://issuer.example",
        "storage.read:/data storage.modify:/",
        "https://wlcg.cern.ch/jwt/v1/any",
        "none",
        'a":b',
        "\ud800",
        "/cms",
        "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.",
    )
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.integers(-(10**30), 10**30)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXTS, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=8)
MEMBERS = st.lists(st.tuples(NAMES, VALUES), max_size=8)


def _object_text(members: list[tuple[str, Any]], colon: str, *, ascii_only: bool) -> str:
    """JSON text of an object that may have a member twice."""
    pieces = (
        f"{json.dumps(name)}{colon}{json.dumps(value, ensure_ascii=ascii_only)}"
        for name, value in members
    )
    return "{" + ",".join(pieces) + "}"


OBJECT_TEXTS = st.builds(
    _object_text, MEMBERS, st.sampled_from((":", ": ", " :", "\n:")), ascii_only=st.booleans()
)
HEADERS = st.just(HEADER) | OBJECTS
NEARLY = st.builds(
    compact, HEADERS, OBJECT_TEXTS | OBJECTS, st.sampled_from((b"", bytes(range(256))))
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good token with some bytes replaced, inserted or taken away."""
    token = bytearray(mint(claims()).encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(token) - 1))
        token[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(token)


ANY_BYTES = st.binary(max_size=300) | NEARLY | mutated()
