"""What is counted while one part of the input is read; it becomes a summary at the end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tokenlint.capture.chunks import Chunk
from tokenlint.credentials.jwt import fingerprint_of
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

    __slots__ = ("count", "digest", "example", "place")

    def __init__(self, digest: bytes) -> None:
        self.digest = digest
        self.count = 0
        self.place = Place("", 0)
        self.example = Example()


class Counts:
    """Counts of one part, which `start` begins; `name` and `chunk` say what is being read.

    `line` is the number of the chunk's first line, 0 where lines are found out later.
    """

    def __init__(self) -> None:
        self.chunk = Chunk(b"", 0)
        self._counted = (self.chunk, 0, 0)  # up to which byte of a chunk lines were counted
        self.distinct: Running[None] = Running(DISTINCT, either)
        self.subjects: Running[None] = Running(SUBJECTS, either)
        self.ids: Running[Twins] = Running(DISTINCT, join_twins)
        self.recent: set[str] = set()
        self.start()

    def start(self) -> None:
        """Start anew; a part that came before, and was lost, takes no subjects of this one along."""
        self.recent.clear()
        self.recent.add("")  # no subject is none
        self.name = ""
        self.size = 0
        self.line = 0
        self.touched: list[Entry] = []
        self.spots: dict[str, Spot] = {}
        self.problems: list[Problem] = []

    def place(self, start: int) -> Place:
        """Where the byte `start` of the chunk is in the input."""
        line = self.line and self.line + self._lines_before(start)
        return Place(self.name, self.chunk.offset + start, line)

    def _lines_before(self, start: int) -> int:
        """Lines of the chunk that end before `start`; mostly this is further on than the last."""
        chunk, at, lines = self._counted
        if chunk is not self.chunk or at > start:
            at = lines = 0
        lines += self.chunk.data.count(b"\n", at, start)
        self._counted = self.chunk, start, lines
        return lines

    def token(self, entry: Entry, start: int, example: Example) -> None:
        """Count a token of a shape."""
        if entry.count:
            entry.count += 1
            return
        entry.count = 1
        entry.place, entry.example = self.place(start), example
        self.touched.append(entry)

    def identity(self, signed: bytes, head: int, claims: Mapping[str, Any], start: int) -> None:
        """Count a token among the distinct ones, its id among the ids, its subject."""
        if head <= self.distinct.limit:
            self.distinct.add(head, tail_of(signed), None)
        token_id, subject = claims.get("jti"), claims.get("sub")
        if isinstance(token_id, str) and token_id:
            head = head_of(_bytes(token_id))
            if head <= self.ids.limit:
                self.token_id(head, token_id, claims.get("iss"), signed, start)
        if isinstance(subject, str) and subject not in self.recent:
            self.subject(subject)

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
        if spot is not None and len(spot.places) >= MOST_PLACES:
            if spot.places[-1][0][:2] <= (self.name, self.chunk.offset + start):
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
