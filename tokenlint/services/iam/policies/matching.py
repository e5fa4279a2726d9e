"""Which scopes a policy matches, as automata that are built from the very expressions.

Java (indigo-iam/iam e998e43): `DecisionContext`, `RegexpScopeMatcher` and
`StructuredPathScopeMatcher`. PATH splits a scope at its first colon. The asked scope must begin
with the part before it, read as an expression, and a colon; what follows after that many signs
must match the rest as an expression with `.*` behind it. A policy scope without a colon,
an expression that does not compile, and two dots in the asked scope make the request fail.
OPA (opa-iam 145f2b6, scope_matching.rego): EQ, and PATH as the beginning of a text; REGEXP,
a list that is null and a policy without `matchingPolicy` match nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tokenlint.services.iam.policies.model import Engine, Matching, Policy
from tokenlint.services.regular.automaton import Automaton, build
from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.parser import parse
from tokenlint.services.regular.syntax import (
    ANY,
    Anchor,
    Choice,
    Leaf,
    Node,
    Repeat,
    mask_of,
)
from tokenlint.services.regular.syntax import Sequence as InOrder

Together = tuple[Automaton, ...]  # a text is in it where every one of them accepts

_START, _END = Anchor("start"), Anchor("end")
_SIGN = Leaf(ANY)


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """What a policy matches: the union of `matches`, or everything.

    `fails` are scopes for which the whole request fails; `broken`: every request does.
    `opaque`: it holds an expression of which nothing can be said, or a placeholder.
    """

    matches: tuple[Together, ...] = ()
    fails: tuple[Together, ...] = ()
    everything: bool = False
    broken: str = ""
    opaque: bool = False


def matcher(policy: Policy, engine: Engine) -> Matcher:
    """The scopes that a policy matches in an engine."""
    if not policy.known:
        return Matcher(opaque=True)
    return _matcher(policy.matching, policy.texts, engine)


@lru_cache(maxsize=2048)
def _matcher(matching: Matching | None, scopes: tuple[str, ...], engine: Engine) -> Matcher:
    try:
        return _for_opa(matching, scopes) if engine is Engine.OPA else _for_java(matching, scopes)
    except Broken as error:
        return Matcher(broken=str(error))
    except Unsupported:
        return Matcher(opaque=True)


def _for_java(matching: Matching | None, scopes: Sequence[str]) -> Matcher:
    if not scopes:
        return Matcher(everything=True)
    if matching is Matching.REGEXP:
        return Matcher((_any_of(_whole(parse(each)) for each in scopes),))
    if matching is Matching.PATH:
        return _paths(scopes)
    return Matcher((_any_of(_whole(_literal(each)) for each in scopes),))


def _for_opa(matching: Matching | None, scopes: Sequence[str]) -> Matcher:
    if not scopes or matching not in {Matching.EQ, Matching.PATH}:
        return Matcher()
    end = (_END,) if matching is Matching.EQ else ()
    return Matcher((_any_of(InOrder((_START, _literal(each), *end)) for each in scopes),))


def _literal(text: str) -> Node:
    return InOrder(tuple(Leaf(mask_of(sign), sign) for sign in text))


def _whole(node: Node) -> Node:
    return InOrder((_START, node, _END))


def _any_of(nodes: Iterator[Node]) -> Together:
    """One automaton; a text is in it where one of the expressions matches."""
    options = tuple(nodes)
    return (build(Choice(options) if len(options) > 1 else options[0]),)


def _paths(scopes: Sequence[str]) -> Matcher:
    """PATH in Java; a beginning with operators in it takes two automata side by side."""
    plain: list[Node] = []
    matches: list[Together] = []
    fails: list[Together] = [(_two_dots(),)]
    for scope in scopes:
        before, colon, path = scope.partition(":")
        if not colon:
            return Matcher(broken=f"{scope} has no colon")
        beginning, rest = parse(f"^{before}:"), parse(f"{path}.*")
        signs = _signs(beginning)
        if signs is not None:
            plain.append(InOrder((*signs, rest, _END)))
            continue
        length = len(before) + 1
        skipped = InOrder((_START, Repeat(_SIGN, length, length), rest, _END))
        matches.append((build(beginning), build(skipped)))
        short = InOrder((_START, Repeat(_SIGN, 0, len(before)), _END))
        fails.append((build(beginning), build(short)))
    if plain:
        matches.append(_any_of(iter(plain)))
    return Matcher(tuple(matches), tuple(fails))


@cache
def _two_dots() -> Automaton:
    return build(_literal(".."))


def _signs(beginning: Node) -> tuple[Node, ...] | None:
    """The anchor and the signs of a beginning that has no operators in it."""
    items = beginning.items if isinstance(beginning, InOrder) else (beginning,)
    if items and items[0] == _START and all(isinstance(each, Leaf) for each in items[1:]):
        return items
    return None
