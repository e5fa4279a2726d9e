"""Log lines of a storage in JSON, in the ways that audits meet them; the facts of their tokens."""

import base64
import json
from collections.abc import Iterator
from random import Random

TOKENS = 1_000
AT = "2026-11-20T12:00:00Z"
_START = 1_795_176_000
MAPPING = """\
tokenlint: log-mapping/1
name: storage-access
members:
  {operation: op, path: path, time: time, status: status, client: client, service: service,
   token_id: jti}
time: {format: seconds}
allowed: [2xx]
operations: {GET: read, PUT: create, HEAD: stat, DELETE: delete}
"""
PLAIN = "plain"
WAYS = ("observed", "scopes", "token", "encoded")
"""Ways that need more: every operation is kept, the line has the scopes, or a whole token, or its
path is percent-encoded."""
_MEMBERS = {"scopes": "scope: scope, audience: aud", "token": "token: authorization"}


def mapping(way: str) -> str:
    """The mapping file of lines in this way."""
    text = MAPPING
    if way in _MEMBERS:
        text = text.replace("token_id: jti", _MEMBERS[way])
    return text + "paths: {encoding: percent}\n" * (way == "encoded")


def claims(number: int) -> dict[str, object]:
    """Those of one token, which may read, and create below a folder."""
    return {
        "iss": f"https://issuer-{number % 5}.example",
        "sub": f"subject-{number}",
        "jti": _id(number),
        "aud": "https://se.example",
        "client_id": f"production-{number % 10}",
        "scope": _scope(number),
        "nbf": _START - 60,
        "exp": _START + 10**7,
        "wlcg.ver": "1.0",
    }


def _scope(number: int) -> str:
    return f"storage.read:/ storage.create:/vo/out/{number % 20}"


def _id(number: int) -> str:
    return f"{number:08d}-5d1c-4a6e-9f00-0123456789ab"


def lines(count: int, way: str = PLAIN) -> Iterator[str]:
    """Lines as a storage writes them; the one in the middle deletes what nobody may delete."""
    draw = Random(7)  # noqa: S311 - the same lines in each run
    named = [_named(number, way) for number in range(TOKENS)]
    name = "file%%20%09d.root" if way == "encoded" else "file-%09d.root"
    for at in range(count):
        number = draw.randrange(TOKENS)
        operation = draw.choice(("GET", "GET", "HEAD", "PUT"))
        drawn = "DELETE" if at == count // 2 else operation
        yield _line(at, number, drawn, name % at, named[number])


def _line(at: int, number: int, operation: str, name: str, named: str) -> str:
    return (
        f'{{"time":{_START + at / 100:.2f},"op":"{operation}",'
        f'"path":"/vo/out/{number % 20}/run{at % 100}/{name}","status":200,'
        f'"client":"192.0.2.{number % 7}","service":"https://se.example:443",'
        f'{named},"user":"vo001","bytes":{at * 37 % 10**9},"duration":0.25,'
        f'"protocol":"davs","session":"s{at:09d}"}}\n'
    )


def _named(number: int, way: str) -> str:
    """The members by which a line tells its token."""
    if way == "scopes":
        return f'"scope":"{_scope(number)}","aud":"https://se.example"'
    if way == "token":
        return f'"authorization":"Bearer {_token(number)}"'
    return f'"jti":"{_id(number)}"'


def _token(number: int) -> str:
    """In compact form, with noise in place of a signature."""
    noise = Random(number).randbytes(256)  # noqa: S311
    parts = json.dumps({"alg": "RS256"}).encode(), json.dumps(claims(number)).encode(), noise
    return ".".join(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in parts)
