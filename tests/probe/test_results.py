"""What goes into the record of a request: bounded words, and no token."""

import pytest

from tests.probe.fake import FakeSource
from tests.probe.running import plan_for, storage
from tokenlint.probe.cell import Cell, Effect, Expected, Verdict, verdict
from tokenlint.probe.demand import Answer, Said
from tokenlint.probe.results import Sight, in_words, judged, not_sent, told_together, untested
from tokenlint.probe.token import Token, Wish
from tokenlint.source import Problem, Source


def cell(name: str) -> Cell:
    (found,) = [each for each in plan_for(storage()).cells if each.id == f"https:{name}"]
    return found


def token() -> Token:
    return FakeSource().token(Wish("storage.read:/a", ("x",)))


def test_a_refusal_is_shown_in_printable_and_few_words() -> None:
    body = "\x1b[31mNo\r\n\tway\x00 ü " + "x" * 5000
    words = in_words(Answer(Said.NO, "403", body.encode()))
    assert words.startswith("403: [31mNo way x")
    assert len(words) < 220
    assert words.isprintable()


def test_a_token_of_somebody_else_is_not_shown() -> None:
    other = token()
    words = in_words(Answer(Said.NO, "401", f"you are not {other.value}".encode()))
    assert other.value.rpartition(".")[2] not in words
    assert words.startswith("401: you are not *")


def test_content_that_was_read_is_not_repeated() -> None:
    assert in_words(Answer(Said.YES, "200", b"somebody's data")) == "200"


def test_an_answer_that_did_not_come_is_a_problem_of_its_cell() -> None:
    answer = Answer(Said.NOTHING, "timeout", why="no answer in 10 s", facts={"advice": "wait"})
    tested = judged(cell("read:delete"), answer, Sight(Effect.UNSEEN), None, changes=True)
    assert tested.result.verdict is Verdict.UNTESTED
    assert tested.problem is not None
    assert tested.problem.kind == "no-answer"
    assert tested.problem.advice == "wait"
    assert "could not be seen" in tested.problem.reason
    assert "delete" in tested.problem.reason


def test_what_was_not_seen_is_a_problem_too() -> None:
    sight = Sight(Effect.UNSEEN, after="not seen: 403")
    tested = judged(cell("read:delete"), Answer(Said.NO, "403"), sight, None, changes=True)
    assert tested.result.verdict is Verdict.UNTESTED
    assert tested.problem is not None
    assert tested.problem.kind == "unseen"


ENDPOINT = "https://disk.example/store"


def test_problems_of_one_reason_are_told_once_and_counted() -> None:
    plan = plan_for(storage())
    answer = Answer(Said.NOTHING, "timeout", why="no answer in 10 s", facts={"advice": "wait"})
    sight = Sight(Effect.UNCHANGED)
    silent = [judged(each, answer, sight, None, changes=True) for each in plan.cells[:7]]
    mute = [not_sent(each, "5 requests were not answered") for each in plan.cells[24::24]]
    other = Problem("gone", Source(ENDPOINT), "the service: it is gone", "wait")
    tested = [*silent, *mute]
    problems = (*(each.problem for each in tested if each.problem), other)
    told = told_together(problems, [each.result for each in tested], ENDPOINT)
    tokens = len({each.result.kind for each in mute})
    assert [each.reason.partition(": ")[0] for each in told] == [
        "7 cells", f"{tokens} tokens", "the service",
    ]  # fmt: skip
    assert "no answer came (no answer in 10 s); the first: no token, stat" in told[0].reason
    assert told[0].advice == "wait"
    assert {each.source.file for each in told} == {ENDPOINT}


def test_problems_of_other_reasons_or_runs_stay_apart() -> None:
    (first, second) = plan_for(storage()).cells[:2]
    tested = [untested(first, "set-up", "no room"), untested(second, "set-up", "no rights")]
    run = [Problem("left", Source(ENDPOINT), f"not taken away: {name}") for name in "ab"]
    problems = (*(each.problem for each in tested if each.problem), *run)
    assert told_together(problems, [each.result for each in tested], ENDPOINT) == problems


@pytest.mark.parametrize(
    ("expected", "yes", "effect", "outcome"),
    [
        (Expected.ALLOW, True, Effect.DONE, Verdict.PASS),
        (Expected.ALLOW, True, Effect.OTHERWISE, Verdict.SHORTFALL),
        (Expected.ALLOW, True, Effect.UNCHANGED, Verdict.HOLLOW),
        (Expected.ALLOW, True, Effect.UNSEEN, Verdict.UNTESTED),
        (Expected.ALLOW, False, Effect.UNCHANGED, Verdict.SHORTFALL),
        (Expected.ALLOW, False, Effect.DONE, Verdict.CHANGED_THOUGH_REFUSED),
        (Expected.REFUSE, True, Effect.DONE, Verdict.EXCESS),
        (Expected.REFUSE, True, Effect.OTHERWISE, Verdict.EXCESS),
        (Expected.REFUSE, True, Effect.UNCHANGED, Verdict.HOLLOW),
        (Expected.REFUSE, False, Effect.UNCHANGED, Verdict.PASS),
        (Expected.REFUSE, False, Effect.OTHERWISE, Verdict.CHANGED_THOUGH_REFUSED),
        (Expected.REFUSE, False, Effect.UNSEEN, Verdict.UNTESTED),
        (Expected.OPEN, False, Effect.DONE, Verdict.CHANGED_THOUGH_REFUSED),
        (Expected.OPEN, True, Effect.OTHERWISE, Verdict.OPEN_ALLOWED),
        (Expected.OPEN, False, Effect.UNCHANGED, Verdict.OPEN_REFUSED),
    ],
)
def test_what_a_change_comes_to(
    expected: Expected, yes: bool, effect: Effect, outcome: Verdict
) -> None:
    assert verdict(expected, yes, effect, changes=True) is outcome


@pytest.mark.parametrize("effect", list(Effect))
def test_without_an_answer_there_is_no_verdict(effect: Effect) -> None:
    silence = Answer(Said.NOTHING, "timeout", why="no answer in 10 s")
    for name in ("read:delete", "modify:delete", "none:read"):
        tested = judged(cell(name), silence, Sight(effect), None, changes=True)
        assert tested.result.verdict is Verdict.UNTESTED
