"""Which authgroups a credential is in: the first rule that matches decides, group by group.

Source: `LegacySHCP` in `src/hed/shc/legacy/LegacySecHandler.cpp`, `AuthUser::evaluate` and
`AuthUser::match_otokens` of nordugrid/arc: fields are compared as strings, `*` lets all pass;
a rule that ARC cannot use ends the group, and nobody is let in by a later line.
"""

from collections.abc import Mapping

from tokenlint.services.acceptance import State
from tokenlint.services.arc import claims
from tokenlint.services.arc.checks import Check, settled
from tokenlint.services.arc.config import Config
from tokenlint.services.arc.rules import ANY, BY_CERTIFICATE, CLAIMS, TOKENS, Group, Rule
from tokenlint.services.decision import Presented, Step
from tokenlint.services.value import Value

Memberships = Mapping[str, Check]


def memberships(config: Config, presented: Presented) -> Memberships:
    """For each authgroup whether the credential is in it; groups of one name add up."""
    found: dict[str, Check] = {}
    for group in config.groups:
        check = _membership(group, presented, found, complete=config.complete)
        before = found.get(group.name.text)
        if before is None or before.state is not State.YES:
            found[group.name.text] = _either(before, check)
    return found


def _either(before: Check | None, check: Check) -> Check:
    if before is None or check.state is State.YES or before.state is State.NO:
        return check
    return before


def _membership(
    group: Group, presented: Presented, earlier: Memberships, *, complete: bool
) -> Check:
    possible: list[State] = []
    steps: list[Step] = []
    depends: list[str] = []
    for rule in group.rules:
        if not rule.complete:
            steps.append(
                Step(rule.option.source, "is no rule that ARC can use, and ends the group")
            )
            break
        match = _match(rule, presented, earlier, complete=complete)
        if rule.inverted:
            match = {State.YES: State.NO, State.NO: State.YES}.get(match, match)
        if match is State.NO:
            continue
        outcome = State.NO if rule.refuses else State.YES
        possible.append(outcome)
        word = "keeps out of" if rule.refuses else "lets into"
        steps.append(Step(rule.option.source, f"{word} the authgroup {group.name}"))
        if match is State.YES:
            return Check(settled(possible), tuple(steps), tuple(depends))
        depends.append(_open(rule))
    return Check(settled([*possible, State.NO]), tuple(steps), tuple(depends))


def _open(rule: Rule) -> str:
    if rule.command in {TOKENS, CLAIMS, "authgroup"}:
        return f"what stands in the rule at {rule.option.source}"
    return f"what {rule.command} {rule.option.value} says".rstrip()


def _match(rule: Rule, presented: Presented, earlier: Memberships, *, complete: bool) -> State:
    if rule.command == TOKENS:
        return _by_fields(rule, presented)
    if rule.command == CLAIMS:
        return _by_claims(rule, presented)
    if rule.command == "all":
        value = rule.option.value
        return _word(value.text == "yes", known=value.known)
    if rule.command == "authgroup":
        missing = Check(State.NO if complete else State.UNKNOWN)
        states = {earlier.get(word.text, missing).state for word in rule.words}
        return next((s for s in (State.YES, State.UNKNOWN) if s in states), State.NO)
    # A token has no certificate; what else decides is not in these files.
    return State.NO if rule.command in BY_CERTIFICATE else State.UNKNOWN


def _word(met: bool, *, known: bool) -> State:
    return (State.YES if met else State.NO) if known else State.UNKNOWN


def _by_fields(rule: Rule, presented: Presented) -> State:
    held = {
        "subject": (presented.subject,),
        "issuer": (presented.issuer or "",),
        "audience": presented.audiences or (),
        "scope": presented.scopes,
        "group": presented.groups,
    }
    states = [_field(rule.field(name), values) for name, values in held.items()]
    return next((s for s in (State.NO, State.UNKNOWN) if s in states), State.YES)


def _field(wanted: Value, held: tuple[str, ...]) -> State:
    if wanted.text == ANY:
        return State.YES
    return _word(wanted.text in held, known=wanted.known)


def _by_claims(rule: Rule, presented: Presented) -> State:
    held: dict[str, tuple[str, ...]] = {
        name: _texts(value) for name, value in presented.claims.items()
    }
    held |= {
        "sub": (presented.subject,),
        "iss": (presented.issuer or "",),
        "aud": presented.audiences or (),
        "scope": (" ".join(presented.scopes),),
        "wlcg.groups": presented.groups,
    }
    try:
        return claims.evaluate(claims.parse(rule.option.value.text), held)
    except claims.MalformedError:
        return State.NO


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else (value,)
    return tuple(str(each) for each in values)
