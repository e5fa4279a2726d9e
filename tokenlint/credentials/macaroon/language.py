"""The caveat languages of products: values of `rules/macaroons.yaml`, and look-ups in them.

Actions and operations are the words of `policies/schema/policy-input.json`.
`tokenlint.policy.macaroon_languages` reads the file and refuses contradictions.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation

Status = Literal["documented", "observed"]


class Meaning(StrEnum):
    """What a caveat is about."""

    EXPIRY = "expiry"
    ACTIVITY = "activity"
    PATH = "path"
    ROOT = "root"
    HOME = "home"
    NETWORK = "network"
    IDENTITY = "identity"
    ISSUE = "issue"
    UPLOAD_SIZE = "upload-size"


class Repeated(StrEnum):
    """What several caveats of one key mean together."""

    EARLIEST = "earliest"
    INTERSECT = "intersect"
    NESTED = "nested"
    SMALLEST = "smallest"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Said:
    """A fact with its source: a published document, or servers that were seen to do so."""

    says: str
    source: Mapping[str, str]
    status: Status
    versions: Mapping[str, str] = field(default_factory=dict)
    observed_on: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether it holds in the releases of today."""
        return not (self.versions.keys() & {"before"})


@dataclass(frozen=True, slots=True)
class Location(Said):
    """What a product writes into the location."""

    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaveatKey(Said):
    """One key that a product understands."""

    key: str
    means: Meaning
    value: str
    repeated: Repeated
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFact(Said):
    """What a product makes of paths and requests, by version."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Said):
    """What the holder of all activities in `needs` may do; `nearest` says why an action fits."""

    id: str
    needs: frozenset[str]
    allows: frozenset[Operation]
    grants: frozenset[Action]
    refuses: frozenset[Operation] = frozenset()
    brings: frozenset[str] = frozenset()
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """The language of one product; look-ups are about the releases of today."""

    product: str
    title: str
    issues: Literal["macaroon", "jwt"]
    location: Location
    implied: str = ""
    caveats: tuple[CaveatKey, ...] = ()
    activities: tuple[Activity, ...] = ()
    paths: tuple[PathFact, ...] = ()

    def key(self, name: str) -> CaveatKey | None:
        """The key of this name, None where the product does not know it."""
        return next((each for each in self.caveats if each.key == name and each.current), None)

    @property
    def words(self) -> frozenset[str]:
        """The names of all activities."""
        return frozenset(name for row in self._rows() for name in row.needs)

    def closed(self, activities: AbstractSet[str]) -> frozenset[str]:
        """The activities with all that they bring."""
        brought = {name for row in self._rows() if row.needs <= activities for name in row.brings}
        implied = {self.implied} if activities and self.implied else set()
        return frozenset(activities | brought | implied)

    def operations(self, activities: AbstractSet[str] | None) -> frozenset[Operation]:
        """What holders of these may do; None: no caveat bounds it, so whatever a storage does."""
        if activities is None:
            return STORAGE_OPERATIONS
        rows = (row for row in self._rows() if row.needs <= activities)
        return frozenset(operation for row in rows for operation in row.allows)

    def actions(self, activities: AbstractSet[str] | None) -> frozenset[Action]:
        """The same as actions."""
        if activities is None:
            return STORAGE_ACTIONS
        rows = (row for row in self._rows() if row.needs <= activities)
        return frozenset(action for row in rows for action in row.grants)

    def _rows(self) -> tuple[Activity, ...]:
        return tuple(row for row in self.activities if row.current)


STORAGE_ACTIONS = frozenset(action for action in Action if action.on_storage)
STORAGE_OPERATIONS = frozenset(
    {
        Operation.STAT,
        Operation.LIST,
        Operation.READ,
        Operation.CREATE,
        Operation.MKDIR,
        Operation.RENAME,
        Operation.RENAME_OVER,
        Operation.OVERWRITE,
        Operation.DELETE,
        Operation.STAGE,
        Operation.POLL,
        Operation.EVICT,
    }
)
