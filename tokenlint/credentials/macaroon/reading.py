"""What the caveats of a macaroon mean in the language of one product.

Every caveat can only take rights away, so one that is not understood bounds nothing here:
what is read is at least what the service allows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tokenlint.credentials.macaroon.language import Language, Meaning, Repeated
from tokenlint.credentials.macaroon.macaroon import Caveat
from tokenlint.credentials.macaroon.values import (
    Components,
    are_networks,
    as_written,
    is_size,
    read_instant,
    read_words,
    resolved,
    scope_path,
)
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.operation import Operation


class Standing(StrEnum):
    """What a reader makes of a caveat; the words of `macaroon.caveats` in the schema."""

    UNDERSTOOD = "understood"
    UNREADABLE = "unreadable"  # a key that is known, with a value that is not
    UNKNOWN = "unknown"
    THIRD_PARTY = "third-party"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one product makes of all caveats.

    `activities` None: no caveat bounds them. `path` None: no path is left.
    `expiry`, in seconds since the epoch, None: no caveat names an end.
    """

    language: Language
    standings: tuple[Standing, ...]
    activities: frozenset[str] | None
    path: Components | None
    expiry: int | None

    @property
    def operations(self) -> frozenset[Operation]:
        """What it lets its holder do, wherever."""
        return frozenset() if self.path is None else self.language.operations(self.activities)

    @property
    def capabilities(self) -> CapabilitySet:
        """The same as capabilities on the path that is left."""
        if self.path is None:
            return CapabilitySet()
        path = scope_path(self.path)
        actions = self.language.actions(self.activities)
        return CapabilitySet.of(Capability(action, path) for action in actions)


def read_caveats(caveats: Sequence[Caveat], language: Language) -> Reading:
    """All caveats, one after the other, as the product takes them."""
    state = _State(language)
    standings = tuple(map(state.take, caveats))
    return Reading(language, standings, state.activities, state.path(), state.expiry)


def split(text: str) -> tuple[str, str]:
    """Key and value of a caveat; a text without a colon has no key."""
    key, colon, value = text.partition(":")
    return (key, value) if colon else ("", text)


class _State:
    """What is left after the caveats so far."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.activities: frozenset[str] | None = None
        self.expiry: int | None = None
        self._root: Components = ()
        self._path: Components | None = ()
        self._read: Mapping[Meaning, Callable[[str], bool]] = {
            Meaning.EXPIRY: self._end,
            Meaning.ACTIVITY: self._only,
            Meaning.PATH: self._within,
            Meaning.ROOT: self._below,
            Meaning.HOME: bool,
            Meaning.NETWORK: are_networks,
            Meaning.IDENTITY: bool,
            Meaning.ISSUE: bool,
            Meaning.UPLOAD_SIZE: is_size,
        }

    def take(self, caveat: Caveat) -> Standing:
        """Bound what is left by one more caveat."""
        if caveat.third_party:
            return Standing.THIRD_PARTY
        name, value = split(caveat.text)
        key = self._language.key(name)
        if key is None:
            return Standing.UNKNOWN
        understood = self._read[key.means](value)
        return Standing.UNDERSTOOD if understood else Standing.UNREADABLE

    def path(self) -> Components | None:
        """The path that is left, from the root of the service."""
        return None if self._path is None else (*self._root, *self._path)

    def _end(self, value: str) -> bool:
        instant = read_instant(value)
        if instant is None:
            return False
        self.expiry = instant if self.expiry is None else min(self.expiry, instant)
        return True

    def _only(self, value: str) -> bool:
        """Of names that are no activity nobody knows what they allow, so they allow nothing."""
        names = read_words(value)
        if not names:
            return False
        allowed = self._language.closed(names & self._language.words) | self._implied()
        self.activities = allowed if self.activities is None else self.activities & allowed
        return names <= self._language.words

    def _implied(self) -> frozenset[str]:
        return frozenset({self._language.implied})

    def _within(self, value: str) -> bool:
        if self._nested():
            if self._path is not None:
                self._path = (*self._path, *resolved(value))
            return bool(value)
        if not value.startswith("/"):
            return False
        self._path = _both(self._path, as_written(value))
        return True

    def _nested(self) -> bool:
        return any(
            key.means is Meaning.PATH and key.repeated is Repeated.NESTED
            for key in self._language.caveats
        )

    def _below(self, value: str) -> bool:
        """A new root below the old one: the path so far must lead into it, or be led into."""
        steps = resolved(value)
        self._root = (*self._root, *steps)
        if self._path is not None:
            shared = min(len(steps), len(self._path))
            fits = self._path[:shared] == steps[:shared]
            self._path = self._path[shared:] if fits else None
        return bool(value)


def _both(one: Components | None, other: Components) -> Components | None:
    """The deeper of two paths if it lies below the other one, else nothing."""
    if one is None or one == other[: len(one)]:
        return None if one is None else other
    return one if other == one[: len(other)] else None
