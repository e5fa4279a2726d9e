"""Validity: the interval in which a credential is accepted, in seconds since the epoch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validity:
    """[not_before, expiry): accepted from the first on, no longer at the second.

    Both are whole seconds since 1970-01-01T00:00:00Z; `expiry` None means that it never ends.
    (WLCG profile 1.3 section 2.1.1: a token must not be accepted on or after `exp`.)
    Intervals that hold no instant are one value, [0, 0).
    """

    not_before: int
    expiry: int | None

    def __post_init__(self) -> None:
        if self.expiry is not None and self.expiry <= self.not_before:
            object.__setattr__(self, "not_before", 0)
            object.__setattr__(self, "expiry", 0)

    @property
    def empty(self) -> bool:
        """Whether it holds no instant."""
        return self.expiry == self.not_before

    @property
    def seconds(self) -> int | None:
        """Its length; None when it never ends."""
        return None if self.expiry is None else self.expiry - self.not_before

    def covers(self, other: "Validity") -> bool:
        """Whether every instant of `other` is one of this."""
        if other.empty:
            return True
        starts_in_time = self.not_before <= other.not_before
        return starts_in_time and _ends_no_later(other.expiry, self.expiry)

    def join(self, other: "Validity") -> "Validity":
        """The join: the shortest interval that holds both."""
        if self.empty or other.empty:
            return other if self.empty else self
        later = self.expiry if _ends_no_later(other.expiry, self.expiry) else other.expiry
        return Validity(min(self.not_before, other.not_before), later)

    __or__ = join

    def meet(self, other: "Validity") -> "Validity":
        """The meet: the instants of both."""
        earlier = self.expiry if _ends_no_later(self.expiry, other.expiry) else other.expiry
        return Validity(max(self.not_before, other.not_before), earlier)

    __and__ = meet

    def difference(self, other: "Validity") -> tuple["Validity", ...]:
        """The instants of this that are none of `other`, in order: at most two intervals."""
        if other.empty:
            rests: tuple[Validity, ...] = (self,)
        else:
            rests = (self & Validity(self.not_before, other.not_before),)
            if other.expiry is not None:
                rests += (self & Validity(other.expiry, None),)
        return tuple(rest for rest in rests if not rest.empty)

    @property
    def last(self) -> int:
        """The last instant at which it is accepted; the first when it never ends.

        Of no use for an empty one, which has none.
        """
        return self.not_before if self.expiry is None else self.expiry - 1


def _ends_no_later(one: int | None, other: int | None) -> bool:
    return other is None or (one is not None and one <= other)


NEVER = Validity(0, 0)
