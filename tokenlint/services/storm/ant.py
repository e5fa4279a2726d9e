"""Paths of policies: Ant patterns as Spring Security matches them (`AntPathRequestMatcher`).

`?` is one sign, `*` any signs between two slashes, `**` any number of folders;
`/dir/**` is also `/dir` itself. Letters count as they are written.
"""

import re
from collections.abc import Sequence

_SLASHES = re.compile(r"/+")
_WILD = re.compile(r"[*?{]")
_VARIABLE = re.compile(r"\{[^{}/]*\}")


def joined(access_point: str, path: str) -> str:
    """The pattern for a path of a policy below an access point."""
    return _SLASHES.sub("/", f"{access_point}/{path}")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern fits a path of a request."""
    if pattern in {"/**", "**"}:
        return True
    prefix = pattern.removesuffix("/**")
    if prefix != pattern and not _WILD.search(prefix):
        return path == prefix or path.startswith(prefix + "/")
    if path.endswith("/") and not pattern.endswith(("/", "**")):
        return False
    return _fits(_parts(pattern), _parts(path))


def covers(wide: str, narrow: str) -> bool:
    """Whether every path that the second pattern fits is surely one that the first fits."""
    if wide in {narrow, "/**", "**"}:
        return True
    prefix = wide.removesuffix("/**")
    if prefix == wide or _WILD.search(prefix):
        return not _WILD.search(narrow) and matches(wide, narrow)
    return narrow == prefix or narrow.startswith(prefix + "/")


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _fits(pattern: Sequence[str], path: Sequence[str]) -> bool:
    """Whether the parts fit, `**` standing for any number of them."""
    reached = {0}
    for part in pattern:
        if part == "**":
            reached = set(range(min(reached), len(path) + 1)) if reached else set()
            continue
        wanted = _VARIABLE.sub("*", part)
        reached = {at + 1 for at in reached if at < len(path) and _part_fits(wanted, path[at])}
    return len(path) in reached


def _part_fits(wanted: str, part: str) -> bool:
    """One part between slashes; only the last star is ever tried again, so this stays quick."""
    at = index = 0
    star, tried = -1, 0
    while index < len(part):
        sign = wanted[at : at + 1]
        if sign == "*":
            star, tried = at, index
            at += 1
        elif sign and sign in {"?", part[index]}:
            at, index = at + 1, index + 1
        elif star >= 0:
            tried += 1
            at, index = star + 1, tried
        else:
            return False
    return not wanted[at:].strip("*")
