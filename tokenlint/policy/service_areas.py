"""Parts of a namespace that several issuers own."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tokenlint.privilege.path import ScopePath
from tokenlint.services.acceptance import Issuer
from tokenlint.services.value import Value

_MOST_SHARED = 500  # pairs of issuers that are told


class _Owned(NamedTuple):
    """An area of an issuer, both by index, and the path's components."""

    issuer: int
    area: int
    path: tuple[str, ...]
    value: Value


def shared_areas(issuers: Sequence[Issuer]) -> list[dict[str, Any]]:
    """Areas that are, or lie in, the area of another issuer; one row for a pair of issuers.

    Of several owners of one area each is told beside the first: three owners give two rows.
    """
    owned = list(_owned(issuers))
    first: dict[tuple[str, ...], _Owned] = {}
    for each in owned:
        first.setdefault(each.path, each)
    rows: dict[frozenset[int], dict[str, Any]] = {}
    for each in owned:
        for depth in range(len(each.path), -1, -1):
            other = first.get(each.path[:depth])
            if other and issuers[each.issuer].url.text != issuers[other.issuer].url.text:
                pair = frozenset({each.issuer, other.issuer})
                rows.setdefault(pair, _shared(each, other))
        if len(rows) > _MOST_SHARED:
            break
    return list(rows.values())


def path_of(area: Value) -> ScopePath | None:
    """The path of an area, None for a placeholder and for what is no path."""
    return ScopePath.parse(area.text) if area.known else None


def _owned(issuers: Sequence[Issuer]) -> Iterator[_Owned]:
    for i, issuer in enumerate(issuers):
        if issuer.url.known and not issuer.shadowed:
            for k, area in enumerate(issuer.areas):
                path = path_of(area)
                if path is not None:
                    yield _Owned(i, k, path.components, area)


def _shared(one: _Owned, other: _Owned) -> dict[str, Any]:
    return {
        "one": one.issuer,
        "other": other.issuer,
        "area": one.area,
        "relation": "same" if one.path == other.path else "inside",
        "together": one.value.source == other.value.source,
    }
