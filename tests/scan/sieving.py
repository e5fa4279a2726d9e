"""Tokens of every kind, texts that hold them, and what a sieve makes of the texts."""

import base64
import functools
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from hypothesis import strategies as st

from tests.capture.wrapping import wrap
from tests.judging import QUICK_HEADER, reader
from tests.minting import NOW, claims, mint
from tokenlint.capture.chunks import Chunk
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.scan.counts import Counts
from tokenlint.scan.cut import with_some_signature
from tokenlint.scan.judge import subject_of
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles
from tokenlint.scan.sieve import Sieve
from tokenlint.scan.summary import Summary
from tokenlint.source import Source

READER = reader()
_NOWHERE = Source("-")
RSA_HEADER = {"alg": "RS256", "kid": "key-2", "typ": "JWT"}


class Sifter:
    """A sieve that is fed by hand, and what it counted."""

    def __init__(self, **changes: Any) -> None:
        self.counts = Counts()
        self.long_way = LongWay(reader(**changes), self.counts)
        self.sieve = Sieve(Needles(), self.long_way, self.counts)

    def summary(self, *chunks: Chunk | bytes, name: str = "log") -> Summary:
        """Of the chunks alone, whatever came before."""
        self.counts.start()
        self.counts.name = name
        for chunk in chunks:
            self.sieve.take(Chunk(chunk, 0) if isinstance(chunk, bytes) else chunk)
        return self.counts.summary()


def _minted(body: Mapping[str, Any] | str, header: Mapping[str, Any] | str = QUICK_HEADER) -> bytes:
    return mint(body, header).encode()


@functools.cache
def regular() -> tuple[bytes, ...]:
    """Tokens that a sieve comes to know: of several headers, forms and shapes."""
    bodies = [
        claims(),
        claims(jti="another-made-up", scope="storage.read:/data/set2"),
        claims(sub="aaaa-bbbb", aud=["https://a.example", "https://b.example"]),
        claims(jti=None, nbf=None),
        claims(jti="", scope=""),
        claims(scope="storage.read:/ storage.modify:/scratch compute.create"),
        claims(aud="https://wlcg.cern.ch/jwt/v1/any", exp=NOW + 400_000),
        claims(iat=NOW - 7200, nbf=NOW - 7200, exp=NOW - 3600),
        claims(**{"wlcg.groups": ["/exp"], "scope": None, "email": "ada@site.example"}),
        claims(act={"sub": "somebody"}, client_id="5f2c"),
        dict(reversed(claims().items())),
    ]
    spaced = json.dumps(claims(aud="https://spaced.example"))
    return (
        *(_minted(body, head) for body in bodies for head in (QUICK_HEADER, RSA_HEADER)),
        _minted(spaced),
        _minted(claims(custom="x" * 6_000)),
    )


@functools.cache
def odd() -> tuple[bytes, ...]:
    """Tokens that are whole, and irregular in one respect or another."""
    bodies = ['{"exp":1,"exp":2}', '{"iss":"\\u0041"}', claims(exp=1.5), claims(exp=None), {}]
    first, second, _ = regular()[0].split(b".")
    return (
        *(_minted(body) for body in bodies),
        _minted(claims(), {"alg": "none"}),
        _minted(claims(), '{"alg":"ES256","alg":"ES256"}'),
        _minted(claims(iss="é")),
        b".".join((first, second, b"A" * 85 + b"B")),  # with stray bits
        base64.urlsafe_b64encode(b'{"alg":"ES256"}').rstrip(b"=")
        + b"."
        + second
        + b"."
        + b"A" * 86,
    )


def cut() -> tuple[bytes, ...]:
    """Tokens of which the end is missing: some have their claims still, which can be judged."""
    one, other = regular()[0], regular()[1]
    return one[:-9], other[: one.rindex(b".") - 20], one.rpartition(b".")[0], one[:40]


def judged_as(token: bytes) -> bytes | None:
    """The token whose facts are counted; None where only a note is taken of what there is."""
    if token not in cut():
        return token
    return with_some_signature(token) if cut().index(token) % 2 == 0 else None


WRAPPED = ("url-encoded", "json-escaped", "html-escaped", "base64", "hex")


@functools.cache
def wrapped(layer: str, number: int) -> bytes:
    """A regular token in a layer that needs no line of its own."""
    return wrap(regular()[number], (layer,))


PLACES: tuple[tuple[bytes, bytes], ...] = (
    (b"", b"\n"),
    (b'{"token": "', b'", "host": "a.example"}\n'),
    (b"Authorization: Bearer ", b"\r\n"),
    (b"> Authorization: Bearer ", b"' -o /dev/null\n"),
    (b"GET /data?access_token=", b"&x=1 HTTP/1.1\n"),
    (b"a,", b",b\n"),
    (b"(", b")\n"),
    (b"<td>", b"</td>\n"),
    (b"BEARER_TOKEN=", b"\0PATH=/bin\0"),
    (b"it was ", b". Then\n"),
    (b"\xff\xfe", b"\x80\n"),
    (b'["', b'"]'),
    (b"token=", b"; path=/ "),
)
BETWEEN = st.sampled_from(
    (b"", b"\n", b"ey in they\n", b"eyJ\n", b"a" * 40 + b"\n", b'"\n', b"\0\n")
)


@st.composite
def logs(draw: st.DrawFn, *, longest: int = 20_000) -> tuple[bytes, list[bytes]]:
    """A text and the tokens in it, in order, as they are inside whatever they are wrapped in."""
    text, tokens = b"", []
    pools = [
        [token for token in pool if len(token) <= longest]
        for pool in (regular(), regular(), odd(), cut())
    ]
    for _ in range(draw(st.integers(0, 7))):
        before, behind = draw(st.sampled_from(PLACES))
        token = draw(st.sampled_from(draw(st.sampled_from(pools))))
        shown = token
        if token in regular()[:20] and draw(st.integers(0, 3)) == 0:
            shown = wrapped(draw(st.sampled_from(WRAPPED)), regular().index(token))
        text += draw(BETWEEN) + before + shown + behind
        tokens.append(token)
    return text, tokens


def known_as(subject: TokenSubject) -> str:
    """All by which rules and trust space tell tokens apart."""
    facts = msgspec.json.encode(subject.facts, order="deterministic").decode()
    vector = subject.view.vector
    axes = (vector.audience, vector.scope, vector.lifetime)
    return f"{facts} {[round(axis, 9) for axis in axes]}"


@functools.cache
def alone(token: bytes) -> str:
    """A token as it is judged when nothing else is there."""
    return known_as(READER.token(token, _NOWHERE))


def expected(tokens: Iterable[bytes]) -> Counter[str]:
    """How many tokens there are of each kind that can be told apart."""
    return Counter(alone(judged) for judged in map(judged_as, tokens) if judged is not None)


def counted(summary: Summary) -> Counter[str]:
    """The same, as a summary has it."""
    found: Counter[str] = Counter()
    for tally in summary.shapes.values():
        found[known_as(subject_of(tally.example, _NOWHERE, READER))] += tally.count
    return found
