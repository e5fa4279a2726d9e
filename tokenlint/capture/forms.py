"""Credentials in bytes, plain or disguised: the slow and forensic way.

Whoever searches at volume looks for all of `ANCHORS` in one pass and asks here about the hits.
Around a hit a region is looked at, of bounded size: the letters and signs that a disguised token
may consist of, and lines before and behind it that hold nothing else.
Each region is looked at once, so the work is linear in the size of the data.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tokenlint.capture.anchors import ANCHORS, CERTIFICATE
from tokenlint.capture.blobs import plausible
from tokenlint.capture.redaction import mark_at
from tokenlint.capture.search import search
from tokenlint.capture.wrapped import Wrapped

BEFORE, BEHIND = 1 << 14, 1 << 18
"""How far a region reaches from its hit, in bytes."""
AGAIN = 1 << 16
"""What the next region repeats of one that was cut, so that no token is lost at the border."""

_ANCHOR = re.compile(b"|".join(map(re.escape, ANCHORS)))
_SIGNS = rb"A-Za-z0-9_.~+/=%\\&#;-"
_ALL_SIGNS = bytes(byte for byte in range(128) if re.match(b"[%s]" % _SIGNS, bytes([byte])))
_FORWARD = re.compile(
    rb"""
    [%(signs)s]*+ (?:
        (?<= \\[nr] ) [ ]++ [%(signs)s]++                       # an escaped line end, indented
        | [ \t]*+ \r?\n [ \t]*+ [%(signs)s]++ (?= [ \t]*+ (?:[\r\n"'<>,)\]}`]|\Z) )
    )*+
    """
    % {b"signs": _SIGNS},
    re.VERBOSE,
)
_CHAIN = re.compile(  # of PEM blocks, also where their line ends are escaped
    rb"-----BEGIN CERTIFICATE-----[^-]{0,65536}-----END CERTIFICATE-----"
    rb"(?:[^-]{0,512}-----BEGIN [A-Z0-9 ]{1,40}-----[^-]{0,65536}-----END [A-Z0-9 ]{1,40}-----)*"
)


@dataclass(frozen=True, slots=True)
class _Region:
    start: int
    end: int
    cut: bool  # at the size that one may have


def find_wrapped(data: bytes, hits: Iterable[int] | None = None) -> Iterator[Wrapped]:
    """The credentials in `data`, in order; never raises.

    `hits` are the places of anchors, in order; without them they are looked for here.
    Plain and whole ones come, too, with no layers.
    """
    floor = told = 0
    for at in (hit.start() for hit in _ANCHOR.finditer(data)) if hits is None else hits:
        if at < floor:
            continue
        found, floor = wrapped_at(data, at, floor)
        for each in found:
            if each.start >= told:
                told = each.end
                yield each


def wrapped_at(data: bytes, at: int, floor: int = 0) -> tuple[list[Wrapped], int]:
    """The credentials in the region of a hit, and the place up to which all hits are answered.

    Nothing before `floor` is looked at: the place that the call for the hit before gave.
    """
    if not plausible(data, at):
        return [], at + 1
    region = _region(data, at, floor)
    found = search(data[region.start : region.end + mark_at(data, region.end)])
    answered = max(at + 1, region.end - AGAIN if region.cut else region.end)
    placed = [
        replace(each, start=each.start + region.start, end=each.end + region.start)
        for each in found
        if each.start + region.start < answered  # those behind it come again, and whole
    ]
    return placed, answered


def _region(data: bytes, at: int, floor: int) -> _Region:
    if data.startswith(CERTIFICATE, at):
        chain = _CHAIN.match(data, at, at + BEHIND)
        return _Region(at, chain.end() if chain else min(len(data), at + AGAIN), cut=False)
    limit = min(len(data), at + BEHIND)
    forward = _FORWARD.match(data, at, limit)
    end = forward.end() if forward else at + 1
    return _Region(_backward(data, at, max(floor, at - BEFORE)), end, cut=end == limit < len(data))


def _backward(data: bytes, at: int, lowest: int) -> int:
    """Where the letters and signs begin, and the lines before that hold nothing else."""
    text = data[lowest:at]
    while True:
        start = len(text.rstrip(_ALL_SIGNS))
        before = text[:start].rstrip(b" \t")
        if not before.endswith(b"\n"):
            return lowest + start
        above = before[:-1].removesuffix(b"\r").rstrip(b" \t")
        if not above or above[-1] not in _ALL_SIGNS:
            return lowest + start
        text = above
