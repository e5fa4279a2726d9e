"""The grammar of `arc.conf`: blocks with ordered options, `#` comments, no continuation.

Source: `src/hed/shc/legacy/ConfigParser.cpp` of nordugrid/arc, and `arc.conf.reference`
(commit 97883437): blanks around names and values are stripped, names are case-sensitive,
a line without `=` is an option without a value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

# A template's directive is one word, whatever blanks stand in it.
_WORD = re.compile(r' *(?:"([^"]*)"?|((?:\{\{[^{}]{0,200}\}\}|<%[^%]{0,200}%>|[^ ])+))')


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a block; `start` is the column (from 0) of the value on line `index`."""

    key: Value
    value: Value
    source: Source
    text: Text
    index: int
    start: int

    def words(self) -> tuple[Value, ...]:
        """The value's words, each with its place; quotes hold blanks together."""
        found = []
        for match in _WORD.finditer(self.value.text):
            group = 2 if match.group(1) is None else 1
            start, end = (self.start + at for at in match.span(group))
            found.append(Value.of(match.group(group), self.text.at(self.index, start, end)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Block:
    """A block: `arex/ws/jobs`, or a keyword with a name as in `[authgroup: name]`."""

    keyword: str
    name: Value
    source: Source
    options: tuple[Option, ...]

    def of(self, *keys: str) -> tuple[Option, ...]:
        """Its options of these keys, in the order in which they are written."""
        return tuple(option for option in self.options if option.key.text in keys)

    def last(self, key: str) -> Option | None:
        """The option of a key, the last one where it is repeated."""
        found = self.of(key)
        return found[-1] if found else None


def has_directives(text: Text) -> bool:
    """Whether a template may bring further lines."""
    return any(is_directive(line) for line in text.lines)


def blocks_of(text: Text) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of a text in their order, and the lines that ARC cannot read.

    Options before the first block belong to none; ARC passes them over.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    options: list[Option] = []
    for index, line in _lines(text):
        if not line.lstrip().startswith("["):
            options.append(_option(text, index, line))
            continue
        if blocks:
            blocks[-1] = _filled(blocks[-1], options)
        options = []
        if not line.rstrip().endswith("]"):
            problems.append(_unclosed(text, index))
        blocks.append(_block(text, index, line))
    if blocks:
        blocks[-1] = _filled(blocks[-1], options)
    return tuple(blocks), tuple(problems)


def _lines(text: Text) -> Iterator[tuple[int, str]]:
    for index, line in text:
        bare = line.strip()
        if bare and bare[0] != "#" and not is_directive(line):
            yield index, line


def _block(text: Text, index: int, line: str) -> Block:
    inner = line.strip()[1:].removesuffix("]")
    keyword, _, name = inner.partition(":")
    bare = name.strip()
    place = text.find(bare, index, line.find(":")) if bare else text.find(line.strip(), index)
    source = text.find(line.strip(), index)
    return Block(keyword.strip(), Value.of(bare, place), source, ())


def _filled(block: Block, options: list[Option]) -> Block:
    return Block(block.keyword, block.name, block.source, tuple(options))


def _option(text: Text, index: int, line: str) -> Option:
    at = line.find("=")
    key = (line if at < 0 else line[:at]).strip()
    value = "" if at < 0 else line[at + 1 :].strip()
    key_start = line.find(key)
    start = len(line) - len(line[at + 1 :].lstrip()) if at >= 0 else len(line.rstrip())
    return Option(
        key=Value.of(key, text.at(index, key_start, key_start + len(key))),
        value=Value.of(value, text.at(index, start, start + len(value))),
        source=text.find(line.strip(), index),
        text=text,
        index=index,
        start=start,
    )


def _unclosed(text: Text, index: int) -> Problem:
    return Problem(
        "syntax",
        text.at(index),
        "the block's name does not end with `]`, and ARC reads no further",
        "close the block's name",
    )
