"""Observed operations: what is folded, derived and assumed, and what bad lines come to."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.strategies import SERVICES
from tokenlint.least import observed
from tokenlint.least.observed import Observations, Observed
from tokenlint.least.of_workflow import least_of
from tokenlint.privilege.operation import Operation
from tokenlint.source import Problem

READ = {"operation": "read", "service": "disk", "path": "/a", "time": 1_795_000_000}


def line(**changes: Any) -> bytes:
    return json.dumps({k: v for k, v in {**READ, **changes}.items() if v is not None}).encode()


def seen(*lines: bytes, services: Any = SERVICES) -> tuple[list[Observed], list[Problem]]:
    observations = Observations("log", services)
    observations.read(lines)
    found, problems = observations.finish()
    return list(found), [*observations.problems(), *problems]


def test_equal_operations_are_folded_and_the_span_is_the_lifetime() -> None:
    found, problems = seen(
        line(),
        line(time="2026-11-18T11:06:40Z", count=5),
        line(path="/b", time=1_795_003_599.5),
        line(path="/b", time=1_795_000_007),
    )
    assert problems == []
    workflow = found[0].workflow
    assert [str(each.path) for each in workflow.operations] == ["/a", "/b"]
    assert workflow.usable_seconds == 1_795_003_600 - 1_795_000_000
    assert found[0].latest is workflow.operations[1]
    assert found[0].notes[0] == "8 observed operations, 2 of them distinct"
    proof = least_of(workflow, latest=found[0].latest).parts[0].proof
    assert proof.late is workflow.operations[1]


def test_a_token_lives_as_long_as_the_longest_used_of_them() -> None:
    first = [line(token="one", time=t) for t in (0, 1_000)]
    found, _ = seen(*first, line(token="two", time=50_000), line(token="two", time=53_000))
    assert found[0].workflow.usable_seconds == 3_001
    assert any("longest used of 2 tokens" in note for note in found[0].notes)


def test_workflows_are_told_apart() -> None:
    found, _ = seen(
        line(workflow="x"), line(workflow="y", path="/b"), line(workflow="x", path="/c")
    )
    assert [each.workflow.name for each in found] == ["x", "y"]
    assert [len(each.workflow.operations) for each in found] == [2, 1]


def test_without_times_the_lifetime_is_the_shortest() -> None:
    found, problems = seen(line(time=None))
    assert problems == []
    assert least_of(found[0].workflow).tokens[0].lifetime == 900
    assert any("no times" in note for note in found[0].notes)


def test_services_go_by_any_of_their_spellings() -> None:
    found, problems = seen(line(), line(service="davs://a.example", path="/b"))
    assert problems == []
    assert {each.service for each in found[0].workflow.operations} == {"disk"}


def test_without_an_inventory_a_well_formed_audience_stands_for_itself() -> None:
    found, problems = seen(
        line(service="https://s.example"), line(service="disk", path="/b"), services=None
    )
    assert least_of(found[0].workflow).tokens[0].audience == ("https://s.example",)
    assert [(each.kind, each.source.line) for each in problems] == [("unknown-service", 2)]


def test_a_rename_over_a_file_needs_modify() -> None:
    found, _ = seen(line(operation="rename", to="/b", replace=True))
    assert found[0].workflow.operations[0].operation is Operation.RENAME_OVER


@pytest.mark.parametrize(
    ("bad", "kind", "says"),
    [
        (b"{", "syntax", "no JSON"),
        (b"[" * 100_000, "observed", "longer"),
        (b"[1]", "observed", "no JSON object"),
        (b"\xff\xfe{}", "syntax", "no JSON"),
        (line(operation="raed"), "observed", "none that tokenlint knows"),
        (line(operation="administer"), "observed", "none that tokenlint knows"),
        (line(operation=None), "observed", "`operation` is missing"),
        (line(path=None), "observed", "`path` is missing"),
        (line(path=""), "observed", "`path` is no text"),
        (line(path=5), "observed", "`path` is no text"),
        (line(path="/" + "x" * 5_000), "observed", "longer than 4,096"),
        (line(service="elsewhere"), "unknown-service", "none of the inventory"),
        (line(operation="rename"), "observed", "`to` is missing"),
        (line(to="/b"), "observed", "`to` says nothing about read"),
        (line(replace=True), "observed", "`replace` says nothing"),
        (line(operation="rename", to="/b", replace="yes"), "observed", "neither true nor false"),
        (line(operation="submit"), "observed", "no path"),
        (line(count=0), "observed", "`count`"),
        (line(count=True), "observed", "`count`"),
        (line(schema="tokenlint.record/1"), "scan-record", "`operation`, `service` and `path`"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_rest_counts(
    bad: bytes, kind: str, says: str
) -> None:
    found, problems = seen(line(), bad, line(path="/b"))
    assert [(each.kind, each.source.file, each.source.line) for each in problems] == [
        (kind, "log", 2)
    ]
    assert says in problems[0].reason
    assert problems[0].advice
    assert len(found[0].workflow.operations) == 2


@pytest.mark.parametrize(
    "time", [-1, "yesterday", True, [], 1e300, 1_795_000_000_000, "2150-01-01T00:00:00Z", "1e9"]
)
def test_an_absurd_time_does_not_count_and_the_operation_does(time: object) -> None:
    found, problems = seen(line(), line(path="/b", time=time))
    assert [(each.kind, each.source.line) for each in problems] == [("time", 2)]
    assert len(found[0].workflow.operations) == 2
    assert found[0].workflow.usable_seconds == 1


def test_times_that_lie_decades_apart_leave_the_lifetime_open() -> None:
    found, problems = seen(line(time=0), line())
    assert [each.kind for each in problems] == ["time"]
    assert "20,775 days apart" in problems[0].reason
    assert least_of(found[0].workflow).tokens[0].lifetime == 900


def test_many_bad_lines_are_counted() -> None:
    _, problems = seen(*[b"{"] * 1_000, line())
    assert len(problems) == observed.MOST_TOLD + 1
    assert problems[-1].reason.startswith("980 more lines")


def test_records_of_a_scan_are_told_once() -> None:
    _, problems = seen(*[line(schema="tokenlint.record/1")] * 50)
    assert [each.source.line for each in problems] == [1, 0]


def test_more_than_can_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observed, "MOST_DISTINCT", 2)
    found, problems = seen(*(line(path=f"/{n}") for n in range(4)), line(path="/0"))
    assert [each.kind for each in problems] == ["limit", "limit"]
    assert len(found[0].workflow.operations) == 2
    monkeypatch.setattr(observed, "MOST_GROUPS", 1)
    _, problems = seen(line(workflow="a"), line(workflow="b"))
    assert [each.kind for each in problems] == ["limit"]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10_000)), min_size=1), st.randoms()
)
def test_the_order_of_lines_does_not_matter(seen_at: list[tuple[str, int]], order: Any) -> None:
    lines = [line(path=f"/{name}", time=time) for name, time in seen_at]
    one, _ = seen(*lines)
    order.shuffle(lines)
    other, _ = seen(*lines)
    mine, theirs = least_of(one[0].workflow), least_of(other[0].workflow)
    assert mine.tokens == theirs.tokens
