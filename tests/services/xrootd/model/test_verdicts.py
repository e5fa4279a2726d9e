from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.decision import Decision, Step, Verdict
from tokenlint.services.xrootd.model.verdicts import (
    after,
    all_of,
    allowed,
    any_of,
    denied,
    depends,
    either,
    in_turn,
)
from tokenlint.source import Source

HERE = Source("file", 1)
DECISIONS = st.sampled_from([allowed(HERE, "a"), denied(HERE, "d"), depends(HERE, "?", "x")])


@given(st.lists(DECISIONS, min_size=1))
def test_all_and_any(found: list[Decision]) -> None:
    verdicts = {each.verdict for each in found}
    assert all_of(found).allowed is (verdicts == {Verdict.ALLOWED})
    assert any_of(found).allowed is (Verdict.ALLOWED in verdicts)
    assert (all_of(found).verdict is Verdict.DENIED) is (Verdict.DENIED in verdicts)
    assert (any_of(found).verdict is Verdict.DENIED) is (verdicts == {Verdict.DENIED})


@given(DECISIONS, DECISIONS)
def test_either_is_sure_where_both_agree(one: Decision, other: Decision) -> None:
    found = either(one, other, "the weather")
    if one.verdict is other.verdict:
        assert found is one
    else:
        assert found.verdict is Verdict.DEPENDS
        assert found.depends_on[0] == "the weather"


def test_a_line_before_stands_before() -> None:
    found = after(Step(HERE, "first"), allowed(HERE, "then"))
    assert [step.says for step in found.steps] == ["first", "then"]


def test_the_last_of_several_acts_has_the_last_word() -> None:
    first = depends(Source("a"), "perhaps", "x")
    last = allowed(Source("b"), "gives")
    found = in_turn([first, last])
    assert (found.verdict, found.depends_on) == (Verdict.DEPENDS, ("x",))
    assert [step.says for step in found.steps] == ["perhaps", "gives"]
    assert in_turn([last, last]).steps == last.steps
    assert in_turn([denied(Source("c"), "no"), last]).by == Source("c")
    both = in_turn([first, depends(Source("b"), "may", "y")])
    assert (both.depends_on, both.by) == (("x", "y"), Source("b"))
