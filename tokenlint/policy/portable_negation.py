"""Portable profile: what stands under `not` must exist.

`not x in input.a` and `not f(input.a)`, where there is no `a`:
OPA looks `a` up first and finds nothing to negate, so the whole body fails;
regopy negates the membership or the call that did not succeed, so the body holds.
A plain reference (`not input.a`) means the same in both.
"""

from collections.abc import Collection, Iterator, Sequence

from tokenlint.policy.rego_lexer import Token

Complaint = tuple[Token, str, str]

_REASON = "under `not`, a member that may be missing, beside `in` or in a call"
_ADVICE = "give the member a name in a line before: `x := input.a.b`"


def negated(tokens: Sequence[Token], imports: Collection[str]) -> Iterator[Complaint]:
    """References with a path in a negated membership or call; `imports` always exist."""
    for at, token in enumerate(tokens):
        if token.is_word("not"):
            expression = _expression(tokens, at + 1)
            if any(each.is_word("in") for each in expression) or _calls(expression):
                yield from _members(expression, imports)


def _expression(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """What the `not` stands before: up to the end of the line or of the group around it."""
    depth = 0
    for end in range(start, len(tokens)):
        token = tokens[end]
        if token.is_sign("(", "[", "{"):
            depth += 1
        elif token.is_sign(")", "]", "}"):
            depth -= 1
        if depth < 0 or (depth == 0 and end > start and (token.fresh or token.is_sign(";"))):
            return tokens[start:end]
    return tokens[start:]


def _calls(tokens: Sequence[Token]) -> bool:
    return any(
        token.is_sign("(") and tokens[at - 1].is_variable and at > 0
        for at, token in enumerate(tokens)
    )


def _members(tokens: Sequence[Token], imports: Collection[str]) -> Iterator[Complaint]:
    for at, token in enumerate(tokens):
        if not token.is_variable or (at and tokens[at - 1].is_sign(".")) or token.text in imports:
            continue
        after = tokens[at + 1 : at + 4]
        if len(after) > 1 and after[0].is_sign("[") and _belongs(token, after[0]):
            yield token, _REASON, _ADVICE
        called = len(after) > 2 and after[2].is_sign("(")  # noqa: PLR2004 - `.`, a name, `(`
        if len(after) > 1 and after[0].is_sign(".") and not called:
            yield token, _REASON, _ADVICE


def _belongs(name: Token, bracket: Token) -> bool:
    """Whether a bracket follows its name at once: `xs[i]`."""
    return (bracket.line, bracket.column) == (name.line, name.column + len(name.text))
