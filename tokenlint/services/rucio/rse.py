"""RSEs as files tell of them: attributes and protocols, each with its place.

What the files of a folder say of one RSE is put together; a later word wins.
Source: rucio/rucio at 2e14c41, lib/rucio/core/rse.py; an attribute that reads `true` or `false`,
in any case, is a boolean (lib/rucio/db/sqla/types.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tokenlint.services.value import Value
from tokenlint.source import Source

TOKENS = "oidc_support"
BASE = "oidc_base_path"
TYPE = "rse_type"


@dataclass(frozen=True, slots=True)
class Protocol:
    """A way to reach an RSE; `off` are the uses that its domains switch off, as `delete`."""

    scheme: Value
    hostname: Value | None
    prefix: Value | None
    source: Source
    off: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rse:
    """One RSE; `files` are those that speak of it."""

    name: Value
    attributes: Mapping[str, Value] = field(default_factory=dict)
    protocols: tuple[Protocol, ...] = ()
    files: tuple[str, ...] = ()

    def yes(self, name: str) -> bool:
        """Whether an attribute is known to be true."""
        value = self.attributes.get(name)
        return value is not None and value.known and value.text.casefold() == "true"

    @property
    def webdav(self) -> tuple[Protocol, ...]:
        """The protocols that tokens are for; `davs` alone, `https` is another scheme."""
        return tuple(each for each in self.protocols if each.scheme.text == "davs")

    @property
    def whole(self) -> bool:
        """Whether every scheme is known."""
        return bool(self.protocols) and all(each.scheme.known for each in self.protocols)

    @property
    def tape(self) -> bool:
        """Whether files go to tape."""
        kind = self.attributes.get(TYPE)
        return kind is not None and kind.text.casefold() == "tape"


def together(rses: Iterable[Rse]) -> tuple[Rse, ...]:
    """One value for each name, in the order in which the names first appear.

    Two files that both list protocols are about two installations, and are kept apart.
    """
    found: dict[tuple[str, int], Rse] = {}
    for rse in rses:
        name, number = rse.name.text, 0
        while (before := found.get((name, number))) and _apart(before, rse):
            number += 1
        found[(name, number)] = _joined(before, rse) if before else rse
    return tuple(found.values())


def _apart(one: Rse, other: Rse) -> bool:
    ways = bool(one.protocols) and bool(other.protocols)
    return ways and set(one.files).isdisjoint(other.files)


def _joined(before: Rse, rse: Rse) -> Rse:
    return replace(
        before,
        attributes={**before.attributes, **rse.attributes},
        protocols=(*before.protocols, *rse.protocols),
        files=tuple(dict.fromkeys((*before.files, *rse.files))),
    )
