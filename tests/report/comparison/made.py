"""Comparisons to render."""

from hypothesis import strategies as st

from tests import strategies
from tests.report.hostile import HOSTILE
from tokenlint.comparison import compare_all
from tokenlint.presented import Kind, Presented
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import EVERYTHING, Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.source import Problem, Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place

HOUR = 3600
NOW = 1_795_176_000  # 2026-11-20 12:00 UTC


def can(*pairs: tuple[Action, str]) -> CapabilitySet:
    return CapabilitySet.of(Capability(action, ScopePath.parse(path)) for action, path in pairs)


def one(
    name: str,
    capabilities: CapabilitySet = EVERYTHING,
    audience: Audience = ANY,
    hours: int | None = 96,
    **more: object,
) -> Presented:
    """A credential that begins at `NOW`."""
    validity = Validity(NOW, None if hours is None else NOW + hours * HOUR)
    return of(Privilege(capabilities, audience, validity), name, **more)


def of(privilege: Privilege, name: str = "x", **more: object) -> Presented:
    known = {"kind": Kind.TOKEN, "title": f"token {name}", "source": Source(name), "dated": True}
    return Presented(
        name=name,
        privilege=privilege,
        vector=place(privilege, Calibration.default()),
        **(known | more),  # type: ignore[arg-type]
    )


AT_A = Audience(frozenset({"https://a.example"}))
PROXY = one("voms-proxy-96h", kind=Kind.REFERENCE, title="VOMS proxy, 96 h", dated=False)
JOB = one("job.token", can((Action.READ, "/data"), (Action.CREATE, "/prod")), AT_A, 6)
RESPELLED = one(
    "other.token", can((Action.READ, "/data")), Audience(frozenset({"a.example"})), 6,
    notes=("a note",),
)  # fmt: skip
LOST = Problem("unreadable", Source("gone"), "No such file or directory", "name a file")
COMPARISON = compare_all([PROXY, JOB, RESPELLED], [LOST])

PRESENTED = st.builds(
    lambda privilege, name, kind, title, notes: of(
        privilege, name, kind=kind, title=title, notes=tuple(notes)
    ),
    strategies.privileges,
    HOSTILE,
    st.sampled_from(Kind),
    HOSTILE,
    st.lists(HOSTILE, max_size=2),
)
PROBLEMS = st.builds(Problem, HOSTILE, st.builds(Source, HOSTILE), HOSTILE, HOSTILE)
COMPARISONS = st.builds(
    lambda several, problems, instants: compare_all(several, problems, instants=instants),
    st.lists(PRESENTED, max_size=4),
    st.lists(PROBLEMS, max_size=2),
    st.booleans(),
)
