"""What the scopes of a credential say to a request, by WLCG profile 1.3 section 2.2.1.

Time and audience are not looked at here. The verdict is that of `privilege.request.allows`;
where the profile leaves the meaning of a scope to the service, it becomes a `depends`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenlint.credentials.scope import PathState
from tokenlint.permissions.answer import Cause, Reason
from tokenlint.permissions.bearer import Bearer, unbounded
from tokenlint.policy.reach import cut
from tokenlint.privilege.capability import Capability
from tokenlint.privilege.operation import Operation, allowing, least_action
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.request import Request, allows
from tokenlint.services.decision import Ask, Verdict

_ANYWHERE = "https://anywhere.example"
_UNCLEAR = frozenset({PathState.ABSENT, PathState.EMPTY, PathState.NON_CONFORMING})
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Scoped:
    """The verdict of the scopes, and the one reason for it."""

    verdict: Verdict
    reason: Reason


def path_of(ask: Ask) -> ScopePath:
    """The path of a request; requests on jobs are on all of them."""
    return ScopePath.parse(ask.path) if ask.path else ROOT


def request_of(ask: Ask, path: ScopePath | None = None) -> Request:
    """The request at an endpoint and instant that an unbounded privilege allows."""
    return Request(ask.operation, path or path_of(ask), _ANYWHERE, 0)


def grants(capabilities: Iterable[Capability], ask: Ask) -> bool:
    """Whether capabilities allow a request, whenever and wherever they count."""
    return allows(unbounded(capabilities), request_of(ask))


def by_scopes(bearer: Bearer, ask: Ask) -> Scoped:
    """What the scopes, or else the capabilities, say to the request."""
    if bearer.group_based:
        return _by_names(bearer, ask)
    request = request_of(ask)
    passing = [i for i, alone in enumerate(bearer.alone) if allows(alone, request)]
    clear = [i for i in passing if bearer.items[i].path_state not in _UNCLEAR]
    if clear:
        return Scoped(Verdict.ALLOWED, _allowed(bearer, clear))
    if passing:
        return Scoped(Verdict.DEPENDS, _unclear(bearer, passing[0]))
    if grants(bearer.privilege.capabilities.members, ask):
        return Scoped(Verdict.ALLOWED, _by_capability(bearer, ask))
    return _refused(bearer, ask)


def _by_names(bearer: Bearer, ask: Ask) -> Scoped:
    """Of a credential without capabilities only the service knows what it may do."""
    if bearer.limited and ask.operation is Operation.SUBMIT:
        return Scoped(Verdict.DENIED, limited())
    if not bearer.presented:
        says = "its identity decides at the service: what its person and its groups may do there"
        return Scoped(Verdict.DEPENDS, Reason(Cause.IDENTITY, says))
    says = "whatever its groups or its person may do there: it holds no capability"
    return Scoped(Verdict.DEPENDS, Reason(Cause.GROUPS, says))


def limited() -> Reason:
    """Services that start jobs take full proxies only; see `credentials.proxy.privilege`."""
    return Reason(Cause.LIMITED, "it is limited, and services that start jobs take full proxies")


def _allowed(bearer: Bearer, passing: list[int]) -> Reason:
    named = list(dict.fromkeys(cut(bearer.items[i].text) for i in passing))[:_MOST_NAMED]
    one = len(named) == 1
    says = f"its scope{'' if one else 's'} {' and '.join(named)} allow{'s' if one else ''} it"
    return Reason(Cause.SCOPE, says, bearer.places.get(f"item {passing[0]}"))


def _unclear(bearer: Bearer, index: int) -> Reason:
    """A scope that the profile forbids: one service refuses it, another takes it for something."""
    item, source = bearer.items[index], bearer.places.get(f"item {index}")
    if item.path_state is PathState.NON_CONFORMING:
        says = f"whether its scope {cut(item.text)} is taken, whose path is not normalised"
        return Reason(Cause.SPELLING, says, source)
    says = (
        f"whether its scope {cut(item.text)} is refused for want of a path, "
        "as the profile has it, or taken for /"
    )
    return Reason(Cause.PATHLESS, says, source)


def _by_capability(bearer: Bearer, ask: Ask) -> Reason:
    for each in bearer.privilege.capabilities:
        if grants((each,), ask):
            return Reason(Cause.SCOPE, f"its capability {cut(str(each))} allows it")
    raise AssertionError("capabilities that allow it together, and none of them alone")


def _refused(bearer: Bearer, ask: Ask) -> Scoped:
    """The nearest reason: a scope on the wrong path before no scope at all."""
    wanted = path_of(ask)
    mended = request_of(ask, wanted.resolved())
    for name, scope, held in _held(bearer, ask.operation):
        if not (held.path.defects or wanted.defects):
            continue
        if allows(unbounded((Capability(held.action, held.path.resolved()),)), mended):
            says = f"whether its scope {cut(scope)} is read as {cut(_repaired(held, wanted))}"
            reason = Reason(Cause.SPELLING, says, bearer.places.get(name))
            return Scoped(Verdict.DEPENDS, reason)
    return Scoped(Verdict.DENIED, _other_path(bearer, ask) or _no_action(ask.operation))


def _repaired(capability: Capability, wanted: ScopePath) -> str:
    return str(capability.path.resolved() if capability.path.defects else wanted.resolved())


def _other_path(bearer: Bearer, ask: Ask) -> Reason | None:
    held = list(_held(bearer, ask.operation))
    if not held:
        return None
    for name, scope, capability in held:
        if _begins_alike(capability.path, path_of(ask)):
            says = f"its scope {cut(scope)} does not cover a name that only begins like it"
            return Reason(Cause.SIBLING, says, bearer.places.get(name))
    named = dict.fromkeys(cut(scope) for _, scope, _ in held)
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    says = f"its scope for this is on another path: {', '.join([*named][:_MOST_NAMED])}{more}"
    return Reason(Cause.PATH, says, bearer.places.get(held[0][0]))


def _held(bearer: Bearer, operation: Operation) -> Iterator[tuple[str, str, Capability]]:
    """What is held for an operation on some path: name of the place, text, capability."""
    actions = allowing(operation)
    if not bearer.items:
        yield from (
            ("", str(each), each)
            for each in bearer.privilege.capabilities
            if each.action in actions
        )
    for index, item in enumerate(bearer.items):
        for each in item.capabilities:
            if each.action in actions:
                yield f"item {index}", item.text, each


def _begins_alike(granted: ScopePath, wanted: ScopePath) -> bool:
    """Whether the two differ in the ending of one name: /data/vo and /data/vo-other/file."""
    mine, theirs = granted.components, wanted.components
    if not mine or len(theirs) < len(mine) or mine[:-1] != theirs[: len(mine) - 1]:
        return False
    name = theirs[len(mine) - 1]
    return name != mine[-1] and name.startswith(mine[-1])


def _no_action(operation: Operation) -> Reason:
    wanted = sorted((each.scope_name for each in allowing(operation)), key=len)
    least = least_action(operation).scope_name
    others = [name for name in wanted if name != least]
    names = " or ".join([least, *others]) if len(others) < _MOST_NAMED else least
    return Reason(Cause.ACTION, f"it holds no scope for this ({names})")
