"""The shape of a token: a key that is equal only for tokens of equal facts and equal place.

Making the facts of a token costs more than decoding it; its shape costs less.
Identity has no part in it: subject, token id and client are replaced by what policies may know.
Paths are replaced by their places in the tree that they make,
so that a token for one file and a token for its neighbour have one shape.
Whatever is not known to be free of consequence goes into the key as it is:
then a shape is only shared less often, never wrongly.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from tokenlint.credentials.quick import QuickToken
from tokenlint.credentials.register import PERSONAL
from tokenlint.credentials.subject import LONGEST, is_personal_mail, names_a_person
from tokenlint.credentials.times import LATEST
from tokenlint.policy.settings import Settings
from tokenlint.privilege.path import ScopePath

# Strings of these names have no facts but that they are there and are strings.
_FREE_TEXTS = PERSONAL | frozenset("sid nonce session_state azp".split())
_PERSONS = frozenset({"sub", "client_id", "voperson_id"})
_FREE_NUMBERS = frozenset({"auth_time", "updated_at"})
_PATHS = "paths as places in a tree"
_TIMES = frozenset({"exp", "iat", "nbf"})
_LEAST_TOKEN_ID = 8
_SEEN = 65_536  # answers kept for scopes and subjects that come again

Shape = tuple[Any, ...]


class Shapes:
    """Makes shapes for one run: its instant, its limits, the letters that its policies read."""

    def __init__(self, settings: Settings, letters: frozenset[str]) -> None:
        self._at = settings.at
        self._limits = settings.limits
        self._with_paths = "path_text" in letters

    def of(self, token: QuickToken) -> Shape | None:
        """The shape; None where only the long way can tell."""
        claims = token.claims
        times = self._times(claims)
        if times is None:
            return None
        parts = [token.header_segment, self._size(token.size), times]
        text = self._text
        for name, value in claims.items():
            if name not in _TIMES:
                part = text(name, value) if type(value) is str else _other(name, value)
                if part is None:
                    return None
                parts.append(part)
        return tuple(parts)

    def _text(self, name: str, value: str) -> Any:
        """What a claim that is a string adds to the shape."""
        if name == "scope":
            return (name, value) if self._with_paths else _scope_shape(value)
        if name == "jti" and len(value) >= _LEAST_TOKEN_ID and value[0] > " ":
            return name
        if name in _PERSONS:
            return name, _person(value)
        return name if name in _FREE_TEXTS else (name, value)

    def _size(self, size: int) -> int:
        over = size > self._limits["token_bytes_recommended"]
        return over + (size > self._limits["token_bytes_limit"])

    def _times(self, claims: Mapping[str, Any]) -> Shape | None:
        """Times as states and durations, as `credentials.times` reads them."""
        get = claims.get
        exp, iat, nbf = get("exp"), get("iat"), get("nbf")
        if not (type(exp) is type(iat) is int and (nbf is None or type(nbf) is int)):
            return None
        if not (0 <= iat < exp <= LATEST and (nbf is None or 0 <= nbf < exp)):
            return None
        at = self._at
        start = iat if nbf is None or nbf < iat else nbf
        return (
            exp - start,
            exp <= at,
            nbf is None,
            nbf is not None and nbf > at,
            iat > at + self._limits["clock_skew_seconds"],
            nbf is not None and iat - nbf > self._limits["backdating_seconds"],
        )


def _other(name: str, value: Any) -> Any:
    """What a claim that is no string adds to the shape; None where it is not simple.

    The type is part of it: a list of one string says something else than the string.
    """
    kind = type(value)
    if kind is list:
        return (name, kind, *value) if all(type(item) is str for item in value) else None
    if kind is int and name in _FREE_NUMBERS:
        return name, kind
    if kind is bool or kind is int:
        return name, kind, value
    return (name, kind, msgspec.json.encode(value)) if kind is dict else None


@lru_cache(maxsize=_SEEN)
def _person(text: str) -> Shape:
    """All that policies may know of a subject or client, without its letters."""
    return (
        bool(text.strip()),
        len(text) > LONGEST,
        text.isascii(),
        is_personal_mail(text),
        names_a_person(text),
    )


@lru_cache(maxsize=_SEEN)
def _scope_shape(scope: str) -> Shape:
    """A scope with each path as its way in the tree of all its paths, nodes numbered as they come.

    A scope with anything unusual stands for itself.
    """
    nodes: dict[tuple[int, str], int] = {}
    parts: list[Any] = []
    for item in scope.split(" "):
        word, colon, text = item.partition(":")
        if not colon:
            parts.append(item)
            continue
        path = ScopePath.parse(text)
        if path.defects or not text:
            return "scope", scope
        node, way = 0, []
        for component in path.components:
            node = nodes.setdefault((node, component), len(nodes) + 1)
            way.append(node)
        parts.append((word, path.directory, *way))
    return ("scope", _PATHS, *parts)
