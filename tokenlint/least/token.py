"""The least token as a value: what to ask an issuer for, and why each part is in it."""

from dataclasses import dataclass

from tokenlint.policy.finding import Reference
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity


@dataclass(frozen=True, slots=True)
class Extra:
    """A capability beyond the profile that one product needs for one operation.

    `says` is the fact in one sentence; `reference` is where it was read or seen.
    """

    capability: Capability
    operation: str
    service: str
    says: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class LeastToken:
    """One token to ask for.

    `label` tells the tokens of one workflow apart (`storage`, `compute`, `read`, `write at disk`)
    and is empty where there is only one.
    `audience` are the strings to ask for, in a stable order; never empty.
    `lifetime` is in seconds. `issuer` and `grant` are as declared, None where they are not.
    `extras` are those of `capabilities` that only a product needs.
    """

    label: str
    issuer: str | None
    audience: tuple[str, ...]
    capabilities: CapabilitySet
    lifetime: int
    grant: str | None = None
    extras: tuple[Extra, ...] = ()

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scope-tokens to ask for, by action and then by path."""
        return tuple(str(capability) for capability in self.capabilities)

    @property
    def privilege(self) -> Privilege:
        """The same as a value to compare; it starts at instant 0."""
        return Privilege(
            self.capabilities, Audience(frozenset(self.audience)), Validity(0, self.lifetime)
        )
