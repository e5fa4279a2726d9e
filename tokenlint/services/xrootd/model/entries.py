"""The entries of an authorization database, found by whom they may be for."""

from dataclasses import dataclass
from functools import cached_property

from tokenlint.services.value import has_placeholder
from tokenlint.services.xrootd.config import Authdb, Entry
from tokenlint.services.xrootd.model.entity import Entity
from tokenlint.source import Source

_NAMED = frozenset({"u", "g", "o"})
_EVERYBODY = frozenset({"*", "="})


@dataclass(frozen=True)
class Entries:
    """The entries of a database; made once for a server, as it sorts them."""

    database: Authdb

    @property
    def source(self) -> Source:
        """The file."""
        return self.database.source

    @cached_property
    def exclusive(self) -> tuple[Entry, ...]:
        """Those after which no other is asked."""
        return tuple(each for each in self.database.entries if each.kind == "x")

    def definition(self, name: str) -> Entry | None:
        """The first definition of a compound id."""
        return self._definitions.get(name)

    def of(self, entity: Entity) -> list[Entry]:
        """All that may be for a client, in the order of the file."""
        if entity.open_name:
            return list(self.database.entries)
        names = [("u", entity.name), ("o", entity.organization)]
        names += [("g", group) for group in entity.groups]
        found = dict(self._common)
        for name in names:
            found |= self._named.get(name, {})
        return [found[place] for place in sorted(found)]

    @cached_property
    def _definitions(self) -> dict[str, Entry]:
        defined = [each for each in self.database.entries if each.kind == "="]
        return {each.id: each for each in reversed(defined)}

    @cached_property
    def _common(self) -> dict[int, Entry]:
        """By place, those that a name alone does not rule out."""
        entries = enumerate(self.database.entries)
        return {place: each for place, each in entries if not _is_named(each)}

    @cached_property
    def _named(self) -> dict[tuple[str, str], dict[int, Entry]]:
        found: dict[tuple[str, str], dict[int, Entry]] = {}
        for place, each in enumerate(self.database.entries):
            if _is_named(each):
                found.setdefault((each.kind, each.id), {})[place] = each
        return found


def _is_named(entry: Entry) -> bool:
    """Whether an entry is for one account, group or issuer that is known."""
    return entry.kind in _NAMED and entry.id not in _EVERYBODY and not has_placeholder(entry.id)
