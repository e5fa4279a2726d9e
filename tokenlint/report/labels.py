"""Letters beside the marks of a plot, where they cover neither each other nor a mark."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

Spot = tuple[float, float]

_NEAR = 9  # pixels: marks that are nearer to each other share a label
_MOST = 4  # letters of one label
_LETTER, _TALL = 9.5, 12.0  # pixels of a letter
_PLACES = (  # of the beginning of a label, from its mark; the last is taken where all are covered
    (8, -5), (-8, -5), (8, 14), (-8, 14), (9, 5), (-9, 5), (20, 5), (-20, 5), (8, -18), (8, 27),
    (32, 5), (-32, 5), (8, -5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """Words with the place of their base line; `left` of it they end, else they begin there."""

    words: str
    at: Spot
    left: bool


def labels(
    found: Sequence[tuple[Spot, str]], marks: Sequence[Spot], size: float, taken: Sequence[Label]
) -> list[Label]:
    """A label for each group of marks; `size` is the side of the plot, `taken` stand already."""
    together: dict[Spot, list[tuple[Spot, str]]] = defaultdict(list)
    for at, letter in found:
        if letter:
            together[round(at[0] / _NEAR), round(at[1] / _NEAR)].append((at, letter))
    boxes = [_box(label) for label in taken]
    boxes += [(x - 5, y - 5, x + 5, y + 5) for x, y in marks]
    placed = []
    for here in together.values():
        label = _free(here[0][0], _words([letter for _, letter in here]), boxes, size)
        boxes.append(_box(label))
        placed.append(label)
    return placed


def _words(letters: Sequence[str]) -> str:
    rest = len(letters) - _MOST
    return " ".join(letters[:_MOST]) + (f" +{rest}" if rest > 0 else "")


Box = tuple[float, float, float, float]


def _free(at: Spot, words: str, boxes: Sequence[Box], size: float) -> Label:
    label = Label(words, at, left=False)
    for dx, dy in _PLACES:
        label = Label(words, (at[0] + dx, at[1] + dy), left=dx < 0)
        box = _box(label)
        inside = box[0] > 0 and box[1] > -_TALL and box[2] < size + _TALL and box[3] < size
        if inside and not any(_meet(box, other) for other in boxes):
            return label
    return label


def _box(label: Label) -> Box:
    x, y = label.at
    width = len(label.words) * _LETTER * 0.8
    start = x - width if label.left else x
    return (start, y - _TALL + 2, start + width, y + 1)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
