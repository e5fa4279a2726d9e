"""A place in trust space, and what can be measured there."""

from dataclasses import dataclass
from math import cbrt, hypot, sqrt

from tokenlint.privilege.privilege import Privilege
from tokenlint.trustspace.axes import audience_axis, lifetime_axis, scope_axis
from tokenlint.trustspace.calibration import Calibration


@dataclass(frozen=True, slots=True)
class Vector:
    """A place on the three axes, each in [0, 1]: (0, 0, 0) is harmless, (1, 1, 1) a long proxy."""

    audience: float
    scope: float
    lifetime: float

    @property
    def magnitude(self) -> float:
        """The length of the vector, in [0, 1]."""
        return hypot(self.audience, self.scope, self.lifetime) / sqrt(3)

    @property
    def exposure(self) -> float:
        """What a leak would cost, in [0, 1]: small where one axis is, however long the others."""
        return cbrt(self.audience * self.scope * self.lifetime)


def place(privilege: Privilege, calibration: Calibration, known: int | None = None) -> Vector:
    """Where the privilege stands; `known` as for `audience_axis`."""
    return Vector(
        audience_axis(privilege.audience, calibration, known),
        scope_axis(privilege.capabilities, calibration),
        lifetime_axis(privilege.validity.seconds, calibration),
    )


def excess(credential: Vector, need: Vector) -> float:
    """What the credential could give up, in [0, 1]: the length of all that it has over the need."""
    return hypot(
        max(0.0, credential.audience - need.audience),
        max(0.0, credential.scope - need.scope),
        max(0.0, credential.lifetime - need.lifetime),
    ) / sqrt(3)
