"""The answers of an engine for everybody and every scope: askers against regions.

Within a level verdicts are ordered, and the greatest wins. So a member of several groups gets
what one of them alone gives, and askers with at most one group of each verdict stand for all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from tokenlint.services.iam.policies.engine import (
    Asker,
    Outcome,
    counts,
    levels,
    outcome_of,
    unmatched,
    winner,
)
from tokenlint.services.iam.policies.language import ADMIN, OPENID, Region
from tokenlint.services.iam.policies.model import (
    Engine,
    Policy,
    PolicySet,
    Rule,
    Selector,
    Whom,
)

_NOTHING, _LOSING, _WINNING, _FAILING = range(4)


class Table:
    """Regions, and what each selector's policies say about them."""

    def __init__(self, policies: PolicySet, found: Sequence[Region]) -> None:
        self.policies = policies
        self.regions = tuple(found)
        self._winner = winner(policies.engine)
        self._by_number = {each.number: each for each in policies.policies}
        named = {each.selector for each in policies.policies if counts(each, policies)}
        self.selectors = tuple(sorted(named))
        self._known: dict[Region, dict[Selector, list[tuple[int, int]]]] = {}
        self.nobody = _another("another user", {each.id for each in named})

    def outcome(self, asker: Asker, region: Region, without: int = -1) -> Outcome:
        """What comes out, as `engine.evaluate` says it for each scope of the region."""
        java = self.policies.engine is Engine.JAVA
        if java and asker.account is None:
            return Outcome.PERMITTED
        if asker.account is not None and ADMIN in region.kinds and not asker.administrator:
            return Outcome.DROPPED
        answer = self._decided(asker, region, without)
        always = OPENID in region.kinds and answer is Outcome.DROPPED
        return Outcome.PERMITTED if always else answer

    def _decided(self, asker: Asker, region: Region, without: int) -> Outcome:
        verdict, _ = self._first(asker, region, without)
        if verdict == _FAILING:
            return Outcome.REFUSED
        if verdict == _NOTHING:
            return unmatched(self.policies)
        return outcome_of(self._winner if verdict == _WINNING else self._loser)

    def _first(self, asker: Asker, region: Region, without: int) -> tuple[int, frozenset[Selector]]:
        """The verdict of the first level that has one, and that level."""
        for level in levels(asker, self.policies.engine):
            verdict = max((self.verdict(each, region, without) for each in level), default=0)
            if verdict:
                return verdict, level
        return _NOTHING, frozenset()

    def deciding(self, asker: Asker, region: Region) -> tuple[int, ...]:
        """The numbers of the policies that decide, as `engine.decide` names them."""
        verdict, level = self._first(asker, region, -1)
        numbers = region.fails if verdict == _FAILING else region.matched
        rule = {_WINNING: self._winner, _LOSING: self._loser}.get(verdict)
        found = (self._by_number[number] for number in sorted(numbers) if verdict)
        return tuple(
            each.number for each in found if each.selector in level and rule in {None, each.rule}
        )

    @property
    def _loser(self) -> Rule:
        return Rule.PERMIT if self._winner is Rule.DENY else Rule.DENY

    def verdict(self, selector: Selector, region: Region, without: int = -1) -> int:
        """What the policies of one selector say; a greater number wins."""
        said = self._said(region).get(selector, ())
        return max((verdict for number, verdict in said if number != without), default=_NOTHING)

    def _said(self, region: Region) -> Mapping[Selector, Sequence[tuple[int, int]]]:
        """What each policy says about a region, by selector: its number, and its verdict."""
        found = self._known.get(region)
        if found is None:
            found = self._known[region] = {}
            for number in sorted(region.matched | region.fails):
                policy = self._by_number[number]
                wins = _WINNING if policy.rule is self._winner else _LOSING
                verdict = _FAILING if number in region.fails else wins
                found.setdefault(policy.selector, []).append((number, verdict))
        return found

    def obtainable(self, asker: Asker) -> tuple[Region, ...]:
        """The regions whose scopes the asker obtains."""
        return tuple(
            region for region in self.regions if self.outcome(asker, region) is Outcome.PERMITTED
        )

    def everybody(self) -> Asker:
        """A user whom no policy names, in no group that one names."""
        return Asker(account=self.nobody)

    def asker(self, selector: Selector) -> Asker:
        """Whom a policy is for, and nothing more than that."""
        if selector.whom is Whom.ACCOUNT:
            return Asker(account=selector.id)
        if selector.whom is Whom.CLIENT:
            return Asker(client=selector.id)
        groups = frozenset({selector.id}) if selector.whom is Whom.GROUP else frozenset[str]()
        return Asker(account=self.nobody, groups=groups)

    def difference(self, policy: Policy, region: Region) -> Asker | None:
        """Somebody who would get another answer without the policy, None where nobody would."""
        for asker in self.candidates(policy.selector, region):
            with_it = self.outcome(asker, region)
            if with_it is not self.outcome(asker, region, policy.number):
                return asker
        return None

    def candidates(self, selector: Selector, region: Region) -> Iterator[Asker]:
        """Askers whom a selector fits, that stand for all of them as far as a region goes."""
        base = self.asker(selector)
        others = self._telling(region, Whom.GROUP, selector)
        partners: tuple[Selector, ...] = ()
        if selector.whom in {Whom.ACCOUNT, Whom.CLIENT}:
            other = Whom.CLIENT if selector.whom is Whom.ACCOUNT else Whom.ACCOUNT
            partners = self._telling(region, other, selector)
        lift = (False, True) if ADMIN in region.kinds else (False,)
        for group, partner, administrator in product((None, *others), (None, *partners), lift):
            joined = _joined(base, group, partner, administrator=administrator)
            if joined.groups and joined.account is None:
                joined = replace(joined, account=self.nobody)
            yield joined

    def _telling(self, region: Region, whom: Whom, but: Selector) -> tuple[Selector, ...]:
        """One selector of a kind for each verdict that there is on a region."""
        found: dict[int, Selector] = {}
        for selector in self._said(region):
            if selector.whom is whom and selector != but:
                found.setdefault(self.verdict(selector, region), selector)
        return tuple(found.values())


def _joined(
    base: Asker, group: Selector | None, partner: Selector | None, *, administrator: bool
) -> Asker:
    """The asker as a member of one more group, or with a client or an account besides."""
    if partner is not None and partner.whom is Whom.CLIENT:
        base = replace(base, client=partner.id)
    elif partner is not None:
        base = replace(base, account=partner.id)
    if group is not None:
        base = replace(base, groups=base.groups | {group.id})
    if administrator and base.account is not None:
        base = replace(base, administrator=True)
    return base


def _another(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    while name in known:
        name += "'"
    return name
