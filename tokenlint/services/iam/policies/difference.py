"""Where the two engines would answer differently on the same policies, by its reason.

Each reason is told once: a policy that only one of them can read, two policies of one level
that contradict each other, scopes that no policy matches, two dots in a scope.
Tokens that a client obtains for itself are told elsewhere (`reach.clients`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tokenlint.services.iam.policies.engine import Asker, Outcome
from tokenlint.services.iam.policies.language import WORDS, Region
from tokenlint.services.iam.policies.model import Engine, Matching, Policy, PolicySet, Rules
from tokenlint.services.iam.policies.table import Table
from tokenlint.services.iam.policies.words import (
    by_both,
    defect,
    grave,
    set_defect,
    short,
)
from tokenlint.services.offer import PolicyDefect

_UNMATCHED, _DOTS = (-1, -1), (-2, -2)
Reason = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Case:
    """One asker and one scope that get two answers."""

    asker: Asker
    word: str
    java: tuple[int, ...]  # the policies that decide
    opa: tuple[int, ...]
    region: Region
    refused: bool = False


def in_both(policies: PolicySet) -> tuple[PolicySet, PolicySet]:
    """The set as IAM reads it, and as OPA does."""
    java = replace(policies, engine=Engine.JAVA, rules=Rules())
    return java, replace(policies, engine=Engine.OPA)


def differences(policies: PolicySet, found: Sequence[tuple[Region, ...]]) -> Iterator[PolicyDefect]:
    """One defect for each reason why the engines differ on a set.

    `found` are the regions that neither engine tells apart, as both see them.
    """
    java, opa = in_both(policies)
    reasons: dict[Reason, list[_Case]] = {}
    tables = (
        Table(java, [one for one, _ in found]),
        Table(opa, [other for _, other in found]),
    )
    for one, other in _telling(found):
        if not _far_fetched(policies, one, other):
            for case in _cases(tables, one, other):
                reasons.setdefault(_reason(case, one, other), []).append(case)
    for reason in sorted(reasons):
        yield from _told(policies, (java, opa), reason, reasons[reason])


def _telling(found: Sequence[tuple[Region, ...]]) -> Iterator[tuple[Region, ...]]:
    """The regions, but of those with two dots, which have one reason, only the plainest."""
    dotted = [pair for pair in found if pair[0].fails and ".." in pair[0].word]
    yield from (pair for pair in found if not (pair[0].fails and ".." in pair[0].word))
    yield from sorted(dotted, key=lambda pair: (WORDS not in pair[0].kinds, not grave(pair)))[:1]


def _far_fetched(policies: PolicySet, java: Region, opa: Region) -> bool:
    """Whether it is only about the dot in `storage.read`, which stands for any sign in Java."""
    if WORDS in java.kinds:
        return False
    before = java.word.partition(":")[0]
    apart = (policies.policies[number] for number in java.matched - opa.matched)
    paths = [policy for policy in apart if policy.matching is Matching.PATH and policy.scopes]
    return any(before not in {text.partition(":")[0] for text in each.texts} for each in paths)


def _cases(tables: tuple[Table, Table], java: Region, opa: Region) -> Iterator[_Case]:
    seen = set()
    numbers = java.matched | java.fails | opa.matched
    policies = tables[0].policies.policies
    selectors = dict.fromkeys(policies[number].selector for number in sorted(numbers))
    askers = [tables[0].everybody()]
    for table, region in zip(tables, (java, opa), strict=True):
        for selector in selectors:
            askers += table.candidates(selector, region)
    for asker in askers:
        if asker.account is None or asker.administrator or asker in seen:
            continue
        seen.add(asker)
        if tables[0].outcome(asker, java) is not tables[1].outcome(asker, opa):
            one, other = tables[0].deciding(asker, java), tables[1].deciding(asker, opa)
            refused = tables[0].outcome(asker, java) is Outcome.REFUSED
            yield _Case(asker, java.word, one, other, java, refused)


def _reason(case: _Case, java: Region, opa: Region) -> Reason:
    if case.refused and ".." in case.word:
        return _DOTS
    apart = java.matched ^ opa.matched | java.fails
    unread = sorted(number for number in (*case.java, *case.opa) if number in apart)
    if unread:
        return unread[0], -1
    if case.java and case.opa:
        return case.java[0], case.opa[0]
    return _UNMATCHED


def _told(
    policies: PolicySet, both: tuple[PolicySet, PolicySet], reason: Reason, cases: Sequence[_Case]
) -> Iterator[PolicyDefect]:
    case = min(cases, key=_plainness)
    shown = by_both(*both, case.asker, case.word)
    serious = grave(each.region for each in cases)
    kind = "engines-differ"
    if reason == _UNMATCHED:
        if policies.complete:
            says = "leaves scopes that no policy matches: IAM drops them, OPA permits them"
            yield set_defect(kind, policies, says, shown, grave=serious)
    elif reason == _DOTS:
        says = "is compared with paths that hold two dots by OPA; IAM refuses the request"
        yield defect(kind, policies.policies[case.java[0]], says, shown, grave=serious)
    elif reason[1] < 0:
        policy = policies.policies[reason[0]]
        says = _unread(policy, policies.engine)
        if says:
            yield defect(kind, policy, says, shown, grave=serious)
    else:
        policy, by = policies.policies[reason[0]], policies.policies[reason[1]]
        says = f"and {short(by)} disagree on one level: DENY wins in IAM, PERMIT in OPA"
        yield defect(kind, policy, says, shown, by=by, grave=serious)


def _unread(policy: Policy, engine: Engine) -> str:
    """Why one engine does not match what the other does; empty where another defect says it."""
    if not policy.scopes:
        says = "has no scopes: it is for all of them in IAM, for none in OPA"
    elif policy.matching is Matching.REGEXP:
        says = "is a REGEXP, which OPA does not know: there it matches nothing"
    elif policy.matching is None:
        says = "has no matchingPolicy: IAM takes it for EQ, in OPA it matches nothing"
    else:
        return "is a PATH: an expression in IAM, where a dot is any sign; the letters count in OPA"
    return says if engine is Engine.JAVA else ""


def _plainness(case: _Case) -> tuple[bool, bool, int, int]:
    groups = len(case.asker.groups) + (case.asker.client is not None)
    return WORDS not in case.region.kinds, not grave((case.region,)), groups, len(case.word)
