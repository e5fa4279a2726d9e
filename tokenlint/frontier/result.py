"""What the frontier says: points, which of them are worth a choice, and what is recommended."""

from dataclasses import dataclass

from tokenlint.frontier.model import Granularity, Issuer, Tolerance


@dataclass(frozen=True, slots=True)
class Point:
    """One lifetime at one granularity, for one workflow.

    `mean` and `peak` are requests a second at the issuer, `alive` the tokens alive at once.
    `magnitude` and `exposure` are the place of one token in trust space, in [0, 1];
    `leak` is magnitude x lifetime in hours, what one leaked token is worth.
    `lost_random` and `lost_worst` are the share of the jobs of an outage that are lost,
    where it starts at a random and at the worst time; `jobs_lost` is their number at random.
    `pareto`: no other point of the workflow is better in load, loss and exposure at once.
    `allowed`: the lifetime is within what the mitigations of the workflow accept.
    `tolerated`: the loss is within the tolerance, and the issuer can carry the peak.
    """

    lifetime: int
    granularity: Granularity
    mean: float
    peak: float
    alive: float
    magnitude: float
    exposure: float
    leak: float
    lost_random: float
    lost_worst: float
    jobs_lost: float
    pareto: bool
    allowed: bool
    tolerated: bool


@dataclass(frozen=True, slots=True)
class Knob:
    """A change that would open a choice where there is none; `point` is what it leads to.

    `name`: granularity, refresh-margin, mitigation or issuer-availability.
    """

    name: str
    says: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class WorkflowFrontier:
    """The points of one workflow; `recommended` None where none is allowed and tolerated."""

    name: str
    points: tuple[Point, ...]
    recommended: Point | None
    says: str
    knobs: tuple[Knob, ...] = ()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All workflows at one issuer; `totals` are (lifetime, mean, peak) of all together."""

    issuer: Issuer
    tolerance: Tolerance
    workflows: tuple[WorkflowFrontier, ...]
    totals: tuple[tuple[int, float, float], ...]
