"""What the least token of each granularity may do, and where: its place in trust space.

The declared operations say what one unit of work needs, at the granularity that the workflow uses.
A finer token names a file below each of their paths, a coarser one the folder above,
one for a site or for the whole workflow the area: the first step of each path.
A token for a site stays at the declared services, one for the workflow names those of all sites.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import cbrt, hypot, sqrt
from typing import Final

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.frontier.model import Granularity
from tokenlint.frontier.work import Work
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.endpoint import endpoint_key
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.trustspace.axes import endpoints_axis
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.compare import compare
from tokenlint.workflows.declaration import TokenRequest, Workflow
from tokenlint.workflows.held import held_of
from tokenlint.workflows.kinds import Kinds
from tokenlint.workflows.mitigations import MitigationState, mitigated, mitigation_states

_SQRT3: Final = sqrt(3)
_STANDING: Final = (Granularity.SITE, Granularity.WORKFLOW)


@dataclass(frozen=True, slots=True)
class Reach:
    """The least token of a granularity: what it may do, and its place on two of the axes."""

    capabilities: CapabilitySet
    where: float
    what: float

    def magnitude(self, how_long: float) -> float:
        """The length of its vector in trust space, in [0, 1]; `how_long` is the third axis."""
        return hypot(self.where, self.what, how_long) / _SQRT3

    def exposure(self, how_long: float) -> float:
        """The cube root of the product of its axes, in [0, 1]."""
        return cbrt(self.where * self.what * how_long)


def held_at(work: Work, need: Privilege, granularity: Granularity) -> CapabilitySet:
    """What the least token of this granularity may do, from the need of one unit of work."""
    rise = _height(granularity, work) - _height(work.own or Granularity.JOB, work)
    area = granularity in _STANDING
    return CapabilitySet.of(
        replace(each, path=_moved(each, rise, area=area)) for each in need.capabilities.members
    )


def where(work: Work, need: Privilege, granularity: Granularity, calibration: Calibration) -> float:
    """The place of that token on the audience axis."""
    count = len({endpoint_key(name) for name in need.audience.endpoints or ()})
    if granularity is Granularity.WORKFLOW:
        count = max(count, work.sites)
    return endpoints_axis(count, calibration)


def _height(granularity: Granularity, work: Work) -> int:
    """Steps above a file: a data set is a folder of files, an area one of data sets."""
    if granularity is Granularity.JOB:
        return 0 if work.files_per_job == 1 else 1
    return {Granularity.FILE: 0, Granularity.DATASET: 1}.get(granularity, 2)


def _moved(capability: Capability, rise: int, *, area: bool) -> ScopePath:
    """The path so many steps higher, or lower by made-up names; never the root by this alone."""
    path = capability.path
    if not capability.action.on_storage or path.defects:
        return path
    steps = path.components
    if area:
        kept = steps[:1]
    elif rise >= 0:
        kept = steps[: max(1, len(steps) - rise)]
    else:
        kept = (*steps, *("part" for _ in range(-rise)))
    return path if kept == steps else ScopePath.parse("/" + "/".join(kept))


@dataclass(frozen=True, slots=True)
class Accepted:
    """The longest lifetime that the mitigations of a workflow accept, in seconds.

    `would` is the same if those of `missing` were in place, too.
    `broken` are those that this token cannot have: then only an agreed risk assessment helps,
    which is what `missing` names.
    """

    seconds: int
    would: int
    missing: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """What has to be in place, in words."""
        names = ", ".join(self.missing)
        if not self.broken:
            return f"{names} in place"
        return f"{names}, with evidence, in place of {', '.join(self.broken)}"


def accepted(
    workflow: Workflow, least: Privilege, kinds: Kinds, limits: Mapping[str, int]
) -> Accepted:
    """What WLCG profile 1.3 section 4.3.1 and rules/workflows.yaml accept of the least token.

    The lifetime of `least` stands in for the maximum of a workflow of no named kind.
    """
    usual = limits["lifetime_maximum"]
    kind = kinds.kinds.get(workflow.kind)
    longest = least.validity.seconds or usual
    most = max(usual, kind.maximum_seconds if kind else longest)
    comparison = compare(workflow, held_of(_request(workflow, least, most)))
    states = mitigation_states(workflow, comparison, kinds, limits)
    if mitigated(states):
        return Accepted(most, most)
    wanted = [each for each in states if each.demanded or each.declared]
    broken = tuple(each.name for each in wanted if each.holds == "no")
    if broken:
        return Accepted(usual, most, (kinds.alternative,), broken)
    return Accepted(usual, most, tuple(each.name for each in states if _lacks(each)))


def _lacks(state: MitigationState) -> bool:
    """Whether this mitigation keeps the lifetime short."""
    return state.demanded and not state.declared and state.holds != "yes"


def _request(workflow: Workflow, least: Privilege, lifetime: int) -> TokenRequest:
    """The least token as it would be asked for."""
    scopes = " ".join(str(each) for each in least.capabilities)
    return TokenRequest(
        issuer=None,
        audience=tuple(sorted(least.audience.endpoints or ())) or None,
        scope_items=read_scope(scopes, Dialect.WLCG),
        scope_declared=True,
        lifetime=lifetime,
        grant=None,
        refresh_requested=False,
        refresh_lifetime=None,
        refresh_held_by=None,
        places=workflow.places,
    )
