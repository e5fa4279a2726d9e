"""Ignore comments: `# tokenlint: ignore[SCP003] reason; until=2027-01-31`.

At the end of a line a comment covers that line.
On a line of its own it covers the next line that holds text, and the block indented under it.
The codes are rule codes or their prefixes; the reason is mandatory,
and an ignore that is malformed, expired or unused is judged like any other document (family IGN).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tokenlint.source import Source

_COMMENT = re.compile(r"#\s*tokenlint:\s*ignore\b(?P<rest>[^\r\n]*)")
_CODES = re.compile(r"\s*\[(?P<codes>[^\]]*)\](?P<text>.*)", re.DOTALL)
_UNTIL = re.compile(r"(?:^|;)\s*until\s*=\s*(?P<date>[^;]*)")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore comment; it covers the lines `first` to `last` of its file, both included."""

    source: Source
    codes: tuple[str, ...]
    reason: str
    until: str  # as written; empty: no expiry
    first: int
    last: int

    def covers(self, rule: str, line: int) -> bool:
        """Whether a finding of `rule` at `line` lies in its reach."""
        return self.first <= line <= self.last and rule.startswith(self.codes or ("\0",))

    def holds(self, at: int) -> bool:
        """Whether it may suppress at the instant `at` (seconds since the epoch, UTC)."""
        return bool(self.reason and self.codes) and not_over(self.until, at)


def until_state(until: str, at: int) -> str:
    """State of an expiry date (ISO, the last day on which it holds) at the instant `at`.

    none: there is no date; future, past; malformed: it is no date.
    """
    if not until:
        return "none"
    try:
        last_day = date.fromisoformat(until)
    except ValueError:
        return "malformed"
    return "future" if datetime.fromtimestamp(at, UTC).date() <= last_day else "past"


def not_over(until: str, at: int) -> bool:
    """Whether a suppression with this expiry date still holds; a malformed one does not."""
    return until_state(until, at) in ("none", "future")


def code_state(ignore: Ignore, known: Iterable[str]) -> str:
    """Whether its codes name rules or families: known, unknown or missing."""
    if not ignore.codes:
        return "missing"
    rules = tuple(known)
    named = all(any(rule.startswith(code) for rule in rules) for code in ignore.codes)
    return "known" if named else "unknown"


def read_ignores(text: str, file: str) -> tuple[Ignore, ...]:
    """Every ignore comment of a text, in order."""
    if "tokenlint:" not in text:
        return ()
    lines = text.splitlines()
    return tuple(
        _ignore(match, lines, number, file)
        for number, line in enumerate(lines, 1)
        if (match := _COMMENT.search(line)) and _is_comment(line, match.start())
    )


def _is_comment(line: str, start: int) -> bool:
    """Whether a `#` opens a comment: behind white space and outside quotes.

    A quote counts only where a value can begin, so that an apostrophe in a word opens nothing.
    """
    if start and not line[start - 1].isspace():
        return False
    quote = ""
    for before, sign in zip(" " + line, line[:start], strict=False):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"" and before in " \t:,[{(=":
            quote = sign
    return not quote


def _ignore(match: re.Match[str], lines: list[str], number: int, file: str) -> Ignore:
    codes, text = _split(match["rest"])
    until = _UNTIL.search(text)
    reason = (text[: until.start()] if until else text).strip(" \t;:-")
    alone = not lines[number - 1][: match.start()].strip()
    first, last = _block(lines, number) if alone else (number, number)
    source = Source(file, number, match.start() + 1, match.end() + 1)
    return Ignore(source, codes, reason, until["date"].strip() if until else "", first, last)


def _split(rest: str) -> tuple[tuple[str, ...], str]:
    found = _CODES.match(rest)
    if not found:
        return (), rest
    codes = (code.strip().upper() for code in found["codes"].split(","))
    return tuple(code for code in codes if code), found["text"]


def _block(lines: list[str], comment: int) -> tuple[int, int]:
    """The lines that a comment on a line of its own covers, counted from 1."""
    first = comment + 1
    while first <= len(lines) and _blank_or_comment(lines[first - 1]):
        first += 1
    if first > len(lines):
        return first, first
    indent, last = _indent(lines[first - 1]), first
    for number in range(first + 1, len(lines) + 1):
        if _blank_or_comment(lines[number - 1]):
            continue
        if _indent(lines[number - 1]) <= indent:
            break
        last = number
    return first, last


def _blank_or_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
