"""A result for the record: what was asked, answered and seen, in words.

The answers hold no token any more (`pacing.without`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from tokenlint.credentials.redact import covered
from tokenlint.probe.cell import Cell, Effect, Verdict, verdict
from tokenlint.probe.demand import Answer, Said
from tokenlint.probe.record import Result
from tokenlint.probe.token import Flaw, Token, TokenFailed, Wish
from tokenlint.source import Problem, Source

_LONGEST_ANSWER = 200
_SHOWING = frozenset({"stat", "list", "read"})
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of one cell, and what is missing in the picture because of it."""

    result: Result
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of a request: its effect, and what stood there before and after, in words.

    `note` says what else there is to say.
    """

    effect: Effect
    before: str = ""
    after: str = ""
    note: str = ""


def judged(
    cell: Cell, answer: Answer, sight: Sight, token: Token | None, *, changes: bool
) -> Tested:
    """The result of a request that was sent."""
    if answer.said is Said.NOTHING:
        verdict_, why = Verdict.UNTESTED, _unanswered(answer, sight, changes=changes)
    else:
        yes = answer.said is Said.YES
        verdict_ = verdict(cell.expected, yes, sight.effect, changes=changes)
        why = sight.note
        if verdict_ is Verdict.UNTESTED:
            why = f"what is stored could not be seen after the request: {sight.after}"
    result = Result(
        **_named(cell),
        verdict=verdict_,
        effect=sight.effect,
        status=answer.status,
        answer=in_words(answer),
        request=answer.curl,
        before=sight.before,
        after=sight.after,
        why=why,
        advice=answer.facts.get("advice", ""),
        server=answer.server,
        said=answer.said.value,
        token=token.fingerprint if token else "",
    )
    if verdict_ is not Verdict.UNTESTED:
        return Tested(result)
    kind = "no-answer" if answer.said is Said.NOTHING else "unseen"
    return Tested(result, problem_of(cell, kind, why, result.advice))


def left_out(cell: Cell, reason: str) -> Result:
    """The result of a cell that is not tested, by the plan or by the nature of its token."""
    return Result(**_named(cell), verdict=Verdict.LEFT_OUT, why=reason)


def untested(cell: Cell, kind: str, reason: str, advice: str = "") -> Tested:
    """The result of a cell that was to be tested, and nothing could be sent."""
    result = Result(**_named(cell), verdict=Verdict.UNTESTED, why=reason, advice=advice)
    return Tested(result, problem_of(cell, kind, reason, advice))


def without_token(cell: Cell, error: TokenFailed) -> Tested:
    """The result of a cell whose token did not come."""
    return _of_kind(cell, "token", f"no token came: {error.reason}", error.advice)


def not_sent(cell: Cell, reason: str) -> Tested:
    """The result of a cell for which nothing is sent any more."""
    return _of_kind(cell, "no-answer", reason, "")


def _of_kind(cell: Cell, problem: str, reason: str, advice: str) -> Tested:
    """An untested cell whose reason lies in its kind, so that the problem is told once."""
    result = Result(**_named(cell), verdict=Verdict.UNTESTED, why=reason, advice=advice)
    source = Source(f"{cell.protocol}:{cell.kind.name}")
    return Tested(result, Problem(problem, source, f"{cell.kind.title}: {reason}", advice))


def with_public(result: Result, results: Mapping[str, Result]) -> Result:
    """Where everybody may read, a token that reads has been given nothing more.

    `results` are those so far, by cell.
    """
    if result.verdict is not Verdict.EXCESS or result.operation not in _SHOWING:
        return result
    anybody = results.get(f"{result.protocol}:none:{result.case}")
    if anybody is None or anybody.verdict is not Verdict.OPEN_ALLOWED:
        return result
    public = "the service gives this to everybody, also without a token"
    return structs.replace(result, why="; ".join(filter(None, (result.why, public))))


def told_together(
    problems: Iterable[Problem], results: Iterable[Result], endpoint: str
) -> tuple[Problem, ...]:
    """The problems; those of cells, or of tokens, that have one reason as one.

    The results tell each of them.
    """
    of = {result.cell: ("cells", result.why) for result in results}
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for each in problems:
        unit, why = of.get(each.source.file) or ("tokens", each.reason.partition(": ")[2])
        own = (each.source.file, each.reason) if each.source.file == endpoint or not why else ()
        alike.setdefault((unit, why, each.kind, each.advice, *own), []).append(each)
    return tuple(
        first if not others else _of_several(first, f"{1 + len(others):,} {unit}", why, endpoint)
        for (unit, why, *_), (first, *others) in alike.items()
    )


def _of_several(first: Problem, many: str, why: str, endpoint: str) -> Problem:
    reason = f"{many}: {why}; the first: {first.reason.removesuffix(f': {why}')}"
    return Problem(first.kind, Source(endpoint), reason, first.advice)


def problem_of(cell: Cell, kind: str, reason: str, advice: str = "") -> Problem:
    """What is missing because of a cell."""
    return Problem(kind, Source(cell.id), f"{cell.kind.title}, {cell.case.title}: {reason}", advice)


def in_words(answer: Answer) -> str:
    """What the service said: its status, why nothing came, or the beginning of a refusal."""
    if answer.said is not Said.NO:
        return f"{answer.status} ({answer.why})" if answer.why else answer.status
    text = _UNPRINTABLE.sub(" ", answer.content.decode(errors="replace"))
    short = covered(" ".join(text.split()))[:_LONGEST_ANSWER]
    return f"{answer.status}: {short}" if short else answer.status


def _named(cell: Cell) -> dict[str, Any]:
    wish = cell.kind.wish
    return {
        "cell": cell.id,
        "protocol": cell.protocol,
        "kind": cell.kind.name,
        "title": cell.kind.title,
        "group": cell.kind.group,
        "case": cell.case.name,
        "case_title": cell.case.title,
        "operation": cell.case.operation.value,
        "reach": cell.case.reach,
        "expected": cell.expected,
        "flaw": wish.flaw.value,
        "audience": cell.kind.audience,
        "scope": _scope(wish),
        "says": cell.says,
        "section": cell.section,
    }


def _scope(wish: Wish) -> str:
    both = wish.flaw is Flaw.DUPLICATE_MEMBERS
    return f"{wish.scope}, then {wish.narrow}" if both else wish.scope or ""


def _unanswered(answer: Answer, sight: Sight, *, changes: bool) -> str:
    why = f"no answer came ({answer.why or answer.status})"
    if sight.effect is Effect.UNCHANGED:
        return why
    if sight.effect is Effect.UNSEEN:
        return f"{why}, and what is stored could not be seen"
    return f"{why}, and what is stored has changed" if changes else f"{why}, but content came"
