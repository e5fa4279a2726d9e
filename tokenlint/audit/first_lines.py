"""Lines of a log that stand for others: the first of them, whatever was read before them."""

from typing import Final, NamedTuple

from tokenlint.audit.event import Event

EXAMPLES: Final = 5


class At(NamedTuple):
    """A line of a log as an example; ordered by time, then by place.

    `offset` counts unpacked bytes, `line` from 1, 0 where it is yet to be found out.
    No two lines share a place, so that events are never compared.
    """

    time: float
    origin: str
    offset: int
    line: int
    event: Event
    scope: str = ""


Examples = tuple[At, ...]


def first_ones(one: Examples, other: Examples, most: int = EXAMPLES) -> Examples:
    """The first of both."""
    return tuple(sorted({each[:3]: each for each in (*one, *other)}.values())[:most])


def first_apart(one: Examples, other: Examples) -> Examples:
    """Of both, the first line of each pair of address and service, and the first of these lines."""
    first: dict[tuple[str, str], At] = {}
    for each in sorted({each[1:3]: each for each in (*one, *other)}.values(), key=_by_place):
        first.setdefault((each.event.client, each.event.service), each)
    return tuple(first.values())[:EXAMPLES]


def _by_place(at: At) -> tuple[str, int]:
    return at.origin, at.offset
