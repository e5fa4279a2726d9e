"""Operations that were observed, while lines come: a table by what they have in common.

It is what `bounded.Filling` would be for `ObservedKey`; but where it is full, all that stands
below the same beginning of a key goes or stays at once, and only what stands at the border is
sorted.
"""

from collections.abc import Iterator

from tokenlint.audit.bounded import Table
from tokenlint.audit.entries import ObservedKey, Often
from tokenlint.audit.running import OpenOften

Named = tuple[str, str, str, str]
"""Workflow, token, operation and service: how an `ObservedKey` begins."""
Paths = tuple[str, str]


class Sightings:
    """The smallest `most` keys with their operations; it holds at most twice as many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_name: dict[Named, dict[Paths, OpenOften]] = {}
        self._size = 0
        self._left_out = 0
        self._border: tuple[Named, Paths] | None = None  # the greatest key that was kept
        self._others = OpenOften()

    def at(self, named: Named, paths: Paths) -> OpenOften:
        """The operations of a key; beyond the border all are one, of which the weight counts."""
        if self._border is not None and (named, paths) > self._border:
            return self._others
        below = self._by_name.get(named)
        if below is None:
            below = self._by_name[named] = {}
        found = below.get(paths)
        if found is None:
            if self._size >= 2 * self._most:
                self._cut()
                return self.at(named, paths)
            found = below[paths] = OpenOften()
            self._size += 1
        return found

    def finish(self) -> Table[ObservedKey, Often]:
        """The table of all, in order: then tables are merged without much sorting."""
        if self._size > self._most:
            self._cut()
        kept = {
            (*named, *paths): below[paths].frozen()
            for named, below in self._in_order()
            for paths in sorted(below)
        }
        return Table(self._most, kept, self._left_out + self._others.weight)

    def _cut(self) -> None:
        """Keep the smallest keys."""
        kept: dict[Named, dict[Paths, OpenOften]] = {}
        left = self._most
        for named, below in self._in_order():
            if len(below) <= left:
                kept[named] = below
            else:
                ordered = sorted(below)
                if left:
                    kept[named] = {paths: below[paths] for paths in ordered[:left]}
                self._left_out += sum(below[paths].weight for paths in ordered[left:])
            left = max(0, left - len(below))
        self._by_name, self._size = kept, self._most
        last = next(reversed(kept))
        self._border = last, max(kept[last])

    def _in_order(self) -> Iterator[tuple[Named, dict[Paths, OpenOften]]]:
        """Those that hold something; a key that did not fit may have left an empty one."""
        return (
            (named, self._by_name[named]) for named in sorted(self._by_name) if self._by_name[named]
        )
