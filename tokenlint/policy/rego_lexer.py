"""Rego as a sequence of tokens with places.

It tells strings, comments, names and signs apart, also inside templates. It is no parser.
"""

import json
import re
from enum import Enum, auto
from typing import NamedTuple

from tokenlint.errors import PolicyError
from tokenlint.source import Problem, Source

KEYWORDS = frozenset(
    "package import as default if else contains some in every not with true false null".split()
)
_VALUES = frozenset({"true", "false", "null"})


class Kind(Enum):
    """What a token is; `TEMPLATE` marks the beginning of a template string."""

    NAME = auto()
    NUMBER = auto()
    STRING = auto()
    RAW = auto()
    TEMPLATE = auto()
    SIGN = auto()


class Token(NamedTuple):
    """One token; line and column count from 1, `fresh` means the first of its line."""

    kind: Kind
    text: str
    line: int
    column: int
    fresh: bool

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind is Kind.SIGN and self.text in signs

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these names or keywords."""
        return self.kind is Kind.NAME and self.text in words

    @property
    def is_variable(self) -> bool:
        """A name that is no keyword; it may still be a part of a reference or a rule."""
        return self.kind is Kind.NAME and self.text not in KEYWORDS

    @property
    def ends_value(self) -> bool:
        """Whether an operand may end here, so that a bracket behind it belongs to it."""
        if self.kind is Kind.SIGN:
            return self.text in ")]}"
        return self.kind is not Kind.NAME or self.text not in KEYWORDS - _VALUES

    @property
    def string(self) -> str | None:
        """The characters of a string literal; None for what is none."""
        if self.kind is Kind.RAW:
            return self.text[1:-1]
        if self.kind is not Kind.STRING:
            return None
        try:
            return str(json.loads(self.text, strict=False))
        except ValueError:  # an escape that Rego does not know either
            return self.text[1:-1]


_TOKEN = re.compile(
    r"""[ \t\r]*(?:\#[^\n]*)?
      (?:(?P<newline>\n)
      |(?P<NAME>[A-Za-z_][A-Za-z0-9_]*)
      |(?P<SIGN>:=|==|!=|<=|>=|[-+*/%&|<>=:;,.(){}\[\]])
      |(?P<STRING>"(?:[^"\\\n]|\\.)*")
      |(?P<NUMBER>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      |(?P<RAW>`[^`]*`)
      |(?P<TEMPLATE>\$["`])
      |(?P<end>\Z))""",
    re.VERBOSE,
)
_KINDS = {kind.name: kind for kind in Kind}
_TEMPLATE_TEXT = {
    '"': re.compile(r'(?:[^"\\{]|\\.)*'),
    "`": re.compile(r"(?:[^`\\{]|\\.)*", re.DOTALL),
}


class Lexer:
    """Walks over a text; `templates` remembers those that an expression stands in."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.at, self.line, self.line_start, self.fresh = 0, 1, 0, True
        self.templates: list[tuple[str, int]] = []
        self.depth = 0

    def run(self) -> list[Token]:
        """All tokens; raises PolicyError, with line and column, where there is none."""
        tokens: list[Token] = []
        match, text, kinds = _TOKEN.match, self.text, _KINDS
        while found := match(text, self.at):
            group = found.lastgroup
            if group == "end":
                return tokens
            self.at = found.end()
            if group == "newline":
                self.line, self.line_start, self.fresh = self.line + 1, self.at, True
                continue
            start = found.start(str(group))
            word = found[str(group)]
            column = start - self.line_start + 1
            tokens.append(Token(kinds[str(group)], word, self.line, column, self.fresh))
            self.fresh = False
            if group == "RAW":
                self._count_lines(start)
            elif group == "TEMPLATE" or word in "{}":
                self._follow_templates(tokens[-1])
        raise self._unreadable()

    def _count_lines(self, start: int) -> None:
        """Raw strings and templates span lines."""
        newlines = self.text.count("\n", start, self.at)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rindex("\n", start, self.at) + 1

    def _follow_templates(self, token: Token) -> None:
        if token.kind is Kind.TEMPLATE:
            self._skip_template_text(token.text[1])
        elif token.is_sign("{"):
            self.depth += 1
        elif self.templates and self.templates[-1][1] == self.depth:
            quote, _ = self.templates.pop()
            self._skip_template_text(quote)
        else:
            self.depth -= 1

    def _skip_template_text(self, quote: str) -> None:
        """Up to the next expression, or past the end of the template.

        The braces around an expression are not counted as brackets.
        """
        start = self.at
        text = _TEMPLATE_TEXT[quote].match(self.text, start)
        end = text.end() if text else start
        stop = self.text[end : end + 1]
        self.at = end + 1
        self._count_lines(start)
        if stop not in ("{", quote):
            raise self._unreadable()
        if stop == "{":
            self.templates.append((quote, self.depth))

    def _unreadable(self) -> PolicyError:
        rest = self.text[self.at :]
        blank = len(rest) - len(rest.lstrip(" \t\r"))
        column = max(self.at + blank - self.line_start, 0) + 1
        source = Source(self.file, self.line, column)
        problem = Problem("syntax", source, "this is not Rego", "`opa check` says more")
        return PolicyError(f"{source}: this is not Rego", (problem,), advice=problem.advice)
