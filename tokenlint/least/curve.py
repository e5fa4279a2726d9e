"""What fewer scopes cost: from a scope for each path down to one for the whole area.

Two kinds of points lie on the curve. For a number of scopes, the best generalisation with as many.
For a natural level (each folder, each prefix of some depth), the token that people would write:
it lies on the curve where it is the best with its number of scopes, and above it elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tokenlint.least.bounded import best_ways
from tokenlint.least.cover import Cover
from tokenlint.least.excess import audience_of
from tokenlint.least.wanted import Wanted
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import Vector, place

USUAL: Final = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 75, 100)
"""Bounds of the curve; where the exact number is small, every number is one."""
_SMALL: Final = 12
_MOST_LEVELS: Final = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A token with `scopes` scopes and its place in trust space.

    `bound` is the bound that it is the best for, None for a level; `level` names a level.
    `proved`: no generalisation with as many scopes has a smaller scope axis.
    `example` is one of its scopes, the widest.
    """

    scopes: int
    vector: Vector
    example: str
    bound: int | None = None
    level: str = ""
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve of one token, from many scopes to few; `levels` in the same order.

    `fewest` is the smallest number of scopes for which there is a token.
    """

    points: tuple[Point, ...]
    levels: tuple[Point, ...]
    fewest: int


def curve_of(wanted: Wanted, exact: Cover, lifetime: int, bounds: Sequence[int] = ()) -> Curve:
    """The curve of a token; `bounds` in place of the usual numbers of scopes."""
    capabilities = exact.capabilities
    placing = _Placing(wanted, lifetime)
    chosen = tuple(sorted({*(bounds or _usual(len(capabilities)))}, reverse=True))
    ways = best_ways(wanted, exact, chosen)
    points = tuple(
        placing.point(way.capabilities, bound=bound, proved=way.proved)
        for bound in chosen
        if (way := ways.within(bound)) is not None
    )
    levels = tuple(placing.point(cut, level=name) for name, cut in _levels(capabilities))
    return Curve(points, levels, ways.fewest)


def _usual(exact: int) -> list[int]:
    if exact <= _SMALL:
        return list(range(1, exact + 1))
    return [*(bound for bound in USUAL if bound < exact), exact]


@dataclass(frozen=True, slots=True)
class _Placing:
    """Places capabilities at the audience and for the lifetime of the token."""

    wanted: Wanted
    lifetime: int

    def point(
        self,
        capabilities: CapabilitySet,
        *,
        bound: int | None = None,
        level: str = "",
        proved: bool = True,
    ) -> Point:
        audience = Audience(frozenset(audience_of(self.wanted)))
        privilege = Privilege(capabilities, audience, Validity(0, self.lifetime))
        vector = place(privilege, Calibration.default())
        widest = min(capabilities.members, key=lambda each: (each.path.depth, str(each)))
        return Point(len(capabilities), vector, str(widest), bound, level, proved)


def _levels(capabilities: CapabilitySet) -> Iterator[tuple[str, CapabilitySet]]:
    """The tokens that people would write, each once, from narrow to wide."""
    yield "each path", capabilities
    seen = {capabilities}
    deepest = max((each.path.depth for each in capabilities if _on_files(each)), default=0)
    folders = CapabilitySet.of(_cut(each, max(each.path.depth - 1, 0)) for each in capabilities)
    named = [("the folder of each", folders)] if deepest else []
    for depth in range(min(deepest - 1, _MOST_LEVELS), 0, -1):
        cut = CapabilitySet.of(_cut(each, depth) for each in capabilities)
        named.append((_prefix(depth), cut))
    root = CapabilitySet.of(_cut(each, 0) for each in capabilities)
    for name, cut in (*named, ("the whole area", root)):
        if cut not in seen:
            seen.add(cut)
            yield name, cut


def _prefix(depth: int) -> str:
    return f"prefixes of {depth} name{'s' if depth > 1 else ''}"


def _on_files(capability: Capability) -> bool:
    return capability.action.on_storage


def _cut(capability: Capability, depth: int) -> Capability:
    if not _on_files(capability) or capability.path.depth <= depth:
        return capability
    steps = capability.path.components[:depth]
    return Capability(capability.action, ScopePath.parse("/" + "/".join(steps)))
