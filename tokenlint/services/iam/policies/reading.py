"""From the text of a file to a set of scope policies; what is broken becomes a problem.

A broken policy is left out, as IAM's API refuses it (`ScopePolicyDTO`, indigo-iam/iam e998e43),
and the others are read.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

from tokenlint.services.iam.policies.model import (
    LONGEST_DESCRIPTION,
    LONGEST_SCOPE,
    Engine,
    Matching,
    Policy,
    PolicySet,
    Rule,
    Rules,
)
from tokenlint.services.iam.policies.selectors import Selected, selected
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

MOST_POLICIES = 2_000
_WRAPPERS = ("policies", "Resources")
_SHOWN = 60
_PLAIN = Rules()
Word = TypeVar("Word", bound=StrEnum)


class Unusable(Exception):
    """A policy that IAM would not take; it holds the problem."""

    def __init__(self, source: Source, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.problem = Problem("schema", source, reason, advice)


def read_policies(
    text: Text, engine: Engine, rules: Rules = _PLAIN
) -> tuple[PolicySet, tuple[Problem, ...]]:
    """The policies of a text in their order, and what could not be read of it."""
    tree = read_tree(text)
    problems = list(tree.problems)
    nodes, listed = _listed(tree.root) if tree.root else ((), False)
    if len(nodes) > MOST_POLICIES:
        problems.append(_too_many(nodes[MOST_POLICIES].source, len(nodes)))
        nodes, listed = nodes[:MOST_POLICIES], False
    policies: list[Policy] = []
    for node in nodes:
        try:
            policies.append(_policy(len(policies), node, engine))
        except Unusable as error:
            problems.append(error.problem)
    whole = listed and not problems and not tree.open and not text.embedded
    complete = whole and (engine is Engine.OPA or all(node.get("id") for node in nodes))
    source = policies[0].source if policies else text.whole
    return PolicySet(tuple(policies), engine, source, complete, rules), tuple(problems)


def _listed(root: Node) -> tuple[tuple[Node, ...], bool]:
    """The policies, and whether they came as a list: an export, or the data of OPA."""
    if root.kind == "list":
        return root.items, True
    for name in _WRAPPERS:
        inner = root.get(name)
        if inner is not None and inner.kind != "scalar":
            return inner.items or tuple(inner.children.values()), True
    return (root,), False


def _policy(number: int, node: Node, engine: Engine) -> Policy:
    if node.kind != "map":
        raise Unusable(node.source, "a scope policy is an object", "write it as {...}")
    rule = _word(node, "rule", Rule)
    if rule is None:
        advice = 'write "rule": "PERMIT" or "rule": "DENY"'
        raise Unusable(node.source, "a scope policy without a rule", advice)
    matching = _word(node, "matchingPolicy", Matching)
    chosen = selected(node, engine)
    if not isinstance(chosen, Selected):
        raise Unusable(*chosen)
    scopes = tuple(_scopes(node))
    return Policy(
        number,
        rule,
        matching,
        chosen.selector,
        scopes,
        node.source,
        _name(number, node),
        chosen.name,
        _description(node),
        published=not chosen.passed_over,
        passed_over=chosen.passed_over,
        known=chosen.known and _known(node, scopes),
    )


def _word(node: Node, name: str, words: type[Word]) -> Word | None:
    """One of a few words; None where it is null or not written, or a placeholder.

    Raises:
        Unusable: another word.
    """
    member = node.get(name)
    if member is None or (member.kind == "scalar" and member.value is None):
        return None
    value = member.value
    if value is not None and not value.known:
        return next(iter(words))
    if value is None or value.text not in set(words):
        shown = f" {value.text[:_SHOWN]}" if value else ""
        known = ", ".join(words)
        source = value.source if value else member.source
        raise Unusable(source, f"there is no {name}{shown}", f"write one of {known}")
    return words(value.text)


def _scopes(node: Node) -> Iterator[Value]:
    """The scopes of a policy; none for null, which has a meaning of its own."""
    member = node.get("scopes")
    if member is None or (member.kind == "scalar" and member.value is None):
        return
    if member.kind != "list":
        advice = 'write "scopes": ["..."], or null'
        raise Unusable(member.source, "the scopes of a policy are a list of strings", advice)
    for item in member.items:
        value = item.value
        if value is None or not (isinstance(item.plain, str) or not value.known):
            raise Unusable(item.source, "a scope is a string", "put it in double quotes")
        if not 0 < len(value.text) <= LONGEST_SCOPE:
            reason = f"a scope has 1 to {LONGEST_SCOPE} characters, this one has {len(value.text)}"
            raise Unusable(value.source, reason, "shorten it, or take it out")
        yield value


def _description(node: Node) -> Value | None:
    value = node.text("description")
    if value is not None and value.known and len(value.text) > LONGEST_DESCRIPTION:
        reason = f"a description has at most {LONGEST_DESCRIPTION} characters"
        raise Unusable(value.source, reason, "shorten it")
    return value


def _name(number: int, node: Node) -> Value:
    """What a report calls the policy: its description, or its number in IAM or in the file."""
    description = node.text("description")
    if description is not None and description.known and description.text.strip():
        return Value(f'"{description.text.strip()[:_SHOWN]}"', node.source)
    given = node.number("id")
    told = f"policy {given}" if given is not None else f"policy number {number + 1} of the file"
    return Value(told, node.source)


def _known(node: Node, scopes: Sequence[Value]) -> bool:
    words = (node.text("rule"), node.text("matchingPolicy"))
    return all(each.known for each in (*scopes, *words) if each is not None)


def _too_many(source: Source, count: int) -> Problem:
    return Problem(
        "limit",
        source,
        f"{count:,} scope policies are more than the limit of {MOST_POLICIES:,}",
        "split the file; the policies from here on are not judged",
    )
