"""All that `tokenlint audit` has to tell: the findings, and the numbers behind them."""

from dataclasses import dataclass

from tokenlint.audit.outcome import Audit
from tokenlint.policy.finding import Report


@dataclass(frozen=True, slots=True)
class Audited:
    """The findings of an audit beside all that was counted."""

    report: Report
    audit: Audit
