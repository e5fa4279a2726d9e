"""Paths as logs write them: URLs, escapes, and what they must never carry on."""

import contextlib
from typing import Final
from urllib.parse import unquote

from tokenlint.audit.readers.bearer import hidden

LONGEST: Final = 4_096
"""Characters; the longest path that Linux takes. A longer one is not used."""
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
    if "%" in path:
        with contextlib.suppress(UnicodeDecodeError):
            path = unquote(path, errors="strict")
    return guarded(path), query


def stripped(path: str, prefix: str) -> str:
    """The path without a prefix of whole segments."""
    if prefix and (path == prefix or path.startswith(prefix + "/")):
        return path[len(prefix) :] or "/"
    return path
