"""Edits of one file, and what a fix promises to do with them.

Offsets count characters of the decoded text from 0, the end exclusive, without a byte order mark.
Whatever no edit names stays as it is, byte by byte.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tokenlint.policy.finding import Finding
from tokenlint.source import Pointer


class NotFixed(Exception):
    """A finding that is not repaired; the reason is told to the user.

    `about` is the document or file that speaks against it, where that is known.
    """

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from `start` up to `end` become `text`; an insertion where the two are one."""

    start: int
    end: int
    text: str = ""

    def touches(self, other: "Edit") -> bool:
        """Whether the two share a character or a border: then their order would matter."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Change:
    """What the file is to say at a pointer after the edit, once it is loaded."""

    pointer: Pointer
    value: Any


@dataclass(frozen=True, slots=True)
class FixPlan:
    """The repair of one finding: edits of one file, and what they may change.

    `changes` are all values that may differ afterwards in a file that holds data (YAML, JSON,
    TOML); None where the fix is a text in the place of another: then `values` may differ.
    `safe`: the credential or service means exactly the same afterwards; the proof checks it.
    """

    file: str
    edits: tuple[Edit, ...]
    finding: Finding
    says: str
    safe: bool = False
    changes: tuple[Change, ...] | None = None
    values: int = 1


class Chosen:
    """Repairs that can be made at once: none edits what another does, but for the same edits.

    Two uses of an anchor may want the same edit of the one place where it stands.
    """

    def __init__(self) -> None:
        self.plans: list[FixPlan] = []
        self._same: set[tuple[str, tuple[Edit, ...]]] = set()
        self._pointers: set[tuple[str, Pointer]] = set()
        self._edits: dict[str, list[tuple[int, int]]] = {}  # in their order

    def take(self, plan: FixPlan) -> None:
        """Add a repair, unless it conflicts with one that was taken before."""
        pointers = {(plan.file, each.pointer) for each in plan.changes or ()}
        if (plan.file, plan.edits) not in self._same:
            if not self._pointers.isdisjoint(pointers) or any(map(self._meets(plan), plan.edits)):
                return
            for edit in plan.edits:
                insort(self._edits.setdefault(plan.file, []), (edit.start, edit.end))
            self._same.add((plan.file, plan.edits))
        self._pointers |= pointers
        self.plans.append(plan)

    def _meets(self, plan: FixPlan) -> Callable[[Edit], bool]:
        taken = self._edits.get(plan.file, [])

        def meets(edit: Edit) -> bool:
            at = bisect_left(taken, (edit.start, edit.end))
            near = taken[max(at - 1, 0) : at + 1]
            return any(edit.touches(Edit(*each)) for each in near)

        return meets


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits. Raises NotFixed where two of them touch or one lies outside."""
    parts: list[str] = []
    done = 0
    before: Edit | None = None
    for edit in sorted(set(edits), key=lambda each: (each.start, each.end)):
        if before and edit.touches(before):
            raise NotFixed("two edits touch each other")
        if not done <= edit.start <= edit.end <= len(text):
            raise NotFixed("an edit lies outside of the file")
        parts += text[done : edit.start], edit.text
        done, before = edit.end, edit
    return "".join((*parts, text[done:]))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A stretch of the first text that is still there."""

    start: int
    end: int


class Trace:
    """Which characters of the first text are still there after several rounds of edits."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._pieces: list[_Kept | str] = [_Kept(0, length)]

    def take(self, edits: Iterable[Edit]) -> None:
        """Edits of the text as it is now, none of which touch."""
        for edit in sorted(set(edits), key=lambda each: -each.start):
            head, rest = _cut(self._pieces, edit.start)
            _, tail = _cut(rest, edit.end - edit.start)
            self._pieces = [*head, edit.text, *tail]

    def origin(self, offset: int) -> int:
        """Where in the first text an offset of the present one lies; of new text, where it went."""
        at = 0
        for piece in self._pieces:
            if isinstance(piece, str):
                offset = max(offset - len(piece), 0)
                continue
            at = piece.start
            if offset < piece.end - piece.start:
                return at + offset
            at, offset = piece.end, offset - (piece.end - piece.start)
        return at

    def edits(self) -> tuple[Edit, ...]:
        """The same as edits of the first text; those that meet are one."""
        found: list[Edit] = []
        done, text = 0, ""
        for piece in (*self._pieces, _Kept(self._length, self._length)):
            if isinstance(piece, str):
                text += piece
                continue
            if piece.start == piece.end and piece.start < self._length:
                continue
            if piece.start > done or text:
                found.append(Edit(done, piece.start, text))
            done, text = piece.end, ""
        return tuple(found)


def _cut(pieces: Sequence[_Kept | str], at: int) -> tuple[list[_Kept | str], list[_Kept | str]]:
    """The pieces before and behind an offset of the text that they make."""
    head: list[_Kept | str] = []
    for number, piece in enumerate(pieces):
        size = len(piece) if isinstance(piece, str) else piece.end - piece.start
        if at < size:
            if isinstance(piece, str):
                parts: tuple[_Kept | str, _Kept | str] = piece[:at], piece[at:]
            else:
                middle = piece.start + at
                parts = _Kept(piece.start, middle), _Kept(middle, piece.end)
            return [*head, parts[0]], [parts[1], *pieces[number + 1 :]]
        head.append(piece)
        at -= size
    return head, []
