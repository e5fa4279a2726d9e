"""What came of a probe of one endpoint: the results, what went wrong, and what was left behind."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tokenlint.probe.cell import Verdict
from tokenlint.probe.record import Begun, Result
from tokenlint.source import Problem

ENDING = ("gone", "bounded", "token", "set-up", "untested")
"""Kinds of problems that tell why cells were not reached, the surest first."""


@dataclass(frozen=True, slots=True)
class Probe:
    """The probe of one endpoint.

    `results` are in the order of the plan, those that the plan left out among them
    (verdict `LEFT_OUT`, with `why`). `problems` make the picture incomplete: cells without a
    clear result, tokens that did not come, a service that was down.
    `left` are paths and jobs of ours that could not be taken away.
    `notes` say what was done with the record of an earlier run.
    `implementation` is how the product names itself, or the user does (`xrootd@5.7.1`).
    """

    begun: Begun
    results: tuple[Result, ...]
    problems: tuple[Problem, ...] = ()
    left: tuple[str, ...] = ()
    requests: int = 0
    seconds: float = 0.0
    implementation: str = ""
    record: str = ""  # the file that a later run is compared with
    continued: bool = False
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many cells came to each verdict, zeros included."""
        seen = Counter(result.verdict for result in self.results)
        return {each: seen[each] for each in Verdict}

    @property
    def missing(self) -> int:
        """How many cells of the plan were not reached."""
        planned = self.begun.cells + self.begun.left_out
        return max(0, planned - len({result.cell for result in self.results}))

    @property
    def tested(self) -> int:
        """How many cells have a clear result."""
        return sum(
            result.verdict not in (Verdict.UNTESTED, Verdict.LEFT_OUT) for result in self.results
        )
