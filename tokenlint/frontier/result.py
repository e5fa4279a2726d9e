"""What the frontier says: points, which of them are worth a choice, and what is recommended."""

from dataclasses import dataclass

from tokenlint.frontier.comparison import Comparison
from tokenlint.frontier.model import Granularity, Issuer, Tolerance
from tokenlint.source import Problem


@dataclass(frozen=True, slots=True)
class Point:
    """One lifetime at one granularity, for one workflow.

    `mean` and `peak` are requests a second at the issuer, `alive` the tokens alive at once;
    `cost` is what the peak takes of the issuer's capacity.
    `magnitude` and `exposure` are the place of one token in trust space, in [0, 1];
    `leak` is magnitude x lifetime in hours, what one leaked token is worth.
    `lost_random` and `lost_worst` are the share that is lost of the jobs that run or begin
    in the outage, where it starts at a random and at the worst time;
    `jobs_lost` is their number at random, `year_lost` their share of a year's jobs.
    `pareto`: no other point of the workflow is at least as good in mean load, loss (of the
    tolerance's sort) and leak, and better in one of them.
    `allowed`: the lifetime is within what the mitigations of the workflow accept.
    `tolerated`: the loss is within the tolerance, a token without successors lasts long enough,
    and the issuer could carry the peak of this workflow if it had no other.
    """

    lifetime: int
    granularity: Granularity
    mean: float
    peak: float
    cost: float
    alive: float
    magnitude: float
    exposure: float
    leak: float
    lost_random: float
    lost_worst: float
    jobs_lost: float
    year_lost: float
    pareto: bool
    allowed: bool
    tolerated: bool


@dataclass(frozen=True, slots=True)
class Knob:
    """A change that would open a choice where there is none; `point` is what it leads to.

    `name`: granularity, refresh-margin, patience, mitigation, issuer-availability
    or issuer-capacity.
    `value` is what to set it to: seconds for a margin, a patience, a lifetime that mitigations
    accept and an outage; requests a second for a capacity; None for a granularity.
    """

    name: str
    says: str
    value: float | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class WorkflowFrontier:
    """The points of one workflow, by granularity and lifetime.

    `granularity` is the one that it uses, or that suits it best where it declares none.
    `allowed` is the longest lifetime that its mitigations accept there, in seconds.
    `recommended` is None where no lifetime is allowed and tolerated; then `knobs` open one.
    `exact` is the shortest lifetime in seconds before it was rounded up.
    `why` is what keeps the lifetime from being shorter:
    `loss`, `lasts`, `capacity`, `margin` or `shortest`.
    `year_lost` is the share of a year's jobs that the outages of the issuer's history cost
    at the recommended point; None without a history.
    `asked` is the point of the lifetime that the workflow asks for today, where it says one.
    """

    name: str
    points: tuple[Point, ...]
    granularity: Granularity
    allowed: int
    recommended: Point | None
    says: str
    knobs: tuple[Knob, ...] = ()
    exact: float | None = None
    why: str = ""
    year_lost: float | None = None
    asked: Point | None = None


@dataclass(frozen=True, slots=True)
class Frontier:
    """All workflows at one issuer.

    `totals` are (lifetime, mean, peak) of all together, each at its own granularity.
    `spent` is what the peaks of all workflows take of the issuer's capacity,
    each at what is recommended, or at its longest allowed lifetime where nothing is.
    `floor` is the lifetime in seconds that capacity keeps all from falling below; 0: none.
    `problems` are what could not be read or computed; the rest stands.
    `simulated` is what a simulation measured beside the formulas, where one was asked for.
    """

    issuer: Issuer
    tolerance: Tolerance
    workflows: tuple[WorkflowFrontier, ...]
    totals: tuple[tuple[int, float, float], ...]
    spent: float = 0.0
    floor: int = 0
    problems: tuple[Problem, ...] = ()
    simulated: Comparison | None = None

    @property
    def exit_code(self) -> int:
        """4 incomplete, or a formula is contradicted; else 1 without some lifetime; else 0.

        1, too, where a simulation shows more lost than may be.
        """
        if self.problems or (self.simulated and self.simulated.disagrees):
            return 4
        bears = self.simulated is None or self.simulated.bears
        return 0 if bears and all(each.recommended for each in self.workflows) else 1
