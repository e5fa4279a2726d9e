"""From URLs to inputs: what is at or below a URL, as fsspec lists it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from tokenlint.capture.folders import Found, Input, PassedOver
from tokenlint.capture.location import RemotePath, is_url, shown_url
from tokenlint.capture.remote import errors_told, file_system
from tokenlint.errors import UsageError
from tokenlint.source import Problem, Source

_MAGIC = "*["


def find_remote(urls: Iterable[str]) -> Iterator[Found]:
    """Every file at or below the URLs, which may hold `*`; each file once.

    Raises UsageError for a URL that is not to be used, or has no driver.
    """
    names: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for url in urls:
        refuse_secret(url)
        for found in _at(url):
            if isinstance(found, Input) and isinstance(found.location, RemotePath):
                yield _told_apart(found, found.location, seen, names)
            else:
                yield found


def _told_apart(
    found: Input, place: RemotePath, seen: set[tuple[str, str]], names: dict[str, int]
) -> Found:
    """Each file once; those that differ only in what is not shown get a number."""
    scheme = place.url.partition("://")[0]
    if (scheme, place.path) in seen:
        return PassedOver(found.name, "named twice")
    seen.add((scheme, place.path))
    names[found.name] = number = names.get(found.name, 0) + 1
    return found if number == 1 else replace(found, name=f"{found.name} ({number})")


def refuse_secret(url: str) -> None:
    """Raises UsageError for a URL with a password in it, and for a chain of file systems."""
    try:
        secret = urlsplit(url).password is not None
    except ValueError:
        raise UsageError("a URL cannot be read", advice="write it as scheme://host/path") from None
    scheme = url.partition("://")[0]
    if "::" in url.partition("?")[0] or not is_url(url):
        raise UsageError(
            f"a chain of file systems ({scheme[:20]}...) is not read: some keep copies on disk",
            advice="name the URL of the file itself; compressed files and archives are unpacked",
        )
    if secret:
        raise UsageError(
            f"the {scheme}:// URL holds a password, which other users of the machine can read",
            advice="put it into the configuration of fsspec: ~/.config/fsspec/*.json or FSSPEC_*",
        )


def _at(url: str) -> Iterator[Found]:
    name = shown_url(url)
    try:
        with errors_told():
            system = file_system(url)
            path = str(system._strip_protocol(url))  # noqa: SLF001 - as fsspec's own functions do
            listing = _listing(system, path)
    except OSError as error:
        yield Problem(
            "unreadable",
            Source(name),
            error.strerror or "it cannot be listed",
            "check URL and rights",
        )
        return
    if _is_pattern(name) and _is_pattern(path):
        start, root = _fixed(name), _fixed(path)
    else:
        start, root = name if name.endswith("/") else f"{name}/", path
    for place, info in sorted(listing.items()):
        below = place.removeprefix(root) if place != path else ""
        shown = f"{start}{below.lstrip('/')}" if below else name
        yield _of(shown, RemotePath(url, place), info, named=place == path)


def _listing(system: Any, path: str) -> Mapping[str, Mapping[str, Any]]:
    """All that is at or below a path, or that a pattern fits, with what is known of each.

    Over http(s) a folder is a page like any other: its files are named one by one.
    """
    try:
        info = system.info(path)
    except FileNotFoundError:
        if not _is_pattern(path):
            raise
        found: Mapping[str, Mapping[str, Any]] = system.glob(path, detail=True)
        if not found:
            raise
        return {name: each for name, each in found.items() if each.get("type") != "directory"}
    if info.get("type") != "directory":
        return {path: info}
    below: Mapping[str, Mapping[str, Any]] = system.find(path, detail=True)
    return below


def _is_pattern(path: str) -> bool:
    return any(letter in path for letter in _MAGIC)


def _fixed(pattern: str) -> str:
    """The folder above the first letter that stands for others."""
    first = min(at for letter in _MAGIC if (at := pattern.find(letter)) >= 0)
    return pattern[: pattern.rfind("/", 0, first) + 1]


def _of(name: str, place: RemotePath, info: Mapping[str, Any], *, named: bool) -> Found:
    if info.get("type", "file") != "file":
        return PassedOver(name, "no regular file")
    size = info.get("size")
    return Input(name, size if isinstance(size, int) else None, named, place)
