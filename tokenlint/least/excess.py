"""What tokens allow that nobody needs: capabilities at audiences where no operation uses them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.least.wanted import Wanted
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import telling_operation
from tokenlint.privilege.request import Request
from tokenlint.workflows.holdings import Holdings

_ORDER = {action: rank for rank, action in enumerate(Action)}


@dataclass(frozen=True, slots=True)
class Excess:
    """`rights` counts pairs of a capability and an audience that no operation needs.

    `witness` is a request that is allowed and not needed, of the gravest action; None without.
    """

    rights: int
    witness: Request | None


def excess_of(
    tokens: Sequence[tuple[Wanted, CapabilitySet]],
    needed: Sequence[tuple[Wanted, CapabilitySet]],
) -> Excess:
    """The excess of tokens over what each audience is needed for.

    A token is what it serves, which tells its audience, and what it holds;
    `needed` says which capabilities the operations at an audience need among them.
    """
    at: dict[str, set[Capability]] = {}
    for wanted, capabilities in needed:
        for name in audience_of(wanted):
            at.setdefault(name, set()).update(capabilities.members)
    rights, gravest = 0, None
    for wanted, capabilities in tokens:
        for name in audience_of(wanted):
            beyond = _beyond(capabilities, at[name])
            rights += len(beyond)
            if beyond:
                gravest = _graver(gravest, (max(beyond, key=_gravity), name))
    return Excess(rights, _request(*gravest) if gravest else None)


def audience_of(wanted: Wanted) -> tuple[str, ...]:
    """The strings of the services, each once, in the order of the operations."""
    return tuple(dict.fromkeys(wanted.audience(each) for each in wanted.requirements))


def _beyond(capabilities: CapabilitySet, needed: set[Capability]) -> list[Capability]:
    rest = list(capabilities.members - needed)
    if not rest or needed <= capabilities.members:
        return rest
    holdings = Holdings(needed)
    return [each for each in rest if not holdings.grants(each)]


def _gravity(capability: Capability) -> tuple[int, tuple[str, ...]]:
    return _ORDER[capability.action], capability.path.lineage


def _graver(
    one: tuple[Capability, str] | None, other: tuple[Capability, str]
) -> tuple[Capability, str]:
    return other if one is None or _gravity(other[0])[0] > _gravity(one[0])[0] else one


def _request(capability: Capability, audience: str) -> Request:
    return Request(telling_operation(capability.action), capability.path, audience, 0)
