"""A credential as far as it is compared with a need."""

from dataclasses import dataclass

from tokenlint.credentials.audience import ABSENT, audience_of
from tokenlint.credentials.privilege_of import EVERYTHING
from tokenlint.credentials.scope import ScopeItem
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.workflows.declaration import TokenRequest


@dataclass(frozen=True, slots=True)
class Held:
    """A credential, captured or requested.

    `audience_values` are the values of the audience as written, of any type, in order;
    `privilege` is all that the credential allows;
    `seconds` is its lifetime, None when it is unbounded or not known.
    `group_based`: what it may do follows from groups or identity, and cannot be decided here.
    `scope_known`: its scope is written down; without it, an issuer puts in what it likes.
    """

    items: tuple[ScopeItem, ...]
    audience_values: tuple[object, ...]
    privilege: Privilege
    seconds: int | None
    group_based: bool = False
    scope_known: bool = True

    @property
    def audience(self) -> Audience:
        """Where it is accepted, also where it allows nothing and its privilege names no place."""
        return audience_of(self.audience_values or ABSENT)


def held_of(request: TokenRequest) -> Held:
    """The requested token, as if the issuer granted all of it at instant 0.

    Without a declared audience it counts as one for any service, because issuers fill that in;
    without a declared lifetime as one without end, of which `seconds` says nothing.
    Without a scope that grants something, groups or the issuer's defaults decide,
    so it counts as everything, as a captured token of that kind does.
    """
    capabilities = CapabilitySet.of(c for item in request.scope_items for c in item.capabilities)
    audience = audience_of(request.audience or ABSENT)
    return Held(
        items=request.scope_items,
        audience_values=request.audience or (),
        privilege=Privilege(capabilities or EVERYTHING, audience, Validity(0, request.lifetime)),
        seconds=request.lifetime,
        group_based=not capabilities,
        scope_known=request.scope_declared,
    )
