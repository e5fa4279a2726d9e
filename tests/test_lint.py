"""The pipeline: nothing is lost, and what could not be judged makes the report incomplete."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import READER, Scripted, always, catalogue, fault, read, settings, token
from tests.minting import NOW
from tokenlint import lint as pipeline
from tokenlint.errors import EngineError
from tokenlint.lint import Inputs, lint
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.engine import EngineFault, Verdict
from tokenlint.policy.finding import Document, Persona, RawFinding, Report
from tokenlint.policy.settings import Settings, Waiver
from tokenlint.source import Problem, Source

SHIPPED = catalogue().rules
CATALOGUE = Catalogue(
    {
        code: replace(rule, message="something in {document}", fix="")
        for code, rule in SHIPPED.items()
    }
    | {"LIF001": SHIPPED["LIF001"]}  # its message wants words that a decision must give
)


def run(inputs: Inputs, engine: Scripted, chosen: Settings | None = None) -> Report:
    return lint(inputs, CATALOGUE, engine, chosen or settings())


def codes(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def unused(document: Mapping[str, Any]) -> Verdict:
    """What the policies say of ignores, and a finding in each workflow and token."""
    if document["kind"] != "ignore":
        return [RawFinding("SCP003", ("/credential/items/0",))]
    used = document["ignore"].get("used", True)
    return [] if used else [RawFinding("IGN003", ("/ignore",), {"codes": "#/ignore/codes"})]


def test_a_report_says_what_was_judged_when_and_by_what() -> None:
    subject = token()
    report = run(Inputs((subject,), notes=("hello",), texts={"a": "b"}), Scripted())
    assert (report.engine, report.judged_at) == ("scripted (1)", NOW)
    assert report.documents == (subject.document,)
    assert (report.notes, report.texts) == (("hello",), {"a": "b"})
    assert report.errors == ()


def test_nothing_is_asked_about_nothing() -> None:
    engine = Scripted()
    assert run(Inputs(), engine).documents == ()
    assert engine.asked == []


def test_documents_that_were_only_read_are_reported() -> None:
    inventory = Document("i.yaml", "inventory", "i.yaml", Source("i.yaml"))
    report = run(Inputs(documents=(inventory,)), Scripted(fault))
    assert report.documents == (inventory,)
    assert report.errors == ()


def test_problems_of_reading_are_errors_of_the_report() -> None:
    problem = Problem("unreadable", Source("x"), "gone")
    assert run(Inputs(problems=(problem,)), Scripted()).errors == (problem,)


def test_a_document_that_an_engine_cannot_judge_is_an_error_and_the_others_are_judged() -> None:
    good, bad = token(), token(aud="https://other.example")

    def answer(document: Mapping[str, Any]) -> Verdict:
        return (
            always("AUD003", "/credential/audience")(document) if next(turns) else fault(document)
        )

    turns = iter([True, False])
    report = run(Inputs((good, bad)), Scripted(answer))
    assert codes(report) == ["AUD003"]
    (error,) = report.errors
    assert (error.kind, error.source, error.advice) == ("engine", bad.source, "pick it up")
    assert bad.view.name in error.reason
    assert "it fell over" in error.reason


def test_an_engine_that_dies_is_one_error_and_is_not_asked_again() -> None:
    class Dead(Scripted):
        calls = 0

        def evaluate(self, documents: Sequence[Mapping[str, Any]]) -> list[Verdict]:
            self.calls += 1
            raise EngineError("the server hung up", advice="start it")

    inputs = read(READER.replace("lifetime: 6h", "lifetime: 6h # tokenlint: ignore[LIF] agreed"))
    problem = Problem("unreadable", Source("x"), "gone")
    engine = Dead()
    report = run(replace(inputs, problems=(problem,)), engine)
    assert [error.kind for error in report.errors] == ["unreadable", "engine"]
    assert report.errors[1].reason == "the server hung up; 1 of 1 documents were not judged"
    assert engine.calls == 1
    assert len(report.documents) == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (RawFinding("XYZ001", ("/kind",)), "XYZ001"),
        (RawFinding("SCP003", ()), "no place"),
        (RawFinding("SCP003", ("/credential/items/77",)), "/credential/items/77"),
        (RawFinding("LIF001", ("/credential/lifetime",)), "which it is not given"),
    ],
)
def test_a_broken_decision_loses_itself_alone(raw: RawFinding, words: str) -> None:
    fine = RawFinding("SCP003", ("/credential/items/0",))
    report = run(Inputs((token(),)), Scripted(lambda _: [raw, fine]))
    assert codes(report) == ["SCP003"]
    assert [error.kind for error in report.errors] == ["policy"]
    assert words in report.errors[0].reason


def test_only_chosen_rules_speak() -> None:
    chosen = settings(codes=frozenset({"SCP003"}))
    answer: list[RawFinding] = [
        RawFinding("SCP003", ("/credential/items/0",)),
        RawFinding("AUD002", ("/credential/audience",)),
    ]
    assert codes(run(Inputs((token(),)), Scripted(lambda _: answer), chosen)) == ["SCP003"]


def test_what_a_persona_does_not_see_is_counted() -> None:
    pedantic = next(r.code for r in SHIPPED.values() if r.persona is not Persona.REGULAR)
    engine = Scripted(always(pedantic, "/credential/items/0"))
    report = run(Inputs((token(),)), engine, settings(persona=Persona.REGULAR))
    assert (report.findings, report.hidden, report.errors) == ((), 1, ())


def test_findings_are_in_the_order_of_their_places() -> None:
    inputs = read(READER)
    points = ("/credential/lifetime", "/credential/items/1", "/credential/items/0")
    raws = [RawFinding("SCP003", (point,)) for point in points]
    report = run(inputs, Scripted(lambda _: raws))
    places = [finding.locations[0].source for finding in report.findings]
    assert [(p.line, p.column) for p in places] == sorted((p.line, p.column) for p in places)


# Ignores and waivers


def test_an_ignore_hides_its_finding_and_is_used() -> None:
    text = READER.replace('/data"', '/data"  # tokenlint: ignore[SCP003] agreed; until=2027-01-01')
    report = run(read(text), Scripted(unused))
    (hidden,) = report.suppressed
    assert codes(report) == []
    assert (hidden.finding.rule, hidden.reason, hidden.until) == ("SCP003", "agreed", "2027-01-01")
    assert hidden.source is not None
    assert hidden.source.line == hidden.finding.locations[0].source.line


@pytest.mark.parametrize(
    "comment",
    ["ignore[SCP003]", "ignore[SCP004] other rule", "ignore[SCP003] over; until=2026-11-19"],
)
def test_an_ignore_that_does_not_hold_hides_nothing(comment: str) -> None:
    text = READER.replace('/data"', f'/data"  # tokenlint: {comment}')
    report = run(read(text), Scripted(unused))
    assert "SCP003" in codes(report)
    assert report.suppressed == ()


def test_an_ignore_of_nothing_is_a_finding() -> None:
    text = READER.replace("lifetime: 6h", "lifetime: 6h  # tokenlint: ignore[SCP003] old")
    report = run(read(text), Scripted(unused))
    assert sorted(codes(report)) == ["IGN003", "SCP003"]


def test_no_ignore_is_called_unused_where_something_was_not_judged() -> None:
    text = READER.replace("lifetime: 6h", "lifetime: 6h  # tokenlint: ignore[SCP003] old")
    problem = Problem("unreadable", Source("x"), "gone")
    report = run(replace(read(text), problems=(problem,)), Scripted(unused))
    assert codes(report) == ["SCP003"]


def test_a_waiver_of_the_configuration_hides_in_its_files() -> None:
    waiver = Waiver("*.yaml", ("SCP",), "agreed", "", Source("tokenlint.toml"))
    report = run(read(READER), Scripted(unused), settings(waivers=(waiver,)))
    assert codes(report) == []
    assert report.suppressed[0].source == Source("tokenlint.toml")
    over = replace(waiver, until="2026-01-01")
    assert codes(run(read(READER), Scripted(unused), settings(waivers=(over,)))) == ["SCP003"]


def test_a_waiver_whose_date_has_passed_is_a_finding() -> None:
    def over(document: Mapping[str, Any]) -> Verdict:
        past = document.get("ignore", {}).get("until") == "past"
        args = {"codes": "#/ignore/codes", "until": "#/ignore/until"}
        return [RawFinding("IGN002", ("/ignore",), args)] if past else []

    waiver = Waiver("*", ("SCP",), "agreed", "2026-01-01", Source("tokenlint.toml"))
    report = run(read(READER), Scripted(over), settings(waivers=(waiver,)))
    (finding,) = report.findings
    assert finding.locations[0].source.file == "tokenlint.toml"
    assert finding.evidence["until"] == "2026-01-01"
    good = replace(waiver, until="2027-01-01")
    assert run(read(READER), Scripted(over), settings(waivers=(good,))).findings == ()


LINES = READER.count("\n")


@given(
    st.lists(
        st.tuples(
            st.integers(1, LINES),
            st.sampled_from(["SCP003", "SCP", "AUD002", "LIF", "SCP003, AUD"]),
            st.sampled_from(["agreed", ""]),
            st.sampled_from(["", "; until=2027-01-01", "; until=2026-01-01"]),
        ),
        max_size=3,
        unique_by=lambda row: row[0],
    )
)
def test_ignores_hide_exactly_their_findings(rows: list[tuple[int, str, str, str]]) -> None:
    lines = READER.splitlines()
    for number, chosen, reason, until in rows:
        lines[number - 1] += f"  # tokenlint: ignore[{chosen}] {reason}{until}"
    inputs = read("\n".join(lines) + "\n")
    points = ("/credential/lifetime", "/credential/items/1", "/credential/audience", "/workflow")
    raws = [RawFinding(code, (p,)) for p in points for code in ("SCP003", "AUD002")]
    engine = Scripted(lambda document: [] if document["kind"] == "ignore" else list(raws))
    report = run(inputs, engine)
    assert report.errors == ()

    def covered(code: str, line: int) -> bool:
        return any(
            number == line
            and reason
            and "2026" not in until
            and any(code.startswith(part.strip()) for part in chosen.split(","))
            for number, chosen, reason, until in rows
        )

    hidden = {(s.finding.rule, s.finding.locations[0].source) for s in report.suppressed}
    shown = {(f.rule, f.locations[0].source) for f in report.findings}
    assert len(report.findings) + len(report.suppressed) == len(raws)
    assert all(covered(code, source.line) for code, source in hidden)
    assert not any(covered(code, source.line) for code, source in shown)


@given(st.lists(st.sampled_from(["found", "nothing", "fault", "nonsense"]), max_size=6))
def test_no_document_is_lost(script: list[str]) -> None:
    subjects = tuple(token(jti=f"number-{at:04}") for at in range(len(script)))
    answers: dict[str, Verdict] = {
        "found": [RawFinding("SCP003", ("/credential/items/0",))],
        "nothing": [],
        "fault": EngineFault("no"),
        "nonsense": [RawFinding("NON001", ("/kind",))],
    }
    turns = iter(script)
    report = run(Inputs(subjects), Scripted(lambda _: answers[next(turns)]))
    assert report.documents == tuple(subject.document for subject in subjects)
    assert len(report.findings) == script.count("found")
    assert len(report.errors) == script.count("fault") + script.count("nonsense")


def test_a_run_over_many_documents_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    subjects = tuple(token(jti=f"number-{at:04}") for at in range(5))
    lint(Inputs(subjects), CATALOGUE, Scripted(), settings(), lambda *row: told.append(row))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_what_was_judged_before_an_engine_died_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_AT_ONCE", 2)

    class Dying(Scripted):
        def evaluate(self, documents: Sequence[Mapping[str, Any]]) -> list[Verdict]:
            if len(self.asked) >= 2:
                raise EngineError("the server hung up")
            return super().evaluate(documents)

    subjects = tuple(token(jti=f"number-{at:04}") for at in range(5))
    report = run(Inputs(subjects), Dying(always("SCP003", "/credential")))
    assert codes(report) == ["SCP003", "SCP003"]
    assert len(report.documents) == 5
    assert [error.reason for error in report.errors] == [
        "the server hung up; 3 of 5 documents were not judged"
    ]
