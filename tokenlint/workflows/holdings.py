"""Capabilities by the place of their path, so that each look-up walks one path only.

A token may hold thousands of scopes, and a workflow thousands of operations.
"""

from collections.abc import Iterable, Iterator

from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import Operation, allowing
from tokenlint.privilege.path import ScopePath
from tokenlint.workflows.requirements import Requirement


class Holdings:
    """A growing collection of capabilities, each once."""

    def __init__(self, capabilities: Iterable[Capability] = ()) -> None:
        self._at: dict[tuple[str, ...], dict[Capability, None]] = {}
        self._first_below: dict[tuple[str, ...], Capability] = {}
        for capability in capabilities:
            self.add(capability)

    def __iter__(self) -> Iterator[Capability]:
        return (each for step in self._at.values() for each in step)

    def add(self, capability: Capability) -> None:
        """Hold one more."""
        way = capability.path.lineage
        self._at.setdefault(way, {})[capability] = None
        if capability.action in _MAKING_FOLDERS:
            for depth in range(len(way)):
                self._first_below.setdefault(way[:depth], capability)

    def covering(self, path: ScopePath) -> list[Capability]:
        """The capabilities whose path covers this one, the widest first."""
        return [each for each in self._on_the_way_to(path) if each.path.covers(path)]

    def grants(self, capability: Capability) -> bool:
        """Whether one of them grants all that the capability does."""
        return any(each.covers(capability) for each in self._on_the_way_to(capability.path))

    def satisfying(self, requirement: Requirement) -> list[Capability]:
        """The capabilities of which each alone is enough, the widest first.

        Of those below a missing folder, which is made on the way to them, only one is named.
        """
        path = requirement.path
        found = [each for each in self._on_the_way_to(path) if requirement.satisfied_by(each)]
        below = self._first_below.get(path.lineage) if requirement.reaches_down else None
        return found or ([below] if below else [])

    def actions(self) -> frozenset[Action]:
        """Every action that is held somewhere."""
        return frozenset(each.action for each in self)

    def _on_the_way_to(self, path: ScopePath) -> Iterator[Capability]:
        way = path.lineage
        for depth in range(len(way) + 1):
            yield from self._at.get(way[:depth], ())


_MAKING_FOLDERS = allowing(Operation.MKDIR)
