"""The reason of each cell, seen beside what lesser tokens were allowed.

Where a service does something for everybody, it says nothing of signatures that an unsigned token
gets it, too; and where it asks for no scope, nothing of paths, groups or words.
Such a cell has the reason of the least token that gets the same, and is told with it.
So a service that ignores scopes gets a few findings, and none with a reason that is not its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cause import OF_ANSWERS, Cause, cause_of, has_action
from tokenlint.probe.cell import Reach
from tokenlint.probe.record import Result

_READING = "read"
_LADDER = ("none", "scopeless", _READING, "create", "modify")
"""Kinds of token that explain what others get, the least first."""
_OF_SCOPES = frozenset(
    {
        Cause.WITHOUT_PATH,
        Cause.OTHER_WORDS,
        Cause.GROUPS,
        Cause.DUPLICATE_MEMBERS,
        Cause.TRAVERSAL,
        Cause.BEYOND_PATH,
        Cause.NO_COMPUTE,
        Cause.NO_MODIFY,
        Cause.NO_CREATE,
        Cause.NO_READ,
        Cause.NO_STAGE,
        Cause.LOOKED,
        Cause.LEFT_OPEN,
    }
)
"""What a service says nothing of that asks for no scope."""
_BESIDE_READING = frozenset({Cause.GROUPS, Cause.DUPLICATE_MEMBERS})
"""These tokens honestly hold what the token for reading holds, or less."""
_WIDER = {"modify": ("create",), "create-read": (_READING, "create")}
"""Kinds of token that hold all that others hold."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is worth a finding, and with which kind of token it is told."""

    result: Result
    cause: Cause
    kind: str


def reasons(results: Sequence[Result]) -> Iterator[Reason]:
    """One for each cell for which `cause_of` has one, in the order of the results."""
    seen = _Seen.of(results)
    for result in results:
        cause = cause_of(result)
        if cause is not None:
            yield _beside(result, cause, seen)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was done that is not to be done, or is left open, and answers that are wrong."""

    cells: dict[tuple[str, str, str], Result] = field(default_factory=dict)
    outside: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, results: Iterable[Result]) -> "_Seen":
        seen = cls()
        for each in results:
            cause = cause_of(each)
            if cause is None:
                continue
            seen.cells[each.protocol, each.kind, each.case] = each
            if cause is Cause.BEYOND_PATH and each.reach is Reach.OUTSIDE:
                seen.outside.add((each.protocol, each.kind, each.operation))
        return seen

    def lesser(self, result: Result, cause: Cause) -> Iterator[tuple[Result, Cause]]:
        """The same request with lesser kinds of token where that explains this, the least first."""
        for kind in _LADDER[: _rank(result.kind)]:
            other = self.cells.get((result.protocol, kind, result.case))
            reason = cause_of(other) if other is not None else None
            if other is not None and reason is not None and _explains(other, reason, result, cause):
                yield other, reason

    def reaches_out(self, result: Result, kind: str) -> bool:
        """Whether that kind of token does the same at any other path."""
        return (result.protocol, kind, result.operation) in self.outside


def _explains(other: Result, reason: Cause, result: Result, cause: Cause) -> bool:
    """Whether what a lesser token gets is the reason of what this one gets."""
    if cause in OF_ANSWERS or reason in OF_ANSWERS:
        return cause is reason
    if other.kind == "none":
        return True
    if other.kind == "scopeless":
        return cause in _OF_SCOPES
    if cause in _BESIDE_READING:
        return other.kind == _READING
    return cause is reason and other.kind in _WIDER.get(result.kind, ())


def _beside(result: Result, cause: Cause, seen: _Seen) -> Reason:
    for other, reason in seen.lesser(result, cause):
        told = _beside(other, reason, seen)  # of a lesser token, so this comes to an end
        return Reason(result, told.cause, told.kind)
    if cause is Cause.TRAVERSAL and seen.reaches_out(result, result.kind):
        return Reason(result, Cause.BEYOND_PATH, result.kind)
    honest = cause is Cause.GROUPS and has_action(result, Operation(result.operation))
    if honest and seen.reaches_out(result, _READING):
        return Reason(result, Cause.BEYOND_PATH, _READING)
    return Reason(result, cause, result.kind)


def _rank(kind: str) -> int:
    return _LADDER.index(kind) if kind in _LADDER else len(_LADDER)
