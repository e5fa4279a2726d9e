"""Why a cell of a probe is no pass: of everything that could be said of it, the one reason.

A token with a flaw is judged by its flaw, one with unusual words by those,
an honest one by where the request leads, if its scope has the right action, and else by the action.
So no cell is told twice, and no two findings give different reasons for one answer.
"""

from enum import StrEnum

from tokenlint.privilege.operation import Operation, allowing, destructive
from tokenlint.probe.cell import Reach, Verdict
from tokenlint.probe.demand import Said
from tokenlint.probe.record import Result
from tokenlint.probe.token import Flaw


class Cause(StrEnum):
    """What a finding of a probe is about; the rules of family PRB go by these words."""

    CHANGED_THOUGH_REFUSED = "changed-though-refused"
    LEAKED = "leaked"  # the content came, although the service refused
    WITHOUT_TOKEN = "without-token"  # changes that nobody showed a token for
    READ_WITHOUT_TOKEN = "read-without-token"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    TIME = "time"
    DUPLICATE_MEMBERS = "duplicate-members"
    CRITICAL_HEADER = "critical-header"
    VERSION = "version"
    AUDIENCE = "audience"
    AUDIENCE_ANY = "audience-any"
    WITHOUT_PATH = "without-path"  # a storage scope that names no path
    OTHER_WORDS = "other-words"  # scopes of another vocabulary, or of none
    GROUPS = "groups"  # groups beside capabilities
    TRAVERSAL = "traversal"
    BEYOND_PATH = "beyond-path"
    NO_COMPUTE = "no-compute"  # the scope of a compute operation is missing
    NO_MODIFY = "no-modify"  # that for destroying
    NO_CREATE = "no-create"
    NO_READ = "no-read"
    NO_STAGE = "no-stage"
    LOOKED = "looked"  # metadata, listings, localities
    PATH_AS_WRITTEN = "path-as-written"  # a scope path that is not normalised counts
    LEFT_OPEN = "left-open"  # anything else that the profile leaves to the service
    SHORTFALL = "shortfall"
    HOLLOW = "hollow"


_LOOKING = frozenset({Operation.STAT, Operation.LIST, Operation.POLL})
_SHOWING = _LOOKING | {Operation.READ, Operation.QUERY}
_STAGING = frozenset({Operation.STAGE, Operation.EVICT})
_BY_VERDICT = {
    Verdict.CHANGED_THOUGH_REFUSED: Cause.CHANGED_THOUGH_REFUSED,
    Verdict.SHORTFALL: Cause.SHORTFALL,
    Verdict.HOLLOW: Cause.HOLLOW,
}
OF_ANSWERS = frozenset({*_BY_VERDICT.values(), Cause.LEAKED})
"""Reasons that tell that an answer is wrong, whatever the token is."""
_BY_FLAW = {
    Flaw.EXPIRED: Cause.TIME,
    Flaw.NOT_YET_VALID: Cause.TIME,
    Flaw.NO_EXPIRY: Cause.TIME,
    Flaw.WRONG_ISSUER: Cause.ISSUER,
    Flaw.UNKNOWN_KEY: Cause.SIGNATURE,
    Flaw.OTHER_KEY: Cause.SIGNATURE,
    Flaw.KEY_IN_HEADER: Cause.SIGNATURE,
    Flaw.TAMPERED: Cause.SIGNATURE,
    Flaw.UNSIGNED: Cause.SIGNATURE,
    Flaw.HMAC_PUBLIC_KEY: Cause.SIGNATURE,
    Flaw.DUPLICATE_MEMBERS: Cause.DUPLICATE_MEMBERS,
    Flaw.UNKNOWN_CRITICAL: Cause.CRITICAL_HEADER,
    Flaw.UNKNOWN_VERSION: Cause.VERSION,
}
_BY_AUDIENCE = {
    "wrong": Cause.AUDIENCE,
    "other-spelling": Cause.AUDIENCE,
    "missing": Cause.AUDIENCE,
}
_BY_KIND = {
    "pathless": Cause.WITHOUT_PATH,
    "empty-path": Cause.WITHOUT_PATH,
    "scitokens-words": Cause.OTHER_WORDS,
    "unknown-words": Cause.OTHER_WORDS,
    "groups-beside": Cause.GROUPS,
}
_UNTIDY_PATHS = frozenset({"scope-traversal", "scope-encoded-traversal"})
_BY_REACH = {
    Reach.SIBLING: Cause.BEYOND_PATH,
    Reach.OUTSIDE: Cause.BEYOND_PATH,
    Reach.TRAVERSAL: Cause.TRAVERSAL,
    Reach.ENCODED_DOT: Cause.TRAVERSAL,
    Reach.ENCODED_SEPARATOR: Cause.TRAVERSAL,
}
_BY_OPERATION = {
    Operation.CREATE: Cause.NO_CREATE,
    Operation.MKDIR: Cause.NO_CREATE,
    Operation.RENAME: Cause.NO_CREATE,
    Operation.OVERWRITE: Cause.NO_MODIFY,
    Operation.DELETE: Cause.NO_MODIFY,
    Operation.RENAME_OVER: Cause.NO_MODIFY,
    Operation.READ: Cause.NO_READ,
    Operation.STAT: Cause.LOOKED,
    Operation.LIST: Cause.LOOKED,
    Operation.POLL: Cause.LOOKED,
    Operation.STAGE: Cause.NO_STAGE,
    Operation.EVICT: Cause.NO_STAGE,
    Operation.SUBMIT: Cause.NO_COMPUTE,
    Operation.QUERY: Cause.NO_COMPUTE,
    Operation.MODIFY_JOB: Cause.NO_COMPUTE,
    Operation.CANCEL: Cause.NO_COMPUTE,
    Operation.ADMINISTER: Cause.NO_COMPUTE,
}


