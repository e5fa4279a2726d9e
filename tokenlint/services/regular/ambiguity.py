"""Whether a backtracking matcher could take exponential time for an expression.

It does where a loop can read the same text in two ways, again and again,
and where something after the loop can fail. The first is the exponential degree of ambiguity:
two paths that read the same text lead from a place of the loop back to that place
(Weber and Seidl, "On the degree of ambiguity of finite automata", 1991).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.regular.syntax import (
    Anchor,
    Choice,
    Leaf,
    Node,
    Repeat,
    Sequence,
    nullable,
)

_MOST_PLACES = 40
_MANY = 10  # repetitions from which a limit is as good as none

Pair = tuple[int, int]


def exponential(node: Node, *, can_fail: bool = False) -> bool:
    """Whether some text takes exponential time; `can_fail`: something must match after it."""
    match node:
        case Sequence(items):
            return any(
                exponential(item, can_fail=can_fail or not nullable(Sequence(items[index + 1 :])))
                for index, item in enumerate(items)
            )
        case Choice(options):
            return any(exponential(option, can_fail=can_fail) for option in options)
        case Repeat(item, _, most):
            if can_fail and _loops(most) and _ambiguous(item):
                return True
            return exponential(item, can_fail=can_fail)
        case _:
            return False


def _loops(most: int | None) -> bool:
    return most is None or most >= _MANY


class _Large(Exception):
    """The loop has too many places to be judged."""


@dataclass(slots=True)
class _Part:
    """The places of a part that can be read first and last, and in how many ways."""

    first: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)
    empty: bool = True


@dataclass(slots=True)
class _Loop:
    """The places of a loop (signs each), and in how many ways one follows another."""

    signs: list[int] = field(default_factory=list)
    follows: Counter[Pair] = field(default_factory=Counter)

    def part(self, node: Node) -> _Part:
        match node:
            case Leaf(signs):
                return self._place(signs)
            case Anchor():
                return _Part()
            case Sequence(items):
                return self._sequence(items)
            case Choice(options):
                parts = [self.part(option) for option in options]
                first = sum((part.first for part in parts), Counter[int]())
                last = sum((part.last for part in parts), Counter[int]())
                return _Part(first, last, any(part.empty for part in parts))
            case Repeat(item, least, most):
                if _loops(most):
                    whole = self.part(item)
                    self.join(whole.last, whole.first)
                else:
                    count = most or 0
                    whole = (
                        self._sequence(
                            tuple(item if i < least else Repeat(item, 0, 1) for i in range(count))
                        )
                        if count > 1
                        else self.part(item)
                    )
                return _Part(whole.first, whole.last, whole.empty or least == 0)

    def _place(self, signs: int) -> _Part:
        if len(self.signs) >= _MOST_PLACES:
            raise _Large
        self.signs.append(signs)
        place = Counter({len(self.signs) - 1: 1})
        return _Part(place, place, empty=False)

    def _sequence(self, items: tuple[Node, ...]) -> _Part:
        whole = _Part()
        for item in items:
            part = self.part(item)
            self.join(whole.last, part.first)
            whole = _Part(
                whole.first + part.first if whole.empty else whole.first,
                whole.last + part.last if part.empty else part.last,
                whole.empty and part.empty,
            )
        return whole

    def join(self, last: Counter[int], first: Counter[int]) -> None:
        for place, ways in last.items():
            for follower, more in first.items():
                self.follows[place, follower] += ways * more


def _ambiguous(item: Node) -> bool:
    """Whether the loop over a part can read some text in exponentially many ways."""
    loop = _Loop()
    try:
        part = loop.part(item)
    except _Large:
        return False
    loop.join(part.last, part.first)
    after: dict[int, list[int]] = {place: [] for place in range(len(loop.signs))}
    for place, follower in loop.follows:
        after[place].append(follower)
    pairs = _Pairs(loop.signs, after)
    return any(_twofold(component, loop, pairs) for component in _components(pairs))


@dataclass(slots=True)
class _Pairs:
    """Two places that were reached with the same text, and those reached from there."""

    signs: list[int]
    after: dict[int, list[int]]

    def further(self, pair: Pair) -> Iterator[Pair]:
        for one in self.after[pair[0]]:
            for other in self.after[pair[1]]:
                if self.signs[one] & self.signs[other]:
                    yield (one, other) if one <= other else (other, one)


def _twofold(component: set[Pair], loop: _Loop, pairs: _Pairs) -> bool:
    same = [pair for pair in component if pair[0] == pair[1]]
    if not same:
        return False
    if len(same) < len(component):
        return True
    return any(
        loop.follows[here[0], there[0]] > 1
        for here in same
        for there in pairs.further(here)
        if there in component and there[0] == there[1]
    )


def _components(pairs: _Pairs) -> Iterator[set[Pair]]:
    """The strongly connected parts of what is reached from equal pairs, that hold a cycle."""
    order, seen = [], set()
    back: dict[Pair, list[Pair]] = {}
    for start in [(place, place) for place in pairs.after]:
        waiting = [(start, False)]
        while waiting:
            pair, done = waiting.pop()
            if done:
                order.append(pair)
            elif pair not in seen:
                seen.add(pair)
                waiting.append((pair, True))
                for further in pairs.further(pair):
                    back.setdefault(further, []).append(pair)
                    waiting.append((further, False))
    left = set(order)
    for pair in reversed(order):
        component = _reached(pair, back, left)
        if len(component) > 1 or pair in back.get(pair, ()):
            yield component


def _reached(start: Pair, back: dict[Pair, list[Pair]], left: set[Pair]) -> set[Pair]:
    component, waiting = set(), [start]
    while waiting:
        pair = waiting.pop()
        if pair in left:
            left.remove(pair)
            component.add(pair)
            waiting.extend(back.get(pair, ()))
    return component
