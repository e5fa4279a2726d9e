"""From declarations to streams, and to what a token of each granularity holds."""

import pytest

from tests.frontier import made
from tokenlint.frontier.model import Ask, Granularity, RefreshRule
from tokenlint.frontier.scopes import accepted, held_at, where
from tokenlint.frontier.work import Work, work_of
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.source import Problem
from tokenlint.workflows.need import need_of
from tokenlint.workflows.reader import read_workflows


def copy(*, load: str = "", more: str = "") -> Work:
    text = made.COPY.replace("      jobs: 30/s\n", f"      jobs: 30/s\n{load}")
    (work,) = made.works(text + more)
    return work


def test_a_stream_for_each_granularity() -> None:
    streams = copy(load="      files_per_job: 5\n").streams
    assert list(streams) == list(Granularity)
    by_file, by_job = streams[Granularity.FILE], streams[Granularity.JOB]
    assert (by_file.rate, by_file.peak, by_file.jobs) == (150, 1000, 0.2)
    assert (by_job.rate, by_job.peak, by_job.seconds) == (30, 200, 1200)
    by_dataset, by_site = streams[Granularity.DATASET], streams[Granularity.SITE]
    assert by_dataset.rate == pytest.approx(0.15)
    assert (by_site.standing, by_site.jobs, by_site.rate) == (60, 0.5, 0)
    assert streams[Granularity.WORKFLOW].standing == 1
    assert all(each.work == pytest.approx(30) for each in streams.values())
    assert by_file.longest == 96 * made.HOUR
    assert by_file.refresh.rule is RefreshRule.MARGIN


def test_granularities_that_nothing_is_known_of_are_left_out() -> None:
    text = made.COPY.replace("      files_per_dataset: 1000\n      sites: 60\n", "")
    (work,) = made.works(text)
    assert Granularity.DATASET not in work.streams
    assert Granularity.SITE not in work.streams


@pytest.mark.parametrize(
    ("token", "first", "renewal"),
    [
        ("{grant: client-credentials}", Ask.ISSUE, Ask.ISSUE),
        ("{grant: token-exchange}", Ask.EXCHANGE, Ask.EXCHANGE),
        ("{grant: token-exchange, refresh: {requested: true}}", Ask.EXCHANGE, Ask.REFRESH),
        ("{grant: refresh-token}", Ask.REFRESH, Ask.REFRESH),
    ],
)
def test_how_the_issuer_is_asked(token: str, first: Ask, renewal: Ask) -> None:
    stream = copy(more=f"    token: {token}\n").streams[Granularity.FILE]
    assert (stream.first, stream.renewal) == (first, renewal)


def test_a_refresh_token_is_used_five_minutes_before_the_end() -> None:
    text = made.COPY.replace("      refresh_rule: {margin: 5m}\n", "")
    (never,) = made.works(text)
    assert never.streams[Granularity.FILE].refresh.rule is RefreshRule.NONE
    (asks,) = made.works(text + "    token: {refresh: {requested: true}}\n")
    assert asks.streams[Granularity.FILE].refresh.after(3_600) == 3_300


DELETING = """\
  reaper:
    kind: deletion
    operations: [{operation: delete, service: disk, path: /scratch}]
"""


def test_a_workflow_that_only_says_how_often_it_asks() -> None:
    (work,) = made.works(f"{DELETING}    usable_for: 1h\n    asked_for: {{rate: 2/s}}\n")
    assert (work.own, work.streams[Granularity.JOB].rate) == (Granularity.JOB, 2)
    every = f"{DELETING}    usable_for: 1h\n    asked_for: {{every: 1d}}\n"
    (work,) = made.works(f"{every}    token: {{lifetime: 4d}}\n")
    assert work.own is Granularity.WORKFLOW
    assert work.streams[Granularity.WORKFLOW].refresh.after(4.0) == pytest.approx(1)
    (work,) = made.works(every)
    assert work.streams[Granularity.WORKFLOW].renewed_after(900) == 900


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("", "nothing says how much work reaper has"),
        ("    asked_for: {rate: 1/s}\n", "nothing says how long reaper uses"),
        ("    usable_for: 1h\n    asked_for: {per: job}\n", "nothing says how much work"),
        ("    usable_for: 1h\n    load: {jobs: 0/s}\n", "no job ever begins"),
    ],
)
def test_a_workflow_that_says_too_little(rest: str, says: str) -> None:
    file = read_workflows((made.HEAD + DELETING + rest).encode())
    problem = work_of(file.workflows[0])
    assert isinstance(problem, Problem)
    assert problem.reason.startswith(says)


