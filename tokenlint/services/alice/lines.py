"""The lines of `TkAuthz.Authorization`: keys, exports and rules.

The parts of a line stand in a fixed order with capital words. The plug-in drops a line of
another form with a message, passes over other words without one, and stops reading at a line
of more than 1,023 characters. Comments begin in the first column.
Source: the constructor in `TTokenAuthz.cxx`.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_WORD = re.compile(r"[^ \t]+")
_LONGEST: Final = 1023
PARTS: Final = {
    "KEY": ("VO:", "PRIVKEY:", "PUBKEY:"),
    "EXPORT": ("PATH:", "VO:", "ACCESS:", "CERT:"),
    "RULE": ("PATH:", "AUTHZ:", "NOAUTHZ:", "VO:", "CERT:"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its first word, and the values of its parts by their words (`PATH`, `VO`)."""

    word: str
    parts: dict[str, Value]
    source: Source

    @property
    def known(self) -> bool:
        """Whether no placeholder stands in it."""
        return all(each.known for each in self.parts.values())

    def text(self, part: str) -> str:
        """The value of a part."""
        return self.parts[part].text


@dataclass(frozen=True)
class File:
    """The lines that count, in their order; `open`: a template may bring in more."""

    text: Text = field(repr=False)
    lines: tuple[Line, ...] = ()
    unknown: tuple[UnknownKey, ...] = ()
    problems: tuple[Problem, ...] = ()
    open: bool = False

    @cached_property
    def keys(self) -> tuple[Line, ...]:
        """The lines `KEY`."""
        return self._of("KEY")

    @cached_property
    def exports(self) -> tuple[Line, ...]:
        """The lines `EXPORT`."""
        return self._of("EXPORT")

    @cached_property
    def rules(self) -> tuple[Line, ...]:
        """The lines `RULE`."""
        return self._of("RULE")

    @cached_property
    def sure(self) -> bool:
        """Whether no template has a say."""
        return not self.open and all(line.known for line in self.lines)

    def _of(self, word: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.word == word)


def read_file(text: Text) -> File:
    """The lines of a text; what the plug-in drops is a problem."""
    lines: list[Line] = []
    unknown: list[UnknownKey] = []
    problems: list[Problem] = []
    opened = text.embedded
    for index, content in text:
        if is_directive(content):
            opened = True
            continue
        words = _words(text, index, content)
        if not words:
            continue
        if len(content) > _LONGEST:
            problems.append(_too_long(text, index))
            break
        if words[0].text not in PARTS:
            unknown += [unknown_key(words[0], "", dict.fromkeys(PARTS, ""))] * words[0].known
            continue
        line = _line(words)
        if line is None:
            problems.append(_other_form(text, index, words[0].text))
        else:
            lines.append(line)
    return File(text, tuple(lines), tuple(unknown), tuple(problems), opened)


def _words(text: Text, index: int, content: str) -> list[Value]:
    if content.startswith("#"):
        return []
    return [
        Value.of(word[0], text.at(index, word.start(), word.end()))
        for word in _WORD.finditer(content)
    ]


def _line(words: list[Value]) -> Line | None:
    """The parts of a line; None where they are not those that it must have."""
    wanted = PARTS[words[0].text]
    if len(words) <= len(wanted):
        return None
    parts: dict[str, Value] = {}
    for word, value in zip(wanted, words[1:], strict=False):
        if not value.text.startswith(word):
            return None
        parts[word[:-1]] = _rest(value, len(word))
    return Line(words[0].text, parts, words[0].source)


def _rest(value: Value, start: int) -> Value:
    source = value.source
    if source.column and source.end_column:
        first = source.column + start
        end = source.end_column if first < source.end_column else 0
        source = Source(source.file, source.line, first, end)
    return Value.of(value.text[start:], source)


def _other_form(text: Text, index: int, word: str) -> Problem:
    reason = f"the plug-in drops this line: after {word} it wants {' '.join(PARTS[word])}"
    return Problem("syntax", text.at(index), reason, "write these parts, in this order")


def _too_long(text: Text, index: int) -> Problem:
    reason = "the plug-in stops reading at a line of more than 1,023 characters"
    return Problem("limit", text.at(index), reason, "make two lines of it")
