"""Paths as logs write them: URLs, escapes, and what they must never carry on."""

import re
from functools import lru_cache
from typing import Final

from tokenlint.audit.readers.bearer import hidden

LONGEST: Final = 4_096
"""Characters; the longest path that Linux takes. A longer one is not used."""
_LETTER: Final = 12  # characters of the escapes of a letter, at most
_LETTERS: Final = {f"%{n:02{case}}": chr(n) for n in range(128) for case in "xX"}
_ESCAPES: Final = re.compile("(?:%[0-9A-Fa-f]{2})+")
_SIGNS: Final = ("ey", "ew", "MDA", "Ag")
HARMLESS: Final = 100  # characters; shorter than any token that could be used


def guarded(path: str) -> str:
    """The path in which tokens are covered, sign for sign."""
    if len(path) > HARMLESS and any(sign in path for sign in _SIGNS):
        return hidden(path)
    return path


def unusual(path: str) -> bool:
    """Whether the path is too long, or holds a token."""
    return len(path) > LONGEST or guarded(path) != path


def of_url(url: str) -> tuple[str, str]:
    """The path of a request target or URL with its escapes taken off, and the query as written.

    RFC 3986: what `%2F` stands for is not told apart from a slash afterwards; services decode
    before they authorize, so a path is compared in decoded form.
    Octets that are no UTF-8 stay escaped.
    """
    scheme, mark, rest = url.partition("://")
    if mark and scheme.isalnum():
        slash = rest.find("/")
        url = rest[slash:] if slash >= 0 else "/"
    path, _, query = url.partition("#")[0].partition("?")
    return unescaped(path), query


def unescaped(path: str) -> str:
    """The path with its escapes taken off; as it is where they are no UTF-8."""
    at = path.find("%")
    if at < 0:
        return guarded(path)
    first = path[at : at + 3]
    if first in _LETTERS and path.count(first) == path.count("%"):  # the same again and again
        return guarded(path.replace(first, _LETTERS[first]))
    try:
        return guarded(_ESCAPES.sub(_meant, path))
    except UnicodeDecodeError:
        return guarded(path)


def _meant(escapes: re.Match[str]) -> str:
    """What some octets stand for. Raises UnicodeDecodeError where they are no UTF-8."""
    text = escapes[0]
    return _letter(text) if len(text) <= _LETTER else _octets(text).decode()


@lru_cache(maxsize=4_096)
def _letter(escapes: str) -> str:
    return _octets(escapes).decode()


def _octets(escapes: str) -> bytes:
    return bytes.fromhex(escapes.replace("%", ""))


def stripped(path: str, prefix: str) -> str:
    """The path without a prefix of whole segments."""
    if prefix and (path == prefix or path.startswith(prefix + "/")):
        return path[len(prefix) :] or "/"
    return path
