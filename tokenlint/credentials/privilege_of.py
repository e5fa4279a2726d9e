"""What a token allows, in the one value that everything is compared in."""

from typing import Any

from tokenlint.credentials.audience import ABSENT, audience_of
from tokenlint.credentials.groups import entitlement_count, names_of
from tokenlint.credentials.mapping import Mapping
from tokenlint.credentials.profile import scope_claim
from tokenlint.credentials.scope import ScopeItem, read_scope
from tokenlint.credentials.times import validity_of
from tokenlint.credentials.token import Dialect, Form, Token
from tokenlint.credentials.vocabulary import ScopeKind
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ROOT
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.validity import Validity

EVERYTHING = CapabilitySet.of(Capability(action, ROOT) for action in Action)
"""Every action on the whole area: what a group may do when nobody says what it may do."""

_POOL = (Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT, Action.ADMINISTER)
_POOL_EVERYTHING = CapabilitySet.of(Capability(action, ROOT) for action in _POOL)


def everything_in(dialect: Dialect) -> CapabilitySet:
    """All that a credential of this dialect can be good for when nothing limits it.

    An HTCondor IDTOKEN without a scope has every right of its identity in the pool
    (HTCondor's manual on token authentication), and no storage takes one.
    Every other dialect is open: services map its groups and subjects to whatever they like.
    """
    return _POOL_EVERYTHING if dialect is Dialect.HTCONDOR else EVERYTHING


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


def privilege_of(token: Token, at: int | None = None, mapping: Mapping | None = None) -> Privilege:
    """What the token allows, wherever it leaves something open the most that it can mean.

    A storage scope without a path counts as the root, a missing audience as any,
    a token that only names groups or a person as all that these may do,
    no usable expiry as unbounded. Paths count as written.
    With a `mapping` that tells what groups and persons may do, they stand for that.
    What an encrypted token says cannot be seen, so nothing bounds it.
    An unreadable token allows nothing, because no service can read it either.
    `at`, seconds since the epoch, is where the validity of a token starts that does not say.
    """
    if token.form is Form.ENCRYPTED:
        return Privilege(EVERYTHING, ANY, Validity(at or 0, None))
    if not token.readable:
        return NOTHING
    items = scope_items(token)
    capabilities = capabilities_of(token, items)
    audience = audience_of(token.claims.get("aud", ABSENT))
    if mapping and is_group_based(token, items):
        mapped = mapped_rights(token, audience, mapping)
        capabilities, audience = mapped or (capabilities, audience)
    return Privilege(capabilities, audience, validity_of(token.claims, at))


def mapped_rights(
    token: Token, audience: Audience, mapping: Mapping
) -> tuple[CapabilitySet, Audience] | None:
    """What the mapping says that the token's names may do; None where it does not tell."""
    rights = mapping.rights_of(names_of(token.claims), audience)
    if rights is None:
        return None
    capabilities, where = rights
    return capabilities & everything_in(token.dialect), where


def capabilities_of(token: Token, items: tuple[ScopeItem, ...]) -> CapabilitySet:
    """What the token's scope items grant, or everything where groups or identity decide."""
    if is_group_based(token, items):
        return everything_in(token.dialect)
    return CapabilitySet.of(capability for item in items for capability in item.capabilities)
