"""Which texts an expression matches, told without backtracking: time is linear in the text.

Nothing here runs the expression in a matcher that could take exponential time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tokenlint.services.regular.errors import Unsupported
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

_MOST_STATES = 1500
_MOST_STEPS = 100_000
_MOST_KNOWN = 4_000

States = frozenset[int]


@dataclass(slots=True, eq=False)
class Automaton:
    """States and moves of an expression, looked for anywhere in a text; state 0 is the start."""

    moves: list[list[tuple[int, int]]] = field(default_factory=list)  # mask, to
    free: list[list[tuple[str, int]]] = field(default_factory=list)  # anchor or ``, to
    accepting: int = 0
    known: dict[tuple[States, int], States] = field(default_factory=dict)  # moves of sets

    def accepts(self, text: str) -> bool:
        """Whether the expression matches somewhere in the text."""
        if not text:
            return self.empty
        states = self.first
        for sign in text:
            if self.accepting in states:
                return True
            states = self.after(states, mask_of(sign))
        return self.ends_in(states)

    @property
    def empty(self) -> bool:
        """Whether it matches the empty text, whose beginning is its end: `$^` does."""
        return self.accepting in self._closed([0], {"start", "end"})

    @property
    def first(self) -> States:
        """Where it is before the first sign."""
        return self._closed([0], {"start"})

    def after(self, states: States, sign: int) -> States:
        """Where it is after one more sign; a match that was found stays found."""
        if self.accepting in states:
            return frozenset({self.accepting})
        found = self.known.get((states, sign))
        if found is None:
            reached = [to for state in states for mask, to in self.moves[state] if mask & sign]
            found = self._closed([*reached, 0], set())
            if len(self.known) < _MOST_KNOWN:
                self.known[states, sign] = found
        return found

    def ends_in(self, states: States) -> bool:
        """Whether the text may end here, and matches."""
        return self.accepting in self._closed(states, {"end"})

    @property
    def never_again(self) -> bool:
        """Whether nothing can match that did not begin with the text's first sign."""
        resting = self._closed([0], set())
        return not any(self.moves[state] for state in resting) and not self.ends_in(resting)

    def resting(self, states: States) -> bool:
        """Whether no match is under way."""
        return states <= self._closed([0], set())

    def new(self) -> int:
        """A further state."""
        if len(self.moves) >= _MOST_STATES:
            raise Unsupported("too many repetitions")
        self.moves.append([])
        self.free.append([])
        return len(self.moves) - 1

    def masks(self) -> Iterator[int]:
        """All sets of signs that it tells apart."""
        return (mask for moves in self.moves for mask, _ in moves)

    def _closed(self, states: Iterable[int], anchors: set[str]) -> States:
        seen = set(states)
        waiting = list(seen)
        while waiting:
            for anchor, to in self.free[waiting.pop()]:
                if to not in seen and (not anchor or anchor in anchors):
                    seen.add(to)
                    waiting.append(to)
        return frozenset(seen)


def build(node: Node) -> Automaton:
    """The automaton of an expression.

    Raises:
        Unsupported: it has too many states.
    """
    automaton = Automaton()
    start = automaton.new()
    automaton.accepting = _add(automaton, node, start)
    return automaton


def _add(automaton: Automaton, node: Node, start: int) -> int:
    """Add a part that begins in a state; the state in which it ends."""
    match node:
        case Leaf(signs):
            end = automaton.new()
            automaton.moves[start].append((signs, end))
            return end
        case Anchor(at):
            end = automaton.new()
            automaton.free[start].append((at, end))
            return end
        case Sequence(items):
            for item in items:
                start = _add(automaton, item, start)
            return start
        case Choice(options):
            return _choice(automaton, options, start)
        case Repeat():
            return _repeat(automaton, node, start)


def _choice(automaton: Automaton, options: tuple[Node, ...], start: int) -> int:
    end = automaton.new()
    for option in options:
        begin = automaton.new()
        automaton.free[start].append(("", begin))
        automaton.free[_add(automaton, option, begin)].append(("", end))
    return end


def _repeat(automaton: Automaton, node: Repeat, start: int) -> int:
    for _ in range(node.least):
        before, start = start, _add(automaton, node.item, start)
        if start == before:  # nothing, however often
            break
    if node.most == node.least:
        return start
    if node.most is None:
        loop = automaton.new()
        automaton.free[start].append(("", loop))
        automaton.free[_add(automaton, node.item, loop)].append(("", loop))
        end = automaton.new()
        automaton.free[loop].append(("", end))
        return end
    end = automaton.new()
    automaton.free[start].append(("", end))
    for _ in range(node.most - node.least):
        before, start = start, _add(automaton, node.item, start)
        if start == before:
            break
        automaton.free[start].append(("", end))
    return end


def includes(wide: Automaton, narrow: Automaton, within: Automaton | None = None) -> bool:
    """Whether `wide` matches every text that `narrow` matches, of those that `within` matches.

    False also where that could not be shown within a bounded number of steps.
    Texts hold no newline.
    """
    parts = (wide, narrow, within or narrow)
    if narrow.empty and parts[2].empty and not wide.empty:
        return False
    signs, lost = _apart(parts), narrow.never_again
    waiting = [tuple(part.first for part in parts)]
    seen, steps = set(waiting), 0
    while waiting:
        states = waiting.pop()
        if wide.accepting in states[0] or (lost and narrow.resting(states[1])):
            continue
        ends = [part.ends_in(state) for part, state in zip(parts, states, strict=True)]
        if ends[1] and ends[2] and not ends[0]:
            return False
        for sign in signs:
            further = tuple(p.after(s, sign) for p, s in zip(parts, states, strict=True))
            if further not in seen:
                seen.add(further)
                waiting.append(further)
        steps += len(signs) * sum(len(state) for state in states)
        if steps > _MOST_STEPS:
            return False
    return True


def _apart(parts: Iterable[Automaton]) -> list[int]:
    """One sign for each group of signs that no part tells apart."""
    masks = sorted({mask for part in parts for mask in part.masks()})
    groups: dict[tuple[bool, ...], int] = {}
    for code in range(OTHER.bit_length()):
        sign = 1 << code
        if sign != mask_of("\n"):
            groups.setdefault(tuple(bool(mask & sign) for mask in masks), sign)
    return list(groups.values())
