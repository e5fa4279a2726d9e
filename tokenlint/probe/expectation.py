"""What the profile wants of a cell: computed by the algebra, or left open by the profile's text.

For a token without a flaw it is `privilege.request.allows` on the path that the request leads to.
What the profile leaves to a service is named one by one, each with a sentence and a section
of WLCG profile 1.3.
"""

from dataclasses import dataclass
from functools import lru_cache

from tokenlint.credentials.scope import PathState, ScopeItem, read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import Vocabulary
from tokenlint.privilege.audience import MISSING, Audience
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.operation import Operation, allowing
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity
from tokenlint.probe.cases import READING
from tokenlint.probe.cell import Case, Expected, Kind, Reach
from tokenlint.probe.flaws import FLAWS
from tokenlint.probe.kinds import CLAIMS, SCOPES
from tokenlint.probe.token import Flaw, Wish

_NOW = 0
_WISHES = 256  # remembered: each token of a plan is looked at for dozens of cells
_VALIDITY = {
    Flaw.EXPIRED: Validity(-7200, -3600),
    Flaw.NOT_YET_VALID: Validity(3600, 7200),
}
_VALID = Validity(-60, 3600)
_BROKEN = frozenset(FLAWS) - {*_VALIDITY, Flaw.DUPLICATE_MEMBERS}
_ELSEWHERE = {
    Reach.SIBLING: "; a name that only begins alike is another path",
    Reach.OUTSIDE: "; this path is another",
    Reach.TRAVERSAL: "; the path leads out of it",
    Reach.ENCODED_DOT: "; the path leads out of it",
    Reach.ENCODED_SEPARATOR: "; the path leads out of it",
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """`says` is what the profile says of the cell in a sentence, `section` where it stands."""

    expected: Expected
    says: str
    section: str


@lru_cache(_WISHES)
def items_of(wish: Wish) -> tuple[ScopeItem, ...]:
    """The scopes that count: of two claims of that name the last one."""
    scope = wish.narrow if wish.flaw is Flaw.DUPLICATE_MEMBERS else wish.scope
    return read_scope(scope, Dialect.WLCG)


@lru_cache(_WISHES)
def privilege_of(wish: Wish) -> Privilege:
    """What the profile makes of such a token, its signature aside; paths as a service repairs them.

    Words of other vocabularies grant nothing in a token of WLCG,
    nor does a storage scope without a path.
    """
    granted = [
        Capability(each.action, each.path.resolved())
        for item in items_of(wish)
        if item.vocabulary is Vocabulary.WLCG and not _pathless(item)
        for each in item.capabilities
    ]
    audience = MISSING if wish.audience is None else Audience.of(wish.audience)
    validity = _VALIDITY.get(wish.flaw, _VALID)
    return Privilege(CapabilitySet.of(granted), audience, validity)


def permitted(wish: Wish, operation: Operation, paths: tuple[str, ...], endpoint: str) -> bool:
    """Whether the algebra allows the operation at each of these paths (as scopes name them)."""
    privilege = privilege_of(wish)
    return all(
        allows(privilege, Request(operation, ScopePath.parse(path), endpoint, _NOW))
        for path in paths
    )


def expectation(kind: Kind, case: Case, paths: tuple[str, ...], endpoint: str) -> Expectation:
    """What is expected; `paths` are those that the request leads to, as scopes name them."""
    wish = kind.wish
    if wish.flaw is Flaw.NO_TOKEN:
        return _without_token(case)
    if wish.flaw in _BROKEN:
        return Expectation(Expected.REFUSE, FLAWS[wish.flaw].says, FLAWS[wish.flaw].section)
    if wish.audience is None:
        return Expectation(
            Expected.REFUSE, "Every token must have an audience (aud is required).", CLAIMS
        )
    if any(map(_pathless, items_of(wish))):
        return Expectation(
            Expected.REFUSE,
            "A token with a storage scope that has no path must be refused as a whole.",
            SCOPES,
        )
    return _of_rights(kind, case, permitted(wish, case.operation, paths, endpoint), endpoint)


def _of_rights(kind: Kind, case: Case, allowed: bool, endpoint: str) -> Expectation:
    wish = kind.wish
    if wish.flaw in _VALIDITY:
        return Expectation(Expected.REFUSE, FLAWS[wish.flaw].says, FLAWS[wish.flaw].section)
    if not (privilege_of(wish).empty or _for_this(wish, endpoint)):
        return Expectation(
            Expected.REFUSE,
            "Audiences are compared letter by letter, and a token for another is refused.",
            CLAIMS,
        )
    if case.operation is Operation.LIST:
        return Expectation(
            Expected.OPEN, "The profile names no scope that lets list a folder.", SCOPES
        )
    if allowed:
        return _left_open(kind, case) or Expectation(
            Expected.ALLOW, f"{_held(wish, case)} allows this.", SCOPES
        )
    return Expectation(Expected.REFUSE, _lacking(kind, case), kind.section)


def _left_open(kind: Kind, case: Case) -> Expectation | None:
    """Why a service may refuse what the scopes allow; None where it may not."""
    wish = kind.wish
    says, section = "", SCOPES
    if wish.flaw is Flaw.DUPLICATE_MEMBERS:
        says, section = FLAWS[wish.flaw].says, FLAWS[wish.flaw].section
    elif kind.audience == "any":
        says = "A service may take tokens for every audience, and need not."
        section = CLAIMS
    elif any(item.path_state is PathState.NON_CONFORMING for item in items_of(wish)):
        says = "A service may refuse a scope whose path is not normalised, or normalise it."
    elif case.operation in {Operation.STAGE, Operation.POLL}:
        says = "storage.stage allows this, and a service without tape has nothing to bring online."
    return Expectation(Expected.OPEN, says, section) if says else None


def _without_token(case: Case) -> Expectation:
    if case.operation in READING:
        return Expectation(
            Expected.OPEN,
            "The profile is about tokens; what is public is the site's choice.",
            SCOPES,
        )
    return Expectation(
        Expected.REFUSE, "Nobody may change what is stored without a credential.", SCOPES
    )


def _for_this(wish: Wish, endpoint: str) -> bool:
    endpoints = privilege_of(wish).audience.endpoints
    return endpoints is None or endpoint in endpoints


def _pathless(item: ScopeItem) -> bool:
    without = item.path_state in {PathState.ABSENT, PathState.EMPTY}
    stored = any(each.action.on_storage for each in item.capabilities)
    return item.vocabulary is Vocabulary.WLCG and without and stored


def _held(wish: Wish, case: Case) -> str:
    """The names of the scopes of the token that allow the operation."""
    able = allowing(case.operation)
    held = {
        each.action.scope_name
        for item in items_of(wish)
        for each in item.capabilities
        if each.action in able
    }
    return " or ".join(sorted(held))


def _lacking(kind: Kind, case: Case) -> str:
    able = allowing(case.operation)
    wanted = " or ".join(sorted(action.scope_name for action in able))
    if case.reach is Reach.JOBS:
        return f"This takes {wanted}, and the token has none."
    says = f"This takes {wanted} for the path"
    if able & {each.action for each in privilege_of(kind.wish).capabilities}:
        return f"{says}{_ELSEWHERE.get(case.reach, ', and the token has it for another one')}."
    if kind.wish.groups:
        return f"{says}; beside a capability groups do not count."
    return f"{says}, and the token has none."
