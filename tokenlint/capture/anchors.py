"""The short byte strings at which a disguised credential is looked for.

Text that holds none of `ANCHORS` holds no credential that `tokenlint.capture.forms` would find.
They are few and rare in ordinary text; one pass of a multi-pattern searcher finds all of them.

A JSON object in base64 begins with one of a handful of spellings, of which `eyJ` (`{"`) is by far
the most frequent. Where base64 itself is encoded again, the letters depend on how the text is
aligned to groups of three bytes, and those at the edges on their neighbours:
`aliases` gives the letters in the middle, which are always the same.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

JSON_STARTS = (b"eyJ", b"eyAi", b"eyAg", b"ewog", b"ewoi", b"ewoJ", b"ew0K", b"ewki", b"ewkJ")
"""Base64 of `{` and what may follow it in a JSON object: a quote, spaces, the end of a line."""

CERTIFICATE = b"-----BEGIN CERTIFICATE"
CERTIFICATES = (CERTIFICATE, b"-----BEGIN%20CERTIFICATE")
"""As PEM writes it, and as servers hand it on in a header."""

_CLAIMS = b".eyJ"  # behind the dot; a longer anchor, for what is encoded three times
# `ey` and `ew`, letter for letter escaped: percent-encoded, for JSON and C, for HTML, for mail.
_ESCAPED = (b"%65%7", rb"\u0065\u007", rb"\x65\x7", b"&#101;&#1", b"&#x65;&#x7", b"=65=7")
_GROUP, _LETTERS = 3, 4


@dataclass(frozen=True, slots=True)
class Alias:
    """How a text looks inside base64: always the same `letters`.

    `phase` is the place of the first of them in its group of four.
    """

    letters: bytes
    phase: int


def aliases(text: bytes) -> Iterator[Alias]:
    """The three ways in which base64 shows a text, by where it begins in a group of three bytes."""
    for before in range(_GROUP):
        first, last = -(-before * 8 // 6), (before + len(text)) * 8 // 6
        letters = base64.b64encode(b"\0" * before + text + b"\0" * _GROUP)[first:last]
        yield Alias(letters, first % _LETTERS)


def _each(texts: Iterable[bytes]) -> tuple[Alias, ...]:
    return tuple(alias for text in texts for alias in aliases(text))


def _letters(found: Iterable[Alias]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(alias.letters for alias in found))


def _cases(text: bytes) -> tuple[bytes, ...]:
    """A text in hexadecimal, as either case writes it."""
    return tuple(dict.fromkeys((text.hex().encode(), text.hex().upper().encode())))


MACAROON_1 = tuple(aliases(b"location "))[1].letters
"""The name of the first packet of version 1, behind four digits that tell its length."""
MACAROON_2 = (b"AgE", b"AgF", b"AgI", b"AgJ")
"""The version 2 and the type of the first field: a location, or an identifier at once."""

_ONCE = _each((b"eyJ", CERTIFICATE))
_TWICE = _each(_letters(_each((b"eyJ",))))
_THRICE = _each(_letters(_each(_letters(_each((_CLAIMS,))))))
HEXADECIMAL = (
    b"65794",
    b"65794A",
    *(hexed for a in _each((b"eyJ",)) for hexed in _cases(a.letters)),
)
_HEXADECIMAL_IN_BASE64 = _each(_cases(b"eyJ"))

BASE64 = (*_ONCE, *_TWICE, *_THRICE, *_HEXADECIMAL_IN_BASE64)


def _shortest(anchors: Iterable[bytes]) -> tuple[bytes, ...]:
    """Without those that hold another one."""
    every = tuple(dict.fromkeys(anchors))
    return tuple(
        each for each in every if not any(other in each and other != each for other in every)
    )


ANCHORS = _shortest(
    (
        *JSON_STARTS,
        *_ESCAPED,
        *CERTIFICATES,
        MACAROON_1,
        *MACAROON_2,
        *(alias.letters for alias in BASE64),
        *HEXADECIMAL,
    )
)
