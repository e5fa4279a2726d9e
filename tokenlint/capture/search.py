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
from tokenlint.capture.blobs import Blob, blobs
from tokenlint.capture.jwt_at import jwt_at
from tokenlint.capture.macaroon_at import macaroon_at
from tokenlint.capture.pem_at import pem_at
from tokenlint.capture.text_layers import LAYERS, Inner, take_off
from tokenlint.capture.wrapped import Wrapped

MOST_LAYERS = 3
_MOST_TEXTS = 64  # that one search looks at; reached by hostile input only
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
    waiting, seen = [_Text(text)], {text}
    for depth in range(MOST_LAYERS + 1):
        inside: list[_Text] = []
        for each in waiting:
            here, explained = _strictly(each)
            found += map(each.outermost, here)
            if explained or depth == MOST_LAYERS:
                continue
            for inner in _inside(each):
                if inner.text not in seen and len(seen) < _MOST_TEXTS:
                    seen.add(inner.text)
                    inside.append(inner)
        waiting = inside
    return _best(found)


def _strictly(each: _Text) -> tuple[list[Wrapped], bool]:
    """What stands in a text without further layers, and whether that explains every anchor."""
    found, end, explained = [], 0, True
    for hit in _ANCHOR.finditer(each.text):
        if hit.start() < end:
            continue
        here = _credential_at(each.text, hit.start(), hit[1], each.ends)
        explained = explained and here is not None and here.whole
        if here is not None:
            found.append(here)
            end = here.end
    return found, explained


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
    for each in sorted(found, key=lambda each: (-each.stage, len(each.layers), each.start)):
        at = bisect_left(chosen, each.start, key=lambda other: other.start)
        before_it = at == 0 or chosen[at - 1].end <= each.start
        if before_it and (at == len(chosen) or each.end <= chosen[at].start):
            chosen.insert(at, each)
    return chosen
