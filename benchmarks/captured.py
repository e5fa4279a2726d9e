"""Captures to measure with: written to files at run time, with noise in place of signatures."""

import base64
import json
import random
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

WORDS = ("read", "create", "modify", "stage", "poll")
SHAPES = 500
_SIGNATURE = 256  # bytes, as of RS256 with 2048 bits
_AT_ONCE = 10_000
_HEADERS = 5


def write_lines(file: Path, count: int, *, own_paths: bool = False) -> Path:
    """JSON lines of about 1.2 kB with distinct tokens of 500 shapes, as an issuer's log has them.

    With `own_paths` each token is for a file of its own.
    """
    chance = random.Random(1)  # noqa: S311 - the same input in every run
    with file.open("wb") as stream:
        for start in range(0, count, _AT_ONCE):
            some = range(start, min(start + _AT_ONCE, count))
            stream.writelines(_line(number, chance, own_paths=own_paths) for number in some)
    return file


def write_log(file: Path, size: int) -> Path:
    """Log lines of several services, about `size` bytes, with a token in one of 200 lines."""
    chance = random.Random(2)  # noqa: S311
    pool = [_log_line(chance) for _ in range(60_000)]
    written = number = 0
    with file.open("wb") as stream:
        while written < size:
            lines = [chance.choice(pool) for _ in range(199 * 20)]
            for place in range(20):
                number += 1
                token = _token(number, chance, own_paths=False)
                lines.insert(place * 200 + 7, b"Authorization: Bearer " + token + b"\n")
            block = b"".join(lines)
            stream.write(block)
            written += len(block)
    return file


def claims_of(number: int, chance: random.Random, *, own_paths: bool = False) -> dict[str, object]:
    """The claims of one token; its shape is chosen by chance."""
    shape = chance.randrange(SHAPES)
    path = f"/data/run{shape}"
    if own_paths:
        path = f"/data/run{shape % 7}/part{chance.randrange(10_000)}/file{number}.root"
    now = int(time.time()) // 3600 * 3600
    return {
        "wlcg.ver": "1.0",
        "sub": _uuid(chance),
        "aud": f"https://storage{shape % 100}.example",
        "nbf": now,
        "scope": f"storage.{WORDS[shape // 100]}:{path} storage.read:/data/calibration",
        "iss": "https://issuer.example",
        "exp": now + 7200,
        "iat": now,
        "jti": _uuid(chance),
        "client_id": "9c7a4b0e-1f0d-4c3f-9a60-0d1c6a1a2b3c",
        "wlcg.groups": ["/example", "/example/production", "/example/calibration"],
        "eduperson_assurance": [
            "https://refeds.org/assurance",
            "https://refeds.org/assurance/IAP/medium",
        ],
    }


def _line(number: int, chance: random.Random, *, own_paths: bool) -> bytes:
    token = _token(number, chance, own_paths=own_paths)
    before = b'{"line": %d, "time": "2026-11-20T12:00:00Z", "service": "webdav", "token": "'
    return before % number + token + b'"}\n'


def _token(number: int, chance: random.Random, *, own_paths: bool) -> bytes:
    claims = claims_of(number, chance, own_paths=own_paths)
    key = len(str(claims["aud"])) % _HEADERS  # of the shape, so that there are no more of them
    header = {"kid": f"rsa{key}", "alg": "RS256", "typ": "JWT"}
    parts = (header, claims)
    encoded = (_base64(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return b".".join((*encoded, _base64(chance.randbytes(_SIGNATURE))))


def _base64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128)))


def _log_line(chance: random.Random) -> bytes:
    """A line of a web server, a batch system, a transfer service, an audit log or a storage."""
    host = f"node{chance.randrange(500):04d}.site{chance.randrange(60)}.example"
    second = f"{chance.randrange(60):02d}"
    number = chance.randrange(10**8)
    user = _uuid(chance)
    web = f'192.0.2.{number % 256} - - [20/Nov/2026:12:00:{second} +0000] "GET /data/run{number}'
    web += f'/file{number % 977}.root HTTP/1.1" 200 {number * 7} "-" "Java/11.0.19"'
    batch = f"2026-11-20 12:00:{second},{number % 1000:03d} INFO [JobAgent-{number % 90}] {host} "
    transfer = {"level": "info", "src": f"davs://{host}:443/data/f{number}", "id": number}
    audit = f"11/20/26 12:00:{second} (cid:{number}) (D_AUDIT) AuthMethod=SCITOKENS, "
    storage = f"261120 12:00:{second} {number % 99999} XrootdXeq: user.{number % 9999}@{host} "
    lines = (
        web,
        f"{batch}matched job {number} user={user}",
        json.dumps(transfer),
        f"{audit}AuthId=https://issuer.example,{user}, CondorId=condor@{host}",
        f"{storage}pub IPv6 login as {_base64(chance.randbytes(12)).decode()}",
    )
    return (chance.choice(lines) + "\n").encode()


def segments(file: Path) -> Iterator[bytes]:
    """The claims segments of all tokens of JSON lines."""
    with file.open("rb") as stream:
        for line in stream:
            yield json.loads(line)["token"].encode().split(b".")[1]
