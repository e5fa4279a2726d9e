"""Circles: files that include each other, macros that need each other."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def circles(leads: Mapping[T, Iterable[T]]) -> Iterator[tuple[T, ...]]:
    """Circles of a graph, at least one of each part that holds any; takes linear time.

    What a thing leads to must be a key as well. A circle begins with the first one of it
    that is met, and none of its links is in two circles.
    """
    done: set[T] = set()
    for start in leads:
        path = {start: 0}
        waiting = [] if start in done else [(start, iter(leads[start]))]
        while waiting:
            at, further = waiting[-1]
            to = next(further, None)
            if to is None:
                done.add(at)
                waiting.pop()
                del path[at]
            elif to in path:
                yield tuple(each for each, _ in waiting[path[to] :])
            elif to not in done:
                path[to] = len(waiting)
                waiting.append((to, iter(leads[to])))
