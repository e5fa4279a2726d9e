"""Familiar credentials that others are compared with: real privileges, placed like any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.audience import ANY
from tokenlint.privilege.capability import EVERYTHING
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity

_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Reference:
    """A credential that nobody holds; its privilege starts at instant 0."""

    name: str
    title: str
    privilege: Privilege


# Any service that trusts its authority, and all that its groups may do there:
# nothing in a proxy narrows the two. Four days, as pilots and transfer services held them.
VOMS_PROXY: Final = Reference(
    "voms-proxy-96h", "VOMS proxy, 96 h", Privilege(EVERYTHING, ANY, Validity(0, 96 * _HOUR))
)
# The ceiling of the lifetime axis, see rules/trust-space.yaml.
LEGACY: Final = Reference(
    "legacy-8d", "legacy credential, 8 d", Privilege(EVERYTHING, ANY, Validity(0, 192 * _HOUR))
)
REFERENCES: Final[Mapping[str, Reference]] = {each.name: each for each in (VOMS_PROXY, LEGACY)}
