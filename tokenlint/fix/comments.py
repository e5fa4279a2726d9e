"""Ignore comments that have nothing left to excuse are taken out."""

import re

from tokenlint.fix.case import Case
from tokenlint.fix.edit import Edit, FixPlan, NotFixed
from tokenlint.fix.held import Held
from tokenlint.policy.suppress import Ignore

_IGNORE = re.compile(r"[#;]\s*tokenlint:\s*ignore\b[^\r\n]*")


def drop_unused(case: Case) -> FixPlan:
    """IGN001: nothing is suppressed by it."""
    return _without(case, "take out the ignore, which suppresses nothing")


def drop_expired(case: Case) -> FixPlan:
    """IGN002: its date has passed, and what it excused is no more."""
    ignore = _ignore(case)
    for finding in case.report.findings:
        source = finding.locations[0].source
        if source.file == ignore.source.file and ignore.covers(finding.rule, source.line):
            raise NotFixed(f"{finding.rule}, which it excused, is still there: mend it, or decide")
    return _without(case, "take out the ignore, whose date has passed")


def _ignore(case: Case) -> Ignore:
    if case.ignore is None:
        raise NotFixed("it is no comment in a file of this run")
    return case.ignore


def _without(case: Case, says: str) -> FixPlan:
    ignore, held = _ignore(case), case.held
    start = held.offset(ignore.source.line, ignore.source.column)
    found = _IGNORE.match(held.text, start)
    if not found:
        raise NotFixed("the comment does not stand where it was read")
    edit = _comment(held, start, found.end())
    return FixPlan(held.name, (edit,), case.finding, says, safe=True, changes=())


def _comment(held: Held, start: int, end: int) -> Edit:
    """The comment with the blanks before it, and with its line where it stands alone."""
    begin, _, _ = held.line_around(start)
    before = held.text[begin:start]
    if not before.strip():
        return held.without_line(start)
    return Edit(begin + len(before.rstrip()), end)
