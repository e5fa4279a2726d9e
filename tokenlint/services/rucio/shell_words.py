"""Commands in a shell script as words with their places: only as far as options need it.

Quotes are taken away, a backslash at the end of a line joins the next one, and a command ends
at a line's end, `;`, `&`, `|` or a comment. Substitutions make a word unknown.
Source: POSIX.1-2017, Shell Command Language, 2.2 and 2.3.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

_LINE_END = re.compile(r"\r\n|\r|\n")
_BETWEEN = re.compile(r"(?:[ \t]|\\(?:\r\n|\r|\n))*")
_WORD = re.compile(
    r"""(?:[^\s'"\\;|&]|\\[^\r\n]|'[^']{0,4000}'|"(?:[^"\\]|\\[\s\S]){0,4000}")+""",
)
_QUOTED = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\(.)""")
_ESCAPED = re.compile(r"\\([$`\"\\])")
_SUBSTITUTION = re.compile(r"[$`]")
_MOST_WORDS = 200


def commands(text: Text, program: re.Pattern[str]) -> Iterator[list[Value]]:
    """The words after each match of `program`, which must stand at the beginning of a word."""
    places = _Places(text)
    end = 0
    for found in program.finditer(text.content):
        if found.start() >= end and not _commented(text.content, found.start()):
            words, end = _words(text.content, found.end(), places)
            yield words


def _commented(content: str, at: int) -> bool:
    start = max(content.rfind("\n", 0, at), content.rfind("\r", 0, at)) + 1
    return content[start:at].lstrip().startswith("#")


def _words(content: str, at: int, places: "_Places") -> tuple[list[Value], int]:
    words: list[Value] = []
    while len(words) < _MOST_WORDS:
        blank = _BETWEEN.match(content, at)
        start = blank.end() if blank else at
        word = _WORD.match(content, start)
        if word is None or (start > at and word[0].startswith("#")):
            return words, start
        words.append(_value(word[0], places.at(start, word.end())))
        at = word.end()
    return words, at


def _value(word: str, source: Source) -> Value:
    bare = _QUOTED.sub(_unquoted, word)
    if len(bare) == len(word) - 2 and word[0] in "'\"" and source.end_column:
        start, end = source.column + 1, source.end_column - 1
        source = Source(source.file, source.line, start, end)
    known = Value.of(bare, source).known and _SUBSTITUTION.search(word) is None
    return Value(bare, source, known)


def _unquoted(found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[1]
    return _ESCAPED.sub(r"\1", found[2]) if found[2] is not None else found[3]


class _Places:
    """From characters of a text to places in its file."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text.content))]

    def at(self, start: int, end: int) -> Source:
        line = bisect_right(self._starts, start) - 1
        first = start - self._starts[line]
        length = end - start if bisect_right(self._starts, end) - 1 == line else 0
        return self._text.at(line, first, first + length)
