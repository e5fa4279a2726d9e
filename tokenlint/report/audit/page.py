"""An audit as a page: that of its report, and its tables in a chapter of their own."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from tokenlint.audit.audited import Audited
from tokenlint.audit.outcome import Audit, Noted, Usage
from tokenlint.report.audit.words import (
    NOBODY,
    SAYS,
    STYLES,
    by_cause,
    noted_words,
    party_words,
    period,
    seen_words,
    unused_first,
    used_words,
)
from tokenlint.report.beside import Beside, Chapter, Grid, Line, Part, Square
from tokenlint.report.render import render as render_report
from tokenlint.report.scan.words import counted, human_size
from tokenlint.report.view import View

_MOST = 500  # lines of a table; the JSON has all
_SEEN = 2


def render(audited: Audited, view: View) -> str:
    """The page, ending with a line feed."""
    return render_report("html", audited.report, view, Beside(chapters=(chapter(audited.audit),)))


def chapter(audit: Audit) -> Chapter:
    """What was read, what was noted, what was granted and never used."""
    return Chapter("audit", "What the logs tell", (_numbers(audit), *_noted(audit), *_usage(audit)))


def _numbers(audit: Audit) -> Part:
    unread = sum(audit.unread.values())
    facts = {
        "read": f"{counted(audit.inputs, 'input')}, {human_size(audit.size)}",
        "lines": f"{audit.lines:,}",
        "accesses": f"{audit.events:,}",
        "allowed": f"{audit.allowed:,}",
        "refused": f"{audit.refused:,}",
        "not decided by the log": f"{audit.undecided:,}",
        "with known tokens": f"{audit.judged:,}",
        "tokens known": f"{audit.tokens:,}",
        "about something else": f"{audit.passed_over:,}",
        "unread": f"{unread:,}",
    }
    facts |= {"period": period(audit)} if period(audit) else {}
    warnings = (f"{counted(unread, 'line')} could not be used",) if unread else ()
    counts = {"Lines by format": audit.products, "Lines that could not be used": audit.unread}
    grids = tuple(_counts(name, found) for name, found in counts.items() if found)
    return Part("", facts, warnings, grids, audit.notes)


def _counts(caption: str, found: Mapping[str, int]) -> Grid:
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    lines = tuple(Line(name, (Square(f"{count:,}"),)) for name, count in ordered)
    return Grid(caption, "name", ("lines",), lines)


def _noted(audit: Audit) -> Iterable[Part]:
    """One table for each cause; what is left out of it is said."""
    for cause, members in by_cause(audit.noted).items():
        lines = tuple(_noted_line(each) for each in members[:_MOST])
        columns = ("operations", "what", "scope of the token", "examples")
        grid = Grid(SAYS[cause], "whose", columns, lines)
        total = sum(each.count for each in members)
        title = f"{counted(total, 'operation')} {SAYS[cause]}"
        yield Part(title, {}, (), (grid,), _rest(members))


def _noted_line(each: Noted) -> Line:
    examples = "; ".join(seen_words(seen) for seen in each.seen[:_SEEN])
    squares = (
        Square(f"{each.count:,}", STYLES[each.cause]),
        Square(noted_words(each)),
        Square(each.scope or NOBODY),
        Square(examples or "none"),
    )
    return Line(party_words(each.party), squares)


def _usage(audit: Audit) -> Iterable[Part]:
    ordered = unused_first(audit.usages)
    if not ordered:
        return
    columns = ("never used", "used (operations)", "tokens", "operations")
    lines = tuple(_usage_line(each) for each in islice(ordered, _MOST))
    grid = Grid("What each was granted, and what it used", "whose", columns, lines)
    yield Part("Granted, and never used", {}, (), (grid,), _rest(ordered))


def _usage_line(each: Usage) -> Line:
    unused = ", ".join(each.unused)
    more = f"{each.more:,} granted ones are not shown" if each.more else ""
    squares = (
        Square(unused or "none", "medium" if unused else "good", more),
        Square(used_words(each)),
        Square(f"{each.tokens:,}"),
        Square(f"{each.operations:,}"),
    )
    return Line(party_words(each.party), squares)


def _rest(members: Sequence[object]) -> tuple[str, ...]:
    rest = len(members) - _MOST
    return (f"{rest:,} more are in the JSON report",) if rest > 0 else ()
