"""The grammar of HTCondor's configuration files.

Source: the manual's introduction to configuration, and config.cpp of htcondor/htcondor:
`NAME = value`, a backslash at the end continues a line, `NAME @=tag` takes the lines up to `@tag`,
`use CATEGORY : template`, `include [ifexist] : file`, `if`, `elif`, `else`, `endif`.
Names are compared without case. The last definition counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

# A name of a template may hold its placeholders.
_NAME = re.compile(
    r"((?:[A-Za-z_]|\$\()(?:[\w.$():-]|\{\{[^{}]*\}\}|<%[^<>%]*%>|\$\{\w*\})*)"
    r"[ \t]*(@?=)[ \t]*"
)
_STATEMENT = re.compile(
    r"(use|include|error|warning)\b[ \t]*([^:=]*)(?<![ \t])[ \t]*:[ \t]*(.*)", re.IGNORECASE
)
_CONDITION = re.compile(r"(if|elif|else|endif)\b[ \t]*(.*)", re.IGNORECASE)
_DIRECTIVE = re.compile(r"\{\{|\{%|<%|\{#|%>|\}\}")


@dataclass(frozen=True, slots=True)
class Knob:
    """One definition; `certain` is false where it stands below a condition of `when`."""

    name: Value
    value: Value
    source: Source
    when: tuple[str, ...] = ()
    block: bool = False

    @property
    def key(self) -> str:
        """The name without case."""
        return self.name.text.upper()


@dataclass(frozen=True, slots=True)
class Use:
    """A `use CATEGORY : templates` line."""

    category: str
    templates: Value
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inclusion:
    """An `include : FILE` line; `optional` where `ifexist` is written.

    `certain` is false below a condition, and for a path that something else fills in.
    """

    path: Value
    optional: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Config:
    """The definitions of one file in their order."""

    text: Text
    knobs: tuple[Knob, ...]
    uses: tuple[Use, ...]
    includes: tuple[Inclusion, ...]
    problems: tuple[Problem, ...]
    templated: bool


@dataclass(frozen=True, slots=True)
class _Logical:
    """A line with those that continue it; `index` is the first one's."""

    index: int
    start: int
    text: str


def read_config(text: Text) -> Config:
    """Read a configuration file; what HTCondor refuses is a problem, and the rest is read."""
    reader = _Reader(text)
    reader.read()
    return Config(
        text,
        tuple(reader.knobs),
        tuple(reader.uses),
        tuple(reader.includes),
        tuple(reader.problems),
        _DIRECTIVE.search(text.content) is not None,
    )


class _Reader:
    def __init__(self, text: Text) -> None:
        self.text = text
        self.knobs: list[Knob] = []
        self.uses: list[Use] = []
        self.includes: list[Inclusion] = []
        self.problems: list[Problem] = []
        self.when: list[str] = []
        self.at = 0

    def read(self) -> None:
        while self.at < len(self.text.lines):
            line = self._logical()
            if line.text and not line.text.startswith("#") and not _DIRECTIVE.match(line.text):
                self._statement(line)
        if self.when and not self.text.embedded:
            last = len(self.text.lines) - 1
            self._refuse(last, "an `if` has no `endif`")

    def _logical(self) -> _Logical:
        index, line = self.at, self.text.lines[self.at]
        start = len(line) - len(line.lstrip())
        parts = []
        while True:
            self.at += 1
            stripped = line.strip()
            continued = stripped.endswith("\\") and not stripped.startswith("#")
            parts.append(stripped[:-1] if continued else stripped)
            if not continued or self.at >= len(self.text.lines):
                return _Logical(index, start, "".join(parts).strip())
            line = self.text.lines[self.at]

    def _statement(self, line: _Logical) -> None:
        condition = _CONDITION.match(line.text)
        named = _NAME.match(line.text)
        statement = _STATEMENT.match(line.text)
        if named:
            self._define(line, named)
        elif condition:
            self._condition(line, condition[1].lower(), condition[2])
        elif statement:
            self._other(line, statement)
        elif not line.text.startswith("@") and not self.text.embedded:
            self._refuse(line.index, "it is neither a definition nor a statement")

    def _define(self, line: _Logical, named: re.Match[str]) -> None:
        name = Value.of(named[1], self._place(line, named.start(1), named.end(1)))
        written = line.text[named.end() :].strip()
        block = named[2] == "@="
        if block:
            written = "\n".join(self._block(written))
        first = self._place(line, named.end(), named.end() + len(written))
        place = self.text.at(line.index) if block or not written else first
        value = Value(written, place, _plain(written))
        self.knobs.append(Knob(name, value, self.text.at(line.index), tuple(self.when), block))

    def _block(self, tag: str) -> Iterator[str]:
        """The lines up to `@tag`; to the end of the file where that is missing."""
        while self.at < len(self.text.lines):
            line = self.text.lines[self.at]
            self.at += 1
            if line.strip() == f"@{tag}":
                return
            yield line

    def _condition(self, line: _Logical, word: str, rest: str) -> None:
        if word == "if":
            self.when.append(rest.strip())
        elif not self.when:
            if not self.text.embedded:
                self._refuse(line.index, f"`{word}` stands without an `if`")
        elif word == "endif":
            self.when.pop()
        else:
            self.when[-1] = rest.strip() if word == "elif" else f"! {self.when[-1]}"

    def _other(self, line: _Logical, statement: re.Match[str]) -> None:
        word, middle, rest = statement[1].lower(), statement[2].strip(), statement[3].strip()
        place = self._place(line, statement.start(3), statement.end(3))
        if word == "use":
            self.uses.append(Use(middle.lower(), Value.of(rest, place), tuple(self.when)))
        elif word == "include" and "command" not in middle.lower() and not rest.endswith("|"):
            path = Value.of(rest, place)
            certain = path.known and not self.when
            self.includes.append(Inclusion(path, "ifexist" in middle.lower(), certain))

    def _place(self, line: _Logical, start: int, end: int) -> Source:
        width = len(self.text.lines[line.index])
        first, last = line.start + start, min(line.start + end, width)
        return self.text.at(line.index, first, last) if first < last else self.text.at(line.index)

    def _refuse(self, index: int, why: str) -> None:
        self.problems.append(
            Problem(
                "syntax",
                self.text.at(index),
                f"HTCondor does not start with this configuration: {why}",
                "Write NAME = value, or one of use, include, if, elif, else, endif.",
            )
        )


_TEMPLATES = re.compile(r"\{\{|\}\}|\{%|%\}|<%|%>|\$\{|@[A-Z][A-Z0-9_]*@|<[A-Za-z][\w ./'-]*>")


def _plain(written: str) -> bool:
    """Whether nothing but HTCondor's own macros is left to fill in."""
    return _TEMPLATES.search(written) is None
