"""Reads a regular expression as PCRE2 does, for the part of it that configurations use.

Source: the manual page pcre2pattern(3). Lookarounds, atomic groups, back references,
word boundaries and Unicode properties are `Unsupported`: nothing is said about such expressions.
"""

import re
from dataclasses import dataclass

from tokenlint.services.regular.classes import bracketed, escaped
from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.syntax import (
    ANY,
    EVERY,
    Anchor,
    Choice,
    Leaf,
    Node,
    Repeat,
    Sequence,
    any_case,
    mask_of,
)

LONGEST = 2000
_DEEPEST = 60
_MOST = 65535
_COUNTS = re.compile(r"\{(\d{1,9})(,?)(\d{0,9})\}")
_GROUP = re.compile(r"\(\?(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|:)")
_FLAGS = re.compile(r"\(\?([a-zA-Z]*)(?:-[a-zA-Z]*)?([:)])")
_ENDS = {"A": "start", "z": "end", "Z": "end"}


def parse(text: str, *, caseless: bool = False) -> Node:
    """The structure of an expression.

    Raises:
        Broken: it does not compile.
        Unsupported: it holds what the model does not know, or is longer than `LONGEST`.
    """
    if len(text) > LONGEST:
        raise Unsupported("very long")
    parser = _Parser(text, caseless)
    node = parser.choice(0)
    if parser.at < len(text):
        raise Broken("a closing parenthesis has no opening one")
    return node


@dataclass(slots=True)
class _Parser:
    text: str
    caseless: bool
    dot: int = ANY
    at: int = 0

    def choice(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise Unsupported("deeply nested")
        options = [self._sequence(depth)]
        while self.text.startswith("|", self.at):
            self.at += 1
            options.append(self._sequence(depth))
        return Choice(tuple(options)) if len(options) > 1 else options[0]

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            items.extend(self._quantified(item) for item in self._atom(depth))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _atom(self, depth: int) -> tuple[Node, ...]:
        sign = self.text[self.at]
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            mask, self.at = bracketed(self.text, self.at)
            return (self._leaf(mask, ""),)
        if sign == "\\":
            return self._escape()
        if sign in "*+?" or _COUNTS.match(self.text, self.at):
            raise Broken(f"there is nothing to repeat before {sign}")
        self.at += 1
        if sign in "^$":
            return (Anchor("start" if sign == "^" else "end"),)
        return (Leaf(self.dot) if sign == "." else self._leaf(mask_of(sign), sign),)

    def _leaf(self, mask: int, literal: str) -> Leaf:
        return Leaf(any_case(mask) if self.caseless else mask, literal)

    def _escape(self) -> tuple[Node, ...]:
        name = self.text[self.at + 1 : self.at + 2]
        if name in _ENDS and name:
            self.at += 2
            return (Anchor("start" if name == "A" else "end"),)
        if name == "Q":
            end = self.text.find("\\E", self.at)
            quoted = self.text[self.at + 2 : end if end >= 0 else len(self.text)]
            self.at = end + 2 if end >= 0 else len(self.text)
            return tuple(self._leaf(mask_of(sign), sign) for sign in quoted)
        mask, literal, self.at = escaped(self.text, self.at)
        return (self._leaf(mask, literal),)

    def _group(self, depth: int) -> tuple[Node, ...]:
        before = self.caseless, self.dot
        inner = self._opening()
        if inner is None:
            return ()
        node = self.choice(depth + 1)
        if not self.text.startswith(")", self.at):
            raise Broken("a parenthesis is not closed")
        self.at += 1
        self.caseless, self.dot = before
        return (node,)

    def _opening(self) -> bool | None:
        """Go past the opening of a group; None where it was only flags or a comment."""
        if self.text.startswith("(?#", self.at):
            self.at = self.text.find(")", self.at) + 1
            if not self.at:
                raise Broken("a comment is not closed")
            return None
        plain = _GROUP.match(self.text, self.at)
        flags = None if plain else _FLAGS.match(self.text, self.at)
        if flags:
            self._set(flags[1])
            self.at = flags.end()
            return True if flags[2] == ":" else None
        if not plain and self.text.startswith(("(?", "(*"), self.at):
            raise Unsupported(self.text[self.at : self.at + 3])
        self.at = plain.end() if plain else self.at + 1
        return True

    def _set(self, flags: str) -> None:
        if set(flags) - set("isU"):
            raise Unsupported(f"(?{flags})")
        self.caseless = self.caseless or "i" in flags
        self.dot = EVERY if "s" in flags else self.dot

    def _quantified(self, item: Node) -> Node:
        if self.at >= len(self.text):
            return item
        counts = _COUNTS.match(self.text, self.at)
        sign = self.text[self.at]
        if not counts and sign not in "*+?":
            return item
        if isinstance(item, Anchor):
            raise Unsupported("a repeated anchor")
        least, most = _limits(counts) if counts else (int(sign == "+"), 1 if sign == "?" else None)
        self.at = counts.end() if counts else self.at + 1
        if self.text.startswith("+", self.at):
            raise Unsupported("a possessive repetition")
        self.at += self.text.startswith("?", self.at)
        if self.at < len(self.text) and self.text[self.at] in "*+?":
            raise Broken("a repetition is repeated")
        return Repeat(item, least, most)


def _limits(counts: re.Match[str]) -> tuple[int, int | None]:
    least = int(counts[1])
    most = int(counts[3]) if counts[3] else (None if counts[2] else least)
    if max(least, most or 0) > _MOST:
        raise Broken("a number of repetitions is too large")
    if most is not None and most < least:
        raise Broken("the numbers of a repetition are out of order")
    return least, most
