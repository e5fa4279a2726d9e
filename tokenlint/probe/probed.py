"""All that `tokenlint probe` has to tell: judged, counted and compared."""

from dataclasses import dataclass

from tokenlint.policy.finding import Report
from tokenlint.probe.differences import Differences
from tokenlint.probe.outcome import Probe


@dataclass(frozen=True, slots=True)
class Probed:
    """The findings, the probes behind them in the order of the command line, what differs.

    `differences` is None where the services were not compared with each other.
    """

    report: Report
    probes: tuple[Probe, ...]
    differences: Differences | None = None
