"""The brackets of a Rego text, and what each of them is: a body, a value, a comprehension."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from tokenlint.policy.rego_lexer import Kind, Token


class Shape(Enum):
    """What a pair of brackets stands for."""

    BODY = auto()  # behind `if` or `else`
    EVERY_BODY = auto()
    OLD_BODY = auto()  # a rule body without `if`
    CALL = auto()
    INDEX = auto()
    PARENTHESES = auto()
    TERM = auto()  # an array, set or object
    COMPREHENSION = auto()


@dataclass(slots=True)
class Group:
    """Brackets from token `opening` to token `closing`; `keyed`: an object's comprehension."""

    opening: int
    closing: int
    shape: Shape
    keyed: bool = False


def group_tokens(tokens: Sequence[Token]) -> tuple[Group, ...]:
    """All brackets, outer ones before inner ones; unbalanced ones reach to the end."""
    groups: list[Group] = []
    stack: list[Group] = []
    every = [False]  # for each open bracket: whether an `every` waits for its body
    for at, token in enumerate(tokens):
        if token.is_word("every"):
            every[-1] = True
        elif token.is_sign("|") and stack and stack[-1].shape is Shape.TERM:
            stack[-1].shape = Shape.COMPREHENSION
        elif token.is_sign(":") and stack and stack[-1].shape is Shape.TERM:
            stack[-1].keyed = True
        elif token.is_sign("(", "[", "{"):
            group = Group(at, len(tokens), _shape(tokens, at, every[-1]))
            every[-1] &= group.shape is not Shape.EVERY_BODY
            groups.append(group)
            stack.append(group)
            every.append(False)
        elif token.is_sign(")", "]", "}") and stack:
            stack.pop().closing = at
            every.pop()
    return tuple(groups)


def _shape(tokens: Sequence[Token], at: int, every: bool) -> Shape:
    token, before = tokens[at], tokens[at - 1]
    if before.is_word("if", "else") and token.text == "{":
        return Shape.BODY
    attached = at > 0 and before.ends_value and not token.fresh
    if token.text == "(":
        return Shape.CALL if attached and before.kind is not Kind.NUMBER else Shape.PARENTHESES
    if token.text == "[":
        return Shape.INDEX if attached else Shape.TERM
    if attached:
        return Shape.EVERY_BODY if every else Shape.OLD_BODY
    return Shape.TERM
