"""`authtokensgen`: an expression over a token's claims.

Operators `=` (equal), `~` (regular expression, the whole value), `!`, `&`, `|`, `^`, and brackets.
There is no precedence: operators are taken from left to right, so terms need brackets.
Source: `match_ftokens` in `src/hed/shc/legacy/auth_otokens.cpp` (commit 031654d9)
and `RegularExpression::match` of nordugrid/arc.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tokenlint.services.acceptance import State
from tokenlint.services.regular.automaton import Automaton, build
from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.parser import parse as parse_pattern
from tokenlint.services.value import has_placeholder

Claims = Mapping[str, Sequence[str]]
_SIGNS = "!|&^=~"
_DEEPEST = 50  # brackets within brackets
_LONGEST = 100  # operators in one pair of brackets


class MalformedError(ValueError):
    """An expression that ARC cannot evaluate; its authgroup then lets nobody in."""


@dataclass(frozen=True, slots=True)
class Word:
    """A claim's name, or a value."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of an expression."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two expressions and the operator between them."""

    sign: str
    left: "Node"
    right: "Node"


Node = Word | Not | Pair


def parse(text: str) -> Node:
    """The expression that a text is.

    Raises:
        MalformedError: A bracket or a quotation mark is open, or a side of an operator is missing.
    """
    node, at = _sequence(text, 0, 0)
    if at < len(text):
        raise MalformedError("a bracket closes that was not opened")
    return node


def evaluate(node: Node, claims: Claims) -> State:
    """Whether claims fulfil an expression; unknown where a value is filled in later.

    Raises:
        MalformedError: An operator stands where a claim's name or a value must.
    """
    match node:
        case Not(of=inner):
            return _not(evaluate(inner, claims))
        case Pair(sign="=" | "~", left=Word(text=name), right=Word(text=wanted)):
            return _compare(node.sign, claims.get(name, ()), wanted)
        case Pair(sign="&" | "|" | "^", left=left, right=right):
            return _join(node.sign, evaluate(left, claims), evaluate(right, claims))
    raise MalformedError("an operator stands where a claim's name or a value must")


def equalities(node: Node) -> dict[str, str]:
    """Claims that must have one value for the expression to hold: `iss`, `aud`, `sub`."""
    match node:
        case Pair(sign="&", left=left, right=right):
            return equalities(left) | equalities(right)
        case Pair(sign="=", left=Word(text=name), right=Word(text=value)):
            return {name: value}
    return {}


def names(node: Node) -> frozenset[str]:
    """The claims that an expression looks at."""
    match node:
        case Not(of=inner):
            return names(inner)
        case Pair(sign="=" | "~", left=Word(text=name)):
            return frozenset({name})
        case Pair(left=left, right=right):
            return names(left) | names(right)
    return frozenset()


def expressions(node: Node) -> tuple[str, ...]:
    """The regular expressions that claims are compared with, in their order."""
    match node:
        case Not(of=inner):
            return expressions(inner)
        case Pair(sign="~", right=Word(text=pattern)):
            return (pattern,)
        case Pair(left=left, right=right):
            return expressions(left) + expressions(right)
    return ()


def _sequence(text: str, at: int, depth: int) -> tuple[Node, int]:
    if depth > _DEEPEST:
        raise MalformedError("the brackets are too deep")
    node, at = _operand(text, at, depth)
    for _ in range(_LONGEST):
        at = _blank(text, at)
        if at >= len(text) or text[at] == ")":
            return node, at
        sign = text[at]
        if sign not in _SIGNS or sign == "!":
            raise MalformedError("an operator is missing between two terms")
        right, at = _operand(text, at + 1, depth)
        node = Pair(sign, node, right)
    raise MalformedError("the expression is too long")


def _operand(text: str, at: int, depth: int) -> tuple[Node, int]:
    at = _blank(text, at)
    negations = 0
    while at < len(text) and text[at] == "!":
        negations += 1
        at = _blank(text, at + 1)
    if at >= len(text) or text[at] in _SIGNS + ")":
        raise MalformedError("one side of an operator is missing")
    node: Node
    if text[at] == "(":
        node, at = _sequence(text, at + 1, depth + 1)
        if at >= len(text):
            raise MalformedError("a bracket is not closed")
        at += 1
    else:
        node, at = _word(text, at)
    return (Not(node) if negations % 2 else node), at


def _word(text: str, at: int) -> tuple[Word, int]:
    if text[at] == '"':
        end = text.find('"', at + 1)
        if end < 0:
            raise MalformedError("a quotation mark is not closed")
        return Word(text[at + 1 : end]), end + 1
    filled_in = text.find("}}", at) if text.startswith("{{", at) else -1
    end = filled_in + 2 if filled_in >= 0 else at
    while end < len(text) and text[end] not in " \t)" + _SIGNS:
        end += 1
    return Word(text[at:end]), end


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _compare(sign: str, values: Sequence[str], wanted: str) -> State:
    if has_placeholder(wanted.removesuffix("$")) and sign == "=":
        return State.UNKNOWN
    if sign == "=":
        return State.YES if wanted in values else State.NO
    pattern = _pattern(wanted)
    if pattern is None:
        return State.UNKNOWN
    return State.YES if any(pattern.accepts(value) for value in values) else State.NO


@lru_cache(maxsize=64)
def _pattern(text: str) -> Automaton | None:
    """The pattern for a whole value; None for one that cannot be told from here."""
    try:
        return build(parse_pattern(f"^(?:{text})$"))
    except (Broken, Unsupported):
        return None


def _not(state: State) -> State:
    return {State.YES: State.NO, State.NO: State.YES}.get(state, State.UNKNOWN)


def _join(sign: str, left: State, right: State) -> State:
    both = {left, right}
    if sign == "&":
        order = (State.NO, State.UNKNOWN, State.YES)
        return next(state for state in order if state in both)
    if sign == "|":
        order = (State.YES, State.UNKNOWN, State.NO)
        return next(state for state in order if state in both)
    if State.UNKNOWN in both:
        return State.UNKNOWN
    return State.NO if left is right else State.YES
