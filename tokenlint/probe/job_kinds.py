"""The matrix of an endpoint for jobs: rows, columns, and the plan."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Case, Cell, Kind, Reach
from tokenlint.probe.expectation import expectation
from tokenlint.probe.kinds import SCOPES, audience_kinds, flawed_kinds, no_token
from tokenlint.probe.matrix import Plan, digest_of, left_out
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import TokenSource, Wish

ALL = "compute.read compute.create compute.modify compute.cancel"
"""Every scope for jobs; HTCondor wants the last three together before it takes a job."""
JOB_CASES = (
    Case("query", "ask for jobs", Operation.QUERY, Reach.JOBS),
    Case("submit", "submit a job", Operation.SUBMIT, Reach.JOBS),
    Case("cancel", "cancel a job", Operation.CANCEL, Reach.JOBS),
    Case("modify-job", "change a job", Operation.MODIFY_JOB, Reach.JOBS),
)
_RIGHTS = (
    ("scopeless", "no scope", None),
    ("storage-only", "for storage only", "storage.read:/ storage.modify:/"),
    ("compute-read", "query", "compute.read"),
    ("compute-create", "submit", "compute.create"),
    ("compute-modify", "change", "compute.modify"),
    ("compute-cancel", "cancel", "compute.cancel"),
    ("compute", "all for jobs", ALL),
)
_EVERYWHERE = ("/",)


def job_kinds(settings: Settings) -> Iterator[Kind]:
    """All kinds, in the order of the table."""
    yield no_token(settings)
    for name, title, scope in _RIGHTS:
        wish = Wish(scope, (settings.audience,), settings.lifetime)
        yield Kind(name, title, "rights", wish, SCOPES)
    yield from audience_kinds(settings, ALL)
    yield from flawed_kinds(settings, ALL, "compute.read")


def job_plan(settings: Settings, can: Callable[[Operation], bool], source: TokenSource) -> Plan:
    """The plan for an endpoint for jobs; without leave to write it only asks for jobs."""
    cells = tuple(
        _cell(settings, kind, case, can, source)
        for kind in job_kinds(settings)
        for case in JOB_CASES
    )
    return Plan(settings, cells, job_wish(settings), digest_of(settings, cells))


def job_wish(settings: Settings) -> Wish:
    """The token that submits, sees and cancels; without leave to write it only sees."""
    scope = ALL if settings.allow_write else "compute.read"
    return Wish(scope, (settings.audience,), settings.lifetime)


def _cell(
    settings: Settings,
    kind: Kind,
    case: Case,
    can: Callable[[Operation], bool],
    source: TokenSource,
) -> Cell:
    wanted = expectation(kind, case, _EVERYWHERE, settings.audience)
    cell = Cell(
        f"{settings.protocol}:{kind.name}:{case.name}",
        settings.protocol,
        kind,
        case,
        wanted.expected,
        wanted.says,
        wanted.section,
    )
    return replace(cell, left_out=next(left_out(settings, kind, case, can, source), ""))
