"""What can be obtained: by whom the set names, by everybody, by clients for themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tokenlint.services.iam.policies.engine import ALWAYS, Asker, Outcome, evaluate
from tokenlint.services.iam.policies.language import ADMIN, MODIFY, WORDS, Region, among
from tokenlint.services.iam.policies.model import Engine, Matching, Policy, Rule, Whom
from tokenlint.services.iam.policies.table import Table
from tokenlint.services.iam.policies.words import (
    defect,
    grave,
    grave_text,
    plain,
    set_defect,
    who,
    witness,
)
from tokenlint.services.offer import PolicyDefect

_ANY = "storage.modify:/"


@dataclass(frozen=True, slots=True)
class Reach:
    """The scopes that somebody obtains, as far as the policies go.

    `scopes` are written as the policies that permit them write them, with `*` for what may follow
    or for all; `but` are examples of what is held back of them.
    """

    who: str
    asker: Asker
    scopes: tuple[str, ...]
    but: tuple[str, ...]


def reaches(table: Table) -> tuple[Reach, ...]:
    """What everybody obtains, then each account, client and group that the set names."""
    askers = [table.everybody()]
    askers += [table.asker(each) for each in table.selectors if each.whom is not Whom.ALL]
    return tuple(_reach(table, asker) for asker in askers)


def _reach(table: Table, asker: Asker) -> Reach:
    permitting: dict[int, Policy] = {}
    rest = False
    obtained = table.obtainable(asker)
    for region in obtained:
        deciding = evaluate(table.policies, asker, region.word).deciding
        rest = rest or (not deciding and region.word != ALWAYS)
        permitting |= {each.number: each for each in deciding if each.rule is Rule.PERMIT}
    scopes = [text for policy in permitting.values() for text in _written(policy)]
    held = [
        region.word
        for region in plain(among(table.regions, WORDS))
        if region not in obtained and (rest or region.matched & permitting.keys())
    ]
    everything = ("*",) if rest else ()
    found = tuple(dict.fromkeys((*everything, *scopes)))
    return Reach(who(table.policies, asker), asker, found, tuple(held))


def _written(policy: Policy) -> Iterator[str]:
    if not policy.scopes:
        yield "*"
    ending = "*" if policy.matching is Matching.PATH else ""
    shape = "/{}/" if policy.matching is Matching.REGEXP else "{}"
    for text in policy.texts:
        yield shape.format(text) + ending


def everybodys(table: Table) -> Iterator[PolicyDefect]:
    """storage.modify and scopes of the administration within reach of everybody."""
    if not table.policies.complete:
        return
    asker = table.everybody()
    found = among(table.obtainable(asker), MODIFY)
    if found and _about_storage(table, asker, found):
        yield _modify(table, asker, found)
    yield from _administration(table, replace(asker, administrator=True))


def _about_storage(table: Table, asker: Asker, found: tuple[Region, ...]) -> bool:
    """Whether a policy permits it, or the set at least speaks of scopes of storage.

    An issuer that hands out none of them need not deny them, where OPA permits the rest.
    """
    if any(table.deciding(asker, region) for region in found):
        return True
    policies = table.policies.policies
    return any(text.startswith("storage.") for each in policies for text in each.texts)


def _modify(table: Table, asker: Asker, found: tuple[Region, ...]) -> PolicyDefect:
    policies = table.policies
    words = [_ANY, *(region.word for region in plain(found))]
    word = next(w for w in words if evaluate(policies, asker, w).outcome is Outcome.PERMITTED)
    shown = witness(policies, asker, word)
    deciding = evaluate(policies, asker, word).deciding
    if deciding:
        says = f"lets every user obtain {word}; only what a client may ask for limits it"
        return defect("default-reach", deciding[0], says, shown, grave=True)
    says = f"leaves {word} to every user: what no policy matches is permitted"
    return set_defect("default-reach", policies, says, shown, grave=True)


def _administration(table: Table, asker: Asker) -> Iterator[PolicyDefect]:
    """Policies that name such a scope; one for all scopes is told for storage.modify."""
    for region in among(table.obtainable(asker), ADMIN):
        for policy in evaluate(table.policies, asker, region.word).deciding:
            if policy.selector.whom is Whom.ALL and policy.scopes:
                says = f"lets every user obtain {region.word} before IAM 1.11, later administrators"
                shown = witness(table.policies, asker, region.word)
                yield defect("default-reach", policy, says, shown, grave=True)
                return


def clients(table: Table) -> Iterator[PolicyDefect]:
    """In Java: the first policy that is to keep somebody from a scope of storage or compute."""
    if table.policies.engine is not Engine.JAVA:
        return
    client = Asker(client="a client")
    for policy in table.policies.policies:
        matched = [region for region in table.regions if policy.number in region.matched]
        found = [region for region in plain(among(matched, WORDS)) if ":" in region.word]
        if policy.rule is Rule.DENY and found and policy.scopes:
            says = "does not hold for tokens that a client obtains for itself: they pass no policy"
            shown = witness(table.policies, client, found[0].word)
            serious = grave(found) or grave_text(policy.texts)
            yield defect("client-unfiltered", policy, says, shown, grave=serious)
            return
