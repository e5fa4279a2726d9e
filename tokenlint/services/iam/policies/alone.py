"""What is odd about a policy by itself.

It matches nothing, cannot be evaluated, is described as the opposite,
or also matches the path beside the one that it names.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tokenlint.services.iam.policies.engine import Match, evaluate, outcome_of
from tokenlint.services.iam.policies.engine import match as matched
from tokenlint.services.iam.policies.language import Region
from tokenlint.services.iam.policies.matching import matcher
from tokenlint.services.iam.policies.model import Engine, Matching, Policy, PolicySet, Rule, Whom
from tokenlint.services.iam.policies.table import Table
from tokenlint.services.iam.policies.words import (
    decides,
    defect,
    grave,
    grave_text,
    plain,
    witness,
)
from tokenlint.services.offer import PolicyDefect
from tokenlint.services.pattern import expression
from tokenlint.services.regular.sample import samples, text_of
from tokenlint.services.value import Value

_ALLOWS = re.compile(r"\b(?:allow|grant|permit|enable)(?:s|ed|ing|ting|ted)?\b", re.IGNORECASE)
_FORBIDS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|forbid(?:s|den)?|block(?:s|ed|ing)?|prohibit\w*|disallow\w*"
    r"|revoke[sd]?|prevent\w*|reject\w*|refuse[sd]?)\b",
    re.IGNORECASE,
)
# Words that turn the sense of others: nothing is said about such a description.
_TURNS = re.compile(
    r"\b(?:not|no|non|never|only|except|unless|but|without|instead|un\w+ed|n't|outside|other than"
    r"|exception)\b",
    re.IGNORECASE,
)
_EVERYTHING = "storage.modify:/"
_BESIDE = "-other"


def alone(table: Table) -> Iterator[PolicyDefect]:
    """Defects of each policy of a set."""
    for policy in table.policies.policies:
        if policy.known:
            yield from _of(policy, table)


def _of(policy: Policy, table: Table) -> Iterator[PolicyDefect]:
    useless = _not_evaluated(policy, table) or _vacuous(policy, table)
    if useless:
        yield useless
        return
    yield from _described_otherwise(policy, table)
    yield from _sibling(policy, table)


def _not_evaluated(policy: Policy, table: Table) -> PolicyDefect | None:
    policies, asker = table.policies, table.asker(policy.selector)
    if policies.engine is Engine.OPA:
        if policy.matching is not Matching.REGEXP or not policy.scopes:
            return None
        scope = _sample(policy.texts[0]) or _EVERYTHING
        shown = witness(policies, asker, scope)
        says = "is a REGEXP, which the rules of OPA do not know, so it matches nothing"
        return defect("unsupported", policy, says, shown, grave=policy.rule is Rule.DENY)
    broken = matcher(policy, policies.engine).broken
    if not broken:
        return None
    shown = witness(policies, asker, "storage.read:/")
    says = f"makes each request fail that comes to it: {broken}"
    return defect("unsupported", policy, says, shown)


def _sample(text: str) -> str:
    """A scope that an expression was written for."""
    node = expression(text, whole=True).node
    return next((text_of(each) for each in samples(node)), "") if node is not None else ""


def _vacuous(policy: Policy, table: Table) -> PolicyDefect | None:
    policies = table.policies
    found = matcher(policy, policies.engine)
    if found.opaque or found.everything or _regions(policy, table):
        return _passed_over(policy, policies)
    asker = table.asker(policy.selector)
    if policy.selector.whom is Whom.CLIENT and not policies.rules.clients:
        return _passed_over(replace(policy, passed_over=_BY_THESE), policies)
    says = "matches no scope that can be asked for: a scope is one word of printable ASCII"
    if policies.engine is Engine.OPA and not policy.scopes:
        says = "matches nothing: without scopes it is for all of them in IAM, for none in OPA"
    elif policies.engine is Engine.OPA and policy.matching is None:
        says = "matches nothing: OPA wants the matchingPolicy, EQ or PATH"
    shown = witness(policies, asker, _asked(policy))
    return defect("vacuous", policy, says, shown, grave=policy.rule is Rule.DENY)


_BY_THESE = "they leave policies for clients out of the order of evaluation"


def _asked(policy: Policy) -> str:
    words = policy.texts[0].split() if policy.scopes else []
    return words[0] if words else _EVERYTHING


def _passed_over(policy: Policy, policies: PolicySet) -> PolicyDefect | None:
    """OPA data that the published rules do not reach, whatever the documentation says."""
    if policies.engine is Engine.JAVA or not policy.passed_over:
        return None
    if policy.selector.whom is Whom.CLIENT and policies.rules.known and policies.rules.clients:
        return None
    rules = "the rules beside the data" if policies.rules.known else "the rules of opa-iam 145f2b6"
    fewer = replace(policies, policies=tuple(p for p in policies.policies if p != policy))
    asker = Table(policies, ()).asker(policy.selector)
    scope = policy.texts[0] if policy.scopes and len(policy.texts[0].split()) == 1 else _EVERYTHING
    says = f"counts for nothing with {rules}: {policy.passed_over}"
    shown = witness(fewer, asker, scope)
    return defect("vacuous", policy, says, shown, grave=policy.rule is Rule.DENY)


def _regions(policy: Policy, table: Table) -> tuple[Region, ...]:
    return plain(region for region in table.regions if policy.number in region.matched)


def _described_otherwise(policy: Policy, table: Table) -> Iterator[PolicyDefect]:
    if policy.description is None or not policy.description.known:
        return
    text = policy.description.text
    allows, forbids = bool(_ALLOWS.search(text)), bool(_FORBIDS.search(text))
    if allows == forbids or _TURNS.search(text) or allows == (policy.rule is Rule.PERMIT):
        return
    for region in _regions(policy, table):
        asker = table.asker(policy.selector)
        if decides(policy, evaluate(table.policies, asker, region.word)):
            promised = "allows" if allows else "denies"
            says = f"is described as one that {promised}, and its rule is {policy.rule}"
            shown = witness(table.policies, asker, region.word)
            serious = policy.rule is Rule.PERMIT and grave(_regions(policy, table))
            yield defect("described-otherwise", policy, says, shown, grave=serious)
            return


def _sibling(policy: Policy, table: Table) -> Iterator[PolicyDefect]:
    """One path beside, for the first scope of the policy that reaches it."""
    if policy.matching not in {Matching.PATH, Matching.REGEXP}:
        return
    asker = table.asker(policy.selector)
    for scope in policy.scopes:
        for meant, beside in _beside(policy, scope, table.policies.engine):
            answer = evaluate(table.policies, asker, beside)
            if answer.outcome is outcome_of(policy.rule) and decides(policy, answer):
                verb = "permits" if policy.rule is Rule.PERMIT else "denies"
                says = f"{verb} {beside}, too, which is not below {meant.partition(':')[2]}"
                shown = witness(table.policies, asker, beside)
                serious = policy.rule is Rule.PERMIT and grave_text(policy.texts)
                yield defect("sibling", policy, says, shown, grave=serious, source=scope.source)
                return


def _beside(policy: Policy, scope: Value, engine: Engine) -> Iterator[tuple[str, str]]:
    """A scope that was meant, and one on a path beside it that matches as well."""
    one = replace(policy, scopes=(scope,))
    regular = policy.matching is Matching.REGEXP
    for meant in _meant(scope.text) if regular else (scope.text,):
        action, colon, path = meant.partition(":")
        # `/vo-` is the beginning of a name, and meant so.
        if not colon or not path.startswith("/") or not path[-1].isalnum():
            continue
        below = matched(one, engine, f"{meant}/x") is Match.YES
        for other in (f"{action}:{path}{_BESIDE}", f"{action}:{path.replace('.', '-', 1)}"):
            differs = other != meant and (below or other.endswith(_BESIDE))
            if differs and below and matched(one, engine, other) is Match.YES:
                yield meant, other


def _meant(text: str) -> Iterator[str]:
    node = expression(text, whole=True).node
    for sample in samples(node) if node is not None else ():
        if all(sign.literal or sign.dot for sign in sample):
            yield text_of(sample)
