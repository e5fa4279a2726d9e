"""What services of the same run do with a workflow, in words."""

from tests.policy.test_storages import answering
from tests.services.made_up import line, service, value
from tokenlint.policy.beside import answer_words, refusal_words
from tokenlint.policy.joins import Refusal
from tokenlint.policy.storages import Answer
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Decision, Verdict


def test_a_service_that_answers_otherwise() -> None:
    held = answering(Verdict.ALLOWED)
    decision = held.decide(None, Ask(Operation.DELETE))  # type: ignore[arg-type]  # unread
    more = Answer(0, Operation.DELETE, held, decision, more=True)
    assert answer_words(more) == f"XRootD allows it: {line(9)} says so"
    less = Answer(0, Operation.DELETE, held, Decision(Verdict.DENIED), more=False)
    assert answer_words(less) == "XRootD (etc/service.cfg) refuses it"


def test_a_service_that_lists_another_audience() -> None:
    listed = value("https://storage.example", 1)
    assert refusal_words(Refusal(0, service(), listed)) == "XRootD accepts https://storage.example"
