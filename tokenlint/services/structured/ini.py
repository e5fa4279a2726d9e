"""INI files as Python's `configparser` and its relatives read them, with the place of every value.

Sections in brackets, `name = value` or `name: value`, comments with `#` or `;` at the beginning
of a line, values that go on in indented lines, of which blank ones are left out.
What stands before the first section belongs to the section ``. Names are compared without case.
Source: Python documentation, `configparser`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_SECTION = re.compile(r"\s*\[([^\]]*)\](.*)")
_OPTION = re.compile(r"\s*([^\s=:\[][^=:]*)([=:])(.*)")
_COMMENTS = ("#", ";")


@dataclass(frozen=True, slots=True)
class Option:
    """A name with its value; `more` are the lines in which the value goes on."""

    section: str
    name: Value
    value: Value
    more: tuple[Value, ...] = ()

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return self.name.text.casefold()

    def words(self, separators: str = " ,") -> tuple[Value, ...]:
        """The single words of the value, each with its place; one with a placeholder is unknown."""
        return tuple(word for line in (self.value, *self.more) for word in split(line, separators))


@dataclass(frozen=True)
class Ini:
    """The sections of a file in their order, its options, and what could not be read.

    `open`: a template's directives may bring in more than is written.
    """

    text: Text = field(repr=False)
    sections: tuple[Value, ...] = ()
    options: tuple[Option, ...] = ()
    problems: tuple[Problem, ...] = ()
    open: bool = False

    def get(self, section: str, name: str) -> Option | None:
        """The option that counts: the last one of this name in the section."""
        wanted = (section.casefold(), name.casefold())
        found = [each for each in self.options if (each.section.casefold(), each.key) == wanted]
        return found[-1] if found else None

    def of(self, section: str) -> Iterator[Option]:
        """The options of a section, in their order, earlier ones of the same name too."""
        return (each for each in self.options if each.section.casefold() == section.casefold())


def read_ini(text: Text, comments: Sequence[str] = _COMMENTS) -> Ini:
    """The options of a text; a line that is none is a problem, and the rest is read all the same.

    `comments` are the signs that begin a line of comment.
    """
    reader = _Reader(text, tuple(comments))
    for index, line in text:
        reader.line(index, line)
    reader.close()
    return Ini(
        text,
        tuple(reader.sections),
        tuple(reader.options),
        tuple(reader.problems),
        reader.opened,
    )


def split(value: Value, separators: str = " ,") -> Iterator[Value]:
    """The words of a value between separators, each with its place where it can be told."""
    signs = re.escape(separators)
    # A gap longer than this is cut like other text, so that a hostile line takes no time.
    gap = r"\{\{.{0,120}?\}\}|\$\{[^}]{0,120}\}"
    for found in re.finditer(rf"(?:{gap}|[^{signs}])+", value.text):
        word = found[0].strip()
        if not word:
            continue
        source = value.source
        if source.column and source.end_column:
            start = source.column + found.start() + len(found[0]) - len(found[0].lstrip())
            source = Source(source.file, source.line, start, start + len(word))
        yield Value.of(word, source)


class _Reader:
    def __init__(self, text: Text, comments: tuple[str, ...]) -> None:
        self._text = text
        self._comments = comments
        self._section = ""
        self.sections: list[Value] = []
        self.options: list[Option] = []
        self._more: list[Value] | None = None  # of the last option, while it may go on
        self.problems: list[Problem] = []
        self.opened = False

    def line(self, index: int, line: str) -> None:
        bare = line.strip()
        if not bare or bare.startswith(self._comments):
            return
        if is_directive(line):
            self.opened = True
        elif line[0].isspace() and self._goes_on(index, line):
            return
        elif found := _SECTION.match(line):
            self.close()
            self._section = found[1].strip()
            place = self._text.at(index, found.start(1), found.end(1))
            self.sections.append(Value.of(self._section, place))
        elif found := _OPTION.match(line):
            self.close()
            start, bare = found.start(1), found[1].rstrip()
            name = Value.of(bare, self._text.at(index, start, start + len(bare)))
            self._more = []
            self.options.append(Option(self._section, name, self._value(index, line, found.end(2))))
        else:
            self._wrong(index)

    def close(self) -> None:
        """The last option takes no more lines."""
        if self._more:
            last = self.options[-1]
            self.options[-1] = Option(last.section, last.name, last.value, tuple(self._more))
        self._more = None

    def _goes_on(self, index: int, line: str) -> bool:
        """Take an indented line as more of the value before it, as configparser does."""
        if self._more is None:
            return False
        if len(line) - len(line.lstrip()) <= self._column(self.options[-1]):
            return False
        self._more.append(self._value(index, line, 0))
        return True

    def _column(self, option: Option) -> int:
        """How far an option is indented."""
        return max(option.name.source.column - 1 - self._text.indent, 0)

    def _value(self, index: int, line: str, start: int) -> Value:
        rest = line[start:]
        start += len(rest) - len(rest.lstrip())
        end = start + len(line[start:].rstrip())
        return Value.of(line[start:end], self._text.at(index, start, end))

    def _wrong(self, index: int) -> None:
        self.problems.append(
            Problem(
                "syntax",
                self._text.at(index),
                "this line is neither a section nor `name = value`",
                "mend it, or make it a comment",
            )
        )
