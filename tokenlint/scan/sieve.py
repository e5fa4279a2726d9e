"""The hot path: one pass over a chunk of bytes finds, keys and counts its tokens.

A token of a header, a form and a shape that came before costs one typed decode and one look-up.
All others take the longer way (`tokenlint.scan.long_way`), once for what they bring that is new.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64

import msgspec
from pybase64 import b64decode

from tokenlint.capture.chunks import Chunk
from tokenlint.credentials.base64url import ALPHABET, LAST
from tokenlint.credentials.quick import LONGEST
from tokenlint.policy.typed_form import Reading
from tokenlint.scan.counts import Counts
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles, end_of_part, end_of_word
from tokenlint.scan.sketch import head_of, tail_of
from tokenlint.scan.summary import Example

_QUOTE = ord('"')
_GOES_ON = frozenset(b"-_.=%\\+/")  # no end of a regular token
_PADDING = (b"", b"", b"==", b"=")
_TO_STANDARD = bytes.maketrans(b"-_+/", b"+/!!")


class Sieve:
    """Takes chunk after chunk; what it has learned stays for the next part of the input."""

    def __init__(self, needles: Needles, long_way: LongWay, counts: Counts) -> None:
        self._find = needles.find
        self._plain = needles.plain
        self._long = long_way
        self._lanes = long_way.lanes
        self._verifier = long_way.verifier
        self._known = long_way.known
        self._counts = counts
        self._distinct, self._ids = counts.distinct, counts.ids
        self._subjects, self._recent = counts.subjects, counts.recent
        self._presentations = counts.presentations
        self._over, self._limit = long_way.sizes

    def take(self, chunk: Chunk) -> None:
        """Count the tokens of a chunk."""
        data = chunk.data
        self._counts.chunk = chunk
        self._counts.size += len(data) - chunk.overlap
        whole = not (chunk.overlap or chunk.repeated)
        end = 0
        for needle, start, _ in self._find(data):
            if start < end:
                continue
            done = 0
            if needle < self._plain and (whole or _is_inside(chunk, start)):
                done = self._token(data, start) or self._long.plain(data, start)
            end = done or self._long.wrapped(data, start, end)

    def _token(self, data: bytes, start: int) -> int:  # noqa: C901, PLR0911 - no call more
        """Count the token at `start` and tell its end; 0 where only the long way can."""
        first = data.find(b".", start, start + LONGEST)
        lane = self._lanes.get(data[start:first]) if first > 0 else None
        if lane is None:
            return 0
        second = data.find(b".", first + 1, start + LONGEST)
        end = self._end(data, start, second + 1)
        if not 0 < end - start <= LONGEST or second < 0:
            return 0
        if data[end - 1] not in (
            lane.known_ends.get(end - second - 1) or lane.ends(end - second - 1)
        ):
            return 0
        segment = data[first + 1 : second]
        rest = len(segment) & 3
        if not segment or segment[-1] not in LAST[rest]:
            return 0
        if segment.isalnum():
            text = b64decode(segment + _PADDING[rest], None, True)
        else:
            try:
                text = a2b_base64(segment.translate(_TO_STANDARD) + _PADDING[rest])
            except Base64Error:
                return 0
            if len(text) != len(segment) * 3 >> 2:
                return 0
        size = end - start
        mark = lane.marks[(size > self._over) + (size > self._limit)]
        signed = data[start:second]
        word = "claimed"
        if self._verifier:
            word = self._verifier.word(lane, signed, data[second + 1 : end])
            mark = lane.verified_mark(mark, word)
        reading = lane.read(text, mark)
        entry = self._known.get(reading[0]) if reading else None
        if reading is None or entry is None:
            return 0
        if entry.count:
            entry.count += 1
        else:
            self._counts.token(entry, start, Example(data[start:first], segment, size, word))
        self._identity(signed, text, head_of(text, lane.seed), reading, start)
        return end

    def _end(self, data: bytes, start: int, signature: int) -> int:
        """Where the token ends whose signature begins there; -1 where that is not plain."""
        if start and data[start - 1] == _QUOTE:
            end = data.find(b'"', signature, start + LONGEST)
            return -1 if end < 0 or data[signature:end].translate(None, ALPHABET) else end
        end = end_of_part(data, signature)
        return -1 if end < len(data) and data[end] in _GOES_ON else end

    def _identity(self, signed: bytes, text: bytes, head: int, reading: Reading, at: int) -> None:
        """As `Counts.identity`; most tokens and ids are none of the smallest."""
        counts = self._counts
        presented = self._presentations.count(counts.chunk.data, at)
        if presented.never:
            counts.never(presented.context, at, signed)
        _, token_id, subject = reading
        if head <= self._distinct.limit:
            self._distinct.add(head, tail_of(signed), None)
        if token_id:
            head = head_of(token_id.encode())
            if head <= self._ids.limit:
                issuer = msgspec.json.decode(text).get("iss")
                counts.token_id(head, token_id, issuer, signed, at)
        if subject not in self._recent and head_of(subject.encode()) <= self._subjects.limit:
            counts.subject(subject)


def _is_inside(chunk: Chunk, start: int) -> bool:
    """Whether a token at `start` of a piece of a long line is seen by this piece alone."""
    return start >= chunk.overlap and end_of_word(chunk.data, start) < len(chunk.data)
