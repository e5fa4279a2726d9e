"""What is known of the lines that were read: a value of bounded size that can be merged.

Merging is associative and commutative, and the empty tally is its identity: parts of a log may be
read in any order, by any number of processes and machines, and come to the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from tokenlint.audit.bounded import Table
from tokenlint.audit.entries import (
    MOST_GROUPS,
    MOST_KINDS,
    MOST_OBSERVED,
    MOST_PARTIES,
    MOST_SPREAD,
    Broken,
    Group,
    GroupKey,
    ObservedKey,
    Often,
    Spread,
    Work,
)
from tokenlint.scan.problems import MOST, first_problems
from tokenlint.source import Problem

_MOST_PROBLEMS: Final = MOST


@dataclass(frozen=True, slots=True)
class Tally:
    """All that an audit keeps of what it has read.

    `left` counts what was not judged, by a word that says why.
    `first` and `last` are inf and -inf where no time is known.
    """

    size: int = 0  # bytes, unpacked
    lines: int = 0
    events: int = 0
    allowed: int = 0
    refused: int = 0
    undecided: int = 0
    judged: int = 0
    passed_over: int = 0
    first: float = float("inf")
    last: float = float("-inf")
    products: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    unread: Table[tuple[str, str], Broken] = field(default_factory=partial(Table, MOST_KINDS))
    groups: Table[GroupKey, Group] = field(default_factory=partial(Table, MOST_GROUPS))
    works: Table[tuple[str, str, str], Work] = field(default_factory=partial(Table, MOST_PARTIES))
    spreads: Table[tuple[str, str], Spread] = field(default_factory=partial(Table, MOST_SPREAD))
    observed: Table[ObservedKey, Often] = field(default_factory=partial(Table, MOST_OBSERVED))
    problems: tuple[Problem, ...] = ()

    def merged(self, other: "Tally") -> "Tally":
        """The tally of both inputs."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in _SUMS}
        return Tally(
            **sums,
            first=min(self.first, other.first),
            last=max(self.last, other.last),
            products=_added(self.products, other.products),
            left=_added(self.left, other.left),
            unread=self.unread.merged(other.unread),
            groups=self.groups.merged(other.groups),
            works=self.works.merged(other.works),
            spreads=self.spreads.merged(other.spreads),
            observed=self.observed.merged(other.observed),
            problems=first_problems((*self.problems, *other.problems), _MOST_PROBLEMS),
        )

    def with_problems(self, problems: Iterable[Problem]) -> "Tally":
        """The same with further problems."""
        return replace(self, problems=first_problems((*self.problems, *problems), _MOST_PROBLEMS))

    def __repr__(self) -> str:
        return f"Tally(lines={self.lines}, events={self.events})"


_SUMS: Final = (
    "size",
    "lines",
    "events",
    "allowed",
    "refused",
    "undecided",
    "judged",
    "passed_over",
)


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    both = dict(one)
    for key, count in other.items():
        both[key] = both.get(key, 0) + count
    return both
