"""Decisions, and how several of them become one."""

from collections.abc import Iterable
from dataclasses import replace

from tokenlint.services.decision import Decision, Step, Verdict
from tokenlint.source import Source


def allowed(source: Source, says: str) -> Decision:
    """Allowed by a line."""
    return Decision(Verdict.ALLOWED, (Step(source, says),))


def denied(source: Source, says: str) -> Decision:
    """Denied by a line."""
    return Decision(Verdict.DENIED, (Step(source, says),))


def depends(source: Source, says: str, on: str) -> Decision:
    """Left open by a line; `on` names what it depends on."""
    return Decision(Verdict.DEPENDS, (Step(source, says),), (on,))


def after(step: Step, decision: Decision) -> Decision:
    """A decision that a line before it led to."""
    return replace(decision, steps=(step, *decision.steps))


def either(first: Decision, second: Decision, on: str) -> Decision:
    """What holds when nobody knows which of two decisions it is; `on` names what is unknown."""
    if first.verdict is second.verdict:
        return first
    shown = max(first, second, key=lambda each: _RANK[each.verdict])
    reasons = dict.fromkeys((on, *first.depends_on, *second.depends_on))
    return Decision(Verdict.DEPENDS, shown.steps, tuple(reasons))


def all_of(decisions: Iterable[Decision]) -> Decision:
    """Allowed where every one of at least one allows; the weakest is shown, of equals the last.

    The last call of a request is the one that does what it is about.
    """
    return min(reversed(tuple(decisions)), key=lambda each: _RANK[each.verdict])


def in_turn(decisions: Iterable[Decision]) -> Decision:
    """All of at least one, made one after the other: what the last one does is the matter.

    Where none refuses, the lines of the last one come last, whatever else is open before it.
    """
    made = tuple(decisions)
    weakest = all_of(made)
    last = made[-1]
    if weakest.verdict is Verdict.DENIED or len(made) == 1:
        return weakest
    places = {step.source for step in last.steps}
    before = (step for each in made[:-1] for step in each.steps if step.source not in places)
    on = dict.fromkeys(reason for each in made for reason in each.depends_on)
    return Decision(weakest.verdict, (*dict.fromkeys(before), *last.steps), tuple(on))


def any_of(decisions: Iterable[Decision]) -> Decision:
    """Allowed where one of at least one allows; the strongest is shown."""
    return max(decisions, key=lambda each: _RANK[each.verdict])


_RANK = {Verdict.DENIED: 0, Verdict.DEPENDS: 1, Verdict.ALLOWED: 2}
