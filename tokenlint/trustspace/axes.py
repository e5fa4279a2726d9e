"""The three axes, each a number in [0, 1] that never falls when a privilege grows."""

from collections.abc import Iterable, Sequence
from math import fsum, log, prod

from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Action, CapabilitySet
from tokenlint.privilege.endpoint import endpoint_key
from tokenlint.trustspace.calibration import Calibration


def audience_axis(audience: Audience, calibration: Calibration, known: int | None = None) -> float:
    """Where: the logarithm of the number of endpoints, 1 for any or a missing audience.

    Spellings of one endpoint count once.
    `known` is the number of endpoints of the infrastructure, where an inventory tells it.
    """
    if audience.endpoints is None:
        return 1.0
    return endpoints_axis(
        len({endpoint_key(text) for text in audience.endpoints}), calibration, known
    )


def endpoints_axis(count: int, calibration: Calibration, known: int | None = None) -> float:
    """The same of so many endpoints whose names nobody needs."""
    most = calibration.endpoints if known is None else max(known, 1)
    return 1.0 if count >= most else log(1 + count) / log(1 + most)


def lifetime_axis(seconds: int | None, calibration: Calibration) -> float:
    """How long: the logarithm of the lifetime between floor and ceiling, 1 when unbounded."""
    floor, ceiling = calibration.lifetime_floor, calibration.lifetime_ceiling
    if seconds is None or seconds >= ceiling:
        return 1.0
    return log(seconds / floor) / log(ceiling / floor) if seconds > floor else 0.0


def scope_axis(capabilities: CapabilitySet, calibration: Calibration) -> float:
    """What: every action by its weight and the breadth of the paths on which it is granted.

    A path with defects counts as what a service that repairs paths would make of it.
    """
    harmless = (
        1 - calibration.weights[action] * _breadth_of(action, capabilities, calibration)
        for action in Action
    )
    return 1 - prod(harmless)


def _breadth_of(action: Action, capabilities: CapabilitySet, calibration: Calibration) -> float:
    lineages = {path.resolved().components for path in capabilities.paths(action)}
    return breadth(_topmost(lineages), calibration)


def breadth(granted: Sequence[tuple[str, ...]], calibration: Calibration) -> float:
    """How much of the tree the granted nodes are, in [0, 1]; 1 is the root.

    `granted` is sorted and no node in it lies below another.
    A granted node of depth d has `breadth_ratio ** d`; any other node has the sum of its children,
    but no more than `partial` times what it would have if it were granted.
    """
    if not granted:
        return 0.0
    if granted[0] == ():
        return 1.0
    parent: tuple[str, ...] = ()
    children: list[list[float]] = [[]]  # of each open node on the way to `parent`
    for node in granted:
        shared = _shared_steps(parent, node[:-1])
        _close(children, shared, calibration)
        parent = node[:-1]
        children.extend([] for _ in parent[shared:])
        children[-1].append(calibration.breadth_ratio ** len(node))
    _close(children, 0, calibration)
    return min(fsum(children[0]), calibration.partial)


def _close(children: list[list[float]], depth: int, calibration: Calibration) -> None:
    """Fold all open nodes deeper than `depth` into their parents."""
    while len(children) > depth + 1:
        parts = children.pop()
        most = calibration.partial * calibration.breadth_ratio ** len(children)
        children[-1].append(min(fsum(parts), most))


def _shared_steps(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    steps = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        steps += 1
    return steps


def _topmost(lineages: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those that lie below no other one, sorted."""
    kept: list[tuple[str, ...]] = []
    for lineage in sorted(lineages):
        if not kept or lineage[: len(kept[-1])] != kept[-1]:
            kept.append(lineage)
    return kept
