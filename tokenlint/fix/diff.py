"""A unified diff of edits, as `git apply` and `patch -p1` take it.

It is made of the edits themselves, so that it costs no more than the file is long.
What a diff shows of a file may be a secret beside the change:
the context is cut until none is in it, and where that is not enough there is no diff.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tokenlint.fix.edit import Edit, NotFixed, applied
from tokenlint.fix.held import Held

Veil = Callable[[str], str]
"""A text with its secrets replaced; equal to the text where there are none."""

_CONTEXTS = (3, 2, 1)  # lines; without any the place of a change is not sure
_PLAIN_NAME = re.compile(r"[^\x00-\x20\"\\\x7f-\U0010ffff]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")  # as diff and patch cut: a carriage return ends none
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_NO_NEWLINE = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines `first` up to `last` (from 0, exclusive) and what stands there afterwards."""

    first: int
    last: int
    new: tuple[str, ...]


def unified(name: str, held: Held, edits: Sequence[Edit], veil: Veil) -> bytes:
    """The diff of one file under a name, empty without edits.

    Raises NotFixed for a file that is not UTF-8, and where a secret would be shown.
    """
    if held.encoding != "utf-8":
        raise NotFixed("a diff of a file in UTF-16 or UTF-32 cannot be applied")
    if not edits:
        return b""
    mark = held.mark.decode("utf-8")
    text = mark + held.text
    moved = [Edit(e.start + len(mark), e.end + len(mark), e.text) for e in edits]
    lines = _LINE.findall(text)
    blocks = _blocks(text, lines, moved)
    for context in _CONTEXTS:
        rows = _rows(lines, blocks, context)
        if not any(_hides(row, veil) for row in rows):
            head = f"--- {_named('a', name)}\n+++ {_named('b', name)}\n"
            return (head + "".join(map(_ended, rows))).encode("utf-8")
    raise NotFixed("its diff would show a secret that stands beside the change")


def _blocks(text: str, lines: Sequence[str], edits: Sequence[Edit]) -> list[_Block]:
    starts = [0, *accumulate(map(len, lines))]
    ranges: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        first, last = _range(edit, starts, len(lines))
        if ranges and ranges[-1][1] >= first:
            before = ranges.pop()
            ranges.append((before[0], max(last, before[1]), [*before[2], edit]))
        else:
            ranges.append((first, last, [edit]))
    return [
        _Block(first, last, _changed(text[starts[first] : starts[last]], starts[first], some))
        for first, last, some in ranges
    ]


def _range(edit: Edit, starts: Sequence[int], count: int) -> tuple[int, int]:
    """The lines that an edit changes; one that takes out whole lines leaves the next alone."""
    first = min(bisect_right(starts, edit.start) - 1, max(count - 1, 0))
    last = bisect_right(starts, edit.end) - 1
    whole = starts[first] == edit.start < edit.end == starts[last] and edit.text[-1:] in ("", "\n")
    return first, last if whole else min(last + 1, count)


def _changed(text: str, start: int, edits: Sequence[Edit]) -> tuple[str, ...]:
    moved = [Edit(each.start - start, each.end - start, each.text) for each in edits]
    return tuple(_LINE.findall(applied(text, moved)))


def _hunks(blocks: Sequence[_Block], context: int) -> list[list[_Block]]:
    """Blocks whose context would meet stand in one hunk."""
    hunks: list[list[_Block]] = []
    for block in blocks:
        if hunks and block.first - hunks[-1][-1].last <= 2 * context:
            hunks[-1].append(block)
        else:
            hunks.append([block])
    return hunks


def _rows(lines: Sequence[str], blocks: Sequence[_Block], context: int) -> list[str]:
    """All hunks, each with its header: where it begins and how many lines it has, old and new."""
    rows: list[str] = []
    moved = 0
    for hunk in _hunks(blocks, context):
        begin = max(0, hunk[0].first - context)
        end = min(len(lines), hunk[-1].last + context)
        longer = sum(len(block.new) - (block.last - block.first) for block in hunk)
        old, new = end - begin, end - begin + longer
        rows.append(f"@@ -{_range_of(begin, old)} +{_range_of(begin + moved, new)} @@\n")
        rows += _body(lines, hunk, begin, end)
        moved += longer
    return rows


def _range_of(begin: int, count: int) -> str:
    """Lines count from 1; an empty range is named by the line before it."""
    return f"{begin + (count > 0)},{count}"


def _body(lines: Sequence[str], hunk: Sequence[_Block], begin: int, end: int) -> list[str]:
    rows: list[str] = []
    at = begin
    for block in hunk:
        rows += [f" {line}" for line in lines[at : block.first]]
        rows += [f"-{line}" for line in lines[block.first : block.last]]
        rows += [f"+{line}" for line in block.new]
        at = block.last
    return rows + [f" {line}" for line in lines[at:end]]


def _hides(row: str, veil: Veil) -> bool:
    return not row.startswith("@") and veil(row[1:]) != row[1:]


def _ended(row: str) -> str:
    return row if row.endswith("\n") else row + _NO_NEWLINE


def _named(side: str, name: str) -> str:
    """A file as git names it; what could end the line or move a cursor is spelled out."""
    path = f"{side}/{name}"
    if _PLAIN_NAME.fullmatch(path):
        return path
    return '"' + "".join(map(_spelled, path)) + '"'


def _spelled(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if " " <= sign <= "~":
        return sign
    return "".join(f"\\{byte:03o}" for byte in sign.encode("utf-8", "surrogateescape"))
