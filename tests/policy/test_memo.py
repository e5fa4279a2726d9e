import math
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from hypothesis import given
from hypothesis import strategies as st

from tests.policy.small_policies import document
from tokenlint.policy.engine import EngineFault, Facts, Verdict
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.memo import SharedShapes


class Echo:
    """Finds the content of each document, and remembers what it was asked."""

    name, version = "echo", "1"

    def __init__(self, fault: object = None) -> None:
        self.asked: list[Facts] = []
        self.open = 0
        self.warmed = False
        self._fault = fault

    def warm(self, kind: str = "") -> None:
        self.warmed = kind == "token"

    def evaluate(self, documents: Sequence[Facts]) -> list[Verdict]:
        self.asked += documents
        return [self._judge(each) for each in documents]

    def _judge(self, facts: Facts) -> Verdict:
        if facts.get("value") == self._fault is not None:
            return EngineFault("no")
        return [RawFinding("A", ("",), {"value": repr(facts.get("value"))})]

    def close(self) -> None:
        self.open -= 1

    def __enter__(self) -> Self:
        self.open += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def values(verdicts: Sequence[Verdict]) -> list[object]:
    return [v.reason if isinstance(v, EngineFault) else v[0].args["value"] for v in verdicts]


def test_equal_documents_are_asked_once() -> None:
    engine = Echo()
    memo = SharedShapes(engine)
    found = memo.evaluate([document(value=1), document(value=2), document(value=1)])
    again = memo.evaluate([document(value=2), dict(reversed(document(value=1).items()))])
    assert values(found) == ["1", "2", "1"]
    assert values(again) == ["2", "1"]
    assert len(engine.asked) == memo.asked == 2
    assert memo.shared == 3


def test_nobody_can_change_what_is_remembered() -> None:
    memo = SharedShapes(Echo())
    first, second = memo.evaluate([document(value=1)] * 2)
    assert isinstance(first, list)
    first.clear()
    assert values([second, *memo.evaluate([document(value=1)])]) == ["1", "1"]


def test_faults_are_asked_again() -> None:
    engine = Echo(fault=7)
    memo = SharedShapes(engine)
    assert values(memo.evaluate([document(value=7), document(value=7)])) == ["no", "no"]
    memo.evaluate([document(value=7)])
    assert len(engine.asked) == 2


def test_the_oldest_answer_goes_first() -> None:
    engine = Echo()
    memo = SharedShapes(engine, shapes=2)
    memo.evaluate([document(value=1)])
    memo.evaluate([document(value=2)])
    memo.evaluate([document(value=1)])
    memo.evaluate([document(value=3)])
    memo.evaluate([document(value=1)])
    assert len(engine.asked) == 3
    memo.evaluate([document(value=2)])
    assert len(engine.asked) == 4


def test_more_shapes_in_one_call_than_can_be_kept() -> None:
    memo = SharedShapes(Echo(), shapes=1)
    documents = [document(value=n % 3) for n in range(9)]
    assert values(memo.evaluate(documents)) == [str(n % 3) for n in range(9)]


def test_documents_whose_bytes_say_too_little_share_nothing() -> None:
    engine = Echo()
    odd = [document(value=v) for v in (None, math.inf, math.nan, "\ud83d", None)]
    found = SharedShapes(engine).evaluate([document(value=1), *odd, document(value=1)])
    assert values(found) == ["1", "None", "inf", "nan", "'\\ud83d'", "None", "1"]
    assert len(engine.asked) == 6


def test_an_empty_call_asks_nobody() -> None:
    engine = Echo()
    assert SharedShapes(engine).evaluate([]) == []
    assert engine.asked == []


def test_it_stands_for_the_engine_behind() -> None:
    engine = Echo()
    with SharedShapes(engine) as memo:
        memo.warm("token")
        assert (memo.name, memo.version, engine.open, engine.warmed) == ("echo", "1", 1, True)
    assert engine.open == 0
    memo.close()
    assert engine.open == -1


ODD = st.sampled_from([1, 1.0, True, "1", "é", "", None, [], {}, {"": 1}, math.inf, 2**70, -0.0])


@given(st.lists(ODD, max_size=8), st.integers(1, 3))
def test_sharing_changes_no_answer(odd: list[object], shapes: int) -> None:
    documents = [document(value=value) for value in odd]
    memo = SharedShapes(Echo(), shapes)
    expected = values(Echo().evaluate(documents))
    assert values(memo.evaluate(documents)) == expected
    assert values(memo.evaluate(documents)) == expected
