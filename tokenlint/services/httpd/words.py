"""What the scopes of a token mean to the libraries of SciTokens: paths for `read` and `write`.

Sources: SciTokens claims language; `Enforcer` of scitokens-python (bb22dd2), where a token
without a path for `read` or `write` is refused and paths are compared as texts; scitokens-cpp,
which reads `storage.create` and `storage.modify` of a WLCG token as `write`.
"""

from collections.abc import Iterable
from typing import Final

_OF_WLCG: Final = {"storage.read": "read", "storage.create": "write", "storage.modify": "write"}


def paths(scopes: Iterable[str], action: str) -> tuple[str, ...]:
    """The paths of the scopes `read:/path` or `write:/path`, without slashes at their end."""
    found = (scope.partition(":") for scope in scopes)
    return tuple(_plain(path) for word, _, path in found if word == action and path[:1] == "/")


def paths_of_wlcg(scopes: Iterable[str], action: str) -> tuple[str, ...]:
    """The same for the storage scopes of the WLCG profile, where no path means the whole."""
    found = (scope.partition(":") for scope in scopes)
    return tuple(_plain(path) for word, _, path in found if _OF_WLCG.get(word) == action)


def covers(wide: str, narrow: str) -> bool:
    """Whether the second path is the first or lies below it, compared part by part."""
    one, other = _parts(wide), _parts(narrow)
    return other[: len(one)] == one


def _plain(path: str) -> str:
    return "/" + "/".join(_parts(path))


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
