"""Documents to measure with: made up at run time, of given shapes."""

import base64
import json
import os
import time
import uuid
from collections.abc import Iterator

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

_WORDS = ("read", "create", "modify", "stage", "poll")
_HEAD = """tokenlint: workflows/1
services:
  disk: {audience: https://storage.example, kind: storage}
  tape: {audience: https://tape.example, kind: storage}
workflows:
"""
_WORKFLOW = """  work-{n}:
    kind: {kind}
    description: Made up for measuring, number {n}.
    operations:
      - {{operation: {operation}, service: disk, path: /data/area{area}/set{n}, by: service}}
      - {{operation: stat, service: disk, path: /data/area{area}/set{n}, by: service}}
    usable_for: {{running: {hours}h, retries: 1, retry_delay: 10m}}
    asked_for: {{every: 1h}}
    token:
      issuer: https://issuer.example
      audience: [https://storage.example{second}]
      scope: {scope}
      lifetime: {lifetime}h
      grant: client-credentials
    mitigations: [narrow-scopes, specific-audience]
"""
_OPERATIONS = ("read", "create", "overwrite", "delete", "stage", "poll", "list")
_KINDS = ("third-party-copy", "stage-out", "deletion", "monitoring", "interactive-user")


def workflows(count: int) -> str:
    """A file of `count` workflows of many shapes."""
    return _HEAD + "".join(_workflow(n) for n in range(count))


def _workflow(n: int) -> str:
    held = _WORDS[n % 5], _WORDS[n // 5 % 5]
    paths = (f"/data/area{n % 13}/set{n}", f"/data/area{n % 13}")
    return _WORKFLOW.format(
        n=n,
        kind=_KINDS[n // 7 % 5],
        operation=_OPERATIONS[n % 7],
        area=n % 13,
        hours=1 + n % 5,
        second=", https://tape.example" if n % 3 == 0 else "",
        scope=f"storage.{held[0]}:{paths[n % 2]} storage.{held[1]}:{paths[n // 2 % 2]}",
        lifetime=1 + n % 9,
    )


def tokens(count: int, shapes: int) -> Iterator[bytes]:
    """JSON lines with distinct tokens of `shapes` privilege shapes, signed with a key made now."""
    key = ec.generate_private_key(ec.SECP256R1())
    start = int(time.time())
    for n in range(count):
        token = jwt.encode(_claims(n, n % shapes, start), key, "ES256", headers={"kid": "key-1"})
        yield json.dumps({"line": n, "token": token}).encode()


def captured(count: int, shapes: int) -> Iterator[bytes]:
    """Lines of a log with distinct tokens, quickly: noise stands where a signature would."""
    header = _part({"kid": "key-1", "alg": "RS256", "typ": "JWT"})
    start = int(time.time())
    for n in range(count):
        token = b".".join((header, _part(_claims(n, n % shapes, start)), _encoded(os.urandom(256))))
        yield b'{"line": %d, "service": "webdav", "token": "%s"}\n' % (n, token)


def _part(value: dict[str, object]) -> bytes:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _claims(n: int, shape: int, start: int) -> dict[str, object]:
    words = [_WORDS[shape % 5], _WORDS[shape // 5 % 5]]
    depth = 1 + shape // 25 % 4
    folder = "/".join(f"level{d}-{n % 977}" for d in range(depth))
    return {
        "wlcg.ver": "1.0",
        "iss": "https://issuer.example",
        "sub": str(uuid.UUID(int=n)),
        "aud": "https://storage.example",
        "jti": str(uuid.UUID(int=n + 2**64)),
        "iat": start,
        "nbf": start,
        "exp": start + 3600,
        "client_id": str(uuid.UUID(int=n % 50)),
        "scope": f"storage.{words[0]}:/{folder}/file{n} storage.{words[1]}:/{folder}",
    }
