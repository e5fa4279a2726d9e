"""What the price of a lifetime is computed from: the work, its tokens, the issuer, an outage.

Times are in seconds, rates are events a second.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf


class Granularity(StrEnum):
    """For what one token is asked, from the finest to the coarsest."""

    FILE = "file"
    JOB = "job"
    DATASET = "dataset"
    SITE = "site"
    WORKFLOW = "workflow"


class RefreshRule(StrEnum):
    """When the holder of a token asks for the next one.

    none: never, one token has to last; margin: so many seconds before it expires;
    fraction: when so much of its lifetime is over, as FTS does at one half.
    """

    NONE = "none"
    MARGIN = "margin"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh rule with its number: seconds for a margin, a share in (0, 1) for a fraction."""

    rule: RefreshRule
    value: float = 0.0

    def after(self, lifetime: float) -> float:
        """The age at which a token of this lifetime is renewed; infinite where it never is."""
        if self.rule is RefreshRule.NONE:
            return inf
        if self.rule is RefreshRule.FRACTION:
            return lifetime * self.value
        return max(lifetime - self.value, 0.0)


@dataclass(frozen=True, slots=True)
class Stream:
    """Chains of tokens: each chain is one token and its successors, held for one piece of work.

    Chains begin at `rate` a second on average and `peak` a second at the busiest,
    and each lasts `seconds`; `standing` chains besides never begin or end (one for each site).
    `jobs` is how many jobs hang on a chain that ends, or begin a second on each standing one.
    """

    rate: float
    peak: float
    seconds: float
    standing: float
    jobs: float
    refresh: Refresh


@dataclass(frozen=True, slots=True)
class Issuer:
    """What an issuer can do.

    `capacity` is requests a second of the dearest sort that costs 1;
    `issue_cost`, `exchange_cost` and `refresh_cost` are what one request of each sort costs of it.
    `key_cache` is how long services go on verifying without the issuer.
    """

    capacity: float
    issue_cost: float = 1.0
    exchange_cost: float = 1.0
    refresh_cost: float = 1.0
    key_cache: float = 4 * 86_400.0


@dataclass(frozen=True, slots=True)
class Outage:
    """The issuer hands out nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What the infrastructure can bear: this outage, with at most this share of the jobs lost."""

    outage: Outage
    share: float
    worst: bool = False  # at the worst time rather than at a random one
