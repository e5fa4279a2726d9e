"""What is counted while one part of the input is read; it becomes a summary at the end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tokenlint.capture.chunks import Chunk
from tokenlint.capture.context import Context
from tokenlint.capture.host_near import host_near
from tokenlint.credentials.jwt import fingerprint_of
from tokenlint.scan.presentations import NEVER, Presentations
from tokenlint.scan.sketch import Running, either, head_of, tail_of
from tokenlint.scan.summary import (
    DISTINCT,
    MOST_PLACES,
    SUBJECTS,
    Example,
    Place,
    Spot,
    Summary,
    Tally,
    Twins,
    join_twins,
)
from tokenlint.source import Problem

_MOST_SUBJECTS = 8_192  # that are remembered as counted


class Entry:
    """A shape that this process knows, and how often it came in the part that is being read."""

    __slots__ = ("count", "digest", "example", "first", "place")

    def __init__(self, digest: bytes) -> None:
        self.digest = digest
        self.count = 0
        self.place = Place("", 0)
        self.example = Example()
        self.first: Place | None = None  # of all parts that this process read


class Counts:
    """Counts of one part, which `start` begins; `name` and `chunk` say what is being read.

    `line` is the number of the chunk's first line, 0 where lines are found out later.
    """

    def __init__(self) -> None:
        self.chunk = Chunk(b"", 0)
        self._counted = self.chunk, 0, 0  # up to which byte of which chunk, and how many lines
        self.distinct: Running[None] = Running(DISTINCT, either)
        self.subjects: Running[None] = Running(SUBJECTS, either)
        self.ids: Running[Twins] = Running(DISTINCT, join_twins)
        self.recent: set[str] = set()
        self.presentations = Presentations()
        self.touched: list[Entry] = []
        self.start()

    def start(self) -> None:
        """Start anew: what was counted before may be lost on its way, and its subjects with it."""
        self.recent.clear()
        self.recent.add("")  # no subject is none
        self._forget()
        self.name = ""
        self.size = 0
        self.line = 0
        self.spots: dict[str, Spot] = {}
        self.problems: list[Problem] = []

    def _forget(self) -> None:
        """Of a part that broke off, nothing is left to the next one."""
        for entry in self.touched:
            entry.count = 0
        self.touched = []
        self.presentations.clear()
        self.distinct.next_part()
        self.subjects.next_part()
        self.ids.next_part()

    def place(self, start: int) -> Place:
        """Where the byte `start` of the chunk is in the input."""
        return Place(self.name, self.chunk.offset + start, self.line and self._line_at(start))

    def _line_at(self, start: int) -> int:
        """The line of a byte of the chunk; the lines before it are counted once."""
        chunk, at, lines = self._counted
        if chunk is not self.chunk or start < at:
            at, lines = 0, 0
        lines += self.chunk.data.count(b"\n", at, start)
        self._counted = self.chunk, start, lines
        return self.line + lines

    def token(self, entry: Entry, start: int, example: Example) -> None:
        """Count a token of a shape."""
        if entry.count:
            entry.count += 1
            return
        entry.count = 1
        entry.place, entry.example = self.place(start), example
        if entry.first is None or entry.place <= entry.first:  # else an earlier one is shown
            host = host_near(self.chunk.data, start) or ""
            entry.first, entry.example = entry.place, example._replace(host=host)
        self.touched.append(entry)

    def identity(self, signed: bytes, head: int, claims: Mapping[str, Any], start: int) -> None:
        """Count a token among the distinct ones, its id among the ids, its subject, its context."""
        self.presented(start, signed)
        if head <= self.distinct.limit:
            self.distinct.add(head, tail_of(signed), None)
        token_id, subject = claims.get("jti"), claims.get("sub")
        if isinstance(token_id, str) and token_id:
            head = head_of(_bytes(token_id))
            if head <= self.ids.limit:
                self.token_id(head, token_id, claims.get("iss"), signed, start)
        if isinstance(subject, str) and subject not in self.recent:
            self.subject(subject)

    def fingerprinted(self, fingerprint: str, start: int) -> None:
        """Count a credential that is no token among the distinct ones, and its context."""
        data = fingerprint.encode()
        presented = self.presentations.count(self.chunk.data, start)
        if presented.never:
            self.spot(f"presented:{presented.context.value}", start, fingerprint)
        head = head_of(data)
        if head <= self.distinct.limit:
            self.distinct.add(head, tail_of(data), None)

    def presented(self, start: int, signed: bytes) -> None:
        """Note how the token at `start` was presented, and where if it should never be so."""
        presented = self.presentations.count(self.chunk.data, start)
        if presented.never:
            self.never(presented.context, start, signed)

    def never(self, context: Context, start: int, signed: bytes) -> None:
        """Note a token that was presented as none should be."""
        self.spot(f"presented:{context.value}", start, fingerprint_of(signed))

    def token_id(self, head: int, token_id: str, issuer: object, signed: bytes, start: int) -> None:
        """Note which token has an id; ids are unique within an issuer."""
        tail = tail_of(_bytes(str(issuer)), _bytes(token_id))
        self.ids.add(head, tail, ((fingerprint_of(signed), self.place(start)),))

    def subject(self, subject: str) -> None:
        """Count a subject that was not counted lately."""
        if len(self.recent) < _MOST_SUBJECTS:
            self.recent.add(subject)
        data = _bytes(subject)
        head = head_of(data)
        if head <= self.subjects.limit:
            self.subjects.add(head, tail_of(data), None)

    def spot(self, word: str, start: int, fingerprint: str = "") -> None:
        """Note something about what is at `start`."""
        spot = self.spots.get(word)
        here = (self.name, self.chunk.offset + start)
        if spot is not None and len(spot.places) >= MOST_PLACES and spot.places[-1][0] <= here:
            self.spots[word] = replace(spot, count=spot.count + 1)
            return
        seen = Spot(1, ((self.place(start), fingerprint),))
        self.spots[word] = seen if spot is None else spot.merged(seen)

    def portion(self) -> Summary:
        """What came since the portion before; the same part goes on."""
        summary = self.summary()
        self.size, self.touched, self.spots = 0, [], {}
        self.problems.clear()  # who reads has this very list
        return summary

    def summary(self) -> Summary:
        """All of the part; the shapes start to be counted from nothing."""
        shapes: dict[bytes, Tally] = {}
        for entry in self.touched:
            tally = Tally(entry.count, entry.place, entry.example)
            known = shapes.get(entry.digest)
            shapes[entry.digest] = tally if known is None else known.merged(tally)
            entry.count = 0
        for context, count in self.presentations.contexts.items():
            if context not in NEVER:
                self.spots[f"presented:{context.value}"] = Spot(count, ())
        self.presentations.clear()
        part = Summary(
            size=self.size,
            tokens=sum(tally.count for tally in shapes.values()),
            shapes=shapes,
            distinct=self.distinct.next_part(),
            subjects=self.subjects.next_part(),
            ids=self.ids.next_part(),
            spots=self.spots,
        )
        return Summary().merged(part).with_problems(self.problems)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
