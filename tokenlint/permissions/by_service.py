"""Answers of a service, as its configuration and the model of its product have it.

The verdict is that of `Service.decide`, which the rules of `tokenlint check` ask as well.
The reasons are the lines that led to it, and what of the credential they found or missed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tokenlint.permissions.answer import Answer, Cause, Reason, Remedy
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.beforehand import beforehand
from tokenlint.permissions.changes import Change, accepted_audiences, least_change
from tokenlint.permissions.credit import credit
from tokenlint.permissions.discreet import discreet
from tokenlint.permissions.scopes import by_scopes
from tokenlint.policy.reach import cut
from tokenlint.services.acceptance import Service, WayKind
from tokenlint.services.decision import Ask, Decision, Presented, Verdict

_MOST_NAMED = 3
_MOST_GROUPS = 8


@dataclass(frozen=True, slots=True)
class ByService:
    """A judge that asks the model of a service; `at` in seconds since the epoch."""

    bearer: Bearer
    service: Service
    at: int

    def answer(self, ask: Ask) -> Answer:
        """The service's verdict; a credential that is refused as a whole gets none of its own."""
        before = beforehand(self.bearer, self.at)
        refused = tuple(reason for verdict, reason in before if verdict is Verdict.DENIED)
        if refused:
            return self._refused(ask, refused)
        if not self.bearer.presented:
            says = (
                f"the service: the model of {self.service.acceptance.title} decides on tokens only"
            )
            return Answer(ask, Verdict.DEPENDS, (*self._lines_for_anybody(ask), _open(says)))
        answer = self._decided(ask)
        doubts = tuple(reason for _, reason in before)
        if doubts and answer.verdict is Verdict.ALLOWED:
            return Answer(ask, Verdict.DEPENDS, (*answer.reasons, *doubts))
        return answer

    def explain(self, ask: Ask) -> Answer:
        """The answer, and changes with which a no would be a yes."""
        answer = self.answer(ask)
        whole = {Cause.EXPIRED, Cause.NOT_YET_VALID, Cause.SIGNATURE}
        if answer.verdict is Verdict.ALLOWED or whole & {each.cause for each in answer.reasons}:
            return answer
        return replace(answer, remedies=tuple(self._remedies(ask)))

    def _refused(self, ask: Ask, reasons: tuple[Reason, ...]) -> Answer:
        """Of an expired or forged token; some services take it for none, others refuse it."""
        anybody = self._lines_for_anybody(ask)
        if not anybody:
            return Answer(ask, Verdict.DENIED, reasons)
        says = "whether it is taken for no credential at all, with which this passes"
        return Answer(ask, Verdict.DEPENDS, (*reasons, *anybody, _open(says)))

    def _lines_for_anybody(self, ask: Ask) -> tuple[Reason, ...]:
        decision = self.service.decide(Presented(), ask)
        return self._lines(decision) if decision.allowed else ()

    def _lines(self, decision: Decision) -> tuple[Reason, ...]:
        """The lines that had a say."""
        return tuple(
            Reason(Cause.CONFIGURATION, self._discreet(step.says), step.source)
            for step in decision.steps
        )

    def _discreet(self, words: str) -> str:
        claims = self.bearer.presented[0].claims if self.bearer.presented else {}
        return discreet(words, claims)

    def _decided(self, ask: Ask) -> Answer:
        decisions = [self.service.decide(each, ask) for each in self.bearer.presented]
        first, presented = decisions[0], self.bearer.presented[0]
        if any(each.verdict is not first.verdict for each in decisions):
            says = "whether the service reads the claim scp in place of scope"
            return Answer(ask, Verdict.DEPENDS, (*self._lines(first), _open(says)))
        lines = self._lines(first)
        if first.verdict is Verdict.ALLOWED:
            by = credit(self.service, presented, ask)
            return Answer(ask, Verdict.ALLOWED, (by, *lines))
        if first.verdict is Verdict.DENIED:
            return Answer(ask, Verdict.DENIED, (*self._missed(ask), *lines) or (_silent(),))
        on = tuple(_open(self._discreet(each)) for each in first.depends_on)
        reasons = (*lines, *on) or (_open("what its files do not tell"),)
        return Answer(ask, Verdict.DEPENDS, reasons)

    def _missed(self, ask: Ask) -> Iterator[Reason]:
        """What of the credential stands against it, as the least change to a yes shows."""
        change = self._change(ask)
        if change is None:
            return
        seen, places = self.bearer.presented[0], self.bearer.places
        if change.issuer:
            trusted = [each.url.text for each in self.service.acceptance.issuers if each.url.known]
            whose = cut(seen.issuer or "(none)")
            says = f"the service does not trust its issuer {whose}; it trusts {_some(trusted)}"
            yield Reason(Cause.ISSUER, says, places.get("iss"))
        if change.audience:
            listed = accepted_audiences(self.service.acceptance, change.issuer or seen.issuer or "")
            named = ", ".join(map(cut, seen.audiences or ())) or "(none)"
            says = f"the service does not take its audience {named}; it takes {_some(listed)}"
            yield Reason(Cause.AUDIENCE, says, places.get("aud"))
        if change.scopes:
            yield self._scope_missed(ask, change)

    def _scope_missed(self, ask: Ask, change: Change) -> Reason:
        scoped = by_scopes(self.bearer, Ask(ask.operation, change.path))
        if change.instead:
            says = f"its scopes stand in its own way: with {change.scopes[0]} alone it would pass"
            return Reason(Cause.SPELLING, says)
        if self.bearer.group_based:
            says = "it holds no scope for this, and nothing here gives it to its groups"
            return Reason(Cause.GROUPS, says)
        if scoped.verdict is Verdict.DENIED:
            return scoped.reason
        says = f"this service wants {' and '.join(map(cut, change.scopes))} for it"
        return Reason(Cause.ACTION, says)

    def _change(self, ask: Ask) -> Change | None:
        return least_change(self.service, self.bearer.presented[0], ask, self.bearer.dialect)

    def _remedies(self, ask: Ask) -> Iterator[Remedy]:
        if not self.bearer.presented:
            return
        if change := self._change(ask):
            yield Remedy(change.scopes, change.audience, change.issuer, alone=change.instead)
        seen = self.bearer.presented[0]
        ways = self.service.acceptance.ways
        groups = dict.fromkeys(way.who for way in ways if way.kind is WayKind.GROUP)
        for group in [*groups][:_MOST_GROUPS]:
            if self.service.decide(_member(seen, group), ask).allowed:
                yield Remedy(group=group)


def _member(presented: Presented, group: str) -> Presented:
    groups = (*presented.groups, group)
    claims = {**presented.claims, "wlcg.groups": list(groups)} if presented.claims else {}
    return replace(presented, groups=groups, claims=claims)


def _open(says: str) -> Reason:
    return Reason(Cause.OPEN, says)


def _silent() -> Reason:
    return Reason(Cause.CONFIGURATION, "nothing in its files allows it")


def _some(names: list[str]) -> str:
    """Some of the names, and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(map(cut, names[:_MOST_NAMED])) or 'none that the files name'}{more}"
