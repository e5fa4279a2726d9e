"""The lines of a configuration that pointers into the facts of a service mean."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tokenlint.policy.joins import Joins
from tokenlint.policy.offer_words import offer_places
from tokenlint.services.acceptance import Acceptance, Audience
from tokenlint.services.witnesses import Witness
from tokenlint.source import Pointer, Source

_INDEX = re.compile(r"/(\d+)(?=/|$)")

Finder = Callable[..., Source]


class ServicePlaces:
    """Finds the line for a pointer; of a part without a line, the line of what is around it."""

    def __init__(
        self,
        acceptance: Acceptance,
        found: Sequence[Witness],
        shared: Sequence[Mapping[str, Any]],
        joins: Joins,
    ) -> None:
        self._whole = acceptance.source
        issued = {each.index: each.by.source for each in joins.issued}
        self._finders = _finders(acceptance, found, shared) | offer_places(acceptance, joins)
        self._finders["/service/issuers/*/issued"] = lambda i: issued[i]

    def __getitem__(self, pointer: Pointer) -> Source:
        """The place; raises IndexError where the pointer leads beyond the end of a list."""
        while pointer.count("/") > 1:
            finder = self._finders.get(_INDEX.sub("/*", pointer))
            if finder is not None:
                return finder(*map(int, _INDEX.findall(pointer)))
            pointer = pointer.rpartition("/")[0]
        return self._whole


def _finders(
    acceptance: Acceptance, found: Sequence[Witness], shared: Sequence[Mapping[str, Any]]
) -> dict[Pointer, Finder]:
    issuers = acceptance.issuers

    def accepted(audience: Audience | None, index: int) -> Source:
        if audience is None:
            raise IndexError(index)
        return audience.accepted[index].source

    def audience(owner: Audience | None, otherwise: Source) -> Source:
        return owner.source if owner is not None else otherwise

    def area(row: Mapping[str, int]) -> Source:
        return issuers[row["one"]].areas[row["area"]].source

    return {
        "/service/audience": lambda: audience(acceptance.audience, acceptance.source),
        "/service/audience/accepted/*": lambda i: accepted(acceptance.audience, i),
        "/service/unasked/*": lambda i: accepted(acceptance.audience, i),
        "/service/issuers/*": lambda i: issuers[i].url.source,
        "/service/issuers/*/scopes": lambda i: issuers[i].source,
        "/service/issuers/*/falls_through": lambda i: issuers[i].source,
        "/service/issuers/*/areas/*": lambda i, k: issuers[i].areas[k].source,
        "/service/issuers/*/audience": lambda i: audience(issuers[i].audience, issuers[i].source),
        "/service/issuers/*/audience/accepted/*": lambda i, k: accepted(issuers[i].audience, k),
        "/service/shared/*": lambda i: area(shared[i]),
        "/service/ways/*": lambda i: acceptance.ways[i].source,
        "/service/mappings/*": lambda i: acceptance.mappings[i].source,
        "/service/patterns/*": lambda i: acceptance.patterns[i].text.source,
        "/service/unknown_keys/*": lambda i: acceptance.unknown_keys[i].key.source,
        "/service/dead/*": lambda i: acceptance.dead[i].what.source,
        "/service/dead/*/by": lambda i: acceptance.dead[i].by or acceptance.dead[i].what.source,
        "/service/absent/*": lambda i: acceptance.absent[i].file.source,
        "/service/settings/*": lambda i: acceptance.settings[i].source,
        "/service/deletions/*": lambda i: found[i].decision.by or acceptance.source,
    }
