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
        self._below: dict[tuple[int, str], int] = {}  # node and step to the node there; 0: the root
        self._at: dict[int, dict[Capability, None]] = {}
        self._first_below: dict[int, Capability] = {}
        for capability in capabilities:
            self.add(capability)

    def __iter__(self) -> Iterator[Capability]:
        return (each for step in self._at.values() for each in step)

    def add(self, capability: Capability) -> None:
        """Hold one more."""
        below, node = self._below, 0
        makes_folders = capability.action in _MAKING_FOLDERS
        for step in capability.path.lineage:
            if makes_folders:
                self._first_below.setdefault(node, capability)
            node = below.setdefault((node, step), len(below) + 1)
        self._at.setdefault(node, {})[capability] = None

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
        if found or not requirement.reaches_down:
            return found
        nodes = self._nodes_to(path)
        below = self._first_below.get(nodes[-1]) if len(nodes) > len(path.lineage) else None
        return [below] if below else []

    def actions(self) -> frozenset[Action]:
        """Every action that is held somewhere."""
        return frozenset(each.action for each in self)

    def _on_the_way_to(self, path: ScopePath) -> Iterator[Capability]:
        for node in self._nodes_to(path):
            yield from self._at.get(node, ())

    def _nodes_to(self, path: ScopePath) -> list[int]:
        """The nodes from the root towards a path, as far down as anything is held."""
        nodes = [0]
        for step in path.lineage:
            node = self._below.get((nodes[-1], step))
            if node is None:
                break
            nodes.append(node)
        return nodes


_MAKING_FOLDERS = allowing(Operation.MKDIR)
