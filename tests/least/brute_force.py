"""Every generalisation of a small token, one by one: what dynamic programming is held against."""

from collections.abc import Iterator
from itertools import combinations

from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.trustspace.axes import scope_axis
from tokenlint.trustspace.calibration import Calibration


def nodes_of(capabilities: CapabilitySet) -> set[tuple[str, ...]]:
    """Every node on the way to a path, the root and the path itself included."""
    lineages = {each.path.lineage for each in capabilities}
    return {lineage[:depth] for lineage in lineages for depth in range(len(lineage) + 1)}


def candidates(capabilities: CapabilitySet) -> list[Capability]:
    """Every capability that could be in a generalisation and cover something."""
    actions = [a for a in Action if any(a.covers(each.action) for each in capabilities)]
    found = {
        Capability(action, ScopePath.parse("/" + "/".join(node)))
        for action in actions
        for node in nodes_of(capabilities)
    }
    wide = [up for up in found if any(up.covers(each) for each in capabilities)]
    return [*capabilities, *(each for each in wide if each not in capabilities.members)]


def covering(capabilities: CapabilitySet, bound: int) -> Iterator[CapabilitySet]:
    """Every set of at most `bound` candidates that covers the capabilities."""
    tried = candidates(capabilities)
    for size in range(bound + 1):
        for chosen in combinations(tried, size):
            if all(any(up.covers(each) for up in chosen) for each in capabilities):
                yield CapabilitySet.of(chosen)


def least_axis(capabilities: CapabilitySet, bound: int, calibration: Calibration) -> float | None:
    """The smallest scope axis of a generalisation; None where there is none."""
    axes = (scope_axis(each, calibration) for each in covering(capabilities, bound))
    return min(axes, default=None)
