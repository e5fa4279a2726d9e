"""Why each part of a token is in it: the operation that fails without it.

For each capability: what fails when it is dropped, when its action is replaced by a weaker one,
and when its path is replaced by any child. For each string of the audience, and for the lifetime,
what fails without. The decision is that of the requirements (profile 1.3 section 2.2.1)
and of the rows of the product that judges; tests compare it with other judges.
"""

from dataclasses import dataclass, field

from tokenlint.least.lasting import Lasting
from tokenlint.least.token import LeastToken
from tokenlint.least.wanted import Wanted
from tokenlint.policy.product import maximal, passes
from tokenlint.privilege.capability import Action, Capability
from tokenlint.workflows.declaration import DeclaredOperation
from tokenlint.workflows.holdings import Holdings
from tokenlint.workflows.requirements import Requirement


@dataclass(frozen=True, slots=True)
class CapabilityProof:
    """What fails without a capability, or with less of it.

    `dropped` fails without it.
    `weaker` has, for each action that it brings along, what fails with that one in its place.
    `narrower` is what fails with a child of the path in its place: one operation on the path
    itself, or two in different children, of which any child fails at least one;
    it is empty for jobs, whose capabilities have no path to narrow, and where a folder is only
    made, for which whatever is below it would do.
    """

    capability: Capability
    dropped: DeclaredOperation
    weaker: tuple[tuple[Action, DeclaredOperation], ...] = ()
    narrower: tuple[DeclaredOperation, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """That nothing can be left out of a token.

    `spare` are capabilities without which nothing fails; a least token has none.
    `late` is what fails when the lifetime is shorter; None where the lifetime is
    the profile's shortest, and longer than the time of use.
    """

    capabilities: tuple[CapabilityProof, ...]
    spare: tuple[Capability, ...]
    audience: tuple[tuple[str, DeclaredOperation], ...]
    late: DeclaredOperation | None


@dataclass(slots=True)
class _Relying:
    """The first requirements that fail without one capability, in each way."""

    dropped: Requirement | None = None
    weaker: dict[Action, Requirement] = field(default_factory=dict)
    on_it: Requirement | None = None
    below: dict[str, Requirement] = field(default_factory=dict)


def prove(
    wanted: Wanted, token: LeastToken, lasts: Lasting, latest: DeclaredOperation | None = None
) -> Proof:
    """The proof for a token; `latest` is the operation that is done last, where that is known."""
    relying = {each: _Relying() for each in token.capabilities.members}
    holdings = Holdings(relying)
    folders = []
    for requirement in wanted.requirements:
        if requirement.reaches_down:
            folders.append(requirement)
        else:
            _note(wanted, requirement, holdings, relying)
    # A folder can be made with any capability below it as well,
    # so it tells only of those that nothing else relies on, and of no path.
    for requirement in folders:
        _note(wanted, requirement, holdings, relying)
    proofs = []
    spare = []
    for capability in token.capabilities:
        found = relying[capability]
        if found.dropped is None:
            spare.append(capability)
        else:
            proofs.append(_proof(wanted, capability, found, found.dropped))
    mine = [wanted.operation(each) for each in wanted.requirements]
    first: dict[str, DeclaredOperation] = {}
    for operation in mine:
        first.setdefault(wanted.services[operation.service].audiences[0], operation)
    late = _last(mine, latest) if mine and _bound_by_use(lasts) else None
    audience = tuple((name, first[name]) for name in token.audience if name in first)
    return Proof(tuple(proofs), tuple(spare), audience, late)


def _last(
    operations: list[DeclaredOperation], latest: DeclaredOperation | None
) -> DeclaredOperation:
    """The one that was seen last, if it is among them; else any, since each may come last.

    Its path may be spelled anew, its place is the same.
    """
    if latest is None:
        return operations[0]
    return next((each for each in operations if each.source is latest.source), operations[0])


def _bound_by_use(lasts: Lasting) -> bool:
    return lasts.usable is not None and lasts.usable >= lasts.seconds


def _proof(
    wanted: Wanted, capability: Capability, found: _Relying, dropped: Requirement
) -> CapabilityProof:
    weaker = tuple((action, wanted.operation(found.weaker[action])) for action in found.weaker)
    below = list(found.below.values())
    on_it = [found.on_it] if found.on_it else below if len(below) == _ENOUGH else []
    narrower = tuple(wanted.operation(each) for each in on_it)
    if not capability.action.on_storage:
        narrower = ()
    return CapabilityProof(capability, wanted.operation(dropped), weaker, narrower)


def _note(
    wanted: Wanted,
    requirement: Requirement,
    holdings: Holdings,
    relying: dict[Capability, _Relying],
) -> None:
    """Note the requirement with every capability without which it fails."""
    satisfying = holdings.satisfying(requirement)
    if satisfying and len(satisfying[0].path.lineage) > len(requirement.path.lineage):
        return  # a folder on the way to it, and to others: each of them was needed before
    judged = wanted.release(requirement) is not None
    if not judged and len(satisfying) > 1:
        return  # any of them can go
    covering = holdings.covering(requirement.path) if judged else ()
    for capability in dict.fromkeys((*satisfying, *covering)):
        others = [each for each in covering if each != capability]
        enough = [each for each in satisfying if each != capability]
        if enough and _would_pass(wanted, requirement, enough, others):
            continue
        found = relying[capability]
        if requirement.reaches_down and found.dropped:
            continue
        found.dropped = found.dropped or requirement
        for action in _BROUGHT[capability.action]:
            weak = Capability(action, capability.path)
            held = [*enough, weak] if requirement.satisfied_by(weak) else enough
            if not _would_pass(wanted, requirement, held, [*others, weak]):
                found.weaker.setdefault(action, requirement)
        if not requirement.reaches_down:
            _place(found, capability, requirement)


_BROUGHT = {action: tuple(action.implied() - {action}) for action in Action}


def _would_pass(
    wanted: Wanted,
    requirement: Requirement,
    satisfying: list[Capability],
    covering: list[Capability],
) -> bool:
    if not satisfying:
        return False
    held = maximal(frozenset(each.action for each in covering))
    return passes(wanted.release(requirement), requirement.operation, held)


def _place(found: _Relying, capability: Capability, requirement: Requirement) -> None:
    """Whether the requirement is for the path of the capability itself, or for a child of it."""
    if found.on_it:
        return
    depth = len(capability.path.lineage)
    wanted = requirement.path.lineage
    if len(wanted) <= depth:
        found.on_it = requirement
    elif len(found.below) < _ENOUGH:
        found.below.setdefault(wanted[depth], requirement)


_ENOUGH = 2
