"""The grammar of DIRAC's configuration: nested sections of options, each with its place.

`Name { option = value }`; `+=` adds to an option that is there; a line that begins with `#`
is a comment, while behind a value it is a part of the value. Names are compared with case.
Source: DIRACGrid/diraccfg 1.0.1, `CFG.loadFromBuffer`, which refuses a file as a whole
where this reader tells what is wrong and reads on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.structured.ini import split
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_SIGN = re.compile(r"[{}=]|\+=")
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Option:
    """An option; `more` is what `+=` adds."""

    name: Value
    value: Value
    more: tuple[Value, ...] = ()

    def words(self) -> tuple[Value, ...]:
        """The items of a list, which commas separate."""
        return tuple(word for each in (self.value, *self.more) for word in split(each, ","))


@dataclass(frozen=True)
class Section:
    """A section; the outermost one has an empty name."""

    name: Value
    options: dict[str, Option] = field(default_factory=dict)
    sections: dict[str, "Section"] = field(default_factory=dict)

    def at(self, *names: str) -> "Section | None":
        """The section below this one, None where there is none."""
        found: Section | None = self
        for name in names:
            found = found.sections.get(name) if found else None
        return found

    def below(self, *names: str) -> tuple["Section", ...]:
        """The sections inside the one of this name, in their order."""
        found = self.at(*names)
        return tuple(found.sections.values()) if found else ()

    def value(self, name: str) -> Value | None:
        """The value of an option, None where it is not written."""
        option = self.options.get(name)
        return option.value if option else None

    def words(self, name: str) -> tuple[Value, ...]:
        """The items of an option that is a list."""
        option = self.options.get(name)
        return option.words() if option else ()

    def walk(self) -> Iterator["Section"]:
        """This section and all below it."""
        stack = [self]
        while stack:
            section = stack.pop()
            yield section
            stack += reversed(section.sections.values())


@dataclass(frozen=True)
class Cfg:
    """A file; `open`: a template's directives may bring in more than is written."""

    text: Text = field(repr=False)
    root: Section
    problems: tuple[Problem, ...] = ()
    open: bool = False


def read_cfg(text: Text) -> Cfg:
    """The sections of a text; what DIRAC would stumble over is a problem."""
    reader = _Reader(text)
    for index, line in text:
        reader.line(index, line)
    reader.end()
    return Cfg(text, reader.root, tuple(reader.problems), reader.opened)


class _Reader:
    """What is open at a line: the sections, and the beginning of a name."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self.root = Section(Value("", text.whole))
        self._around = [self.root]
        self._beyond = 0  # sections that are open below the deepest one that is kept
        self._pending = ""
        self._place: Source | None = None
        self.problems: list[Problem] = []
        self.opened = False

    def line(self, index: int, line: str) -> None:
        if is_directive(line):
            self.opened = True
            return
        if line.lstrip().startswith("#"):
            return
        at = 0
        for sign in _SIGN.finditer(line):
            if "=" in sign[0]:
                self._option(index, line, sign)
                return
            self._name(index, line, at, sign.start())
            at = sign.end()
            if sign[0] == "{":
                self._open(self._text.at(index, sign.start(), at))
            else:
                self._close(self._text.at(index, sign.start(), at))
        self._name(index, line, at, len(line))

    def end(self) -> None:
        if (len(self._around) > 1 or self._beyond) and not self._text.embedded:
            name = self._around[-1].name
            self._wrong(name.source, f"the section {name.text[:40]} is not closed", "add its }")

    def _name(self, index: int, line: str, start: int, end: int) -> None:
        """Take a piece of a name, which may go over several lines."""
        piece = line[start:end]
        bare = piece.strip()
        if bare and not self._pending.strip():
            start += len(piece) - len(piece.lstrip())
            self._place = self._text.at(index, start, start + len(bare))
        self._pending = f"{self._pending}{piece}" if self._pending.strip() else piece.lstrip()

    def _open(self, brace: Source) -> None:
        name = Value.of(self._pending.strip(), self._place or brace)
        self._pending, self._place = "", None
        if not name.text:
            self._wrong(brace, "a section has no name", "write its name before the {")
        if self._beyond or len(self._around) > _DEEPEST:
            self._deeper(brace)
            return
        inside = self._around[-1]
        if name.text in inside.sections or name.text in inside.options:
            reason = f"{name.text[:40]} is there twice, and DIRAC refuses the file"
            self._wrong(name.source, reason, "put both into one section")
        section = inside.sections.setdefault(name.text, Section(name))
        self._around.append(section)

    def _deeper(self, brace: Source) -> None:
        if not self._beyond:
            reason = f"sections nest deeper than {_DEEPEST} levels"
            self.problems.append(Problem("limit", brace, reason, "put them further out"))
        self._beyond += 1

    def _close(self, brace: Source) -> None:
        if self._beyond:
            self._beyond -= 1
        elif len(self._around) > 1:
            self._around.pop()
        elif not self._text.embedded:
            self._wrong(brace, "this } closes nothing", "leave it out, or add the { before it")

    def _option(self, index: int, line: str, sign: re.Match[str]) -> None:
        self._pending, self._place = "", None
        name = self._value(index, line, 0, sign.start())
        value = self._value(index, line, sign.end(), len(line))
        if not name.text or set(name.text) & {"{", "}"}:
            reason = "an option needs a line of its own, with a name before the ="
            self._wrong(name.source, reason, "put it on its own line")
        if self._beyond:
            return
        options = self._around[-1].options
        before = options.get(name.text)
        if sign[0] == "=":
            options[name.text] = Option(name, value)
        elif before:
            options[name.text] = Option(before.name, before.value, (*before.more, value))
        else:
            self._undeclared(name)
            options[name.text] = Option(name, value)

    def _undeclared(self, name: Value) -> None:
        if not self._text.embedded:
            reason = f"{name.text[:40]} has no value yet that += could add to"
            self._wrong(name.source, reason, "write the first one with =")

    def _value(self, index: int, line: str, start: int, end: int) -> Value:
        part = line[start:end]
        start += len(part) - len(part.lstrip())
        bare = part.strip()
        return Value.of(bare, self._text.at(index, start, start + len(bare)))

    def _wrong(self, place: Source, reason: str, advice: str) -> None:
        self.problems.append(Problem("syntax", place, reason, advice))
