"""What a macaroon allows: the meet of its caveats, in the languages that may be its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from tokenlint.credentials.macaroon.language import Language
from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.macaroon.reading import Reading, Standing, read_caveats, split
from tokenlint.errors import UsageError
from tokenlint.privilege.audience import MISSING, Audience
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.validity import NEVER, Validity

_BEST_FIRST = (Standing.THIRD_PARTY, Standing.UNDERSTOOD, Standing.UNREADABLE, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Understanding:
    """The readings of a macaroon, one for each product whose macaroon it may be.

    `disputed`: every product refuses one of its caveats that another one knows.
    Then all of them are read, and only what all readings allow is taken.
    """

    readings: tuple[Reading, ...]
    disputed: bool = False

    @property
    def products(self) -> tuple[str, ...]:
        """The products in whose languages it can be read."""
        return () if self.disputed else tuple(each.language.product for each in self.readings)

    @property
    def operations(self) -> frozenset[Operation]:
        """What its holder may do, at whichever of the products is less strict."""
        return frozenset(self._together([each.operations for each in self.readings], frozenset()))

    @property
    def capabilities(self) -> CapabilitySet:
        """The same as capabilities."""
        found = [each.capabilities for each in self.readings]
        joined: CapabilitySet = self._together(found, CapabilitySet())
        return joined

    @property
    def expiry(self) -> int | None:
        """When it ends, in seconds since the epoch; None where no caveat says so."""
        ends = [each.expiry for each in self.readings]
        known = [end for end in ends if end is not None]
        if self.disputed:
            return min(known, default=None)
        return max(known, default=None) if len(known) == len(ends) else None

    def standing(self, index: int) -> Standing:
        """What the readers make of one caveat: the best of what each of them does."""
        found = {each.standings[index] for each in self.readings}
        return next(each for each in _BEST_FIRST if each in found)

    def _together(self, parts: Sequence[Any], nothing: Any) -> Any:
        combine: Callable[[Any, Any], Any] = and_ if self.disputed else or_
        return reduce(combine, parts) if parts else nothing


def understand(
    macaroon: Macaroon, languages: Iterable[Language], product: str | None = None
) -> Understanding:
    """The macaroon in the languages that can be its own, or in that of `product`.

    Raises UsageError for a product that issues no macaroons.
    """
    every = tuple(each for each in languages if each.issues == "macaroon")
    if product is not None:
        chosen = tuple(each for each in every if each.product == product)
        if not chosen:
            known = ", ".join(each.product for each in every)
            raise UsageError(f"{product} issues no macaroons", advice=f"there are {known}")
        return Understanding(_read(macaroon, chosen))
    possible = _possible(macaroon, every)
    if not possible:
        return Understanding(_read(macaroon, every), disputed=True)
    return Understanding(_read(macaroon, possible))


def _read(macaroon: Macaroon, languages: Sequence[Language]) -> tuple[Reading, ...]:
    return tuple(read_caveats(macaroon.caveats, language) for language in languages)


def _possible(macaroon: Macaroon, every: Sequence[Language]) -> tuple[Language, ...]:
    """Those that know every key that any of them knows: each refuses a key of another one."""
    known = {
        key
        for caveat in macaroon.caveats
        if not caveat.third_party and (key := split(caveat.text)[0])
        for language in every
        if language.key(key)
    }
    able = [each for each in every if all(each.key(key) for key in known)]
    named = [
        each for each in every if macaroon.location.startswith(each.location.begins or ("\0",))
    ]
    return tuple(each for each in able if not named or each in named)


def privilege_of_macaroon(
    macaroon: Macaroon, at: int, languages: Iterable[Language], product: str | None = None
) -> Privilege:
    """What the macaroon allows from `at` on (seconds since the epoch), at most.

    Only the service that made it can check it, so its audience is what its location names;
    where it names nothing, any service may be meant.
    It has no beginning: what it was good for before `at` is not asked.
    One that has expired, and bytes that no service can read, allow nothing.
    Raises UsageError for a product that issues no macaroons.
    """
    if not macaroon.readable:
        return NOTHING
    return privilege_within(macaroon, understand(macaroon, languages, product), at)


def privilege_within(macaroon: Macaroon, understanding: Understanding, at: int) -> Privilege:
    """The same, for a caller who has read the caveats already."""
    end = understanding.expiry
    validity = NEVER if end is not None and end <= at else Validity(at, end)
    return Privilege(understanding.capabilities, audience_of_macaroon(macaroon), validity)


def audience_of_macaroon(macaroon: Macaroon) -> Audience:
    """The location, as one endpoint; missing where it is empty."""
    return Audience(frozenset({macaroon.location})) if macaroon.location else MISSING