def cause_of(result: Result) -> Cause | None:
    """The one reason why this cell is worth a finding; None where it is not.

    A cell without a clear result is no finding: the probe names it among its problems.
    """
    if cause := _BY_VERDICT.get(result.verdict):
        return cause
    if _leaked(result):
        return Cause.LEAKED
    if result.verdict is Verdict.EXCESS:
        return _of_excess(result)
    if result.verdict is Verdict.OPEN_ALLOWED:
        return _of_open(result)
    return None


def changes(operation: Operation) -> bool:
    """Whether the operation would change what is stored or runs; the others show, or bring near."""
    return operation not in _SHOWING | _STAGING


def gravity(result: Result) -> tuple[int, int]:
    """How grave a cell is: sorts the gravest first."""
    operation = Operation(result.operation)
    ranks = (destructive(operation), changes(operation), operation not in _LOOKING, True)
    return list(Verdict).index(result.verdict), ranks.index(True)


def _leaked(result: Result) -> bool:
    shown = result.verdict in (Verdict.EXCESS, Verdict.OPEN_ALLOWED)
    return shown and result.said == Said.NO and Operation(result.operation) in _SHOWING


def _of_excess(result: Result) -> Cause:
    operation = Operation(result.operation)
    cause = _of_token(result, operation)
    if cause is None and has_action(result, operation):
        cause = _BY_REACH.get(result.reach)
        if cause is None and result.kind in _UNTIDY_PATHS:
            cause = Cause.BEYOND_PATH
    return cause or _BY_OPERATION[operation]


def _of_open(result: Result) -> Cause:
    operation = Operation(result.operation)
    if result.flaw == Flaw.NO_TOKEN:
        return _without_token(operation)
    if result.audience == "any":
        return Cause.AUDIENCE_ANY
    if result.kind in _UNTIDY_PATHS and operation is not Operation.LIST:
        return Cause.PATH_AS_WRITTEN
    return Cause.LEFT_OPEN


def _of_token(result: Result, operation: Operation) -> Cause | None:
    """What is unusual about the token, if anything is."""
    if result.flaw == Flaw.NO_TOKEN:
        return _without_token(operation)
    return (
        _BY_FLAW.get(Flaw(result.flaw))
        or _BY_AUDIENCE.get(result.audience)
        or _BY_KIND.get(result.kind)
    )


def _without_token(operation: Operation) -> Cause:
    if operation in _STAGING:
        return Cause.NO_STAGE
    return Cause.READ_WITHOUT_TOKEN if operation in _SHOWING else Cause.WITHOUT_TOKEN


def has_action(result: Result, operation: Operation) -> bool:
    """Whether the token's scope has an action for the operation, at whatever path."""
    held = {item.partition(":")[0] for item in result.scope.split()}
    return any(action.scope_name in held for action in allowing(operation))
