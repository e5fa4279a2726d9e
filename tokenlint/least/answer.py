"""All that one run answers: the least tokens of several workflows, and what could not be used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokenlint.least.cover import Cover
from tokenlint.least.curve import Curve, curve_of
from tokenlint.least.of_workflow import Least, Part
from tokenlint.source import Problem


@dataclass(frozen=True, slots=True)
class Found:
    """The answer for one workflow; `curves` holds one a token, or none where none is wanted."""

    least: Least
    notes: tuple[str, ...] = ()
    curves: tuple[Curve, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answers of a run, in the order of the inputs; `problems` of all of them."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def exit_code(self) -> int:
        """4 where something could not be used, so that a token may be too small; else 0."""
        return 4 if self.problems else 0


def with_curves(least: Least, notes: Iterable[str], bounds: Sequence[int]) -> Found:
    """The answer for a workflow with the curve of each of its tokens."""
    return Found(least, tuple(notes), tuple(_curve(part, bounds) for part in least.parts))


def _curve(part: Part, bounds: Sequence[int]) -> Curve:
    exact = Cover(part.exact.capabilities, part.exact.extras)
    return curve_of(part.wanted, exact, part.exact.lifetime, bounds)
