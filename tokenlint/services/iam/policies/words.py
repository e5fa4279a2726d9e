"""Askers, scopes and answers in the words of a report, and the witness of a defect.

A witness says what the engine answers, so it is true whatever the defect claims.
"""

import re
from collections.abc import Iterable

from tokenlint.services.iam.policies.engine import Answer, Asker, evaluate
from tokenlint.services.iam.policies.language import ADMIN, MODIFY, WORDS, Region
from tokenlint.services.iam.policies.model import Engine, Policy, PolicySet, Selector, Whom
from tokenlint.services.offer import PolicyDefect
from tokenlint.services.value import Value
from tokenlint.source import Source

ENGINES = {Engine.JAVA: "IAM", Engine.OPA: "OPA"}
_LONGEST_NAME = 40
_GRAVE = re.compile(r"storage\.modify:|iam:admin\.|scim:")


def who(policies: PolicySet, asker: Asker) -> str:
    """`a member of the group production`."""
    names = {each.selector: each.selector_name for each in reversed(policies.policies)}
    if asker.account is None:
        named = Selector(Whom.CLIENT, asker.client or "")
        return f"{names.get(named, 'a client')} on its own"
    account = Selector(Whom.ACCOUNT, asker.account)
    told = names.get(account, "a user whom no policy names")
    groups = [names.get(Selector(Whom.GROUP, each), each) for each in sorted(asker.groups)]
    if groups:
        member = account in names
        told = (f"{names[account]}, " if member else "a ") + f"member of {' and '.join(groups)}"
    if asker.client is not None:
        told += f", through {names.get(Selector(Whom.CLIENT, asker.client), 'a client')}"
    return f"an administrator, {told}" if asker.administrator else told


def witness(policies: PolicySet, asker: Asker, scope: str, more: str = "") -> str:
    """One request and what the engine of the set answers."""
    answer = evaluate(policies, asker, scope)
    return f"{who(policies, asker)} asks for {scope}: {answer.outcome}{more}"


def by_both(java: PolicySet, opa: PolicySet, asker: Asker, scope: str) -> str:
    """One request and what both engines answer."""
    told = [
        f"{evaluate(each, asker, scope).outcome} by {ENGINES[each.engine]}" for each in (java, opa)
    ]
    return f"{who(java, asker)} asks for {scope}: {', '.join(told)}"


def decides(policy: Policy, answer: Answer) -> bool:
    """Whether a policy is one of those that decide."""
    return any(each.number == policy.number for each in answer.deciding)


def defect(
    kind: str,
    policy: Policy,
    says: str,
    shown: str = "",
    *,
    by: Policy | None = None,
    grave: bool = False,
    source: Source | None = None,
) -> PolicyDefect:
    """A defect of one policy, at the policy or at a scope of it."""
    place = source or policy.source
    return PolicyDefect(kind, policy.name, place, says, shown, by.source if by else None, grave)


def set_defect(
    kind: str, policies: PolicySet, says: str, shown: str, *, grave: bool = False
) -> PolicyDefect:
    """A defect of the set as a whole."""
    count = len(policies.policies)
    name = "the set of one policy" if count == 1 else f"the set of {count} policies"
    what = Value(name, policies.source)
    return PolicyDefect(kind, what, policies.source, says, shown, grave=grave)


def short(policy: Policy) -> str:
    """The name of another policy within a sentence."""
    text = policy.name.text
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 2]}…{text[-1]}"


def plain(found: Iterable[Region]) -> tuple[Region, ...]:
    """Regions in the order in which they make good examples: known words, storage.modify first."""
    return tuple(sorted(found, key=_plainness))


def grave(found: Iterable[Region]) -> bool:
    """Whether storage.modify or a scope of the administration is among them."""
    return any(region.kinds & {MODIFY, ADMIN} for region in found)


def grave_text(scopes: Iterable[str]) -> bool:
    """The same for scopes as a policy writes them."""
    return any(_GRAVE.match(scope) for scope in scopes)


def _plainness(region: Region) -> tuple[bool, bool, int]:
    return WORDS not in region.kinds, MODIFY not in region.kinds, len(region.word)
