"""What somebody with the credential could do, in one line: a witness.

`DELETE /atlas/raw/... at any storage until 2026-11-24 12:00 UTC`
"""

from collections.abc import Iterable

from tokenlint.credentials.redact import shown
from tokenlint.policy.words import human_duration, human_instant
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import Operation, telling_operation
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request
from tokenlint.privilege.validity import Validity

_COMPUTE = frozenset({Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT})
# By their weights in rules/trust-space.yaml; storage and compute actions lie between each other.
_BY_GRAVITY = (
    Action.POLL,
    Action.QUERY,
    Action.STAGE,
    Action.READ,
    Action.CREATE,
    Action.CANCEL,
    Action.MODIFY_JOB,
    Action.SUBMIT,
    Action.MODIFY,
    Action.ADMINISTER,
)
_GRAVITY = {action: rank for rank, action in enumerate(_BY_GRAVITY)}
_LONGEST = 120


def reach_words(privilege: Privilege, validity: Validity | None, *, dated: bool) -> str:
    """The gravest thing that the whole privilege allows, where it is widest.

    `validity` None: nobody has said yet how long; nothing is said of it then.
    `dated`: it lies at real instants; a request that nobody granted yet has only a length.
    """
    if privilege.empty:
        return "nothing"
    worst = gravest(privilege.capabilities)
    return capability_words(worst, privilege.audience, validity, dated=dated)


def gravest(capabilities: Iterable[Capability]) -> Capability:
    """The one with the gravest action, and of several with that one the nearest to the root.

    There must be at least one. Equally wide ones go by their names, so that the answer is stable.
    """
    return min(capabilities, key=_least_grave_last)


def gravity(action: Action) -> int:
    """How grave an action is among the others: 0 for polling."""
    return _GRAVITY[action]


def _least_grave_last(capability: Capability) -> tuple[int, int, tuple[str, ...]]:
    path = capability.path
    return -_GRAVITY[capability.action], path.depth, path.lineage


def capability_words(
    capability: Capability, audience: Audience, validity: Validity | None, *, dated: bool
) -> str:
    """What one capability allows, where and until when."""
    operation = telling_operation(capability.action)
    target = "" if not capability.action.on_storage else f" {_below(capability)}"
    where = where_words(audience, capability.action)
    return f"{operation_word(operation)}{target} {where}{when_words(validity, dated=dated)}"


def request_words(
    request: Request, audience: Audience, validity: Validity | None, *, dated: bool
) -> str:
    """A single request as a witness; any endpoint stays any where the credential names none."""
    storage = request.operation not in _JOB_OPERATIONS
    target = f" {cut(str(request.path))}" if storage else ""
    kind = Action.READ if storage else Action.SUBMIT
    where = where_words(audience, kind) if audience.unlimited else f"at {cut(request.endpoint)}"
    return f"{operation_word(request.operation)}{target} {where}{when_words(validity, dated=dated)}"


_JOB_OPERATIONS = frozenset(
    {
        Operation.SUBMIT,
        Operation.QUERY,
        Operation.MODIFY_JOB,
        Operation.CANCEL,
        Operation.ADMINISTER,
    }
)


def operation_word(operation: Operation) -> str:
    """The operation as a request is written: `DELETE`, `RENAME OVER`."""
    return operation.value.upper().replace("-", " ")


def _below(capability: Capability) -> str:
    """The path with a sign for all that lies below; a name with an ending is that of a file."""
    text = cut(capability.path.text or "/")
    if "." in text.rpartition("/")[2]:
        return text
    return f"{text}..." if text.endswith("/") else f"{text}/..."


def where_words(audience: Audience, action: Action) -> str:
    """`at any storage`, `at https://storage.example`, `at https://a.example and 3 more`."""
    if audience.endpoints is None:
        kind = "storage" if action.on_storage else "service"
        return f"at any {'computing element' if action in _COMPUTE else kind}"
    names = sorted(audience.endpoints)
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"at {cut(names[0])}{more}" if names else "nowhere"


def cut(text: str) -> str:
    """A value of the input as a message may hold it: no secret, and not without end."""
    safe = shown("scope", text)
    return safe if len(safe) <= _LONGEST else safe[: _LONGEST - 1] + "…"


def when_words(validity: Validity | None, *, dated: bool) -> str:
    """The end of a sentence that tells until when; empty where nobody has said it."""
    return "" if validity is None else f" {until_words(validity, dated=dated)}"


def until_words(validity: Validity, *, dated: bool) -> str:
    """`until 2026-11-24 12:00 UTC`, `for 6 h`, `for ever`."""
    if validity.expiry is None:
        return "for ever"
    if dated:
        return f"until {human_instant(validity.expiry)}"
    return f"for {human_duration(validity.seconds)}"
