"""Runs under judgement as a whole: places, order, and nothing lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.judging import Scripted, always, catalogue, fault, settings
from tokenlint.policy.audit_subject import AuditSubject, LogLine, NotedGroup
from tokenlint.policy.describe import describe
from tokenlint.policy.finding import Finding, RawFinding
from tokenlint.source import Problem, Source
from tokenlint.whole_runs import gravest_first, judged

LINES = tuple(LogLine(Source("a.log", line), f"line {line}") for line in (3, 5, 8))
GROUP = NotedGroup("expired", "workflow x", ("read",), (), "", 7, 1, LINES, seconds=60)
RUN = AuditSubject(settings(), (GROUP, replace(GROUP, count=9, lines=())))
CODES = ("LOG001", "LOG003", "LOG004", "LOG009", "LOG010")


def _finding(code: str, index: int) -> Finding:
    (raw,) = always(code, f"/audit/noted/{index}")({})  # type: ignore[misc]
    return describe(raw, RUN, catalogue().rules[code])


def test_a_finding_is_told_at_all_places_of_its_subject() -> None:
    engine = Scripted(always("LOG003", "/audit/noted/0"))
    (finding,) = judged([RUN], [], engine, catalogue(), settings()).findings
    assert [str(each.source) for each in finding.locations] == ["a.log:3", "a.log:5", "a.log:8"]
    assert [each.label for each in finding.locations] == ["line 3", "line 5", "line 8"]


@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from([0, 1])), max_size=12))
def test_the_gravest_come_first_then_codes_then_the_most(some: list[tuple[str, int]]) -> None:
    found = sorted((_finding(*each) for each in some), key=gravest_first)
    order = [(-f.severity.rank, f.rule, -int(f.evidence["count"])) for f in found]
    assert order == sorted(order)


def test_problems_come_before_what_could_not_be_judged() -> None:
    problem = Problem("cut", Source("a.log", 9), "it is cut")
    report = judged([RUN, RUN], [problem], Scripted(fault), catalogue(), settings())
    assert report.errors[0] == problem
    assert [each.reason for each in report.errors[1:]] == ["the audit: it fell over"] * 2
    assert len(report.documents) == 2


def test_one_broken_finding_does_not_take_the_others_along() -> None:
    raws = [
        RawFinding("LOG003", ("/audit/noted/99",)),
        RawFinding("LOG003", ()),
        RawFinding("XYZ001", ("/audit/noted/0",)),
        *always("LOG003", "/audit/noted/0")({}),  # type: ignore[misc]
    ]
    report = judged([RUN], [], Scripted(lambda _: raws), catalogue(), settings())
    assert [each.kind for each in report.errors] == ["policy"] * 3
    assert len(report.findings) == 1


def test_nothing_to_judge_asks_nobody_and_is_clean() -> None:
    report = judged([], [], Scripted(), catalogue(), settings())
    assert (report.documents, report.findings, report.errors) == ((), (), ())
