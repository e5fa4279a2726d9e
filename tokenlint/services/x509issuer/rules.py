"""The rules of the issuer: which scopes the holder of a DN or of a VOMS attribute gets.

All rules that match are put together. `fqan:/vo` is for every group below `/vo` and for every
role; `{username}` in a scope becomes the name that dn_mapping.json gives to the DN,
and a scope with any other field is dropped.
Source: `regenerate_mappings` and `generate_scopes_and_user` in x509_scitokens_issuer.py
(at commit 06d1aeb).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote_plus

from tokenlint.services.acceptance import Dead
from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.offer import Grant, Holder, Offer, Public
from tokenlint.services.structured.ini import split
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem
from tokenlint.workflows.declaration import Workflow

_FIELD = re.compile(r"\{([^{}]*)\}")
_FILLED_IN = frozenset({"username"})
_HOLDERS = {"dn": Holder.ACCOUNT, "fqan": Holder.GROUP}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: whom it is for, and the scopes that it gives, as single words."""

    match: Value
    scopes: tuple[Value, ...]

    @property
    def kind(self) -> str:
        """`dn`, `fqan`; anything else is passed over."""
        return self.match.text.partition(":")[0]


def read_rules(text: Text) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """The rules of a file; one without `match` keeps the issuer from loading any."""
    tree = read_tree(text)
    rules: list[Rule] = []
    problems = list(tree.problems)
    root = tree.root
    for node in root.each("rules") if root else ():
        match = node.text("match")
        if match is None:
            problems.append(_without_match(node))
            continue
        rules.append(Rule(match, tuple(_scopes(node))))
    return tuple(rules), tuple(problems)


def _scopes(node: Node) -> Iterator[Value]:
    for value in (*node.values("scopes"), *node.values("scope")):
        yield from split(value, " ")


def _without_match(node: Node) -> Problem:
    return Problem(
        "syntax",
        node.source,
        "a rule has no `match`, and the issuer loads none of the rules",
        'Write "match": "fqan:/GROUP" or "match": "dn:/DN", or take the rule out.',
    )


def offer(rule: Rule) -> Offer | None:
    """The tokens that a rule gives; None for a rule that is passed over.

    How long they live is the same for all rules, and told at the service.
    """
    holder = _HOLDERS.get(rule.kind)
    if holder is None:
        return None
    scopes = tuple(each for each in rule.scopes if not _dropped(each))
    return Offer(
        "rule",
        rule.match,
        holder,
        rule.match.source,
        who=unquote_plus(rule.match.text.partition(":")[2]),
        scopes=scopes,
        default_scopes=scopes,
        audiences=(),
        grants=frozenset({Grant.CLIENT_CREDENTIALS}),
        public=Public.NO,  # a certificate proves who asks
    )


def request(rule: Rule) -> Workflow | None:
    """The token that comes where nothing is asked for in particular: with all scopes of the rule.

    That it has no audience is told at the service. What is filled in for each user is unknown.
    """
    if rule.kind not in _HOLDERS:
        return None
    scopes = (each for each in rule.scopes if not _dropped(each))
    return workflow_of(
        Asked(
            f"tokens for {unquote_plus(rule.match.text)}",
            rule.match.source,
            scopes=tuple(replace(x, known=x.known and "{" not in x.text) for x in scopes),
            audiences=(Value("", rule.match.source, known=False),),
        )
    )


def dead(rules: tuple[Rule, ...]) -> Iterator[Dead]:
    """Rules and scopes that never count."""
    for rule in rules:
        if rule.match.known and rule.kind not in _HOLDERS:
            says = "the issuer passes over a rule that begins with neither dn: nor fqan:"
            yield Dead("never-matches", rule.match, says)
        for scope in rule.scopes:
            if scope.known and _dropped(scope):
                says = "only {username} is filled in, and a scope with any other field is dropped"
                yield Dead("ignored-value", scope, says)


def _dropped(scope: Value) -> bool:
    return any(field not in _FILLED_IN for field in _FIELD.findall(scope.text))
