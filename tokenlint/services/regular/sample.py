"""Texts that an expression was written for: the shortest ones, one for each alternative."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from tokenlint.services.regular.syntax import (
    OTHER,
    Anchor,
    Choice,
    Leaf,
    Node,
    Repeat,
    Sequence,
    mask_of,
)

_MOST = 16
_LONGEST = 400
_LIKELY = "a0A_-./@ "


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a sample; `dot`: it stands for a plain dot, `literal`: for this very sign."""

    text: str
    dot: bool = False
    literal: bool = False


Sample = tuple[Sign, ...]


def samples(node: Node) -> list[Sample]:
    """Samples of an expression, the first alternatives first; none that is very long."""
    return [each for each in islice(_samples(node), _MOST) if len(each) <= _LONGEST]


def text_of(sample: Sample) -> str:
    """The sample as a text."""
    return "".join(sign.text for sign in sample)


def _samples(node: Node) -> Iterator[Sample]:
    match node:
        case Leaf():
            yield (_sign(node),)
        case Anchor():
            yield ()
        case Sequence(items):
            parts = [list(islice(_samples(item), _MOST)) for item in items]
            for chosen in product(*parts):
                yield tuple(sign for part in chosen for sign in part)
        case Choice(options):
            for option in options:
                yield from islice(_samples(option), _MOST)
        case Repeat(item, least, _):
            copies = min(least, _LONGEST + 1)
            inner = islice(_samples(item), _MOST) if copies else iter([()])
            for sample in inner:
                once = tuple(Sign(sign.text, literal=sign.literal) for sign in sample)
                yield (once * copies)[: _LONGEST + 1]


def _sign(leaf: Leaf) -> Sign:
    if leaf.literal:
        return Sign(leaf.literal, literal=True)
    if leaf.any_sign:
        return Sign(".", dot=True)
    likely = next((sign for sign in _LIKELY if mask_of(sign) & leaf.signs), "")
    if likely:
        return Sign(likely)
    lowest = (leaf.signs & -leaf.signs).bit_length() - 1
    return Sign(chr(lowest) if 1 << max(lowest, 0) < OTHER else "é")
