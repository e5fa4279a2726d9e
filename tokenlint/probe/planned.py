"""What a probe would do, for `--dry-run`: nothing is sent, and no token is asked for."""

from dataclasses import dataclass

from tokenlint.probe.cases import aim
from tokenlint.probe.cell import Expected
from tokenlint.probe.job_costs import AT_THE_END, SET_UP, job_requests
from tokenlint.probe.matrix import Plan
from tokenlint.probe.pacing import Pace
from tokenlint.probe.storage import most_requests


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell: `requests` says what is sent, path by path; `left_out` why nothing is."""

    id: str
    case: str
    operation: str
    paths: tuple[str, ...]
    expected: Expected
    says: str
    section: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class PlannedKind:
    """A token that would be asked for; `audience` is None for one without the claim."""

    name: str
    title: str
    group: str
    flaw: str
    scope: str
    audience: tuple[str, ...] | None
    cells: tuple[PlannedCell, ...]

    @property
    def tested(self) -> int:
        """How many of its cells are tested."""
        return sum(not cell.left_out for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Planned:
    """The whole plan of one endpoint.

    `folder` is the test folder (its last part is made up anew by each run), empty where nothing is
    written. `entitled` is the scope of the token that makes, looks and takes away.
    `requests` bounds what is sent with cleaning up, `seconds` is how long that takes at the rate.
    """

    endpoint: str
    name: str
    protocol: str
    audience: str
    folder: str
    reads: str
    entitled: str
    kinds: tuple[PlannedKind, ...]
    requests: int
    seconds: float

    @property
    def tested(self) -> int:
        """How many cells are tested."""
        return sum(kind.tested for kind in self.kinds)

    @property
    def left_out(self) -> int:
        """How many cells are not."""
        return sum(len(kind.cells) for kind in self.kinds) - self.tested

    @property
    def audiences(self) -> tuple[str, ...]:
        """Every audience that a token of the plan has, the service's own first."""
        used = (kind.audience or () for kind in self.kinds if kind.tested)
        return tuple(dict.fromkeys((self.audience, *(name for each in used for name in each))))


def planned(plan: Plan, pace: Pace) -> Planned:
    """The plan as it would be carried out at this pace."""
    settings, layout = plan.settings, plan.layout
    requests = min(_requests(plan), pace.most)
    return Planned(
        settings.endpoint,
        settings.name,
        settings.protocol,
        settings.audience,
        layout.folder if layout else "",
        layout.readable if layout and not layout.folder else "",
        plan.entitled.scope or "",
        tuple(_kinds(plan)),
        requests,
        round(requests / pace.per_second, 1) if pace.per_second else 0.0,
    )


def _kinds(plan: Plan) -> list[PlannedKind]:
    return [
        PlannedKind(
            kind.name,
            kind.title,
            kind.group,
            kind.wish.flaw.value,
            kind.wish.scope or "",
            kind.wish.audience,
            tuple(
                PlannedCell(
                    cell.id,
                    cell.case.name,
                    cell.case.operation.value,
                    _paths(plan, cell.case.name, kind.name),
                    cell.expected,
                    cell.says,
                    cell.section,
                    cell.left_out,
                )
                for cell in plan.cells
                if cell.kind.name == kind.name
            ),
        )
        for kind in plan.kinds
    ]


def _paths(plan: Plan, case_name: str, kind: str) -> tuple[str, ...]:
    if plan.layout is None:
        return ()
    (case,) = [case for case in plan.cases if case.name == case_name]
    where = aim(case, kind, plan.layout)
    return tuple(filter(None, (where.path, where.target)))


def _requests(plan: Plan) -> int:
    if plan.layout is not None:
        return most_requests(plan.layout, plan.tested)
    return SET_UP + sum(map(job_requests, plan.tested)) + AT_THE_END
