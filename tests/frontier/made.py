"""Workflows and settings to compute with, and strategies that make up streams."""

from math import inf

from hypothesis import strategies as st

from tokenlint import shipped
from tokenlint.frontier.model import (
    Granularity,
    Issuer,
    Outage,
    Refresh,
    RefreshRule,
    Stream,
    Tolerance,
)
from tokenlint.frontier.options import Setting
from tokenlint.frontier.work import Work, work_of
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.kinds import shipped_kinds
from tokenlint.workflows.reader import read_workflows

HOUR = 3600.0
LIFETIMES = (900, 3_600, 21_600, 86_400, 345_600, 691_200)

HEAD = """\
tokenlint: workflows/1
services:
  disk: {audience: "https://disk.example", kind: storage, implementation: dcache}
  tape: {audience: "https://tape.example", kind: storage, implementation: dcache}
workflows:
"""
COPY = """\
  copy:
    kind: third-party-copy
    operations:
      - {operation: read, service: disk, path: /mc/run3/set7/AOD.root, by: fts}
      - {operation: create, service: tape, path: /mc/run3/set7/AOD.root, by: fts}
    usable_for: {queueing: 88h, running: 8h}
    load:
      jobs: 30/s
      peak: 200/s
      duration: 20m
      granularity: file
      files_per_dataset: 1000
      sites: 60
      refresh_rule: {margin: 5m}
      without_token: wait
    mitigations: [narrow-scopes, no-modify, specific-audience, pull-mode, managed-service]
"""


def works(text: str) -> list[Work]:
    """The workflows of a file without the head."""
    file = read_workflows((HEAD + text).encode())
    assert file.problems == (), file.problems
    made = [work_of(each) for each in file.workflows]
    assert all(isinstance(each, Work) for each in made), made
    return [each for each in made if isinstance(each, Work)]


def setting(
    hours: float = 64,
    share: float = 0.01,
    *,
    worst: bool = False,
    issuer: Issuer | None = None,
    lifetimes: tuple[int, ...] = LIFETIMES,
    granularities: frozenset[Granularity] = frozenset(),
) -> Setting:
    return Setting(
        issuer or Issuer(900),
        Tolerance(Outage(hours * HOUR), share, worst),
        lifetimes,
        shipped.compiled()["limits"],
        Calibration.default(),
        shipped_kinds(),
        granularities,
    )


refreshes = st.one_of(
    st.just(Refresh(RefreshRule.NONE)),
    st.builds(Refresh, st.just(RefreshRule.MARGIN), st.floats(0, 100 * HOUR)),
    st.builds(Refresh, st.just(RefreshRule.FRACTION), st.floats(0.01, 0.99)),
)
durations = st.floats(60, 100 * HOUR)
patiences = st.one_of(st.just(0.0), st.just(inf), durations)


@st.composite
def streams(draw: st.DrawFn) -> Stream:
    """A stream of either sort."""
    seconds, refresh, patience = draw(durations), draw(refreshes), draw(patiences)
    if draw(st.booleans()):
        jobs = draw(st.floats(0.001, 100))
        return Stream(0, 0, seconds, draw(st.integers(1, 500)), jobs, refresh, patience=patience)
    rate = draw(st.floats(0.001, 1000))
    peak, longest = rate * draw(st.floats(1, 10)), seconds * draw(st.floats(1, 5))
    return Stream(rate, peak, seconds, 0, 1, refresh, longest=longest, patience=patience)


issuers = st.builds(
    Issuer,
    capacity=st.floats(0.001, 10_000),
    issue_cost=st.floats(0.1, 5),
    exchange_cost=st.floats(0.1, 5),
    refresh_cost=st.floats(0.1, 5),
    key_cache=st.one_of(st.just(inf), st.floats(HOUR, 100 * HOUR)),
)
outages = st.builds(Outage, st.floats(60, 200 * HOUR))
tolerances = st.builds(Tolerance, outages, st.floats(0, 0.5), st.booleans())
lifetimes = st.floats(900, 691_200)
