"""Several tokens in place of one, where one would allow what nobody needs.

A token lets its bearer do all of its capabilities at all of its audience.
Reading at three storages and deleting at a fourth, as one token, deletes at all four.

Operations at one audience share a token, for no service tells two tokens' rights apart there,
but files and jobs never do. Then audiences with equal capabilities are joined:
of two tokens that differ in both, every join allows something that neither does.
So these are as few tokens as can be where each service is shown one token for its files,
one for its jobs, and nothing is allowed beyond what that service is needed for.
"""

from collections.abc import Sequence

from tokenlint.least.cover import Cover, cover
from tokenlint.least.wanted import Wanted
from tokenlint.privilege.capability import Action, CapabilitySet
from tokenlint.workflows.requirements import Requirement

_VERBS = {
    Action.MODIFY: "modify",
    Action.CREATE: "write",
    Action.READ: "read",
    Action.STAGE: "stage",
    Action.POLL: "poll",
}
_MOST_NAMED = 2


def divided(wanted: Wanted) -> tuple[tuple[Wanted, Cover], ...]:
    """The requirements of each token and what covers them, in the order of the operations."""
    by_place: dict[tuple[str, bool], list[Requirement]] = {}
    for each in wanted.requirements:
        place = (wanted.audience(each), each.least.action.on_storage)
        by_place.setdefault(place, []).append(each)
    if len(by_place) == 1:
        return ((wanted, cover(wanted)),)
    joined: dict[CapabilitySet, list[tuple[Wanted, Cover]]] = {}
    for group in by_place.values():
        part = wanted.only(group)
        covered = cover(part)
        joined.setdefault(covered.capabilities, []).append((part, covered))
    return tuple(_joined(parts) for parts in joined.values())


def _joined(parts: list[tuple[Wanted, Cover]]) -> tuple[Wanted, Cover]:
    """Parts of equal capabilities as one: each keeps what its own product needs."""
    if len(parts) == 1:
        return parts[0]
    wanted = parts[0][0].only(each for part, _ in parts for each in part.requirements)
    extras = {each.capability: each for _, covered in reversed(parts) for each in covered.extras}
    problems = tuple(each for _, covered in parts for each in covered.problems)
    return wanted, Cover(parts[0][1].capabilities, tuple(extras.values()), problems)


def labels(parts: Sequence[tuple[Wanted, CapabilitySet]]) -> tuple[str, ...]:
    """A name for each token that tells it from the others; empty for an only one."""
    if len(parts) == 1:
        return ("",)
    kinds = [next(iter(each.members)).action.on_storage for _, each in parts]
    if len(parts) == len(set(kinds)):
        return tuple("storage" if each else "compute" for each in kinds)
    verbs = [_verb(each) for _, each in parts]
    names = [
        verb if verbs.count(verb) == 1 else f"{verb} at {_where(part)}"
        for verb, (part, _) in zip(verbs, parts, strict=True)
    ]
    return tuple(
        name if names.count(name) == 1 else f"{name} ({names[: at + 1].count(name)})"
        for at, name in enumerate(names)
    )


def _verb(capabilities: CapabilitySet) -> str:
    held = {each.action for each in capabilities.members}
    return next((verb for action, verb in _VERBS.items() if action in held), "compute")


def _where(part: Wanted) -> str:
    names = list(dict.fromkeys(part.operation(each).service for each in part.requirements))
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
