"""Lanes: what was decided for one token, operation, service and client, and holds for the next."""

from collections.abc import Iterator, Sequence
from typing import Final

from tokenlint.audit.readers.clock import LATEST
from tokenlint.audit.rights import Short, climbs
from tokenlint.audit.sightings import Named, Sightings
from tokenlint.audit.sums import Line
from tokenlint.audit.verdict import Judged

NEVER: Final = float("inf")


class Lane:
    """In this span of time, below these paths, an allowed operation is as it should be.

    `prefix` and `count` are of the capability that is used first, `others` of further ones.
    Events mostly come in the order of their times: those are counted where the lane is found,
    and `last` moves on. `counts` is for all others.
    `named` is what its operations have in common where they are observed, all but the paths.
    """

    __slots__ = (
        "count",
        "end",
        "first",
        "last",
        "match",
        "named",
        "opens",
        "others",
        "prefix",
        "said",
        "used",
        "workflow",
    )

    def __init__(
        self,
        said: Judged,
        shorts: Sequence[Short],
        line: Line,
        skew: float,
        named: Named,
    ) -> None:
        start, end = said.span or (float("-inf"), NEVER)
        self.opens = max(start - skew, 0.0)  # what has no time never fits
        self.end = min(end + skew, LATEST)
        self.match = line.match
        self.named = named
        self.said = said
        self.workflow = line.event.workflow
        self.prefix, self.used = shorts[0].prefix, shorts[0].used
        self.others = [_Other(each) for each in shorts[1:]]
        self.rest()

    def rest(self) -> None:
        """Nothing is counted; the next event takes the longer way, and wakes the lane."""
        self.first = self.last = NEVER
        self.count = 0
        for other in self.others:
            other.count = 0

    @property
    def resting(self) -> bool:
        """Whether it has counted nothing."""
        return self.first == NEVER

    def counts(self, time: float, path: str) -> bool:
        """Whether an allowed operation is as it should be; then it is counted."""
        if climbs(path) or not self.opens <= time < self.end:
            return False
        if path.startswith(self.prefix):
            self.count += 1
        else:
            other = next((each for each in self.others if path.startswith(each.prefix)), None)
            if other is None:
                return False
            other.count += 1
        self.last = time if self.resting else max(self.last, time)
        self.first = min(self.first, time)
        return True

    def observed(self, seen: Sightings, time: float, path: str, to: str = "") -> None:
        """Keep an operation that was counted."""
        seen.at(self.named, (path, to)).take(time, 1)

    def uses(self) -> Iterator[tuple[str, int]]:
        """The capabilities that were used, and how often."""
        if self.count:
            yield self.used, self.count
        yield from ((each.used, each.count) for each in self.others if each.count)


class _Other:
    """A further capability of a lane."""

    __slots__ = ("count", "prefix", "used")

    def __init__(self, short: Short) -> None:
        self.prefix, self.used, self.count = short.prefix, short.used, 0
