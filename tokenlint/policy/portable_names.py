"""Portable profile: every name must be declared.

OPA refuses a variable that nothing binds; regopy silently finds nothing, or everything.
A name counts as declared in the rule, comprehension or body of `every` in which
`some`, `every`, `:=` or a function's parameter introduces it.
"""

from collections.abc import Iterator, Sequence

from tokenlint.policy.rego import Module, statements
from tokenlint.policy.rego_groups import Group, Shape, group_tokens
from tokenlint.policy.rego_lexer import Token

Complaint = tuple[Token, str, str]

_SCOPES = (Shape.COMPREHENSION, Shape.EVERY_BODY)


def undeclared(module: Module, _: Sequence[Group]) -> Iterator[Complaint]:
    """Names that no declaration of their rule, their module or an import stands for."""
    known = module.rules | module.imports.keys() | {"input", "data", "_"}
    for statement in statements(module.tokens):
        if not statement[0].is_word("package", "import"):
            yield from _in_rule(statement, known)


def _in_rule(tokens: Sequence[Token], known: frozenset[str]) -> Iterator[Complaint]:
    scopes = _scopes(tokens)
    declared: dict[int, set[str]] = {scope: set() for scope in scopes}
    introduced = set()
    for at, owner in _declarations(tokens):
        declared[scopes[owner]].add(tokens[at].text)
        introduced.add(at)
    parents = _parents(tokens, scopes)
    for at, token in enumerate(tokens):
        if at not in introduced and _is_use(tokens, at) and token.text not in known:
            scope: int | None = scopes[at]
            while scope is not None and token.text not in declared.get(scope, ()):
                scope = parents.get(scope)
            if scope is None:
                yield (
                    token,
                    f"{token.text} is declared nowhere",
                    "declare it by := or `some ... in`",
                )


def _is_use(tokens: Sequence[Token], at: int) -> bool:
    """A variable: no part of a reference, no called function (those are checked by name)."""
    part = at > 0 and tokens[at - 1].is_sign(".")
    follows = tokens[at + 1 : at + 2]
    head = bool(follows) and (follows[0].is_sign("(") or follows[0].is_sign("."))
    called = head and _leads_to_call(tokens, at)
    return tokens[at].is_variable and not part and not called


def _leads_to_call(tokens: Sequence[Token], at: int) -> bool:
    end = at + 1
    while end + 1 < len(tokens) and tokens[end].is_sign("."):
        end += 2
    return end < len(tokens) and tokens[end].is_sign("(") and not tokens[end].fresh


def _scopes(tokens: Sequence[Token]) -> list[int]:
    """For each token the opening of the innermost scope around it, -1 for the rule itself."""
    scope_of = [-1] * len(tokens)
    for group in group_tokens(tokens):
        if group.shape in _SCOPES:
            for at in range(group.opening + 1, min(group.closing, len(tokens))):
                scope_of[at] = group.opening
    return scope_of


def _parents(tokens: Sequence[Token], scopes: Sequence[int]) -> dict[int, int]:
    return {
        group.opening: scopes[group.opening]
        for group in group_tokens(tokens)
        if group.shape in _SCOPES
    }


def _declarations(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The place of each name that is introduced, and a place in the scope where it is known."""
    yield from ((at, at) for at in _parameters(tokens))
    for at, token in enumerate(tokens):
        if token.is_sign(":=") and at and tokens[at - 1].is_variable:
            yield at - 1, at - 1
        elif token.is_word("some", "every"):
            owner = _body_behind(tokens, at) if token.text == "every" else at
            for name in _names_behind(tokens, at):
                yield name, owner


def _names_behind(tokens: Sequence[Token], start: int) -> Iterator[int]:
    for at in range(start + 1, len(tokens)):
        if tokens[at].is_variable:
            yield at
        elif not tokens[at].is_sign(","):
            return


def _body_behind(tokens: Sequence[Token], at: int) -> int:
    """The first token inside the body of the `every` at `at`, whose variables live only there."""
    bodies = (group.opening for group in group_tokens(tokens) if group.shape is Shape.EVERY_BODY)
    return next((opening + 1 for opening in bodies if opening > at), at)


def _parameters(tokens: Sequence[Token]) -> Iterator[int]:
    """`f(x, y) := ...`: x and y; also of `default f(_) := ...`."""
    first = 1 if tokens[0].is_word("default") else 0
    if len(tokens) > first + 1 and tokens[first + 1].is_sign("("):
        for at in range(first + 2, len(tokens)):
            if tokens[at].is_sign(")"):
                return
            if tokens[at].is_variable:
                yield at
