"""The answer of each engine to one request: somebody asks for one scope.

Java (indigo-iam/iam e998e43, `DefaultScopeFilter`, `DefaultScopePolicyEngine`): the policies of the
account, then those of its groups, then the default ones; the first level with a policy that
matches decides, and in it DENY wins. What no policy matches is dropped. Without an account,
as in client-credentials tokens, nothing is filtered. `openid` always stays, and the scopes of
the administration are for administrators only.
OPA (opa-iam, doc/policies.md at 0b22f04 and policy_evaluation_order.rego at 145f2b6): the same
levels, clients count with the accounts, PERMIT wins, and what no policy matches is permitted.
IAM asks OPA from within the same filter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tokenlint.services.iam.policies.matching import Together, matcher
from tokenlint.services.iam.policies.model import (
    EVERYBODY,
    Engine,
    Matching,
    Policy,
    PolicySet,
    Rule,
    Selector,
    Whom,
)

ADMINISTRATION = frozenset({"iam:admin.read", "iam:admin.write", "scim:read", "scim:write"})
ALWAYS = "openid"


class Outcome(StrEnum):
    """What becomes of the scope that is asked for."""

    PERMITTED = "permitted"
    DROPPED = "dropped"
    REFUSED = "refused"  # the whole request fails
    UNKNOWN = "unknown"


class Verdict(IntEnum):
    """What the policies of one level say in Java; a greater one wins."""

    NONE = 0
    PERMIT = 1
    DENY = 2
    FAIL = 3


class Match(StrEnum):
    """Whether a policy matches a scope."""

    YES = "yes"
    NO = "no"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a user with groups through a client, or a client for itself.

    `administrator`: of IAM; before 1.11 every user counts as one for the scopes.
    """

    account: str | None = None
    groups: frozenset[str] = frozenset()
    client: str | None = None
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes out, and the policies that decide it; none where a default of the engine does."""

    outcome: Outcome
    deciding: tuple[Policy, ...] = ()


def evaluate(policies: PolicySet, asker: Asker, scope: str) -> Answer:
    """The answer of the engine that the set is for, as a token shows it."""
    java = policies.engine is Engine.JAVA
    if java and asker.account is None:
        return Answer(Outcome.PERMITTED)
    if asker.account is not None and scope in ADMINISTRATION and not asker.administrator:
        return Answer(Outcome.DROPPED)
    answer = decide(policies, asker, scope)
    if scope == ALWAYS and answer.outcome is Outcome.DROPPED:
        return Answer(Outcome.PERMITTED)
    return answer


def decide(policies: PolicySet, asker: Asker, scope: str) -> Answer:
    """The answer of the policies alone."""
    for level in levels(asker, policies.engine):
        found = [
            (policy, match(policy, policies.engine, scope))
            for policy in policies.policies
            if policy.selector in level and counts(policy, policies)
        ]
        answer = _combined(found, policies.engine)
        if answer is not None:
            return answer
    return Answer(unmatched(policies))


def unmatched(policies: PolicySet) -> Outcome:
    """What becomes of a scope that no policy matches."""
    if policies.engine is Engine.JAVA:
        return Outcome.DROPPED
    return outcome_of(policies.rules.unmatched)


def counts(policy: Policy, policies: PolicySet) -> bool:
    """Whether the engine looks at the policy at all: Java knows none for clients."""
    if policy.selector.whom is not Whom.CLIENT:
        return True
    return policies.engine is Engine.OPA and policies.rules.clients


def levels(asker: Asker, engine: Engine) -> tuple[frozenset[Selector], ...]:
    """The selectors that fit the asker, by level, the first level first."""
    first = set()
    if asker.account is not None:
        first.add(Selector(Whom.ACCOUNT, asker.account))
    if asker.client is not None and engine is Engine.OPA:
        first.add(Selector(Whom.CLIENT, asker.client))
    groups = frozenset(Selector(Whom.GROUP, each) for each in asker.groups)
    return frozenset(first), groups, frozenset({EVERYBODY})


def outcome_of(rule: Rule) -> Outcome:
    """What a rule makes of a scope that it decides on."""
    return Outcome.PERMITTED if rule is Rule.PERMIT else Outcome.DROPPED


def winner(engine: Engine) -> Rule:
    """The rule that wins within a level."""
    return Rule.DENY if engine is Engine.JAVA else Rule.PERMIT


def _combined(found: Sequence[tuple[Policy, Match]], engine: Engine) -> Answer | None:
    """What one level says; None where no policy of it matches."""
    failing = tuple(policy for policy, matched in found if matched is Match.FAIL)
    if failing:
        return Answer(Outcome.REFUSED, failing)
    matching = [policy for policy, matched in found if matched is Match.YES]
    winning = tuple(policy for policy in matching if policy.rule is winner(engine))
    if winning:
        return Answer(outcome_of(winner(engine)), winning)
    unclear = tuple(policy for policy, matched in found if matched is Match.UNKNOWN)
    if unclear:
        return Answer(Outcome.UNKNOWN, unclear)
    return Answer(outcome_of(matching[0].rule), tuple(matching)) if matching else None


def match(policy: Policy, engine: Engine, scope: str) -> Match:
    """Whether a policy matches a scope in an engine."""
    found = matcher(policy, engine)
    if found.opaque:
        return Match.UNKNOWN
    if found.broken or _in_any(found.fails, scope):
        return Match.FAIL
    if found.everything:
        return Match.YES
    if policy.matching in {None, Matching.EQ}:
        # Compared as they are: the automaton knows one sign for all beyond ASCII.
        return Match.YES if found.matches and scope in policy.texts else Match.NO
    return Match.YES if _in_any(found.matches, scope) else Match.NO


def _in_any(parts: Iterable[Together], scope: str) -> bool:
    return any(all(each.accepts(scope) for each in together) for together in parts)
