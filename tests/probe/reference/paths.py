"""Paths of requests and scopes of the reference servers: by component, nothing repaired."""

from urllib.parse import unquote

_FORBIDDEN = frozenset({"", ".", ".."})


class BadPath(Exception):
    """A path that is not absolute and normalised."""


def components(path: str, *, resolve: bool = False) -> tuple[str, ...]:
    """The decoded components of a path; a slash at its end is no component.

    Raises BadPath for dot segments, empty ones, separators and control characters in disguise;
    with `resolve` dots lead where they lead instead.
    """
    if not path.startswith("/"):
        raise BadPath
    decoded = [_decoded(part) for part in path.removesuffix("/").split("/")[1:]]
    if resolve:
        return _resolved(decoded)
    if any(part in _FORBIDDEN or "/" in part or "\\" in part for part in decoded):
        raise BadPath
    return tuple(decoded)


def spelled(path: str) -> tuple[str, ...]:
    """The components as they are spelled: what a careless server compares."""
    return tuple(path.strip("/").split("/"))


def meant(path: str) -> tuple[str, ...]:
    """Where a careless server arrives: everything decoded, then all dots followed."""
    decoded = _decoded(path)
    return _resolved([part for part in decoded.split("/") if part])


def _resolved(parts: list[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part not in {"", "."}:
            kept.append(part)
    return tuple(kept)


def _decoded(part: str) -> str:
    try:
        decoded = unquote(part, errors="strict")
    except UnicodeDecodeError:
        raise BadPath from None
    if not decoded.isprintable() and decoded:
        raise BadPath
    return decoded
