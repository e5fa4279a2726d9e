"""Privileges: what, where and until when; their order, join, meet and exact difference.

A privilege allows a request when one of its capabilities, its audience and its validity all do,
so its order is the product of the three orders.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from tokenlint.privilege.audience import Audience, AudienceRest
from tokenlint.privilege.capability import CapabilityRest, CapabilitySet
from tokenlint.privilege.operation import telling_operation
from tokenlint.privilege.request import Request
from tokenlint.privilege.validity import NEVER, Validity

Axis = Literal["audience", "scope", "lifetime"]


@dataclass(frozen=True, slots=True)
class Privilege:
    """Capabilities, at an audience, in an interval of time.

    Where one of the three is empty nothing is allowed: all such privileges equal `NOTHING`.
    """

    capabilities: CapabilitySet
    audience: Audience
    validity: Validity

    def __post_init__(self) -> None:
        if not self.capabilities or self.audience.empty or self.validity.empty:
            object.__setattr__(self, "capabilities", CapabilitySet())
            object.__setattr__(self, "audience", Audience(frozenset()))
            object.__setattr__(self, "validity", NEVER)

    @property
    def empty(self) -> bool:
        """Whether it allows nothing."""
        return not self.capabilities

    def covers(self, other: "Privilege") -> bool:
        """Whether this allows all that `other` allows."""
        return (
            self.validity.covers(other.validity)
            and self.audience.covers(other.audience)
            and self.capabilities.covers(other.capabilities)
        )

    def __le__(self, other: "Privilege") -> bool:
        return other.covers(self)

    def __ge__(self, other: "Privilege") -> bool:
        return self.covers(other)

    def __lt__(self, other: "Privilege") -> bool:
        return self != other and other.covers(self)

    def __gt__(self, other: "Privilege") -> bool:
        return self != other and self.covers(other)

    def join(self, other: "Privilege") -> "Privilege":
        """The join: the least privilege that covers both."""
        return Privilege(
            self.capabilities | other.capabilities,
            self.audience | other.audience,
            self.validity | other.validity,
        )

    __or__ = join

    def meet(self, other: "Privilege") -> "Privilege":
        """The meet: what both allow."""
        return Privilege(
            self.capabilities & other.capabilities,
            self.audience & other.audience,
            self.validity & other.validity,
        )

    __and__ = meet


NOTHING = Privilege(CapabilitySet(), Audience(frozenset()), NEVER)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one axis of `whole` has beyond `besides`."""

    whole: Privilege
    besides: Privilege

    def _usual_place(self) -> str:
        """An endpoint of the whole, of both where there is one."""
        rests = (self.whole.audience & self.besides.audience).difference(NOTHING.audience)
        return (rests or self.whole.audience.difference(NOTHING.audience))[0].witness_endpoint()

    def _usual_instant(self) -> int:
        """The last instant of the whole, of both where there is one."""
        shared = self.whole.validity & self.besides.validity
        return (self.whole.validity if shared.empty else shared).last

    def _usual_capability(self) -> CapabilityRest:
        """The strongest capability of the whole, of both where there is one."""
        shared = self.whole.capabilities & self.besides.capabilities
        *_, strongest = shared or self.whole.capabilities
        return CapabilityRest(strongest, CapabilitySet())


@dataclass(frozen=True, slots=True)
class ScopePart(_Part):
    """A capability that the other does not hold in full; `rest` says which part it does hold."""

    rest: CapabilityRest
    axis: ClassVar[Axis] = "scope"

    @property
    def extent(self) -> Privilege:
        """The least privilege that holds this part; the other may allow some of it."""
        capabilities = CapabilitySet.of((self.rest.capability,))
        return Privilege(capabilities, self.whole.audience, self.whole.validity)

    def witness(self) -> Request:
        """A request that the whole allows and the other does not."""
        return _request(self.rest, self._usual_place(), self._usual_instant())


@dataclass(frozen=True, slots=True)
class AudiencePart(_Part):
    """An endpoint that the other is not for; or all but a few, as `rest` says."""

    rest: AudienceRest
    axis: ClassVar[Axis] = "audience"

    @property
    def extent(self) -> Privilege:
        """The least privilege that holds this part; the other may allow some of it."""
        named = self.rest.endpoint
        audience = self.whole.audience if named is None else Audience(frozenset({named}))
        return Privilege(self.whole.capabilities, audience, self.whole.validity)

    def witness(self) -> Request:
        """A request that the whole allows and the other does not."""
        place = self.rest.witness_endpoint()
        return _request(self._usual_capability(), place, self._usual_instant())


@dataclass(frozen=True, slots=True)
class LifetimePart(_Part):
    """An interval in which the other is not valid."""

    rest: Validity
    axis: ClassVar[Axis] = "lifetime"

    @property
    def extent(self) -> Privilege:
        """The privilege that this part is."""
        return Privilege(self.whole.capabilities, self.whole.audience, self.rest)

    def witness(self) -> Request:
        """A request that the whole allows and the other does not."""
        return _request(self._usual_capability(), self._usual_place(), self.rest.last)


def _request(rest: CapabilityRest, endpoint: str, instant: int) -> Request:
    operation = telling_operation(rest.capability.action)
    return Request(operation, rest.witness_path(), endpoint, instant)


Part = ScopePart | AudiencePart | LifetimePart


@dataclass(frozen=True, slots=True)
class Difference:
    """All that one privilege allows and another does not, in parts by axis.

    The parts may overlap; together they hold every such request,
    and each yields at least one as its witness. No part: the one is covered by the other.
    """

    scope: tuple[ScopePart, ...]
    audience: tuple[AudiencePart, ...]
    lifetime: tuple[LifetimePart, ...]

    def __iter__(self) -> Iterator[Part]:
        yield from self.scope
        yield from self.audience
        yield from self.lifetime

    def __bool__(self) -> bool:
        return bool(self.scope or self.audience or self.lifetime)


def difference(one: Privilege, other: Privilege) -> Difference:
    """What `one` allows and `other` does not; empty exactly when `other` covers `one`."""
    return Difference(
        tuple(
            ScopePart(one, other, rest) for rest in one.capabilities.difference(other.capabilities)
        ),
        tuple(AudiencePart(one, other, rest) for rest in one.audience.difference(other.audience)),
        tuple(LifetimePart(one, other, rest) for rest in one.validity.difference(other.validity)),
    )
