"""What a simulation measured, beside what the formulas say."""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.frontier.estimate import Estimate


class Verdict(StrEnum):
    """How formula and simulation stand to each other.

    none: no formula holds, because one of its assumptions is not met, or there is none.
    """

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NONE = "no formula"


@dataclass(frozen=True, slots=True)
class Compared:
    """One quantity: mean (requests a second), alive (tokens), or lost (a share of the jobs).

    `formula` and `upper` bound what the formula says: for `lost`, clients that pause before they
    ask again make the outage longer for themselves, by one pause at most.
    """

    name: str
    formula: float
    upper: float
    seen: Estimate
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ComparedWorkflow:
    """A workflow at the lifetime that was simulated, in seconds."""

    name: str
    granularity: str
    lifetime: float
    quantities: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Storm:
    """What no formula tells: the issuer before, in and after the outage.

    Peaks are requests a second in the busiest window, queues are requests;
    `caught_up` and `answered` are seconds after the outage, as in `Simulated`.
    """

    peak_before: Estimate
    peak_during: Estimate
    peak_after: Estimate
    queue_most: Estimate
    longest_wait: Estimate
    caught_up: Estimate
    answered: Estimate
    gave_up: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it; `scale`: it was simulated at this share of its size, to end in time.

    `share` is how many of the jobs may be lost. `events` are the requests that all replications
    handled, `horizon` the seconds after the outage that were looked at.
    `retry` says in words how clients ask again, `missing` which
    workflows cannot be simulated and why.
    """

    seed: int
    replications: int
    confidence: float
    scale: float
    window: float
    horizon: float
    events: float
    retry: str
    workflows: tuple[ComparedWorkflow, ...]
    storm: Storm
    missing: tuple[str, ...] = ()
    share: float = 1.0

    def beyond(self, one: Compared) -> bool:
        """Whether more is lost than may be, as far as the interval tells.

        It can be, where formulas say less: clients pause, and an issuer needs time to catch up.
        """
        return one.name == "lost" and one.seen.low > self.share

    @property
    def bears(self) -> bool:
        """Whether every workflow loses no more than may be lost."""
        return not any(self.beyond(one) for each in self.workflows for one in each.quantities)

    @property
    def disagrees(self) -> bool:
        """Whether a formula is contradicted where it should hold."""
        verdicts = (one.verdict for each in self.workflows for one in each.quantities)
        return Verdict.DISAGREES in verdicts
