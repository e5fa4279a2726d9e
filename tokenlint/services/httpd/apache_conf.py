"""The grammar of Apache httpd, as far as sections around SciTokens' directives go.

Source: Apache HTTP Server documentation, "Configuration Files": names of directives and sections
do not care for case, a backslash at the end of a line joins it to the next one,
`#` is a comment as the first sign of a line only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent
from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_WORD = re.compile(r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|[^\s\"']+")
_SECTION = re.compile(r"<(/?)([A-Za-z]+)([^>]*)>?")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Directive:
    """A name in lower case and its words."""

    name: str
    words: tuple[Value, ...]


@dataclass
class Section:
    """A section with its kind in lower case (`location`), its words, and what stands in it."""

    kind: str
    words: tuple[Value, ...]
    inside: "Section | None" = None
    directives: list[Directive] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)

    def last(self, name: str) -> Directive | None:
        """The last directive of a name, here or else in the sections around."""
        found = [each for each in self.directives if each.name == name]
        if found:
            return found[-1]
        return self.inside.last(name) if self.inside else None

    def walk(self) -> Iterator["Section"]:
        """This section and all within it."""
        yield self
        for section in self.sections:
            yield from section.walk()


def read(text: Text) -> tuple[Section, tuple[Problem, ...]]:
    """The file as a section without a kind, and what Apache does not start with."""
    top = Section("", ())
    current, depth = top, 0
    problems: list[Problem] = []
    for index, start, line in _lines(text):
        match = _SECTION.match(line, start)
        if match is None:
            words = _words(text, index, start, line)
            if words:
                current.directives.append(Directive(words[0].text.casefold(), tuple(words[1:])))
        elif not match[1] and depth < _DEEPEST:
            words = _words(text, index, match.start(3), line[: match.end(3)])
            inner = Section(match[2].casefold(), tuple(words), current)
            current.sections.append(inner)
            current, depth = inner, depth + 1
        elif match[1]:
            if current.inside is None or current.kind != match[2].casefold():
                source = text.at(index, *match.span())
                reason = f"Apache does not start: `</{match[2]}>` closes no such section"
                problems.append(Problem("syntax", source, reason, "remove it or open the section"))
            else:
                current, depth = current.inside, depth - 1
    return top, tuple(problems)


def included(text: Text, top: Section) -> Iterator[Absent]:
    """Files of `Include`; those of `IncludeOptional` may be missing."""
    for section in top.walk():
        for each in section.directives:
            if each.name == "include" and each.words:
                yield from absent("Include", each.words[0], text)


def _lines(text: Text) -> Iterator[tuple[int, int, str]]:
    """Lines with their index and where they begin; a joined one keeps the place of the first."""
    parts: list[str] = []
    first = 0
    for index, line in text:
        if not parts and (is_directive(line) or line.lstrip()[:1] in {"#", ""}):
            continue
        first = first if parts else index
        if line.endswith("\\"):
            parts.append(line[:-1] + " ")
            continue
        joined = "".join([*parts, line])
        yield first, len(joined) - len(joined.lstrip()), joined
        parts = []


def _words(text: Text, index: int, start: int, line: str) -> list[Value]:
    found = []
    for match in _WORD.finditer(line, start):
        quoted = match[0][0] in {'"', "'"}
        bare = match[0].strip("\"'") if quoted else match[0]
        first = match.start() + quoted
        last = first + len(bare)
        on_line = last <= len(text.lines[index])
        source = text.at(index, first, last) if on_line else text.at(index)
        found.append(Value.of(bare, source))
    return found
