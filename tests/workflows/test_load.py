"""The load of a workflow: what it means, and what contradicts itself."""

from math import inf

import pytest

from tokenlint.workflows.declaration import WorkflowFile
from tokenlint.workflows.load import Load
from tokenlint.workflows.load_problems import first_tokens
from tokenlint.workflows.reader import read_workflows

FRAME = """\
tokenlint: workflows/1
services: {{disk: {{audience: "https://disk.example", kind: storage}}}}
workflows:
  work:
    kind: deletion
    operations: [{{operation: delete, service: disk, path: /scratch}}]
    {more}
    load: {load}
"""
USABLE = "usable_for: {queueing: 2h, running: 1h}"


def read(load: str, more: str = USABLE) -> WorkflowFile:
    return read_workflows(FRAME.format(load=load, more=more).encode())


def load_of(text: str, more: str = USABLE) -> Load:
    file = read(text, more)
    assert file.problems == ()
    found = file.workflows[0].load
    assert found is not None
    return found


def test_a_whole_load() -> None:
    load = load_of(
        "{jobs: 30/s, peak: 0.2 kHz, duration: 20m, files_per_job: 3, files_per_dataset: 100, "
        "dataset_duration: 1d, sites: 60, granularity: file, refresh_rule: {fraction: 0.5}, "
        "without_token: wait, patience: 4h, retry: 30s}"
    )
    assert (load.jobs, load.peak, load.duration, load.retry) == (30, 200, 1_200, 30)
    assert (load.files_per_job, load.files_per_dataset, load.sites) == (3, 100, 60)
    assert (load.dataset_duration, load.granularity, load.fraction) == (86_400, "file", 0.5)
    assert load.waiting == 4 * 3_600
    assert first_tokens(load, "file") == 600
    assert first_tokens(load, "job") == 200
    assert first_tokens(load, "dataset") == 6


@pytest.mark.parametrize(
    ("words", "waiting"),
    [
        ("", 2 * 3_600),  # as long as it may be in the queue
        (", without_token: wait", inf),
        (", without_token: fail", 0),
        (", patience: 5m", 300),
    ],
)
def test_how_long_work_without_a_token_waits(words: str, waiting: float) -> None:
    assert load_of("{jobs: 1/s" + words + "}").waiting == waiting
    assert load_of("{jobs: 1/s}", "usable_for: 1h").waiting == 0


@pytest.mark.parametrize(
    ("rule", "rest"), [("none", (True, None, None)), ("{margin: 5m}", (False, 300, None))]
)
def test_refresh_rules(rule: str, rest: tuple[bool, int | None, float | None]) -> None:
    load = load_of(f"{{jobs: 1/s, refresh_rule: {rule}}}")
    assert (load.never, load.margin, load.fraction) == rest
    assert load.peak == load.jobs


WRONG = [
    ("{jobs: 0/s}", USABLE, "no job ever begins"),
    ("{jobs: 9000 kHz}", USABLE, "9,000,000 jobs a second are more"),
    ("{jobs: 9/s, peak: 1/s}", USABLE, "the peak is lower"),
    ("{jobs: 1/s, duration: 0s}", USABLE, "a job of no duration"),
    ("{jobs: 1/s, duration: 4h}", USABLE, "jobs hold their tokens for longer"),
    ("{jobs: 1/s}", "description: x", "nothing says how long a job holds"),
    ("{jobs: 1/s, duration: 1h}", "description: x", "one token has to last"),
    ("{jobs: 1/s, dataset_duration: 1m}", USABLE, "work on a data set ends before"),
    ("{jobs: 1/s, retry: 0s}", USABLE, "requests without a pause"),
    ("{jobs: 1/s, granularity: site}", USABLE, "one token a site, and nothing"),
    ("{jobs: 1/s, granularity: dataset}", USABLE, "one token a data set, and nothing"),
    ("{jobs: 1/s, without_token: fail, patience: 1h}", USABLE, "a job that fails without"),
    ("{jobs: 1/s, granularity: job}", f"{USABLE}\n    asked_for: {{per: file}}", "`granularity`"),
    ("{jobs: 9/s}", f"{USABLE}\n    asked_for: {{rate: 1/s}}", "`asked_for` says 1 tokens"),
    (
        "{jobs: 1/s, refresh_rule: {margin: 2h}}",
        f"{USABLE}\n    token: {{lifetime: 2h}}",
        "the margin is no shorter",
    ),
    (
        "{jobs: 1/s}",
        f"{USABLE}\n    asked_for: {{every: 1d}}\n    token: {{lifetime: 2h}}",
        "tokens expire before the next",
    ),
]


@pytest.mark.parametrize(("load", "more", "says"), WRONG, ids=[each[2] for each in WRONG])
def test_what_contradicts_itself(load: str, more: str, says: str) -> None:
    (problem,) = read(load, more).problems
    assert problem.reason.startswith(says)
    assert problem.advice
    assert problem.kind == "load"
    assert problem.source.line >= 7


@pytest.mark.parametrize(
    ("load", "more"),
    [
        ("{jobs: 9/s, granularity: file}", f"{USABLE}\n    asked_for: {{per: transfer}}"),
        ("{jobs: 9/s}", f"{USABLE}\n    asked_for: {{rate: 9/s}}"),
        ("{jobs: 9/s}", f"{USABLE}\n    asked_for: {{every: 1h}}\n    token: {{lifetime: 2h}}"),
        ("{jobs: 9/s, duration: 3h}", USABLE),
        (
            "{jobs: 9/s, duration: 9h}",
            "token: {lifetime: 1h, refresh: {requested: true}}",
        ),
        ("{jobs: 9/s, duration: 9h, granularity: workflow}", "description: x"),
    ],
)
def test_what_does_not(load: str, more: str) -> None:
    assert read(load, more).problems == ()


def test_errors_of_the_schema_have_words() -> None:
    said = {
        "{peak: 1/s}": "the load lacks `jobs`",
        "{jobs: 30}": "`30` is no rate",
        "{jobs: 1/s, refresh_rule: sometimes}": "`sometimes` is no word",
        "{jobs: 1/s, refresh_rule: {fraction: 2}}": "`2` is no fraction",
        "{jobs: 1/s, refresh_rule: {margin: 5m, fraction: 0.5}}": "a refresh rule with a number",
        "{jobs: 1/s, granularity: node}": "`node` is no granularity",
        "{jobs: 1/s, files: 3}": "`files` is no key of a load",
    }
    for load, words in said.items():
        file = read(load)
        assert file.workflows == ()
        assert file.problems[0].reason.startswith(words), file.problems
