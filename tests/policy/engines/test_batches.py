from collections.abc import Sequence
from typing import Any

import pytest

from tests.policy.small_policies import document
from tokenlint.policy.engine import EngineFault
from tokenlint.policy.engines.batches import NotEvaluated, generated, judge
from tokenlint.policy.policies import PolicySet


class Answering:
    """Answers as OPA would, except where a document says otherwise."""

    def __init__(self, policies: PolicySet) -> None:
        self._policies = policies
        self.sizes: list[int] = []

    def __call__(self, kind: str, documents: Sequence[Any]) -> object:
        self.sizes.append(len(documents))
        if any(each.get("fails") for each in documents):
            raise NotEvaluated("m.rego:3:1: divide by zero")
        if any(each.get("undefined") for each in documents):
            return None
        codes = [rule.code for rule in self._policies.for_kind(kind)]
        return {
            str(at): {
                "canary": {
                    "format": each["format"],
                    "kind": each["kind"],
                    "policies": self._policies.digest,
                },
                "findings": {
                    code: [{"rule": code, "at": ["/n"], "args": {"n": each.get("n", 0)}}]
                    for code in codes
                },
            }
            for at, each in enumerate(documents)
            if not each.get("gap")
        }


def numbers(verdicts: Sequence[Any]) -> list[Any]:
    return [None if isinstance(v, EngineFault) else v[0].args["n"] for v in verdicts]


def test_documents_keep_their_order_over_kinds_and_chunks(policies: PolicySet) -> None:
    ask = Answering(policies)
    documents = [document(("token", "workflow")[n % 3 == 0], n=n) for n in range(10)]
    assert numbers(judge(documents, policies, ask, 3)) == list(range(10))
    assert ask.sizes == [3, 1, 3, 3]


def test_only_the_documents_at_fault_have_a_fault(policies: PolicySet) -> None:
    ask = Answering(policies)
    documents = [document(n=n, fails=n in (2, 7)) for n in range(9)]
    verdicts = judge(documents, policies, ask, 100)
    assert numbers(verdicts) == [0, 1, None, 3, 4, 5, 6, None, 8]
    assert isinstance(verdicts[2], EngineFault)
    assert "m.rego:3:1" in verdicts[2].reason


def test_a_gap_is_a_fault_of_its_document_only(policies: PolicySet) -> None:
    documents = [document(n=n, gap=n == 1) for n in range(3)]
    assert numbers(judge(documents, policies, Answering(policies), 100)) == [0, None, 2]


@pytest.mark.parametrize("answer", [None, [], {}, "x", {"0": 1}, {"0": {"findings": {}}}])
def test_no_answer_and_nonsense_are_faults(policies: PolicySet, answer: object) -> None:
    (verdict,) = judge([document()], policies, lambda *_: answer, 100)
    assert isinstance(verdict, EngineFault)


def test_what_cannot_be_sent_is_not_sent(policies: PolicySet) -> None:
    ask = Answering(policies)
    verdicts = judge([document(n=float("nan")), document("other"), document()], policies, ask, 9)
    assert [isinstance(each, EngineFault) for each in verdicts] == [True, True, False]
    assert ask.sizes == [1]


def test_each_kind_has_an_entry_and_a_driver(policies: PolicySet) -> None:
    assert [package[-1] for package in generated(policies)] == [
        "token",
        "token_batch",
        "workflow",
        "workflow_batch",
    ]
