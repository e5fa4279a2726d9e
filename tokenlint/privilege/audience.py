"""Audiences: the endpoints that take a credential for theirs.

Comparison is the exact string comparison of WLCG profile 1.3 section 2.1.1 (`aud`);
`tokenlint.privilege.endpoint` holds the other relation, which spellings mean one endpoint.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from tokenlint.privilege.endpoint import WILDCARDS

Stated = Literal["any", "missing", "list"]


@dataclass(frozen=True, slots=True)
class Audience:
    """A finite set of endpoints, or every endpoint (`endpoints` is None).

    `stated` keeps how the credential says it and takes no part in comparisons:
    a credential without an audience is one for any audience, because services that accept it
    have nothing to refuse it by.
    """

    endpoints: frozenset[str] | None
    stated: Stated = field(default="list", compare=False)

    @classmethod
    def of(cls, endpoints: Iterable[str]) -> "Audience":
        """The audience of a credential that names these; a wildcard among them means any."""
        named = frozenset(endpoints)
        return ANY if named & WILDCARDS else cls(named)

    @property
    def unlimited(self) -> bool:
        """Whether every endpoint accepts it."""
        return self.endpoints is None

    @property
    def empty(self) -> bool:
        """Whether no endpoint accepts it."""
        return self.endpoints == frozenset()

    def covers(self, other: "Audience") -> bool:
        """Whether every endpoint of `other` is one of this."""
        if self.endpoints is None:
            return True
        return other.endpoints is not None and other.endpoints <= self.endpoints

    def join(self, other: "Audience") -> "Audience":
        """The join: every endpoint of the two."""
        if self.endpoints is None:
            return self
        return other if other.endpoints is None else Audience(self.endpoints | other.endpoints)

    __or__ = join

    def meet(self, other: "Audience") -> "Audience":
        """The meet: the endpoints that both name."""
        if self.endpoints is None:
            return other
        return self if other.endpoints is None else Audience(self.endpoints & other.endpoints)

    __and__ = meet

    def difference(self, other: "Audience") -> tuple["AudienceRest", ...]:
        """The endpoints of this that `other` does not name: one entry each, or one for the rest."""
        if other.endpoints is None:
            return ()
        if self.endpoints is None:
            return (AudienceRest(None, other.endpoints),)
        return tuple(AudienceRest(name) for name in sorted(self.endpoints - other.endpoints))


@dataclass(frozen=True, slots=True)
class AudienceRest:
    """One endpoint; or with `endpoint` None every endpoint that `besides` does not name."""

    endpoint: str | None
    besides: frozenset[str] = frozenset()

    def witness_endpoint(self) -> str:
        """One of them; a made-up one where any endpoint will do."""
        if self.endpoint is not None:
            return self.endpoint
        return next(name for name in _made_up() if name not in self.besides)


def _made_up() -> Iterator[str]:
    yield "https://any-other.example"
    yield from (f"https://any-other-{number}.example" for number in count(2))


ANY = Audience(None, "any")
MISSING = Audience(None, "missing")
