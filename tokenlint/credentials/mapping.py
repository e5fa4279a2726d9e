"""What services grant to groups, roles, entitlements and persons: a mapping.

A credential that only says who is asking stands for all that its groups may do.
Somebody who knows what services grant to these groups writes it down,
and then the credential stands for that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from tokenlint.credentials.who import Who
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.endpoint import endpoint_key
from tokenlint.source import Source

_NOTHING = CapabilitySet()


@dataclass(frozen=True, slots=True)
class Row:
    """What a service grants to those whom one of the patterns means, and where a file says so."""

    who: tuple[Who, ...]
    capabilities: CapabilitySet
    source: Source | None = field(default=None, compare=False)

    def about(self, names: Iterable[str]) -> bool:
        """Whether one of the names is meant."""
        return any(who.means(name) for name in names for who in self.who)


@dataclass(frozen=True, slots=True)
class MappedService:
    """One service: the strings that it accepts as audience, and its rows.

    `implementation` and `version` are empty where the mapping does not name the software.
    """

    name: str
    audiences: tuple[str, ...]
    rows: tuple[Row, ...]
    implementation: str = ""
    version: str = ""

    def grants(self, names: Sequence[str]) -> CapabilitySet:
        """All that the service grants to somebody who has these names."""
        found = (row.capabilities for row in self.rows if row.about(names))
        return reduce(or_, found, _NOTHING)

    def shares_endpoint(self, audience: Audience) -> bool:
        """Whether a credential with this audience is one for this service, however spelled."""
        mine = Audience.of(self.audiences)
        if audience.endpoints is None or mine.endpoints is None:
            return True
        keys = set(map(endpoint_key, mine.endpoints))
        return any(endpoint_key(text) in keys for text in audience.endpoints)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file; `file` is how it is shown."""

    file: str
    services: tuple[MappedService, ...]

    def at(self, service: str, names: Sequence[str]) -> CapabilitySet:
        """What exactly the service of this name grants; nothing for one that is not listed."""
        found = (each.grants(names) for each in self.services if each.name == service)
        return reduce(or_, found, _NOTHING)

    def about(self, name: str) -> bool:
        """Whether some row means this name."""
        return any(row.about((name,)) for each in self.services for row in each.rows)

    def rights_of(
        self, names: Sequence[str], audience: Audience = ANY
    ) -> tuple[CapabilitySet, Audience] | None:
        """What a credential with these names and this audience stands for: what, and where.

        None where the mapping does not tell: no row means one of the names,
        or the audience names a service that is not listed.
        For any audience, the listed services are taken for all that there are.
        Where services grant different rights, the two together hold each of them, and more:
        all of the capabilities at all of the services. `at` gives the exact rights of one.
        """
        if not any(map(self.about, names)) or not self._lists(audience):
            return None
        addressed = [each for each in self.services if each.shares_endpoint(audience)]
        granting = [each for each in addressed if each.grants(names)]
        capabilities = reduce(or_, (each.grants(names) for each in granting), _NOTHING)
        return capabilities, _narrowed(audience, granting)

    def _lists(self, audience: Audience) -> bool:
        """Whether every service that the audience names is listed."""
        single = (Audience(frozenset({text})) for text in audience.endpoints or ())
        return all(any(each.shares_endpoint(one) for each in self.services) for one in single)


def _narrowed(audience: Audience, services: Sequence[MappedService]) -> Audience:
    """The part of the audience that these services accept, in the credential's own spelling."""
    if audience.endpoints is None:
        return Audience.of(text for each in services for text in each.audiences)
    single = {text: Audience(frozenset({text})) for text in audience.endpoints}
    return Audience(
        frozenset(
            text
            for text, one in single.items()
            if any(each.shares_endpoint(one) for each in services)
        )
    )
