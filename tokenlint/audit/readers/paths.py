"""Paths as logs write them: URLs, escapes, and what they must never carry on."""

from typing import Final
from urllib.parse import unquote, urlsplit

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
    try:
        parts = urlsplit(url if "://" in url[:16] else "//host" + url)
    except ValueError:  # brackets that are no address
        return guarded(url.partition("?")[0]), url.partition("?")[2]
    path = parts.path
    if "%" in path:
        try:
            path = unquote(path, errors="strict")
        except UnicodeDecodeError:
            path = parts.path
    return guarded(path), parts.query


def stripped(path: str, prefix: str) -> str:
    """The path without a prefix of whole segments."""
    if prefix and (path == prefix or path.startswith(prefix + "/")):
        return path[len(prefix) :] or "/"
    return path