def test_a_workflow_without_operations() -> None:
    text = "  idle: {kind: deletion, usable_for: 1h, load: {jobs: 1/s}}\n"
    problem = work_of(read_workflows((made.HEAD + text).encode()).workflows[0])
    assert isinstance(problem, Problem)
    assert problem.kind == "need-not-declared"


def held(work: Work, granularity: Granularity) -> list[str]:
    return [str(e) for e in held_at(work, need_of(work.workflow).privilege, granularity)]


def test_a_coarser_token_names_a_higher_folder() -> None:
    work = copy()
    file = "/mc/run3/set7/AOD.root"
    assert held(work, Granularity.FILE) == [f"storage.read:{file}", f"storage.create:{file}"]
    assert held(work, Granularity.JOB) == held(work, Granularity.FILE)
    assert held(work, Granularity.DATASET) == [
        "storage.read:/mc/run3/set7",
        "storage.create:/mc/run3/set7",
    ]
    assert held(work, Granularity.SITE) == ["storage.read:/mc", "storage.create:/mc"]
    several = copy(load="      files_per_job: 5\n")
    assert held(several, Granularity.JOB) == held(work, Granularity.DATASET)


def test_a_finer_token_names_a_file_below() -> None:
    text = made.COPY.replace("granularity: file", "granularity: dataset")
    (work,) = made.works(text)
    assert held(work, Granularity.FILE)[0] == "storage.read:/mc/run3/set7/AOD.root/part"
    assert held(work, Granularity.DATASET)[0] == "storage.read:/mc/run3/set7/AOD.root"


@pytest.mark.parametrize("own", ["file", "job", "dataset", "site", "workflow"])
@pytest.mark.parametrize("path", ["/mc/run3/set7/AOD.root", "/mc", "/"])
def test_each_granularity_covers_the_finer_ones(own: str, path: str) -> None:
    text = made.COPY.replace("granularity: file", f"granularity: {own}")
    (work,) = made.works(text.replace("/mc/run3/set7/AOD.root", path))
    need = need_of(work.workflow).privilege
    for finer in Granularity:
        for coarser in list(Granularity)[list(Granularity).index(finer) :]:
            assert held_at(work, need, coarser).covers(held_at(work, need, finer))


def test_a_token_of_the_whole_workflow_names_all_sites() -> None:
    work = copy()
    need = need_of(work.workflow).privilege
    setting = made.setting()
    at = {each: where(work, need, each, setting.calibration) for each in Granularity}
    assert at[Granularity.FILE] == at[Granularity.SITE] < at[Granularity.WORKFLOW]


def bound(work: Work, granularity: Granularity) -> tuple[int, int, tuple[str, ...]]:
    need = need_of(work.workflow).privilege
    least = Privilege(held_at(work, need, granularity), need.audience, Validity(0, 691_200))
    setting = made.setting()
    found = accepted(work.workflow, least, setting.kinds, setting.limits)
    return found.seconds, found.would, found.missing


def test_what_mitigations_accept() -> None:
    four_days, six_hours = 345_600, 21_600
    assert bound(copy(), Granularity.FILE) == (four_days, four_days, ())
    assert bound(copy(), Granularity.SITE) == (
        six_hours,
        four_days,
        ("risk-assessment-agreed",),  # an area can never be narrow
    )
    text = made.COPY.replace("pull-mode, managed-service", "pull-mode")
    (work,) = made.works(text)
    assert bound(work, Granularity.FILE) == (six_hours, four_days, ("managed-service",))
