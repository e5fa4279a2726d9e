"""Policies that others make idle: redundant, shadowed, or in contradiction.

A policy is idle where nobody gets another answer for any scope without it. Another policy for
the same askers that matches as much is shown as the reason; without one, what a later level says
is the same, which can be told only of a complete set.
"""

from collections.abc import Iterator
from dataclasses import replace

from tokenlint.services.iam.policies.engine import evaluate, winner
from tokenlint.services.iam.policies.language import Region, side_by_side
from tokenlint.services.iam.policies.model import Policy, PolicySet
from tokenlint.services.iam.policies.table import Table
from tokenlint.services.iam.policies.words import decides, defect, grave, plain, short, witness
from tokenlint.services.offer import PolicyDefect

_MOST_PAIRS = 200


def overlaps(table: Table) -> Iterator[PolicyDefect]:
    """Defects of policies that meet others."""
    return _Overlaps(table).defects()


class _Overlaps:
    """What each policy matches, and which others are for the same askers."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.policies = table.policies
        self._winner = winner(table.policies.engine)
        self._matched: dict[int, set[Region]] = {each.number: set() for each in self._all}
        for region in table.regions:
            for number in region.matched:
                self._matched[number].add(region)

    @property
    def _all(self) -> tuple[Policy, ...]:
        return self.policies.policies

    def defects(self) -> Iterator[PolicyDefect]:
        pairs = 0
        for policy in self._all:
            if not self._matched[policy.number]:
                continue
            beside = [
                each
                for each in self._all
                if each.selector == policy.selector
                and each != policy
                and self._matched[each.number] & self._matched[policy.number]
            ]
            idle = self._idle(policy, beside)
            if idle is not None:
                yield idle
            elif policy.rule is not self._winner and pairs < _MOST_PAIRS:
                pairs += len(beside)
                yield from self._contradictions(policy, beside)

    def _idle(self, policy: Policy, beside: list[Policy]) -> PolicyDefect | None:
        mine = self._matched[policy.number]
        over = [each for each in beside if mine <= self._matched[each.number]]
        for other in over:
            if other.rule is not policy.rule and other.rule is self._winner:
                same = mine == self._matched[other.number]
                return self._beaten(policy, other, "contradictory" if same else "shadowed")
        for other in over:
            earlier = other.number < policy.number or mine < self._matched[other.number]
            if other.rule is policy.rule and earlier:
                says = f"says nothing that {short(other)} does not say for the same askers"
                shown = self._shown(other, mine)
                return defect("redundant", policy, says, shown, by=other)
        repeated = any(other.rule is policy.rule for other in over)  # told of the other one
        if repeated or not self.policies.complete or self._matters(policy):
            return None
        says = "changes nothing: without it, everybody gets the same answers"
        return defect("redundant", policy, says, self._shown(policy, mine))

    def _matters(self, policy: Policy) -> bool:
        return any(
            self.table.difference(policy, region) is not None
            for region in self.table.regions
            if policy.number in region.matched | region.fails
        )

    def _beaten(self, policy: Policy, other: Policy, kind: str) -> PolicyDefect:
        mine = self._matched[policy.number]
        says = (
            f"has no say: {short(other)} is for the same askers and scopes, and {other.rule} wins"
        )
        return defect(kind, policy, says, self._shown(other, mine), by=other, grave=grave(mine))

    def _shown(self, deciding: Policy, found: set[Region]) -> str:
        """A request that the named policy decides, where there is one; else any."""
        asker = self.table.asker(deciding.selector)
        words = [region.word for region in plain(found)]
        for word in words:
            if decides(deciding, evaluate(self.policies, asker, word)):
                return witness(self.policies, asker, word)
        return witness(self.policies, asker, words[0])

    def _contradictions(self, policy: Policy, beside: list[Policy]) -> Iterator[PolicyDefect]:
        """Single scopes of a policy that another one takes back, as a whole."""
        for other in beside:
            if other.rule is policy.rule:
                continue
            for scope in policy.scopes:
                one = replace(policy, number=0, scopes=(scope,))
                if len(policy.scopes) > 1 and _within(self.policies, one, other):
                    says = (
                        f"has no say on {scope.text}: {short(other)} says {other.rule}, which wins"
                    )
                    found = self._matched[policy.number] & self._matched[other.number]
                    kind, serious = "contradictory", grave(found)
                    shown = self._shown(other, found)
                    yield defect(
                        kind, policy, says, shown, by=other, grave=serious, source=scope.source
                    )
                    break


def _within(policies: PolicySet, one: Policy, other: Policy) -> bool:
    """Whether the second policy matches whatever the first one matches."""
    pair = replace(policies, policies=(one, replace(other, number=1)))
    found = side_by_side((pair,))
    mine = [region for (region,) in found or () if 0 in region.matched]
    return bool(mine) and all(1 in region.matched for region in mine)
