"""The directives of an `xrootd.cfg` that count in a world, with their variables filled in."""

from dataclasses import dataclass, field, replace

from tokenlint.services.value import Value
from tokenlint.services.xrootd.conditions import World, holds
from tokenlint.services.xrootd.stream import Line
from tokenlint.services.xrootd.variables import Variables, assign, substituted
from tokenlint.source import Source


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line for which XRootD does not start."""

    source: Source
    reason: str


@dataclass
class Walk:
    """What XRootD reads in one world."""

    directives: list[Line] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def walk(lines: list[Line], world: World) -> Walk:
    """Follow the conditions; one branch is read, conditions do not nest."""
    walker = _Walker(world)
    for line in lines:
        walker.line(line)
    if walker.opened is not None:
        walker.result.mistakes.append(Mistake(walker.opened, "`fi` is missing for the last `if`"))
    return walker.result


class _Walker:
    """`opened` is the place of the open `if`, `taken` tells that one of its branches counted."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.variables: Variables = {}
        self.result = Walk()
        self.opened: Source | None = None
        self.taken = False
        self.reading = True

    def line(self, line: Line) -> None:
        if line.first == "fi" and (self.opened or self.reading):
            self.end(line)
        elif line.first == "else":
            self.alternative(line)
        elif not self.reading:
            return
        elif line.first == "if":
            self.condition(line)
        elif line.first == "set":
            assign(line, self.variables)
        elif line.first != "setenv":
            words = tuple(substituted(word, self.variables) for word in line.words)
            self.result.directives.append(replace(line, words=words))

    def condition(self, line: Line) -> None:
        if self.opened is not None:
            reason = "an `if` stands inside another one; conditions do not nest"
            self.result.mistakes.append(Mistake(line.source, reason))
        self.opened = line.source
        self.choose(line.words[1:], line)

    def choose(self, words: tuple[Value, ...], line: Line) -> None:
        if not words:
            self.result.mistakes.append(Mistake(line.source, "the condition is missing"))
        self.taken = self.reading = holds(words, self.world, self.variables)

    def alternative(self, line: Line) -> None:
        if self.opened is None:
            self.result.mistakes.append(Mistake(line.source, "there is no `if` for this `else`"))
        elif self.taken:
            self.reading = False
        elif len(line.words) == 1:
            self.taken = self.reading = True
        elif line.words[1].text == "if":
            self.choose(line.words[2:], line)
        else:
            reason = f"`else {line.words[1].text}` is neither `else` nor `else if`"
            self.result.mistakes.append(Mistake(line.source, reason))

    def end(self, line: Line) -> None:
        if self.opened is None:
            self.result.mistakes.append(Mistake(line.source, "there is no `if` for this `fi`"))
        self.opened = None
        self.taken = False
        self.reading = True
