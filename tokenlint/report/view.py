"""How a report is to be shown, and what it means for the exit code."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from tokenlint.policy.catalogue import Rule
from tokenlint.policy.finding import Report, Severity

NARROWEST, USUAL_WIDTH = 40, 100


@dataclass(frozen=True, slots=True)
class View:
    """`rules` gives the longer texts of the catalogue by code; a report is readable without.

    `width` in columns; `unicode` off draws frames and bars with ASCII characters.
    """

    fail_on: Severity = Severity.MEDIUM
    rules: Mapping[str, Rule] = field(default_factory=dict)
    width: int = USUAL_WIDTH
    colour: bool = False
    unicode: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run comes to: the exit code of design and command line, and why in words."""

    exit_code: int
    failing: int
    words: str


def judge(report: Report, fail_on: Severity) -> Verdict:
    """4 incomplete before 3 nothing to check before 1 findings before 0 clean."""
    failing = sum(finding.severity.rank >= fail_on.rank for finding in report.findings)
    plural = "finding" if failing == 1 else "findings"
    found = f"{failing or 'no'} {plural} at or above {fail_on}"
    if report.errors:
        lost = len(report.errors)
        words = f"incomplete: {lost} {'error' if lost == 1 else 'errors'}, {found}"
        return Verdict(4, failing, words)
    if not report.documents and not report.findings:
        return Verdict(3, 0, "nothing to check")
    return Verdict(1, failing, f"failed: {found}") if failing else Verdict(0, 0, f"passed: {found}")


def by_severity(report: Report) -> dict[str, int]:
    """How many findings of each severity, gravest first, zeros included."""
    counts = dict.fromkeys(Severity, 0)
    for finding in report.findings:
        counts[finding.severity] += 1
    return {severity.value: count for severity, count in counts.items()}


def view_for(
    stream: TextIO,
    environ: Mapping[str, str],
    *,
    fail_on: Severity = Severity.MEDIUM,
    rules: Mapping[str, Rule] | None = None,
) -> View:
    """What suits a stream: its width, its colours, its characters.

    `FORCE_COLOR` and `NO_COLOR` count when they are not empty, and `NO_COLOR` wins;
    without them a terminal that is not `dumb` gets colours.
    """
    terminal = stream.isatty() and environ.get("TERM") != "dumb"
    colour = not environ.get("NO_COLOR") and (bool(environ.get("FORCE_COLOR")) or terminal)
    return View(fail_on, rules or {}, _width(stream, environ), colour, _speaks_unicode(stream))


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    """`COLUMNS`, else the terminal's width (at most 120), else 100; never under 40."""
    told = environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told[:6]) > 0:
        return max(NARROWEST, int(told[:6]))
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return USUAL_WIDTH
    return max(NARROWEST, min(width, 120)) if width else USUAL_WIDTH


def _speaks_unicode(stream: TextIO) -> bool:
    try:
        "│█".encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
