"""The constants of trust space; their values and reasons stand in `rules/trust-space.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

from tokenlint import shipped
from tokenlint.errors import UsageError
from tokenlint.privilege.capability import Action

_ADVICE = "compare it with rules/trust-space.yaml, which says what each constant means"


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the axes are measured with; times are in seconds."""

    weights: Mapping[Action, float] = field(hash=False)
    breadth_ratio: float
    partial: float
    endpoints: int
    lifetime_floor: int
    lifetime_ceiling: int

    @classmethod
    def default(cls) -> "Calibration":
        """The calibration that tokenlint ships."""
        return _shipped()

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Self:
        """Read the structure of `rules/trust-space.yaml`.

        Raises UsageError where a constant is missing or out of the range
        in which the laws of trust space hold.
        """
        try:
            weights = {action: _number(data["scope"]["weights"][action]) for action in Action}
            calibration = cls(
                weights=weights,
                breadth_ratio=_number(data["scope"]["breadth_ratio"]),
                partial=_number(data["scope"]["partial"]),
                endpoints=int(_number(data["audience"]["endpoints"])),
                lifetime_floor=int(_number(data["lifetime"]["floor"])),
                lifetime_ceiling=int(_number(data["lifetime"]["ceiling"])),
            )
        except KeyError as missing:
            reason = f"the calibration of trust space lacks {missing.args[0]}"
            raise UsageError(reason, advice=_ADVICE) from missing
        except (TypeError, ValueError, OverflowError) as wrong:
            reason = f"the calibration of trust space cannot be read: {wrong}"
            raise UsageError(reason, advice=_ADVICE) from wrong
        calibration._check()
        return calibration

    def _check(self) -> None:
        conditions = {
            "weights between 0 and 1": all(0 <= weight <= 1 for weight in self.weights.values()),
            "0 < breadth_ratio <= 1": 0 < self.breadth_ratio <= 1,
            "0 < partial <= 1": 0 < self.partial <= 1,
            "at least one endpoint": self.endpoints >= 1,
            "0 < floor < ceiling": 0 < self.lifetime_floor < self.lifetime_ceiling,
        }
        broken = [condition for condition, holds in conditions.items() if not holds]
        if broken:
            reason = f"the calibration of trust space needs {' and '.join(broken)}"
            raise UsageError(reason, advice=_ADVICE)


def _number(constant: object) -> float:
    """The number of a constant, which may stand alone or beside its reason."""
    value = constant["value"] if isinstance(constant, Mapping) else constant
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


@cache
def _shipped() -> Calibration:
    return Calibration.from_mapping(shipped.compiled()["trust_space"])
