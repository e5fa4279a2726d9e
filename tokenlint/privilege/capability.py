"""Capabilities: one action on one path, their order, and sets of them.

Source of the order: WLCG profile 1.3 section 2.2.1.
`storage.modify` brings all of `storage.create`, `storage.stage` all of `storage.poll`;
every other action stands alone: modify and stage do not bring read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count

from tokenlint.privilege.path import ROOT, ScopePath


class Action(StrEnum):
    """What a capability lets its holder do, in the order of increasing weight for storage."""

    POLL = "poll"
    STAGE = "stage"
    READ = "read"
    CREATE = "create"
    MODIFY = "modify"
    QUERY = "query"
    CANCEL = "cancel"
    MODIFY_JOB = "modify-job"
    SUBMIT = "submit"
    ADMINISTER = "administer"

    def implied(self) -> frozenset["Action"]:
        """This action and every action that it brings with it."""
        return _IMPLIED[self]

    def covers(self, other: "Action") -> bool:
        """Whether whoever may do this may also do `other`."""
        return self is other or other in _IMPLIED[self]

    @property
    def scope_name(self) -> str:
        """The profile's scope for it; for administration, which has none, the action's name."""
        return _SCOPE_NAMES.get(self, self.value)

    @property
    def on_storage(self) -> bool:
        """Whether it acts on files, so that its path tells something."""
        return self in _STORAGE


_IMPLIED = {action: frozenset({action}) for action in Action} | {
    Action.STAGE: frozenset({Action.STAGE, Action.POLL}),
    Action.MODIFY: frozenset({Action.MODIFY, Action.CREATE}),
}
_STORAGE = frozenset({Action.POLL, Action.STAGE, Action.READ, Action.CREATE, Action.MODIFY})
_SCOPE_NAMES = {action: f"storage.{action}" for action in _STORAGE} | {
    Action.QUERY: "compute.read",
    Action.CANCEL: "compute.cancel",
    Action.MODIFY_JOB: "compute.modify",
    Action.SUBMIT: "compute.create",
}
_RANK = {action: rank for rank, action in enumerate(Action)}


@dataclass(frozen=True, slots=True)
class Capability:
    """One action on one path and all below; compute actions stand on the root."""

    action: Action
    path: ScopePath

    def covers(self, other: "Capability") -> bool:
        """Whether this grants all that `other` grants."""
        return self.action.covers(other.action) and self.path.covers(other.path)

    def meet(self, other: "Capability") -> "Capability | None":
        """What both grant; None when that is nothing."""
        if self.action.covers(other.action):
            action = other.action
        elif other.action.covers(self.action):
            action = self.action
        else:
            return None
        if self.path.covers(other.path):
            return Capability(action, other.path)
        return Capability(action, self.path) if other.path.covers(self.path) else None

    def __str__(self) -> str:
        """The scope that asks for it: `storage.read:/data`, `compute.create`."""
        if not self.action.on_storage and self.path.is_root:
            return self.action.scope_name
        return f"{self.action.scope_name}:{self.path}"


@dataclass(frozen=True, slots=True)
class CapabilitySet:
    """What several capabilities grant together, kept as its maximal elements.

    Equal sets grant the same. Make one with `of`, which drops what another member covers.
    """

    members: frozenset[Capability] = frozenset()

    @classmethod
    def of(cls, capabilities: Iterable[Capability]) -> "CapabilitySet":
        """The set of all of these."""
        return cls(_maximal(frozenset(capabilities)))

    def covers(self, other: "CapabilitySet") -> bool:
        """Whether this grants all that `other` grants."""
        return (self | other).members == self.members

    def join(self, other: "CapabilitySet") -> "CapabilitySet":
        """The join: what the two grant together."""
        return CapabilitySet.of(self.members | other.members)

    __or__ = join

    def meet(self, other: "CapabilitySet") -> "CapabilitySet":
        """The meet: what each of the two grants."""
        meets = (mine.meet(theirs) for mine in self.members for theirs in other.members)
        return CapabilitySet.of(meet for meet in meets if meet)

    __and__ = meet

    def difference(self, other: "CapabilitySet") -> tuple["CapabilityRest", ...]:
        """What this grants and `other` does not, one entry a member; in the order of `self`."""
        beyond = (self | other).members - other.members
        return tuple(CapabilityRest(mine, other) for mine in self if mine in beyond)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The distinct actions of the members, implied ones left out, in the order of `Action`."""
        held = {member.action for member in self.members}
        implied = {weaker for action in held for weaker in action.implied() - {action}}
        return tuple(action for action in Action if action in held - implied)

    def paths(self, action: Action) -> tuple[ScopePath, ...]:
        """The paths on which `action` is granted, by itself or with a stronger one; unordered."""
        return tuple(member.path for member in self.members if member.action.covers(action))

    def __iter__(self) -> Iterator[Capability]:
        """The members by action, then by path."""
        return iter(sorted(self.members, key=lambda c: (_RANK[c.action], c.path.lineage)))

    def __len__(self) -> int:
        return len(self.members)


def _wider_first(capability: Capability) -> tuple[tuple[str, ...], bool, int]:
    """Sorts every capability behind those that cover it."""
    path = capability.path
    return path.lineage, path.directory, -_RANK[capability.action]


def _maximal(capabilities: frozenset[Capability]) -> frozenset[Capability]:
    """Those that no other one covers.

    Sorted, a path stands before all that it covers,
    and only the kept ones on the way to a path can cover it: at most one for each action.
    So the time grows with n log n, also for a token with thousands of scopes.
    """
    kept: list[Capability] = []
    way: list[tuple[tuple[str, ...], Capability]] = []
    for candidate in sorted(capabilities, key=_wider_first):
        lineage = candidate.path.lineage
        while way and lineage[: len(way[-1][0])] != way[-1][0]:
            way.pop()
        if not any(above.covers(candidate) for _, above in way):
            kept.append(candidate)
            way.append((lineage, candidate))
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class CapabilityRest:
    """All that `capability` grants and the set `besides` does not; never empty."""

    capability: Capability
    besides: CapabilitySet

    @property
    def kept(self) -> CapabilitySet:
        """The part of `capability` that `besides` grants as well."""
        return CapabilitySet.of((self.capability,)) & self.besides

    def witness_path(self) -> ScopePath:
        """A path on which `besides` does not grant the action: one concrete file where it can.

        The path of the capability itself is always such a path.
        Where it is a directory, by its slash or by what `besides` grants below it,
        a new file in it is another one, and a better example.
        """
        path = self.capability.path
        depth = len(path.lineage)
        lineages = [part.path.lineage for part in self.kept.members]
        below = {lineage[depth] for lineage in lineages if len(lineage) > depth}
        if not self.capability.action.on_storage or not (below or path.directory):
            return path
        return path.child(_new_name(below))


def _new_name(taken: set[str]) -> str:
    numbered = (f"file-{number}" for number in count(2))
    return next(name for name in chain(("file",), numbered) if name not in taken)


EVERYTHING = CapabilitySet.of(Capability(action, ROOT) for action in Action)
