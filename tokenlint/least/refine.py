"""What is left of a bound, spent: scopes replaced by their children, where the bound allows it.

A sum that reaches its cut costs as much as any other one that does,
so many generalisations may be the best by the scope axis. Of these the narrower is wanted.
A replacement covers less, and no axis ever grows when a privilege shrinks.
"""

from heapq import heapify, heappop, heappush

from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.workflows.holdings import Holdings

Standing = dict[Capability, list[Capability]]


def standing_for(exact: CapabilitySet, wide: CapabilitySet) -> Standing:
    """For each capability of the wide set the exact ones that rely on it, in their order.

    Of several that cover an exact one, the narrowest counts, so that the wider can give way.
    """
    holdings = Holdings(wide.members)
    standing: Standing = {}
    for each in exact:
        over = [up for up in holdings.covering(each.path) if up.action.covers(each.action)]
        if over:
            standing.setdefault(over[-1], []).append(each)
    return standing


def refined(exact: CapabilitySet, wide: CapabilitySet, bound: int) -> CapabilitySet:
    """The wide set with scopes replaced by narrower ones, the widest first, up to the bound."""
    standing = standing_for(exact, wide)
    done: list[Capability] = []
    waiting = [(each.path.depth, str(each), each) for each in standing]
    heapify(waiting)
    free = bound - len(waiting)
    while waiting:
        _, _, widest = heappop(waiting)
        narrower = _narrower(widest, standing.pop(widest))
        more = len(narrower) - 1
        if widest in narrower or more > free:
            done.append(widest)
            continue
        free -= more
        standing |= narrower
        for each in narrower:
            heappush(waiting, (each.path.depth, str(each), each))
    return CapabilitySet.of(done)


def _narrower(capability: Capability, needed: list[Capability]) -> Standing:
    """The capability's children on the way to what is needed, each with its least action."""
    depth = capability.path.depth
    if len(needed) == 1:
        return {needed[0]: needed}
    if any(each.path.depth == depth for each in needed):
        weaker = max((each.action for each in needed), key=_RANK.__getitem__)
        return {Capability(weaker, capability.path): needed}
    below: dict[str, list[Capability]] = {}
    for each in needed:
        below.setdefault(each.path.components[depth], []).append(each)
    found: Standing = {}
    for group in below.values():
        action = max((each.action for each in group), key=_RANK.__getitem__)
        found[_at(action, group, depth + 1)] = group
    return found


_RANK = {action: rank for rank, action in enumerate(Action)}


def _at(action: Action, group: list[Capability], depth: int) -> Capability:
    """The action on the folder of that depth, or the only capability that is needed there."""
    first = group[0]
    if len(group) == 1:
        return first
    steps = first.path.components[:depth]
    return Capability(action, ScopePath.parse("/" + "/".join(steps)))
