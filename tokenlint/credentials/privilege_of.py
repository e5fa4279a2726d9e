"""What a token allows, in the one value that everything is compared in."""

from typing import Any

from tokenlint.credentials.audience import ABSENT, audience_of
from tokenlint.credentials.groups import entitlement_count
from tokenlint.credentials.profile import scope_claim
from tokenlint.credentials.scope import ScopeItem, read_scope
from tokenlint.credentials.times import validity_of
from tokenlint.credentials.token import Form, Token
from tokenlint.credentials.vocabulary import ScopeKind
from tokenlint.privilege.audience import ANY
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ROOT
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.validity import Validity

EVERYTHING = CapabilitySet.of(Capability(action, ROOT) for action in Action)
"""Every action on the whole area: what a group may do when nobody says what it may do."""


def scope_items(token: Token) -> tuple[ScopeItem, ...]:
    """The items of the token's scope claim."""
    return read_scope(token.claims.get(scope_claim(token.claims)), token.dialect)


def scope_form(claims: dict[str, Any]) -> str:
    """`scope_form` of the policy input schema: present, missing, empty or wrong-type."""
    name = scope_claim(claims)
    if name not in claims:
        return "missing"
    value = claims[name]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = " ".join(value) if name == "scp" else None
    if not isinstance(value, str):
        return "wrong-type"
    return "present" if value.strip() else "empty"


def is_group_based(token: Token, items: tuple[ScopeItem, ...]) -> bool:
    """Whether what the token may do follows from groups or identity instead of capabilities.

    A single capability switches the groups off (WLCG profile 1.3 section 2.2.3).
    Without groups, a right to administer an issuer stands for itself.
    """
    if any(item.kind is ScopeKind.CAPABILITY for item in items):
        return False
    grouped = bool(token.claims.get("wlcg.groups")) or entitlement_count(token.claims) > 0
    return grouped or not any(item.capabilities for item in items)


def privilege_of(token: Token, at: int | None = None) -> Privilege:
    """What the token allows, wherever it leaves something open the most that it can mean.

    A storage scope without a path counts as the root, a missing audience as any,
    a token that only names groups or a person as all that these may do,
    no usable expiry as unbounded. Paths count as written.
    What an encrypted token says cannot be seen, so nothing bounds it.
    An unreadable token allows nothing, because no service can read it either.
    `at`, seconds since the epoch, is where the validity of a token starts that does not say.
    """
    if token.form is Form.ENCRYPTED:
        return Privilege(EVERYTHING, ANY, Validity(at or 0, None))
    if not token.readable:
        return NOTHING
    return Privilege(
        capabilities_of(token, scope_items(token)),
        audience_of(token.claims.get("aud", ABSENT)),
        validity_of(token.claims, at),
    )


def capabilities_of(token: Token, items: tuple[ScopeItem, ...]) -> CapabilitySet:
    """What the token's scope items grant, or everything where groups or identity decide."""
    if is_group_based(token, items):
        return EVERYTHING
    return CapabilitySet.of(capability for item in items for capability in item.capabilities)
