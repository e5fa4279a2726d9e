"""What the price of a lifetime is computed from: the work, its tokens, the issuer, an outage.

Times are in seconds, rates are events a second.
`docs/explanation/frontier-formulas.md` says what is assumed of each of them.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Final

YEAR: Final = 365.25 * 86_400


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


class Ask(StrEnum):
    """How an issuer is asked for a token; each may cost it a different amount of work.

    issue: a new token, as with client credentials; exchange: RFC 8693; refresh: RFC 6749 section 6.
    """

    ISSUE = "issue"
    EXCHANGE = "exchange"
    REFRESH = "refresh"


# A look into an enumeration costs more than all the arithmetic of a point.
_NONE, _FRACTION = RefreshRule.NONE, RefreshRule.FRACTION
_EXCHANGE, _REFRESH = Ask.EXCHANGE, Ask.REFRESH


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh rule with its number: seconds for a margin, a share in (0, 1) for a fraction."""

    rule: RefreshRule
    value: float = 0.0

    def after(self, lifetime: float) -> float:
        """The age at which a token of this lifetime is renewed; infinite where it never is.

        0 where the lifetime is no longer than the margin: such a token cannot be used.
        """
        if self.rule is _NONE:
            return inf
        if self.rule is _FRACTION:
            return lifetime * self.value
        return max(lifetime - self.value, 0.0)

    def left(self, lifetime: float) -> float:
        """What is left of a token when it is renewed; minus infinity where it never is.

        The exact margin, which a difference of two ages would miss by its last digit.
        """
        if self.rule is _NONE:
            return -inf
        return lifetime * (1 - self.value) if self.rule is _FRACTION else self.value


@dataclass(frozen=True, slots=True)
class Stream:
    """Chains of tokens: each chain is one token and its successors, held for one piece of work.

    A stream is either of passing chains or of standing ones.

    Passing chains (for a file, a job, a dataset) begin as a Poisson process,
    at `rate` a second on average and `peak` a second at the busiest.
    A chain lasts as long as its work, which is exponentially distributed with mean `seconds`;
    its holder renews the token whenever its age reaches `refresh.after(lifetime)`,
    and knows no end of the work beforehand. `jobs` is how many jobs hang on one chain.

    Standing chains (`standing` of them, for a site or a whole workflow) never begin or end,
    and are renewed at ages that have nothing to do with each other;
    without a refresh rule, at the end of each token.
    `jobs` is how many jobs begin a second on each of them, and a job lasts `seconds` on average.

    `longest` is how long a token without a successor has to last: no work is longer.
    `patience` is how long work waits that finds no token when it begins; 0: it fails at once.
    `retry` is how long a holder whose request failed waits until it asks again.
    `first` and `renewal` say how the issuer is asked for the first token and for its successors.
    """

    rate: float
    peak: float
    seconds: float
    standing: float
    jobs: float
    refresh: Refresh
    longest: float = 0.0
    patience: float = 0.0
    retry: float = 60.0
    first: Ask = Ask.ISSUE
    renewal: Ask = Ask.ISSUE

    @property
    def work(self) -> float:
        """Jobs that begin a second, on all chains."""
        return (self.rate + self.standing) * self.jobs

    def renewed_after(self, lifetime: float) -> float:
        """The age at which a token is renewed; on a standing chain at its end, at the latest."""
        after = self.refresh.after(lifetime)
        return min(after, lifetime) if self.standing else after


@dataclass(frozen=True, slots=True)
class PastOutages:
    """Outages of one length that an issuer had, as often as this a year."""

    seconds: float
    per_year: float


@dataclass(frozen=True, slots=True)
class Issuer:
    """What an issuer can do.

    `capacity` is requests a second of the sort that costs 1;
    `issue_cost`, `exchange_cost` and `refresh_cost` are what one request of each sort costs of it.
    `key_cache` is how long services go on verifying without the issuer, at the least:
    the time after which they drop its keys, less the age that their copy may have by then.
    Infinite where the keys are served by another machine.
    `availability` is the share of the time that it answers, None where it is not declared.
    """

    capacity: float
    issue_cost: float = 1.0
    exchange_cost: float = 1.0
    refresh_cost: float = 1.0
    key_cache: float = 4 * 86_400.0 - 6 * 3_600.0
    name: str = ""
    history: tuple[PastOutages, ...] = ()
    scenarios: tuple[tuple[str, float], ...] = ()
    availability: float | None = None

    def cost(self, ask: Ask) -> float:
        """What one request of that sort costs, in requests of the sort that costs 1."""
        if ask is _EXCHANGE:
            return self.exchange_cost
        return self.refresh_cost if ask is _REFRESH else self.issue_cost


@dataclass(frozen=True, slots=True)
class Outage:
    """The issuer hands out nothing for so many seconds, and does not serve its keys."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What the infrastructure can bear: this outage, with at most this share of the jobs lost."""

    outage: Outage
    share: float
    worst: bool = False  # at the worst time rather than at a random one
