"""The hot path: one pass over a chunk of bytes finds, keys and counts its tokens.

A token of a header, a form and a shape that came before costs one typed decode and one look-up.
All others take the longer way (`tokenlint.scan.long_way`), once for what they bring that is new.
"""

from binascii import a2b_base64
from zlib import crc32

from tokenlint.credentials.base64url import ALPHABET
from tokenlint.credentials.quick import LONGEST
from tokenlint.scan.counts import Counts, Entry
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles
from tokenlint.scan.summary import Summary

_QUOTE, _DOT = ord('"'), b"."
_PADDING = (b"", b"", b"==", b"=")
_TO_STANDARD = bytes.maketrans(b"-_+/", b"+/!!")
_BEFORE = 14  # bytes before a token that tell where it stands


class Sieve:
    """Takes chunks of one input after the other; what it has learned stays for the next.

    Shapes are counted in `counts`; `summary` gives them away and starts anew.
    """

    def __init__(self, needles: Needles, long_way: LongWay, counts: Counts) -> None:
        self._find = needles.find
        self._end = needles.end
        self._long = long_way
        self._lanes = long_way.lanes
        self._known = long_way.known
        self._counts = counts
        common = long_way.common
        over, limit = long_way.sizes
        self._over, self._limit = over, limit
        self._persons = common.persons

    def take(self, data: bytes, offset: int) -> None:
        """Count the tokens of a chunk that begins at byte `offset` of the input."""
        self._counts.begin(data, offset)
        end = 0
        for _, start, _ in self._find(data):
            if start >= end:
                end = self._token(data, start) or self._long.take(data, start)

    def _token(self, data: bytes, start: int) -> int:
        """Count the token at `start` and tell its end; 0 where only the long way can."""
        first = data.find(_DOT, start, start + LONGEST)
        lane = self._lanes.get(data[start:first])
        if lane is None:
            return 0
        second = data.find(_DOT, first + 1, start + LONGEST)
        if second < 0:
            return 0
        if data[start - 1] == _QUOTE and start:
            end = data.find(b'"', second, start + LONGEST)
            signature = data[second + 1 : end]
            if end < 0 or signature.translate(None, ALPHABET):
                return 0
        else:
            end = self._end(data, second + 1)
            signature = data[second + 1 : end]
        size = end - start
        if not lane.whole(signature) or size > LONGEST:
            return 0
        segment = data[first + 1 : second]
        length = len(segment)
        if segment.isalnum():
            text = a2b_base64(segment + _PADDING[length & 3]) if length & 3 != 1 else b""
        else:
            text = _decoded(segment)
        if len(text) != length * 3 >> 2 or not text:
            return 0
        reading = lane.read(text, lane.marks[(size > self._over) + (size > self._limit)])
        ...
