"""Ignore comments: `# tokenlint: ignore[SCP003] reason; until=2027-01-31`.

In INI files the comment may begin with a semicolon.
At the end of a line a comment covers that line.
On a line of its own it covers the next line that holds text, and the block indented under it.
The codes are rule codes or their prefixes; the reason is mandatory,
and an ignore that is malformed, expired or unused is judged like any other document (family IGN).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate

from tokenlint.source import Source

_COMMENT = re.compile(r"[#;]\s*tokenlint:\s*ignore\b(?P<rest>[^\r\n]*)")
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


class Ignores:
    """The ignores that hold at an instant, found by place without looking at all of them."""

    def __init__(self, ignores: Iterable[Ignore], at: int) -> None:
        self._rows: dict[str, list[Ignore]] = {}
        holding: dict[object, Ignore] = {}
        for each in ignores:
            if each.holds(at):  # of equal ones the first, so that the others count as unused
                holding.setdefault((each.source.file, each.first, each.last, each.codes), each)
        for ignore in sorted(holding.values(), key=lambda each: each.first):
            self._rows.setdefault(ignore.source.file, []).append(ignore)
        # How far the ignores up to each one reach: a search backwards ends where none comes near.
        self._reach = {
            file: list(accumulate((row.last for row in rows), max))
            for file, rows in self._rows.items()
        }

    def covering(self, rule: str, source: Source) -> Ignore | None:
        """The ignore that a finding of `rule` at `source` falls under; None where there is none.

        Of several the outermost.
        """
        rows, reach = self._rows.get(source.file, []), self._reach.get(source.file, [])
        at = bisect_right(rows, source.line, key=lambda row: row.first)
        found = None
        while at and reach[at - 1] >= source.line:
            at -= 1
            found = rows[at] if rows[at].covers(rule, source.line) else found
        return found


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
    blocks = _Blocks(lines)
    return tuple(
        _ignore(match, blocks, number, file)
        for number, line in enumerate(lines, 1)
        if (match := _COMMENT.search(line)) and _is_comment(line, match.start())
    )


def _is_comment(line: str, start: int) -> bool:
    """Whether a `#` or `;` opens a comment: behind white space and outside quotes.

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


def _ignore(match: re.Match[str], blocks: "_Blocks", number: int, file: str) -> Ignore:
    codes, text = _split(match["rest"])
    until = _UNTIL.search(text)
    reason = (text[: until.start()] if until else text).strip(" \t;:-")
    alone = not match.string[: match.start()].strip()
    first, last = blocks.below(number) if alone else (number, number)
    source = Source(file, number, match.start() + 1, match.end() + 1)
    return Ignore(source, codes, reason, until["date"].strip() if until else "", first, last)


def _split(rest: str) -> tuple[tuple[str, ...], str]:
    found = _CODES.match(rest)
    if not found:
        return (), rest
    codes = (code.strip().upper() for code in found["codes"].split(","))
    return tuple(code for code in codes if code), found["text"]


class _Blocks:
    """The blocks of a text by indentation, found in one pass: every line may hold an ignore."""

    def __init__(self, lines: list[str]) -> None:
        self._texts: list[int] = []  # numbers of the lines that are neither blank nor a comment
        self._last: dict[int, int] = {}
        open_: list[tuple[int, int]] = []  # number and indent of the blocks around a line
        for number, line in enumerate(lines, 1):
            if _blank_or_comment(line):
                continue
            while open_ and _indent(line) <= open_[-1][1]:
                self._last[open_.pop()[0]] = self._texts[-1]
            open_.append((number, _indent(line)))
            self._texts.append(number)
        self._last |= {number: self._texts[-1] for number, _ in open_}
        self._behind = len(lines) + 1

    def below(self, comment: int) -> tuple[int, int]:
        """The lines that a comment on a line of its own covers, counted from 1."""
        at = bisect_right(self._texts, comment)
        first = self._texts[at] if at < len(self._texts) else self._behind
        return first, self._last.get(first, first)


def _blank_or_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(("#", ";"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
