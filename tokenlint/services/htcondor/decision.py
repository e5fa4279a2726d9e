"""What a CE or pool answers to a credential and a request.

A token must be taken (method, audience), is mapped to an account by the first fitting line,
is limited by its own scopes, and then has what the lists of the level give to the account.
"""

from dataclasses import dataclass

from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.htcondor.authorisation import (
    LEVEL_OF,
    Granted,
    entries,
    granted,
    identity,
    open_to_all,
)
from tokenlint.services.htcondor.macros import Held
from tokenlint.services.htcondor.pool import Pool
from tokenlint.services.htcondor.principals import PLUGIN, Principal
from tokenlint.services.htcondor.tokens import audience_fits, foreign, limits
from tokenlint.services.htcondor.validator import ANY, Rule

_UNMAPPED = "scitokens@unmapped"
_TAKES_TOKENS = {"SCITOKENS", "SCITOKEN"}
_NO_PROOF = {"ANONYMOUS", "CLAIMTOBE"}


@dataclass(frozen=True, slots=True)
class Decider:
    """The answers of one pool."""

    pool: Pool

    def __call__(self, presented: Presented, ask: Ask) -> Decision:
        """Answer one request."""
        level = LEVEL_OF.get(ask.operation)
        if level is None:
            return Decision(Verdict.DENIED)
        if presented.issuer is None:
            return _decision(without_credential(self.pool, level))
        taken = self._taken(presented, level)
        if taken.verdict is Verdict.DENIED:
            return _decision(taken)
        mapped = self._mapped(presented)
        limited = self._limited(presented, level, mapped)
        return _joined(taken, mapped.granted, limited, self._given(level, mapped))

    def _taken(self, presented: Presented, level: str) -> Granted:
        methods = methods_of(self.pool, level)
        if methods and not _TAKES_TOKENS & {each.upper() for each in entries(methods)}:
            return Granted(Verdict.DENIED, (Step(methods.source, "does not take tokens"),))
        relaxed = foreign(self.pool, presented.issuer or "")
        answer = audience_fits(self.pool, presented)
        if relaxed and answer.verdict is not Verdict.ALLOWED:
            step = Step(relaxed.source, "relaxes the checks for this issuer")
            return Granted(Verdict.DEPENDS, (step,), "what the relaxed checks let pass")
        return answer

    def _mapped(self, presented: Presented) -> "_Mapped":
        issuer, subject = presented.issuer or "", presented.subject
        for line in self.pool.principals:
            fits = line.matches(issuer, subject)
            step = Step(line.line.source, f"maps it to {line.line.account.text}")
            if fits is None:
                waits = Granted(Verdict.DEPENDS, (step,), "a mapping that is filled in later")
                return _Mapped(None, waits)
            if fits:
                return self._account(line, presented, step)
        if self.pool.has_mapfile:
            return _Mapped(_UNMAPPED, Granted(Verdict.ALLOWED))
        return _Mapped(None, Granted(Verdict.DEPENDS, (), "the mapfile, which is not here"))

    def _account(self, line: Principal, presented: Presented, step: Step) -> "_Mapped":
        if line.by_plugin:
            return self._plugin(presented, step)
        sure = Granted(Verdict.ALLOWED, (step,))
        if line.chosen_by_token or not line.line.account.known:
            return _Mapped(None, Granted(Verdict.DEPENDS, (step,), "the account that it becomes"))
        return _Mapped(line.line.account.text, sure)

    def _plugin(self, presented: Presented, step: Step) -> "_Mapped":
        """EGI's plugin, where its rules are here; any other one decides on its own."""
        validators = self.pool.validators
        if len(validators) != 1 or validators[0].problems:
            return _Mapped(None, Granted(Verdict.DEPENDS, (step,), f"the {PLUGIN.lower()[:-1]}"))
        for rule in validators[0].rules:
            if _rule_fits(rule, presented):
                by = Step(rule.source, f"maps it to {rule.account.text}")
                return _Mapped(rule.account.text, Granted(Verdict.ALLOWED, (step, by)))
        refused = Step(validators[0].text.whole, "has no rule for it")
        return _Mapped(_UNMAPPED, Granted(Verdict.DENIED, (step, refused)))

    def _limited(self, presented: Presented, level: str, mapped: "_Mapped") -> Granted:
        """Whether the scopes of the token leave it the level."""
        levels = limits(presented)
        if level in levels:
            return Granted(Verdict.ALLOWED)
        if level == "READ" and "WRITE" in levels:
            return Granted(Verdict.DEPENDS, (), "whether WRITE in a token stands for READ as well")
        step = Step(self.pool.source, f"leaves {level} only to tokens whose scopes name it")
        return Granted(Verdict.DENIED, (*mapped.granted.steps, step))

    def _given(self, level: str, mapped: "_Mapped") -> Granted:
        if mapped.account is None:
            return Granted(Verdict.ALLOWED)
        return granted(self.pool, level, identity(self.pool, mapped.account))


