"""The portable profile: the part of Rego that every engine answers alike.

It is an allow-list of built-in functions and of syntax.
regopy accepts more, and answers some of it wrongly without a word;
each ban has a test that shows the wrong answer beside the right one of OPA.

`check_portable` holds for policies that are to run embedded, shipped ones among them;
`check_everywhere` holds for every engine.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from tokenlint.policy import portable_names, portable_negation, portable_order
from tokenlint.policy.rego import Module, read_module, reference_at, roots
from tokenlint.policy.rego_builtins import FORBIDDEN, PORTABLE
from tokenlint.policy.rego_groups import Group, Shape, group_tokens
from tokenlint.policy.rego_lexer import KEYWORDS, Kind, Token
from tokenlint.source import Problem

KIND = "not-portable"
OTHER_ENGINE = "or run this policy on a real OPA (--opa-url)"

_VERBS = re.compile(r"%(.?)", re.DOTALL)
_ESCAPES = re.compile(r"\\(.)", re.DOTALL)
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")

Complaint = tuple[Token, str, str]
"""The token that is wrong, what is wrong with it, and what to write instead."""


def check_portable(name: str, text: str) -> tuple[Problem, ...]:
    """Everything in a module that is outside the portable profile, in the order of the text.

    Raises PolicyError for a text that cannot be cut into tokens.
    """
    return module_is_portable(read_module(name, text))


def check_everywhere(name: str, text: str) -> tuple[Problem, ...]:
    """Every mention of a built-in that no engine may run: network, environment, chance, clock.

    Raises PolicyError for a text that cannot be cut into tokens.
    """
    return module_is_pure(read_module(name, text))


def module_is_portable(module: Module) -> tuple[Problem, ...]:
    """As `check_portable`, of a module that was read already."""
    groups = group_tokens(module.tokens)
    complaints = [*_mentions(module)]
    for check in _CHECKS:
        complaints += check(module.tokens, groups)
    complaints += _calls(module)
    complaints += _data(module)
    complaints += portable_names.undeclared(module, groups)
    complaints += portable_negation.negated(module.tokens, module.imports)
    return _problems(module, complaints, KIND, f", {OTHER_ENGINE}")


def module_is_pure(module: Module) -> tuple[Problem, ...]:
    """As `check_everywhere`, of a module that was read already."""
    return _problems(module, _mentions(module), "forbidden")


def _problems(
    module: Module, complaints: Sequence[Complaint] | Iterator[Complaint], kind: str, more: str = ""
) -> tuple[Problem, ...]:
    ordered = sorted(set(complaints), key=lambda each: (each[0].line, each[0].column, each[1]))
    return tuple(
        Problem(
            "forbidden" if reason.startswith(_FORBIDDEN) else kind,
            module.place(token),
            reason,
            advice + ("" if reason.startswith(_FORBIDDEN) else more),
        )
        for token, reason, advice in ordered
    )


_FORBIDDEN = "no policy may use "


def _mentions(module: Module) -> Iterator[Complaint]:
    """Also without a call: `with f as http.send` would put it in the place of a function."""
    for at in roots(module.tokens):
        path, _ = reference_at(module.tokens, at)
        for length in (2, 3):
            name = ".".join(path[:length])
            if name in FORBIDDEN:
                reason = f"{_FORBIDDEN}{name}: {FORBIDDEN[name]}"
                yield module.tokens[at], reason, "put the facts that it needs into the input"


def _calls(module: Module) -> Iterator[Complaint]:
    tokens = module.tokens
    for at in roots(tokens):
        path, end = reference_at(tokens, at)
        called = end < len(tokens) and tokens[end].is_sign("(") and not tokens[end].fresh
        known = path[0] in module.rules or path[0] in module.imports or path[0] == "data"
        name = ".".join(path)
        if called and not known and name not in PORTABLE and name not in FORBIDDEN:
            yield (
                tokens[at],
                f"{name} is not in the portable profile",
                "use one of the portable built-in functions",
            )
        if called and name == "sprintf":
            yield from _sprintf(tokens, end)
        if tokens[at].fresh and path[0] in module.rules and path[0] in _BUILTIN_ROOTS:
            yield tokens[at], f"{path[0]} is the name of a built-in", "choose another name"


_BUILTIN_ROOTS = frozenset(name.partition(".")[0] for name in (*PORTABLE, *FORBIDDEN))


def _sprintf(tokens: Sequence[Token], opening: int) -> Iterator[Complaint]:
    layout = tokens[min(opening + 1, len(tokens) - 1)]  # the text may end here
    text = layout.string
    if text is None:
        yield layout, "sprintf needs its format as a literal string", "write the format in place"
        return
    verbs = _VERBS.findall(text)
    if any(verb not in ("s", "d", "v", "%") for verb in verbs):
        yield layout, "sprintf with another verb than %s, %d, %v and %%", "use %s, %d or %v"


def _data(module: Module) -> Iterator[Complaint]:
    """Iterating packages crashes regopy, or gives nothing."""
    for at in roots(module.tokens):
        token = module.tokens[at]
        path, end = reference_at(module.tokens, at)
        follows = module.tokens[end : end + 1]
        indexed = bool(follows) and follows[0].is_sign("[") and not follows[0].fresh
        if token.text == "data" and (indexed or len(path) == 1):
            yield token, "iterates over packages", "import the package and name its rule"
        elif token.text in module.imports and len(path) == 1 and indexed:
            yield token, "iterates over an imported package", "name the rule behind the import"
        elif path[: len(module.package) + 1] == ("data", *module.package):
            yield token, "refers to its own package", "name the rule without its package"


def _template(tokens: Sequence[Token], _: Sequence[Group]) -> Iterator[Complaint]:
    for token in tokens:
        if token.kind is Kind.TEMPLATE:
            yield token, "a template string", "use sprintf"


def _keyword_with(tokens: Sequence[Token], _: Sequence[Group]) -> Iterator[Complaint]:
    for before, token in pairwise(tokens):
        if token.is_word("with") and not before.is_sign("."):
            yield token, "`with` replaces the input", "pass the value to a function"


def _unification(tokens: Sequence[Token], _: Sequence[Group]) -> Iterator[Complaint]:
    for token in tokens:
        if token.is_sign("="):
            yield token, "`=` both compares and assigns", "use == or :="


def _strings(tokens: Sequence[Token], _: Sequence[Group]) -> Iterator[Complaint]:
    for token in tokens:
        if token.kind is Kind.STRING and set(_ESCAPES.findall(token.text)) - set('"\\nrt'):
            yield token, "an escape that is compared letter by letter", "write the character itself"


def _old_bodies(tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Complaint]:
    for group in groups:
        if group.shape is Shape.OLD_BODY:
            yield tokens[group.opening], "a rule body without `if`", "write `if {`"


def _patterns(tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Complaint]:
    """Taking a value apart by a pattern gives nothing, in silence."""
    closing = {group.closing: group for group in groups}
    for at, token in enumerate(tokens):
        group = closing.get(at - 1)
        if token.is_sign(":=") and group and group.shape in (Shape.TERM, Shape.COMPREHENSION):
            yield token, "takes a value apart by a pattern", "name the value, then its parts"
        if token.is_word("some", "every"):
            yield from _generator(tokens, at)


def _generator(tokens: Sequence[Token], at: int) -> Iterator[Complaint]:
    end = at + 1
    while end < len(tokens) and (tokens[end].is_variable or tokens[end].is_sign(",")):
        end += 1
    if end == len(tokens) or not tokens[end].is_word("in"):
        reason = f"`{tokens[at].text}` without plain names and `in`"
        yield tokens[at], reason, f"write `{tokens[at].text} x in xs`"


def _pairs_in_comprehensions(
    tokens: Sequence[Token], groups: Sequence[Group]
) -> Iterator[Complaint]:
    for at, token in enumerate(tokens):
        pair = token.is_word("some") and at + 2 < len(tokens) and tokens[at + 2].is_sign(",")
        enclosing = [group for group in groups if group.opening < at < group.closing]
        array_or_set = [group for group in enclosing if group.shape is Shape.COMPREHENSION]
        if pair and array_or_set and not any(group.keyed for group in array_or_set):
            yield token, "`some i, x in` inside a comprehension", "use a rule with `contains`"


def _comparisons(tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Complaint]:
    """Two comparisons in a row, and an order between a number and something else."""
    depth_of: dict[int, bool] = {}
    inside = _innermost(tokens, groups)
    for at, token in enumerate(tokens):
        here = inside[at]
        if token.fresh or token.is_sign(";", ",", ":=", "|") or token.is_word(*_CONNECTING):
            depth_of[here] = False
        if not token.is_sign(*_COMPARISONS):
            continue
        if depth_of.get(here):
            yield token, "a chain of comparisons", "write one comparison a line"
        depth_of[here] = True
        beside = tokens[max(at - 1, 0) : at + 2 : 2]
        ordering = token.text not in ("==", "!=")
        if ordering and (any(_no_number(each) for each in beside) or tokens[at - 1].is_sign("}")):
            yield token, "an order between values that are no numbers", "compare numbers only"


def _no_number(token: Token) -> bool:
    return token.string is not None or token.is_word(*_LITERALS) or token.is_sign("[", "{")


_CONNECTING = KEYWORDS - {"true", "false", "null"}
_LITERALS = ("true", "false", "null")


def _innermost(tokens: Sequence[Token], groups: Sequence[Group]) -> list[int]:
    """For each token the opening of the bracket that it stands in, -1 outside of all."""
    opening_of = [-1] * len(tokens)
    for group in groups:  # outer ones come first
        for at in range(group.opening + 1, group.closing):
            opening_of[at] = group.opening
    return opening_of


_Check = Callable[[Sequence[Token], Sequence[Group]], Iterator[Complaint]]
_CHECKS: tuple[_Check, ...] = (
    _template,
    _keyword_with,
    _unification,
    _strings,
    _old_bodies,
    _patterns,
    _pairs_in_comprehensions,
    _comparisons,
    portable_order.unordered,
)
