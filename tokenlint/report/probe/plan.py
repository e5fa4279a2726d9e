"""The plan of a probe: what would be sent where, with which tokens, before anything is sent."""

from collections import Counter
from collections.abc import Iterator, Sequence

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
    yield ((" Tokens that would be asked for, and how many requests are tested with each", "bold"),)
    for kind in plan.kinds:
        if kind.tested:
            yield from _kind(kind, view)
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


def _kind(kind: PlannedKind, view: View) -> Iterator[Line]:
    first = ((f"  {kind.tested:3} ", ""), (one_line(kind.name), "bold"), (f"  {kind.title}", ""))
    yield first
    said = "no token" if kind.flaw == "no-token" else f"scope {kind.scope or 'none'}"
    yield from paragraph(one_line(said), view.width, first=((" " * _INDENT, ""),), indent=_INDENT)


def _left_out(plan: Planned, view: View) -> Iterator[Line]:
    reasons = Counter(cell.left_out for kind in plan.kinds for cell in kind.cells if cell.left_out)
    if not reasons:
        return
    yield ()
    yield ((f" Left out ({plan.left_out})", "bold"),)
    for reason, count in reasons.most_common():
        first = ((f"  {count:3} ", ""),)
        yield from paragraph(one_line(reason), view.width, first=first, indent=_INDENT)
