"""The plan of a probe: what would be sent where, with which tokens, before anything is sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from tokenlint.probe.planned import Planned, PlannedKind
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, paragraph, write
from tokenlint.report.probe.text import heading
from tokenlint.report.probe.words import duration
from tokenlint.report.view import View

_NAME = 13  # column in which values begin
_INDENT = 6


def render(plans: Sequence[Planned], view: View) -> str:
    """All plans as text."""
    return write((line for plan in plans for line in _plan(plan, view)), view)


def _plan(plan: Planned, view: View) -> Iterator[Line]:
    yield heading(f"Plan for {plan.name or plan.endpoint}", view)
    for name, value in _facts(plan):
        first = ((f"  {name:<{_NAME - 2}}", "dim"),)
        yield from paragraph(one_line(value), view.width, first=first, indent=_NAME)
    yield ()
    head = "Tokens that would be asked for: how many requests with each, and below them their scope"
    yield from paragraph(head, view.width, first=((" ", ""),), indent=1, style="bold")
    tested = [kind for kind in plan.kinds if kind.tested]
    for said, kinds in groupby(tested, key=_said):
        for kind in kinds:
            yield from _kind(kind, plan, view)
        if said:
            lead = ((" " * _INDENT, ""),)
            yield from paragraph(one_line(said), view.width, first=lead, indent=_INDENT)
    yield from _left_out(plan, view)
    yield ()
    yield from paragraph(
        "Nothing was sent, and no token was asked for.", view.width, first=(("  ", ""),), indent=2
    )


def _facts(plan: Planned) -> Iterator[tuple[str, str]]:
    yield "endpoint", plan.endpoint
    yield "audience", ", ".join(plan.audiences)
    if plan.folder:
        yield "folder", f"{plan.folder}, made, marked and removed by the probe"
    elif plan.reads:
        yield "reads", f"{plan.reads}; nothing is written"
    yield "all rights", f"{plan.entitled} (to make, to look, to take away)"
    yield "cells", f"{plan.tested} tested, {plan.left_out} left out"
    bound = f"at most {plan.requests:,}, one at a time"
    yield "requests", bound + (f", {duration(plan.seconds)} at this rate" if plan.seconds else "")


def _said(kind: PlannedKind) -> str:
    """The scope, which stands once below the kinds that have it."""
    return "" if kind.flaw == "no-token" else f"scope {kind.scope or 'none'}"


def _kind(kind: PlannedKind, plan: Planned, view: View) -> Iterator[Line]:
    """Its names, and its audience where that is not the service's."""
    name = one_line(kind.name)
    title = "" if kind.title == kind.name else kind.title
    other = kind.audience not in (None, (plan.audience,))
    audience = f"for {' and '.join(kind.audience or ())}" if other else ""
    told = ", ".join(filter(None, (title, audience)))
    text = f"{name}: {one_line(told)}" if told else name
    lead: Line = ((f"  {kind.tested:3} ", "bold"),)
    yield from paragraph(text, view.width, first=lead, indent=_INDENT)


def _left_out(plan: Planned, view: View) -> Iterator[Line]:
    reasons = Counter(cell.left_out for kind in plan.kinds for cell in kind.cells if cell.left_out)
    if not reasons:
        return
    yield ()
    yield ((f" Left out ({plan.left_out})", "bold"),)
    for reason, count in reasons.most_common():
        first = ((f"  {count:3} ", ""),)
        yield from paragraph(one_line(reason), view.width, first=first, indent=_INDENT)
