"""One operation beside the facts of its token: what speaks against it."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.facts import Facts, Rights
from tokenlint.audit.join import Match, Shape, Span
from tokenlint.audit.outcome import Cause
from tokenlint.audit.rights import OPERATIONS, Book, Decided
from tokenlint.privilege.endpoint import WILDCARDS, endpoint_key, same_endpoint
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Verdict

SKEW: Final = 60.0
"""Seconds that clocks may differ. Profile 1.3 section 2.1.1 allows a small leeway."""

_RENAMES: Final = frozenset({Operation.RENAME, Operation.RENAME_OVER})
_GRAVITY: Final = {cause: rank for rank, cause in enumerate(Cause)}


class Terms(NamedTuple):
    """By what all lines are judged; `service` is that of lines which name none."""

    service: str = ""
    skew: float = SKEW


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one operation by the shape that permits it best.

    `causes` speak against it, none: nothing does. `open` says that the scopes do not decide.
    `seconds` is how far outside its time the token was. `span` is the time that counted.
    """

    facts: Facts
    causes: tuple[Cause, ...] = ()
    decided: Decided = field(default_factory=lambda: Decided(Verdict.DEPENDS))
    seconds: float = 0.0
    span: Span | None = None

    @property
    def permitted(self) -> bool:
        """Whether the token permits it, without a doubt."""
        return not self.causes and self.decided.verdict is Verdict.ALLOWED


def judged(event: Event, match: Match, book: Book, terms: Terms) -> Judged:
    """The best that any of the token's shapes says of an operation.

    Of a person only the tokens count that were valid then, where there are any.
    """
    every = [_by_shape(event, shape, book, terms) for shape in match.shapes]
    valid = [] if match.single else [each for each in every if each.span is not None]
    return min(valid or every, key=_worse)


def _worse(judged_: Judged) -> tuple[int, int, bool]:
    gravest = min(map(_GRAVITY.__getitem__, judged_.causes), default=len(_GRAVITY))
    return len(judged_.causes), -gravest, not judged_.permitted


def _by_shape(event: Event, shape: Shape, book: Book, terms: Terms) -> Judged:
    causes: list[Cause] = []
    decided = decision(event, shape.facts, book)
    if decided.verdict is Verdict.DENIED:
        causes.append(Cause.NOT_PERMITTED)
    span, late = None, 0.0
    if event.time != NO_TIME:
        span = shape.span_at(event.time, terms.skew)
        if span is None:
            cause, late = _untimely(event.time, shape)
            causes.append(cause)
    if not for_service(shape.facts.audience, event.service or terms.service):
        causes.append(Cause.ELSEWHERE)
    return Judged(shape.facts, tuple(causes), decided, late, span)


def _untimely(time: float, shape: Shape) -> tuple[Cause, float]:
    """Whether it came too late or too early, and by how many seconds, at the nearest end."""
    late = [time - end for _, end in shape.spans if end <= time]
    early = [start - time for start, _ in shape.spans if start > time]
    if late and (not early or min(late) <= min(early)):
        return Cause.EXPIRED, min(late)
    return (Cause.NOT_YET_VALID, min(early)) if early else (Cause.EXPIRED, 0.0)


def decision(event: Event, facts: Facts, book: Book) -> Decided:
    """What the scopes say; of a rename to both of its paths."""
    if facts.rights is not Rights.SCOPE:
        return Decided(Verdict.DEPENDS)
    operation = OPERATIONS[event.operation]
    rule = book.rule(facts, operation)
    decided = rule.decide(event.path)
    if operation in _RENAMES and event.to and decided.verdict is not Verdict.DENIED:
        other = rule.decide(event.to)
        return decided if other.verdict is Verdict.ALLOWED else other
    return decided


@lru_cache(maxsize=50_000)
def for_service(audience: tuple[str, ...] | None, service: str) -> bool:
    """Whether a token with this audience is for a service, as logs spell services.

    An audience is compared letter by letter (profile 1.3 section 2.1.1). A log need not spell
    its service as the audience does: other spellings of one endpoint are the same.
    Where no service is known, nothing is said against it.
    """
    if audience is None or not service or service in audience or WILDCARDS & set(audience):
        return True
    return any(same_endpoint(name, service) for name in audience)


@lru_cache(maxsize=50_000)
def service_named(audience: tuple[str, ...] | None, service: str) -> str:
    """The service as the token's audience spells it, where that names it."""
    same = (name for name in audience or () if same_endpoint(name, service))
    return next(same, service)


@lru_cache(maxsize=50_000)
def service_key(service: str) -> str:
    """What is equal for two spellings of one service."""
    return " ".join(endpoint_key(service))
