"""All credentials in a short text, through up to three layers of writing, each at its best.

Strict readers look at the text as it stands; where an anchor is left that they cannot explain,
each layer that shows a sign of itself is taken off, and the text inside is looked at likewise.
A text that was reached in two ways is looked at once, which keeps the work linear.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tokenlint.capture.anchors import ANCHORS, CERTIFICATE, JSON_STARTS, MACAROON_1, MACAROON_2
from tokenlint.capture.blobs import Blob, blobs, plausible
from tokenlint.capture.jwt_at import begins_as_object, jwt_at
from tokenlint.capture.macaroon_at import macaroon_at
from tokenlint.capture.pem_at import pem_at
from tokenlint.capture.text_layers import LAYERS, Inner, take_off
from tokenlint.capture.wrapped import Stage, Wrapped

MOST_LAYERS = 3
_MOST_TEXTS, _MOST_BYTES = 64, 1 << 22
"""That one search looks at; nothing but hostile input reaches them."""
_SEGMENT = re.compile(rb"[\w-]*", re.ASCII)
_ANCHOR = re.compile(b"(?=(%s))" % b"|".join(map(re.escape, ANCHORS)))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text under some layers, and the steps back to the outermost one."""

    text: bytes = field(repr=False)
    ends: tuple[int, ...] = ()
    layers: tuple[str, ...] = ()
    steps: tuple[Inner | Blob, ...] = ()

    def outermost(self, found: Wrapped) -> Wrapped:
        """The same find with its place in the outermost text, and its layers."""
        start, end = found.start, found.end
        for step in reversed(self.steps):
            start, end = step.place(start), step.place_of_end(end)
        return replace(found, start=start, end=end, layers=self.layers)


def search(text: bytes) -> list[Wrapped]:
    """The credentials in a text, in order, none over another; never raises."""
    found: list[Wrapped] = []
    waiting, seen, size = [_Text(text)], {text}, len(text)
    for depth in range(MOST_LAYERS + 1):
        inside: list[_Text] = []
        for each in waiting:
            here, explained = _strictly(each)
            found += map(each.outermost, here)
            if explained or depth == MOST_LAYERS:
                continue
            for inner in _inside(each):
                few = len(seen) < _MOST_TEXTS and size < _MOST_BYTES
                if few and inner.text not in seen:
                    seen.add(inner.text)
                    size += len(inner.text)
                    inside.append(inner)
        waiting = inside
    return _best(found)


def _strictly(each: _Text) -> tuple[list[Wrapped], bool]:
    """What stands in a text without further layers, and whether that explains every anchor."""
    text, found, end, explained = each.text, [], 0, True
    for hit in _ANCHOR.finditer(text):
        at = hit.start()
        if at < end:
            continue
        here = _credential_at(text, at, hit[1], each.ends)
        if here is not None:
            found.append(here)
            end, explained = here.end, explained and here.whole
        elif plausible(text, at):
            explained = False
            if hit[1] in JSON_STARTS and begins_as_object(text, at):
                end = _end_of_segment(text, at)  # all of it was decoded, and is no header
    return found, explained


def _end_of_segment(text: bytes, at: int) -> int:
    found = _SEGMENT.match(text, at)
    return found.end() if found else at


def _credential_at(text: bytes, at: int, anchor: bytes, ends: tuple[int, ...]) -> Wrapped | None:
    if anchor in JSON_STARTS:
        return jwt_at(text, at, ends)
    if anchor == CERTIFICATE:
        return pem_at(text, at)
    if anchor == MACAROON_1 or anchor in MACAROON_2:
        return macaroon_at(text, at)
    return None


def _inside(each: _Text) -> Iterator[_Text]:
    """The texts under one more layer."""
    for layer in LAYERS.values():
        inner = take_off(layer, each.text, each.ends)
        if inner is not None:
            yield _Text(inner.text, inner.ends, (*each.layers, layer.name), (*each.steps, inner))
    for blob in blobs(each.text):
        yield _Text(blob.text, (), (*each.layers, blob.name), (*each.steps, blob))


def _best(found: list[Wrapped]) -> list[Wrapped]:
    """Of finds that overlap the one that is most complete, and lies under the fewest layers."""
    chosen: list[Wrapped] = []
    for each in sorted(found, key=_worth, reverse=True):
        at = bisect_left(chosen, each.start, key=lambda other: other.start)
        before_it = at == 0 or chosen[at - 1].end <= each.start
        if before_it and (at == len(chosen) or each.end <= chosen[at].start):
            chosen.insert(at, each)
    return chosen


def _worth(found: Wrapped) -> tuple[int, int, int]:
    """What makes one find better than another at the same place.

    Of joined lines only a fitting signature shows that the last one belongs to the others.
    """
    joined = "folded" in found.layers and not found.whole
    stage = min(found.stage, Stage.CLAIMS) if joined else found.stage
    return stage, -len(found.layers), -found.start
