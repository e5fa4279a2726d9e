"""Where a credential may begin: short byte strings, many of them looked for in one pass."""

import re
from collections.abc import Callable, Sequence

import ahocorasick_rs

from tokenlint.capture.anchors import ANCHORS, JSON_STARTS

Hit = tuple[int, int, int]  # which needle, its first byte, the byte after its last

# With fewer or more needles than these the library builds a searcher that is many times slower.
_FEWEST, _MOST = 9, 48
_FILLERS = tuple(b"\x00\xff\x00" + bytes((number,)) for number in range(0xF0, 0xF0 + _FEWEST))

_rest_of_part = re.compile(rb"[A-Za-z0-9_-]*+").match
_rest_of_word = re.compile(rb"[A-Za-z0-9_.=-]*+").match


class Needles:
    """Finds the beginnings of plain tokens, and further anchors.

    Needles below the number `plain` begin a plain token.
    """

    def __init__(self, anchors: Sequence[bytes] = ANCHORS) -> None:
        self.plain = len(JSON_STARTS)
        further = [anchor for anchor in anchors if anchor not in JSON_STARTS]
        first = _MOST - self.plain
        self._first = _searcher([*JSON_STARTS, *further[:first]])
        rests = range(first, len(further), _MOST)
        self._further = [_searcher(further[at : at + _MOST]) for at in rests]

    def find(self, data: bytes) -> list[Hit]:
        """All hits in order; of two at one place, one of a plain token comes first."""
        hits = self._first(data)
        for search in self._further:
            if more := search(data):
                more = [(self.plain, start, end) for _, start, end in more]
                hits = sorted((*hits, *more), key=_place)
        return hits


def _place(hit: Hit) -> tuple[int, int]:
    return hit[1], hit[0]


def _searcher(patterns: Sequence[bytes]) -> Callable[[bytes], list[Hit]]:
    filled = [*patterns, *_FILLERS[: max(0, _FEWEST - len(patterns))]]
    kind = ahocorasick_rs.MatchKind.LeftmostFirst  # the one with the fast prefilter
    search = ahocorasick_rs.BytesAhoCorasick(filled, matchkind=kind)
    found: Callable[[bytes], list[Hit]] = search.find_matches_as_indexes
    return found


def end_of_part(data: bytes, start: int) -> int:
    """The first byte at or after `start` that is no sign of base64url."""
    found = _rest_of_part(data, start)
    return found.end() if found else start


def end_of_word(data: bytes, start: int) -> int:
    """The first byte at or after `start` that is no part of a plain token."""
    found = _rest_of_word(data, start)
    return found.end() if found else start
