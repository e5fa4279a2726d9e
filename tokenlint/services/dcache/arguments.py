"""dCache's own grammar for words and options: `URL -key=value -key="two words"`.

As in `org.dcache.util.Args` of dCache: words are separated by blanks, single and double quotes
and backslashes keep blanks together, a word that begins with a hyphen is an option,
and `--` ends the options.
"""

import re
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|<%[^%]*%>|\{%[^%]*%\}")


@dataclass(frozen=True, slots=True)
class Arguments:
    """Words, and options in the order in which they were written; an option may be repeated."""

    words: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    def last(self, name: str) -> str | None:
        """The value of an option, None where it is not written; the last one counts."""
        values = self.all(name)
        return values[-1] if values else None

    def all(self, name: str) -> tuple[str, ...]:
        """All values of an option."""
        return tuple(value for key, value in self.options if key == name)


def arguments(line: str) -> Arguments:
    """Read a line; any text can be read, an open quote ends with the line.

    A template's placeholder counts as one word, whatever blanks stand in it.
    """
    line = _PLACEHOLDER.sub(_without_blanks, line)
    words: list[str] = []
    options: list[tuple[str, str]] = []
    at, ended = _blank(line, 0), False
    while at < len(line):
        if line[at] != "-" or ended:
            word, at = _word(line, at, stop="")
            words.append(word)
        else:
            key, at = _key(line, at + 1)
            value, at = _word(line, at + 1, stop="") if line[at : at + 1] == "=" else ("", at)
            if key == "-":
                ended = True
            elif key:
                options.append((key, value))
            else:
                words.append("-")
        at = _blank(line, at)
    return Arguments(tuple(words), tuple(options))


def _without_blanks(match: re.Match[str]) -> str:
    return "".join(match[0].replace('"', "").replace("'", "").split())


def _key(line: str, at: int) -> tuple[str, int]:
    """An option's key; an equal sign as its first character belongs to it."""
    if at < len(line) and line[at] == "=":
        rest, end = _word(line, at + 1, stop="=")
        return f"={rest}", end
    return _word(line, at, stop="=")


def _blank(line: str, at: int) -> int:
    while at < len(line) and line[at].isspace():
        at += 1
    return at


def _word(line: str, at: int, *, stop: str) -> tuple[str, int]:
    """The word from `at` on without its quotes, and where it ends."""
    kept: list[str] = []
    quote = ""
    while at < len(line):
        sign = line[at]
        if not quote and (sign.isspace() or sign == stop):
            break
        if sign == "\\" and quote != "'":
            at += 1
            kept.append(line[at : at + 1])
        elif quote:
            quote = _quoted(sign, quote, kept)
        elif sign in "\"'":
            quote = sign
        else:
            kept.append(sign)
        at += 1
    return "".join(kept), at


def _quoted(sign: str, quote: str, kept: list[str]) -> str:
    """Take one character inside quotes; the quote that is still open, if any."""
    if sign == quote:
        return ""
    kept.append(sign)
    return quote
