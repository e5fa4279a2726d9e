"""The shortest lifetime that bears an outage, solved for and then rounded up.

Loss never grows with the lifetime, so halving an interval finds the place where it falls below
the tolerance, whether it gets there smoothly or in a step.
"""

from collections.abc import Callable
from math import ceil
from typing import Final

from tokenlint.frontier.loss import lost_random, lost_worst
from tokenlint.frontier.model import Issuer, Outage, Stream, Tolerance

_STEPS: Final = ((3_600, 60), (21_600, 300), (86_400, 900))
_COARSEST: Final = 3_600
_HALVINGS: Final = 60
_SLACK: Final = 1e-3  # seconds that halving may be off
SLACK: Final = 1e-12
"""Of a share: noise of the arithmetic."""


def step_of(lifetime: float) -> int:
    """What a lifetime is rounded up to: 1 min up to 1 h, 5 min up to 6 h, 15 min up to 1 d, 1 h."""
    return next((step for most, step in _STEPS if lifetime <= most), _COARSEST)


def rounded_up(lifetime: float) -> int:
    """The next lifetime that people would write."""
    step = step_of(lifetime)
    return ceil((lifetime - _SLACK) / step) * step


def ladder(shortest: int, longest: int) -> list[int]:
    """All lifetimes that people would write, from one to another."""
    steps = []
    at = rounded_up(shortest)
    while at <= longest:
        steps.append(at)
        at += step_of(at + 1)
    return steps


def loss(stream: Stream, lifetime: float, tolerance: Tolerance, issuer: Issuer) -> float:
    """The share of jobs lost in the outage of the tolerance, at the time that it is about."""
    lost = lost_worst if tolerance.worst else lost_random
    return lost(stream, lifetime, tolerance.outage, issuer)


def bears(stream: Stream, lifetime: float, tolerance: Tolerance, issuer: Issuer) -> bool:
    """Whether no more is lost than the tolerance allows."""
    return loss(stream, lifetime, tolerance, issuer) <= tolerance.share + SLACK


def shortest(
    stream: Stream, tolerance: Tolerance, issuer: Issuer, low: float, high: float
) -> float | None:
    """The shortest lifetime in [low, high] that bears the outage; None where none does."""
    return least(lambda lifetime: bears(stream, lifetime, tolerance, issuer), low, high)


def least(holds: Callable[[float], bool], low: float, high: float) -> float | None:
    """The least value in [low, high] from which on something holds; None where it never does."""
    if low > high or not holds(high):
        return None
    if holds(low):
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
        if high - low < _SLACK / 2:
            break
    return high


def longest_outage(stream: Stream, lifetime: float, tolerance: Tolerance, issuer: Issuer) -> float:
    """The length up to which every outage is borne, in seconds; at most that of the tolerance.

    The share that is lost may fall again where an outage gets longer, because more jobs begin
    in it; so the first length that is too much is looked for on a grid, and then in its cell.
    """

    def too_much(length: float) -> bool:
        shorter = Tolerance(Outage(length), tolerance.share, tolerance.worst)
        return not bears(stream, lifetime, shorter, issuer)

    cells = 96
    whole = tolerance.outage.seconds
    for cell in range(1, cells + 1):
        if too_much(whole * cell / cells):
            low, high = whole * (cell - 1) / cells, whole * cell / cells
            return max(0.0, (least(too_much, low, high) or low) - _SLACK)
    return whole