@dataclass(frozen=True, slots=True)
class _Mapped:
    """The account that a token becomes, None where that is unknown."""

    account: str | None
    granted: Granted


def methods_of(pool: Pool, level: str) -> Held | None:
    """The authentication methods of a level at the schedd, None where they are unknown."""
    for each in (level, "DEFAULT"):
        held = pool.macros.held(f"SEC_{each}_AUTHENTICATION_METHODS", "SCHEDD")
        if held:
            return held if held.known else None
    return None


def without_credential(pool: Pool, level: str) -> Granted:
    """What a client without any credential has: a level for everybody that asks for none."""
    everybody = open_to_all(pool, level)
    asks = _authentication(pool, level)
    if everybody and everybody.known and asks and asks.text.upper() in {"OPTIONAL", "NEVER"}:
        asked = Step(asks.source, "asks for no credential")
        allowed = Step(everybody.source, f"allows {level} to everybody")
        return Granted(Verdict.ALLOWED, (asked, allowed))
    methods = methods_of(pool, level)
    proof = methods and not _NO_PROOF & {each.upper() for each in entries(methods)}
    if proof and asks and asks.text.upper() == "REQUIRED":
        return Granted(Verdict.DENIED, (Step(asks.source, "asks for a credential"),))
    return Granted(Verdict.DEPENDS, (), f"SEC_{level}_AUTHENTICATION and its methods")


def _authentication(pool: Pool, level: str) -> Held | None:
    for each in (level, "DEFAULT"):
        held = pool.macros.held(f"SEC_{each}_AUTHENTICATION", "SCHEDD")
        if held:
            return held if held.known else None
    return None


def _rule_fits(rule: Rule, presented: Presented) -> bool:
    """As the plugin compares: one audience as a text, groups of `eduperson_entitlement`."""
    subject = str(presented.claims.get("voperson_id", presented.subject))
    audience = " ".join(presented.audiences or ())
    return (
        rule.subject.text in {ANY, subject}
        and rule.issuer.text == presented.issuer
        and rule.audience.text in {ANY, audience}
        and rule.scope.text in {ANY, *presented.scopes}
        and rule.group.text in presented.groups
    )


def _decision(part: Granted) -> Decision:
    depends = (part.depends_on,) if part.depends_on else ()
    return Decision(part.verdict, part.steps, depends)


def _joined(*parts: Granted) -> Decision:
    """All parts must allow it; one that denies it is enough, and is the last to speak."""
    steps = tuple(step for part in parts for step in part.steps)
    denied = next((part for part in parts if part.verdict is Verdict.DENIED), None)
    if denied:
        before = tuple(step for step in steps if step not in denied.steps)
        return Decision(Verdict.DENIED, (*before, *denied.steps))
    depends = tuple(part.depends_on for part in parts if part.verdict is Verdict.DEPENDS)
    return Decision(Verdict.DEPENDS if depends else Verdict.ALLOWED, steps, depends)
