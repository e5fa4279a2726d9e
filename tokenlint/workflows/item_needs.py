"""Which items of a scope the need uses, and what would do in their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tokenlint.credentials.scope import ScopeItem
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.need import Need, least_capabilities
from tokenlint.workflows.requirements import Requirement

Needed = Literal["yes", "partly", "no"]

_RANK = {action: rank for rank, action in enumerate(Action)}
_NOTHING = CapabilitySet()


@dataclass(frozen=True, slots=True)
class ItemNeed:
    """How much of an item the workflow needs.

    yes: it grants nothing beyond the need, or beyond what the operations that rely on it need;
    partly: an operation relies on it, but it grants more; no: none would fail without it.
    `needed_action` is the weaker action that would do in its place (create for modify);
    `narrower` are the least capabilities for the operations that rely on it:
    its own for yes, none for no.
    """

    needed: Needed
    needed_action: Action | None = None
    narrower: CapabilitySet = _NOTHING


Relied = dict[Capability, list[Requirement]]


def item_needs(items: Sequence[ScopeItem], need: Need) -> tuple[ItemNeed | None, ...]:
    """One answer for each item, None for those that grant nothing."""
    granted = {each: None for item in items for each in item.capabilities}
    relied = _relied_on(granted, (*need.requirements, *need.by_products))
    needed = Holdings(need.privilege.capabilities.members)
    return tuple(_item_need(item, needed, relied) if item.capabilities else None for item in items)


def _relied_on(granted: Iterable[Capability], requirements: Iterable[Requirement]) -> Relied:
    """For each capability, the requirements that rely on it.

    Of several that satisfy a requirement, the least count: the wider ones could be dropped.
    What needs nothing of its own (see `least_capabilities`) relies on one that is used anyway.
    """
    holdings = Holdings(granted)
    relied: Relied = {}
    used = Holdings()
    waiting: list[Requirement] = []
    for requirement in requirements:
        if requirement.by_the_way:
            waiting.append(requirement)
            continue
        for least in _least_of(holdings.satisfying(requirement)):
            relied.setdefault(least, []).append(requirement)
            used.add(least)
    for requirement in waiting:
        enough = _least_of(used.satisfying(requirement) or holdings.satisfying(requirement))
        if enough:
            least = min(enough, key=lambda each: _RANK[each.action])
            relied.setdefault(least, []).append(requirement)
            used.add(least)
    return relied


def _least_of(satisfying: list[Capability]) -> list[Capability]:
    return [
        each
        for each in satisfying
        if not any(each != other and each.covers(other) for other in satisfying)
    ]


def _item_need(item: ScopeItem, needed: Holdings, relied: Relied) -> ItemNeed:
    own = CapabilitySet.of(item.capabilities)
    if all(needed.grants(each) for each in item.capabilities):
        return ItemNeed("yes", narrower=own)
    served = [r for each in item.capabilities for r in relied.get(each, ())]
    if not served:
        return ItemNeed("no")
    narrower = least_capabilities(served)
    if narrower.covers(own):
        return ItemNeed("yes", narrower=own)
    return ItemNeed("partly", _weaker(item, served), narrower)


def _weaker(item: ScopeItem, served: Sequence[Requirement]) -> Action | None:
    """The action that its only action brings, where that is enough for all that relies on it."""
    if len(item.capabilities) != 1:
        return None
    action = item.capabilities[0].action
    enough = (w for w in action.implied() - {action} if all(w in r.actions for r in served))
    return next(enough, None)
