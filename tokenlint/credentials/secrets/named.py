"""Secrets that are known by the name of their key, and by what surrounds them."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tokenlint.credentials.secret_names import SecretKind, Trust, Wanted, wanted_under
from tokenlint.credentials.secrets.places import Form, Named
from tokenlint.credentials.secrets.secret import Sighting, fingerprint
from tokenlint.credentials.secrets.values import LONGEST, Standing, Written, bare, standing

_NEAR = 200  # characters of a line that are looked at around a value
_COMMENT = re.compile(r"\s*(?:#|;|//|<!--|(?:\*|--|REM|dnl)\s)")
_OPENS = ("", "{", "[", "(", ",", '"', "'", "-", "\\", "|")  # what a key of a list stands behind
_CLOSES = re.compile(r"""[\\"']*[^\S\r\n]*(?:$|[\r\n,}\])#;<&|]|-->)""")
_NOISE = re.compile(r"[A-Za-z0-9+/=_-]+")


def under_name(text: str, named: Named) -> Iterator[Sighting]:
    """The secret under a name, if it is one."""
    wanted = wanted_under(named.name)
    if named.form is Form.USER:
        yield from _password_of_user(text, named)
    elif wanted is not None:
        written = _written(text, named)
        trust = Trust.RANDOM if _in_prose(text, named) else wanted.trust
        yield from _sighting(written, named.start + written.start, wanted, trust, named.name)


def _sighting(
    written: Written, start: int, wanted: Wanted, trust: Trust, name: str
) -> Iterator[Sighting]:
    told = standing(written, trust, name)
    if told is not Standing.NONE:
        yield Sighting(
            start,
            start + written.length,
            wanted.kind,
            fingerprint(written.text),
            well_known=told is Standing.GUESSABLE,
            hashed=told is Standing.HASHED or wanted.hashed,
        )


def _written(text: str, named: Named) -> Written:
    """The value as it is meant: without quotes; rows of noise below each other are one."""
    raw = text[named.start : min(named.end, named.start + 4 * LONGEST)]
    if named.form is Form.BELOW:
        rows = raw.split()
        joined = "".join(rows)
        if len(rows) > 1 and _NOISE.fullmatch(joined):
            return Written(joined, 0, extent=len(raw.rstrip()))
        return bare(raw.rstrip())
    return bare(raw)


def _in_prose(text: str, named: Named) -> bool:
    """Whether the value stands in a comment or a sentence, where only noise is believed."""
    before = text[max(0, named.key - _NEAR) : named.key]
    before = re.split(r"[\r\n]", before)[-1]
    if _COMMENT.match(before):
        return True
    if named.form is not Form.WITHIN or not text[named.key : named.start].rstrip().endswith(":"):
        return False
    last = before.rstrip()[-1:]
    return last not in _OPENS or not _CLOSES.match(text, named.end)


def _password_of_user(text: str, named: Named) -> Iterator[Sighting]:
    """The password in `scheme://user:password@host`."""
    trust = Trust.RANDOM if _in_prose(text, named) else Trust.ANY
    user, colon, password = text[named.start : named.end].partition(":")
    if colon and password:
        wanted = Wanted(SecretKind.PASSWORD, trust)
        start = named.start + len(user) + 1
        yield from _sighting(Written(password, 0, quoted=True), start, wanted, trust, "")


def in_kubernetes(
    text: str, named: Named, inside: Callable[[str], Iterable[Sighting]]
) -> Iterator[Sighting]:
    """A secret in base64 in the `data` of a Kubernetes Secret, by what it is decoded.

    `inside` finds secrets in a decoded text: whole files are kept there, too.
    The fingerprint is that of the decoded value, so that both spellings have the same one.
    """
    written = bare(text[named.start : named.end].strip())
    start = named.start + written.start
    end = start + written.length
    decoded = _decoded("".join(written.text.split()))
    for each in inside(decoded):
        yield replace(each, start=start, end=end)
        return
    wanted = wanted_under(named.name)
    if wanted is not None:
        inner = Written(decoded.strip(), 0, quoted=True, extent=end - start)
        yield from _sighting(inner, start, wanted, wanted.trust, named.name)


def _decoded(letters: str) -> str:
    try:
        return base64.b64decode(letters, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
