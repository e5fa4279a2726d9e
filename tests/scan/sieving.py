"""Tokens of every kind, texts that hold them, and what a sieve makes of the texts."""

import base64
import functools
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st

from tests.capture.wrapping import wrap
from tests.credentials.macaroon.minting import CAVEATS, minted
from tests.credentials.proxy.made import attributes, file
from tests.judging import QUICK_HEADER, reader
from tests.minting import NOW, claims, mint
from tokenlint.capture.chunks import Chunk
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.scan.counts import Counts
from tokenlint.scan.judge import Captured, subject_of
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles
from tokenlint.scan.sieve import Sieve
from tokenlint.scan.summary import Summary
from tokenlint.source import Source

READER = reader()
_NOWHERE = Source("-")
_ENCRYPTED = base64.urlsafe_b64encode(b'{"alg":"RSA-OAEP","enc":"A256GCM"}').rstrip(b"=")
_WITHOUT_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*-----\n")
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
        for entry in self.long_way._entries.values():
            entry.first = None  # this is another input, whatever its name
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
        _minted(claims(), {"alg": "none"}) + b"xQ",
        _minted(claims(), '{"alg":"ES256","alg":"ES256"}'),
        _minted(claims(iss="é")),
        b".".join((first, second, b"A" * 87 + b"B")),  # with stray bits
        base64.urlsafe_b64encode(b'{"alg":"ES256"}').rstrip(b"=")
        + b"."
        + second
        + b"."
        + b"A" * 86,
    )


class Given(NamedTuple):
    """Something as it is written down, and the credential as which it is judged.

    `judged` is empty where it is only noted; `whole` tells whether somebody could use it.
    """

    shown: bytes
    judged: bytes
    whole: bool = True


def whole(tokens: Iterable[bytes]) -> tuple[Given, ...]:
    """Tokens that are written down as they are."""
    return tuple(Given(token, token) for token in tokens)


@functools.cache
def unsigned() -> tuple[Given, ...]:
    """Tokens whose signature is missing, cut or redacted; the first two end as if they were whole.

    They are judged like those with a signature.
    """
    one, other = regular()[0], regular()[1]
    odd_one = odd()[0]
    return (
        Given(one[:-9], one, whole=False),
        Given(other[:-21], other, whole=False),
        Given(odd_one[:-9], odd_one, whole=False),
        Given(one.rpartition(b".")[0], one, whole=False),
        Given(other.rpartition(b".")[0] + b".<redacted>", other, whole=False),
        Given(odd_one.rpartition(b".")[0] + b".***", odd_one, whole=False),
        Given(odd()[6][:-1], odd()[6], whole=False),  # not the length of any signature
    )


@functools.cache
def broken() -> tuple[Given, ...]:
    """Tokens that end before all of their claims were written."""
    one, other = regular()[0], regular()[1]
    encrypted = b".".join((_ENCRYPTED, b"a" * 40, b"a" * 16, b"b" * 40, b"A" * 11))
    return (
        Given(other[: other.rindex(b".") - 20], b"", whole=False),
        Given(one[:40], b"", whole=False),
        Given(one[: one.index(b".")] + b".***", b"", whole=False),
        Given(one[: one.index(b".") + 61] + b"[REMOVED]", b"", whole=False),
        Given(encrypted, b"", whole=False),
    )


def cut() -> tuple[Given, ...]:
    """Tokens of which the end is missing."""
    return unsigned() + broken()


@functools.cache
def others() -> tuple[Given, ...]:
    """Credentials that are no tokens."""
    whole_ones = (
        minted(*CAVEATS),
        minted("path:/data/set1/a/b", "activity:LIST"),
        minted("path:/data", "activity:LIST"),
        minted("path:/data/set1/a/b", "activity:LIST", location="https://other.example"),
        minted("before:2026-11-20T11:00:00Z"),
        minted(*CAVEATS, version=2),
    )
    proxies = (file(), file(attributes("/made-up/Role=production")), file(attributes("/other")))
    certificates = [_WITHOUT_KEY.sub(b"", proxy) for proxy in proxies]
    return (
        *whole(whole_ones),
        Given(whole_ones[0][:-30], whole_ones[0][:-30], whole=False),
        *whole(certificates),
        *(Given(*pair) for pair in zip(proxies, certificates, strict=True)),
    )


FENCE = b"\n---\n"  # certificates with no dash between them are one chain
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
def logs(draw: st.DrawFn, *, longest: int = 20_000, lines: int = 999) -> tuple[bytes, list[Given]]:
    """A text and what is in it, in order, as it is inside whatever it is wrapped in."""
    text, written = b"", []
    pools = [
        [each for each in pool if len(each.shown) <= longest and each.shown.count(b"\n") < lines]
        for pool in (whole(regular()), whole(regular()), whole(odd()), cut(), others())
    ]
    for _ in range(draw(st.integers(0, 7))):
        before, behind = draw(st.sampled_from(PLACES))
        given = draw(st.sampled_from(draw(st.sampled_from(pools))))
        shown = given.shown
        if given.shown in regular()[:20] and draw(st.integers(0, 3)) == 0:
            shown = wrapped(draw(st.sampled_from(WRAPPED)), regular().index(given.shown))
        if shown.startswith(b"-----"):
            shown = FENCE + shown + FENCE
        text += draw(BETWEEN) + before + shown + behind
        written.append(given)
    return text, written


def known_as(subject: Captured, *, whole: bool = True) -> str:
    """All by which rules and trust space tell credentials apart."""
    facts = msgspec.json.encode(subject.facts, order="deterministic").decode()
    vector = subject.document.vector
    axes = (vector.audience, vector.scope, vector.lifetime) if vector else ()
    return f"{facts} {[round(axis, 9) for axis in axes]} {whole}"


@functools.cache
def alone(credential: bytes, *, whole: bool = True) -> str:
    """A credential as it is judged when nothing else is there."""
    return known_as(judged_alone(credential), whole=whole)


@functools.cache
def judged_alone(credential: bytes) -> Captured:
    """The same under judgement."""
    if credential.startswith(b"-----"):
        return READER.read_proxy(read_proxy(credential), _NOWHERE)
    if credential.startswith((b"MDA", b"AgE")):
        return READER.macaroon(credential, _NOWHERE)
    return READER.token(credential, _NOWHERE)


def expected(written: Iterable[Given]) -> Counter[str]:
    """How many credentials there are of each kind that can be told apart."""
    return Counter(alone(each.judged, whole=each.whole) for each in written if each.judged)


def counted(summary: Summary) -> Counter[str]:
    """The same, as a summary has it."""
    found: Counter[str] = Counter()
    for tally in summary.shapes.values():
        subject = subject_of(tally.example, _NOWHERE, READER)
        found[known_as(subject, whole=tally.example.whole)] += tally.count
    return found


def noted(summary: Summary, family: str) -> int:
    """How often something of a family was noted, such as `broken`."""
    spots = summary.spots.items()
    return sum(spot.count for word, spot in spots if word.startswith(f"{family}:"))
