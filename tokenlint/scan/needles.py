"""Where a credential may begin: a few short byte strings, all looked for in one pass."""

import re
from collections.abc import Callable, Sequence

import ahocorasick_rs

from tokenlint.credentials.jwt import TOKEN_STARTS

Hit = tuple[int, int, int]  # which needle, its first byte, the byte after its last

# Below this number the library builds a searcher that is many times slower.
_FEWEST = 9
_FILLERS = (b"\x00\xff\x00\xf0", b"\x00\xff\x00\xf1", b"\x00\xff\x00\xf2", b"\x00\xff\x00\xf3")

_rest_of_part = re.compile(rb"[A-Za-z0-9_-]*+").match
_rest_of_word = re.compile(rb"[A-Za-z0-9_.=-]*+").match


class Needles:
    """Finds the beginnings of tokens, and further anchors.

    `find` gives all hits of a chunk in order, none inside another.
    """

    def __init__(self, anchors: Sequence[bytes] = ()) -> None:
        starts = [start.encode() for start in TOKEN_STARTS]
        self.plain = len(starts)  # needles below this number begin a plain token
        patterns = list(dict.fromkeys([*starts, *anchors]))
        patterns += _FILLERS[: max(0, _FEWEST - len(patterns))]
        kind = ahocorasick_rs.MatchKind.LeftmostFirst  # the one with the fast prefilter
        search = ahocorasick_rs.BytesAhoCorasick(patterns, matchkind=kind)
        self.find: Callable[[bytes], list[Hit]] = search.find_matches_as_indexes


def end_of_part(data: bytes, start: int) -> int:
    """The first byte at or after `start` that is no sign of base64url."""
    found = _rest_of_part(data, start)
    return found.end() if found else start


def end_of_word(data: bytes, start: int) -> int:
    """The first byte at or after `start` that is no part of a plain token."""
    found = _rest_of_word(data, start)
    return found.end() if found else start
