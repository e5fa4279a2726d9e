"""One finding a rule, about all tokens of which the rule speaks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.judging import always, catalogue, settings
from tests.scan.sieving import READER, Sifter, regular
from tokenlint.policy.engine import EngineFault, Verdict
from tokenlint.policy.finding import RawFinding
from tokenlint.scan.findings import Told, findings_of, source_at
from tokenlint.scan.judge import Judged, subject_of
from tokenlint.scan.summary import Place
from tokenlint.source import Problem, Source

CODES = ("SCP001", "SCP003", "AUD001")


def shapes() -> list[Judged]:
    """Of several tokens, with no verdict."""
    found = Sifter().summary(b"\n".join(regular()), name="log")
    return [
        Judged(tally, subject_of(tally.example, Source("log"), READER), [])
        for tally in sorted(found.shapes.values(), key=lambda tally: tally.place)
    ]


def said(
    verdicts: Mapping[int, Verdict], **more: Any
) -> tuple[list[Told], list[Problem], list[Judged]]:
    judged = [
        Judged(each.tally, each.subject, verdicts.get(number, []))
        for number, each in enumerate(shapes())
    ]
    return *findings_of(judged, catalogue(), settings(**more)), judged


def raw(*codes: str) -> Verdict:
    return [finding for code in codes for finding in always(code)({})]  # type: ignore[union-attr]


@hypothesis_settings(max_examples=30)
@given(st.dictionaries(st.integers(0, 20), st.lists(st.sampled_from(CODES), max_size=4)))
def test_each_rule_is_told_once_with_the_sum_of_its_tokens(spoken: dict[int, list[str]]) -> None:
    told, problems, judged = said({number: raw(*codes) for number, codes in spoken.items()})
    assert problems == []
    about = {
        code: [judged[n] for n, codes in spoken.items() if code in codes and n < len(judged)]
        for code in CODES
    }
    assert {each.finding.rule for each in told} == {code for code in CODES if about[code]}
    for each in told:
        group = about[each.finding.rule]
        assert each.finding.evidence["tokens"] == sum(one.tally.count for one in group)
        assert each.finding.evidence["shapes"] == len(group)
        worst = max(one.subject.view.vector.magnitude for one in group)
        first, others = each.places[0], each.places[1:]
        (named,) = [one for one in group if one.tally.place == first[0]]
        assert named.subject.view.vector.magnitude == worst
        assert len(others) == min(4, len(group) - 1)
        assert [place for place, _ in others] == sorted(place for place, _ in others)


def test_words_are_those_of_the_worst_shape() -> None:
    told, _, judged = said({number: raw("SCP003") for number in range(99)})
    worst = max(judged, key=lambda one: (one.subject.view.vector.magnitude, one.tally.count))
    (each,) = told
    assert each.texts == worst.subject.texts()
    tokens, kinds = sum(one.tally.count for one in judged), len(judged)
    assert each.finding.message.endswith(f"({tokens:,} tokens of {kinds:,} shapes)")


def test_of_a_single_token_no_number_is_told() -> None:
    single = next(n for n, each in enumerate(shapes()) if each.tally.count == 1)
    told, _, _ = said({single: raw("SCP003")})
    assert "tokens of" not in told[0].finding.message
    assert told[0].places[0][1] == "first of 1"


def test_what_is_not_selected_is_not_told() -> None:
    told, problems, _ = said({0: raw("SCP003", "SCP001")}, codes=frozenset({"SCP001"}))
    assert [each.finding.rule for each in told] == ["SCP001"]
    assert problems == []


def test_faults_are_problems_with_the_number_of_tokens() -> None:
    told, problems, judged = said({0: EngineFault("it fell over", "pick it up")})
    assert told == []
    (problem,) = problems
    assert problem.reason == f"{judged[0].tally.count} tokens: it fell over"
    assert problem.advice == "pick it up"


@pytest.mark.parametrize(
    "finding", [RawFinding("XYZ001", ("/kind",), {}), RawFinding("SCP003", ("/nowhere/7",), {})]
)
def test_what_policies_get_wrong_is_a_problem(finding: RawFinding) -> None:
    told, problems, _ = said({0: [finding]})
    assert told == []
    assert [problem.kind for problem in problems] == ["policy"]


def test_places_get_their_lines_in_the_end() -> None:
    told, _, judged = said({0: raw("SCP003")})
    place = judged[0].tally.place
    finding = told[0].at({place: place._replace(line=12)})
    assert finding.locations[0].source == Source("log", 12)
    assert told[0].at({}).locations[0].source == Source("log")
    assert source_at(Place("log", 5, 3)) == Source("log", 3)
    assert Path(finding.locations[0].source.file).name == "log"
