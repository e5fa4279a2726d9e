"""From results to a report: few findings with their witness, and what is missing is an error."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.judging import Scripted, always, catalogue, fault, settings
from tests.minting import mint
from tests.probe.findings import ENDPOINT, RESULTS, begun, probe, result
from tokenlint.errors import EngineError
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Persona, RawFinding, Report
from tokenlint.policy.settings import Waiver
from tokenlint.probe.cause import cause_of, gravity
from tokenlint.probe.cell import Effect, Reach, Verdict
from tokenlint.probe.differences import Differing, differences
from tokenlint.probe.judgement import (
    ALL_ENDPOINTS,
    differences_of,
    groups_of,
    judge,
    problems_of,
    subject_of,
    subjects_of,
)
from tokenlint.probe.outcome import Probe
from tokenlint.probe.record import Result
from tokenlint.source import Problem, Source

PASS = result(verdict=Verdict.PASS, effect=Effect.UNCHANGED, status="403")
CHANGED = result(
    kind="read", title="read", verdict=Verdict.CHANGED_THOUGH_REFUSED, status="403", answer="403"
)
UNSIGNED = result(kind="unsigned", title="unsigned", flaw="unsigned", operation="overwrite")


@pytest.fixture(scope="module")
def engine(shipped_engine: Engine) -> Engine:
    return shipped_engine


def judged(engine: Engine, *probes: Probe, **changes: Any) -> Report:
    return judge(probes, engine, catalogue(), settings(**changes))


def test_a_probe_in_which_all_passes_has_a_document_and_nothing_else(engine: Engine) -> None:
    report = judged(engine, probe(PASS, requests=3, implementation="reference@1"))
    (document,) = report.documents
    assert (report.findings, report.errors, report.hidden) == ((), (), 0)
    assert (document.id, document.kind, document.title) == (ENDPOINT, "probe", "the disk")
    facts = document.facts
    assert (facts["tested"], facts["pass"], facts["excess"]) == ("1", "1", "0")
    assert (facts["requests"], facts["implementation"]) == ("3", "reference@1")


def test_a_finding_has_the_witness_of_its_gravest_cell(engine: Engine) -> None:
    worst = result()
    lesser = result(operation="rename-over", case_title="rename over a file", cell="other")
    report = judged(engine, probe(PASS, worst, lesser))
    (finding,) = report.findings
    assert finding.rule == "PRB002"
    assert finding.message.startswith("delete and rename over succeeded without storage.modify")
    assert '"create"' in finding.message
    assert "2 cells" in finding.message
    evidence = finding.evidence
    assert evidence["curl"] == worst.request
    assert str(evidence["request"]).startswith(f"{worst.request}  # 204 gone; before: a file")
    assert str(evidence["request"]).endswith(f"{worst.says} ({worst.section})")
    assert evidence["answer"] == "204 gone"
    assert (evidence["before"], evidence["after"]) == ("a file of 12 bytes", "nothing")
    assert (evidence["profile"], evidence["section"]) == (worst.says, worst.section)
    assert (evidence["cells"], evidence["cell"]) == (2, worst.cell)
    assert evidence["fingerprint"] == worst.token
    assert [each.source for each in finding.locations] == [Source(ENDPOINT)] * 2
    label = finding.locations[0].label
    assert label == "create, delete: 204; before: a file of 12 bytes; after: nothing"
    assert finding.locations[1].label.startswith("create, rename over a file: 204")


def test_cells_that_another_token_explains_are_told_with_it(engine: Engine) -> None:
    scopeless = result(kind="scopeless", title="no scope", scope="", request="curl scopeless")
    report = judged(engine, probe(result(), result(kind="read", cell="r"), scopeless))
    (finding,) = report.findings
    assert '"no scope (and 2 other kinds)": 3 cells' in finding.message
    assert finding.evidence["curl"] == "curl scopeless"


def test_changed_though_refused_comes_before_all_others(engine: Engine) -> None:
    many = [result(kind=f"kind-{number}", flaw="unsigned") for number in range(5)]
    report = judged(engine, probe(*many, result(), UNSIGNED, CHANGED))
    assert report.findings[0].rule == "PRB001"
    ranks = [finding.severity.rank for finding in report.findings]
    assert ranks == sorted(ranks, reverse=True)


@given(st.lists(RESULTS, max_size=30))
def test_every_cell_is_in_one_group_and_its_gravest_is_first(results: list[Result]) -> None:
    numbered = [
        result(
            **{name: getattr(each, name) for name in Result.__struct_fields__} | {"cell": str(n)}
        )
        for n, each in enumerate(results)
    ]
    groups = groups_of(numbered)
    told = [cell.cell for group in groups for cell in group.cells]
    assert sorted(told) == sorted(each.cell for each in numbered if cause_of(each) is not None)
    assert len({(group.cause, group.token) for group in groups}) == len(groups)
    kinds = {each.cell: each.kind for each in numbered}
    grave = {each.cell: gravity(each) for each in numbered}
    for group in groups:
        own = [cell.cell for cell in group.cells if kinds[cell.cell] == group.token]
        assert [cell.cell for cell in group.cells][: len(own)] == own
        assert [grave[cell] for cell in own] == sorted(grave[cell] for cell in own)


@given(
    st.lists(RESULTS, max_size=12, unique_by=lambda each: (each.protocol, each.kind, each.case)),
    st.randoms(use_true_random=False),
)
def test_groups_do_not_depend_on_the_order_of_results(results: list[Result], chance: Any) -> None:
    mixed = list(results)
    chance.shuffle(mixed)
    there = {(each.cause, each.token): len(each.cells) for each in groups_of(results)}
    assert {(each.cause, each.token): len(each.cells) for each in groups_of(mixed)} == there


@hypothesis_settings(max_examples=40, deadline=None)
@given(results=st.lists(RESULTS, min_size=1, max_size=12))
def test_each_group_gives_one_finding(engine: Engine, results: list[Result]) -> None:
    report = judged(engine, probe(*results))
    assert len(report.findings) == len(groups_of(results))
    assert {each.evidence["cause"] for each in report.findings} == {
        each.cause for each in groups_of(results)
    }


def test_problems_of_the_probe_are_errors(engine: Engine) -> None:
    problem = Problem("unreachable", Source(ENDPOINT), "it does not answer", "start it")
    report = judged(engine, probe(result(), problems=(problem,)))
    assert report.errors == (problem,)
    assert len(report.findings) == 1


@pytest.mark.parametrize(
    "incomplete",
    [
        probe(PASS, result(verdict=Verdict.UNTESTED)),
        probe(PASS, cells=9),
        probe(),
        probe(result(verdict=Verdict.LEFT_OUT)),
    ],
    ids=["untested", "missing", "empty", "all-left-out"],
)
def test_what_has_no_clear_result_is_never_clean(engine: Engine, incomplete: Probe) -> None:
    (problem,) = judged(engine, incomplete).errors
    assert problem.kind == "untested"
    assert "no" in problem.reason
    assert problem.source == Source(ENDPOINT)


def test_left_out_cells_are_no_problem() -> None:
    assert problems_of(probe(PASS, result(verdict=Verdict.LEFT_OUT))) == ()


def test_what_could_not_be_taken_away_is_a_finding(engine: Engine) -> None:
    report = judged(engine, probe(PASS, left=("/area/tokenlint-0/a", "job 17")))
    (finding,) = report.findings
    assert finding.rule == "PRB020"
    assert finding.message.startswith("2 things")
    assert finding.evidence["items"] == "/area/tokenlint-0/a; job 17"


def test_waivers_personas_and_selections_hold(engine: Engine) -> None:
    open_cell = result(operation="list", verdict=Verdict.OPEN_ALLOWED)
    waiver = Waiver("https://storage.example/*", ("PRB002",), "agreed with the community")
    report = judged(engine, probe(result(), open_cell), persona=Persona.REGULAR, waivers=(waiver,))
    assert (report.findings, report.hidden) == ((), 1)
    assert [each.finding.rule for each in report.suppressed] == ["PRB002"]
    unselected = judged(engine, probe(result()), codes=frozenset({"PRB001"}))
    assert (unselected.findings, unselected.errors) == ((), ())


def test_a_document_that_cannot_be_judged_is_an_error_and_the_others_are_judged() -> None:
    other = probe(PASS, begun=begun(endpoint="https://other.example"), left=("a",))
    left = always("PRB020", "/probe/left")
    scripted = Scripted(
        lambda document: fault(document) if document["probe"]["groups"] else left(document)
    )
    report = judged(scripted, probe(result()), other)
    (problem,) = report.errors
    assert (problem.kind, problem.source) == ("engine", Source(ENDPOINT))
    assert problem.reason.startswith("the disk: ")
    assert [each.document for each in report.findings] == ["https://other.example"]
    assert len(report.documents) == 2


def test_an_engine_that_is_gone_is_an_error_for_each_probe() -> None:
    class Gone(Scripted):
        def evaluate(self, documents: Any) -> Any:
            raise EngineError("no such server", advice="start it")

    report = judged(Gone(), probe(result()))
    (problem,) = report.errors
    assert "no such server" in problem.reason
    assert report.findings == ()


def test_a_policy_of_no_catalogue_is_an_error() -> None:
    report = judged(Scripted(lambda _: [RawFinding("XYZ001", ("/probe",))]), probe(PASS))
    assert "XYZ001" in report.errors[0].reason


def test_a_policy_that_points_nowhere_is_an_error() -> None:
    report = judged(Scripted(always("PRB002", "/probe/groups/7")), probe(PASS))
    assert [each.kind for each in report.errors] == ["policy"]


def test_differences_are_a_document_of_their_own(engine: Engine) -> None:
    read = result(operation="read", case_title="read", case="read")
    cells = [
        Differing(read, ("alpha",), ("beta", "gamma"), products=2),
        Differing(result(), ("beta",), ("alpha", "gamma"), divided=("two@2",), products=2),
    ]
    found = differences_of(cells)
    assert [each.implementations for each in found] == [2, 2]
    assert [each.one_product for each in found] == [False, True]
    report = judge([probe(PASS)] * 3, engine, catalogue(), settings(), found)
    (finding,) = report.findings
    assert (finding.rule, finding.document) == ("PRB023", ALL_ENDPOINTS)
    assert finding.message.startswith("2 requests")
    assert finding.locations[0].label.startswith("create, delete: allowed by beta")
    assert [each.id for each in report.documents][-1] == ALL_ENDPOINTS


def test_services_that_differ_are_told_by_their_names(engine: Engine) -> None:
    def asked(name: str, verdict: Verdict, effect: Effect) -> Probe:
        there = begun(name=name, endpoint=f"https://{name}.example")
        cell = result(verdict=verdict, effect=effect)
        return probe(cell, begun=there, implementation=f"product-{name}@1")

    both = [
        asked("strict", Verdict.PASS, Effect.UNCHANGED),
        asked("lenient", Verdict.EXCESS, Effect.DONE),
    ]
    found = differences_of(differences(both).cells)
    report = judge(both, engine, catalogue(), settings(), found)
    (finding,) = [each for each in report.findings if each.rule == "PRB023"]
    assert finding.evidence["items"] == "create, delete: allowed by lenient, refused by strict"
    (facts,) = [each.facts for each in subjects_of(both, settings(), found)[2:]]
    assert facts["probe"]["differences"][0]["implementations"] == 2


def test_what_a_service_says_back_is_bounded_and_holds_no_token() -> None:
    token = mint({"iss": "https://issuer.example"}, {"alg": "ES256", "kid": "1", "typ": "JWT"})
    subject = subject_of(probe(result(answer=f"bad {token}", request="x" * 9000)), settings())
    evidence = subject.evidence(["/probe/groups/0"])
    assert token.rpartition(".")[2] not in str(evidence)
    assert len(str(evidence["request"])) <= 2000
    places = subject.places("/probe/groups/0")
    assert all(token not in each.label for each in places)


def test_reaches_and_operations_are_facts() -> None:
    cells = [result(scope="storage.modify:/x", reach=reach) for reach in (Reach.SIBLING,)]
    (group,) = subject_of(probe(*cells), settings()).facts["probe"]["groups"]
    assert group == {
        "cause": "beyond-path",
        "token": "create",
        "operations": ["delete"],
        "reaches": ["sibling"],
        "changing": True,
        "destructive": True,
        "cells": 1,
    }
